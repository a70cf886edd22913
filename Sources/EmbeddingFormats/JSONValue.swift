/// A JSON value, with arrays of numbers kept flat.
indirect enum JSONValue {
  case null
  case bool(Bool)
  case number(Double)
  /// An array of numbers only, not empty, and how precisely they are written.
  case numbers([Double], DecimalPrecision)
  case string(String)
  case array([JSONValue])
  /// Keys and values in the order of the text.
  case object([(key: String, value: JSONValue)])

  /// The value of a key of an object; nil where there is none.
  subscript(key: String) -> JSONValue? {
    guard case .object(let entries) = self else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// What messages call a value of this kind.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a single number"
    case .numbers: "an array of numbers"
    case .string: "text"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// Text that is not JSON, and where.
struct JSONFault: Error {
  /// Byte from the start of the text.
  let offset: Int
  let expected: String
  let found: String
  /// Whether the text merely ends too early.
  let isEnd: Bool
}

extension JSONValue {
  /// Deeper nesting is refused, so that no input can exhaust the stack.
  private static let deepest = 64

  /// Parses a text that holds one value.
  ///
  /// Besides JSON, `NaN` and `Infinity` are numbers, as Python writes and reads them.
  init(parsing text: [UInt8]) throws(JSONFault) {
    var position = 0
    self = try Self.value(text.span, &position, depth: 0)
    Self.skipSpace(text.span, &position)
    guard position == text.count else {
      throw Self.fault(text.span, position, "the end after one value")
    }
  }

  /// The one value that a whole file holds, after a byte order mark if there is one.
  ///
  /// - Parameters:
  ///   - shorten: the remedy for a file of more bytes than `longest`.
  ///   - remedy: the remedy for a text that is not JSON.
  /// - Throws: ``FormatError``.
  init(wholeOf file: MappedFile, atMost longest: Int, shorten: String, remedy: String) throws {
    guard file.byteCount <= longest else {
      throw FormatError(
        file.name, expected: "one JSON object of at most \(grouped(longest)) bytes",
        found: "there are \(grouped(file.byteCount))", remedy: shorten)
    }
    let all = try file.elements(UInt8.self, at: 0, count: file.byteCount)
    do throws(JSONFault) {
      try self.init(parsing: all.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(all[3...]) : all)
    } catch {
      throw FormatError(
        file.name, .byte(error.offset), expected: error.expected, found: error.found,
        remedy: remedy)
    }
  }

  private static func fault(_ text: Span<UInt8>, _ position: Int, _ expected: String) -> JSONFault {
    guard position < text.count else {
      return JSONFault(offset: position, expected: expected, found: "the text ends", isEnd: true)
    }
    let end = min(text.count, position + 12)
    return JSONFault(
      offset: position, expected: expected,
      found: "found '\(DecimalText.text(text, position..<end))'", isEnd: false)
  }

  private static func skipSpace(_ text: Span<UInt8>, _ position: inout Int) {
    while position < text.count,
      DecimalText.isBlank(text[position]) || text[position] == 0x0A
    { position += 1 }
  }

  private static func has(_ byte: UInt8, _ text: Span<UInt8>, _ position: inout Int) -> Bool {
    skipSpace(text, &position)
    guard position < text.count, text[position] == byte else { return false }
    position += 1
    return true
  }

  private static func value(
    _ text: Span<UInt8>, _ position: inout Int, depth: Int
  ) throws(JSONFault) -> JSONValue {
    skipSpace(text, &position)
    guard position < text.count else { throw fault(text, position, "a JSON value") }
    guard depth < deepest else {
      throw JSONFault(
        offset: position, expected: "at most \(deepest) levels of nesting", found: "found more",
        isEnd: false)
    }
    switch text[position] {
    case 0x7B: return try object(text, &position, depth: depth)
    case 0x5B: return try array(text, &position, depth: depth)
    case 0x22: return .string(try string(text, &position))
    default: break
    }
    for (word, value) in words where starts(text, position, with: word) {
      position += word.utf8.count
      return value
    }
    guard let number = DecimalText.number(text, at: &position, end: text.count) else {
      throw fault(text, position, "a JSON value")
    }
    return .number(number.value)
  }

  private static let words: [(String, JSONValue)] = [
    ("null", .null), ("true", .bool(true)), ("false", .bool(false)),
  ]

  private static func starts(_ text: Span<UInt8>, _ position: Int, with word: String) -> Bool {
    var index = position
    for byte in word.utf8 {
      guard index < text.count, text[index] == byte else { return false }
      index += 1
    }
    return true
  }

  private static func array(
    _ text: Span<UInt8>, _ position: inout Int, depth: Int
  ) throws(JSONFault) -> JSONValue {
    position += 1
    if has(0x5D, text, &position) { return .array([]) }
    var numbers: [Double] = []
    var precision = DecimalPrecision()
    var others: [JSONValue] = []
    repeat {
      skipSpace(text, &position)
      if others.isEmpty, let number = DecimalText.number(text, at: &position, end: text.count) {
        numbers.append(number.value)
        precision.add(number)
      } else {
        if others.isEmpty { others = numbers.map(JSONValue.number) }
        others.append(try value(text, &position, depth: depth + 1))
      }
    } while has(0x2C, text, &position)
    guard has(0x5D, text, &position) else { throw fault(text, position, "a comma or ']'") }
    return others.isEmpty ? .numbers(numbers, precision) : .array(others)
  }

  private static func object(
    _ text: Span<UInt8>, _ position: inout Int, depth: Int
  ) throws(JSONFault) -> JSONValue {
    position += 1
    var entries: [(key: String, value: JSONValue)] = []
    if has(0x7D, text, &position) { return .object(entries) }
    repeat {
      skipSpace(text, &position)
      guard position < text.count, text[position] == 0x22 else {
        throw fault(text, position, "a key in quotes")
      }
      let key = try string(text, &position)
      guard has(0x3A, text, &position) else { throw fault(text, position, "':'") }
      entries.append((key, try value(text, &position, depth: depth + 1)))
    } while has(0x2C, text, &position)
    guard has(0x7D, text, &position) else { throw fault(text, position, "a comma or '}'") }
    return .object(entries)
  }

  private static func string(
    _ text: Span<UInt8>, _ position: inout Int
  ) throws(JSONFault) -> String {
    position += 1
    let start = position
    while position < text.count, text[position] != 0x22, text[position] != 0x5C { position += 1 }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(position - start)
    for index in start..<position { bytes.append(text[index]) }
    while position < text.count, text[position] != 0x22 {
      if text[position] == 0x5C {
        try escape(text, &position, into: &bytes)
      } else {
        bytes.append(text[position])
        position += 1
      }
    }
    guard position < text.count else { throw fault(text, position, "a closing quote") }
    position += 1
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func escape(
    _ text: Span<UInt8>, _ position: inout Int, into bytes: inout [UInt8]
  ) throws(JSONFault) {
    let start = position
    guard position + 1 < text.count else { throw fault(text, text.count, "an escape") }
    let letter = text[position + 1]
    position += 2
    switch letter {
    case 0x22, 0x5C, 0x2F: bytes.append(letter)
    case 0x62: bytes.append(0x08)
    case 0x66: bytes.append(0x0C)
    case 0x6E: bytes.append(0x0A)
    case 0x72: bytes.append(0x0D)
    case 0x74: bytes.append(0x09)
    case 0x75:
      var unit = try hexUnit(text, &position)
      if unit & 0xFC00 == 0xD800, position + 1 < text.count, text[position] == 0x5C,
        text[position + 1] == 0x75
      {
        position += 2
        let low = try hexUnit(text, &position)
        guard low & 0xFC00 == 0xDC00 else { throw fault(text, start, "a pair of surrogates") }
        unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      }
      let scalar = Unicode.Scalar(unit) ?? "\u{FFFD}"
      bytes.append(contentsOf: String(Character(scalar)).utf8)
    default: throw fault(text, start, "an escape of JSON")
    }
  }

  private static func hexUnit(
    _ text: Span<UInt8>, _ position: inout Int
  ) throws(JSONFault) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard position < text.count,
        let digit = Character(Unicode.Scalar(text[position])).hexDigitValue
      else { throw fault(text, position, "four hexadecimal digits") }
      unit = unit << 4 | UInt32(digit)
      position += 1
    }
    return unit
  }
}
