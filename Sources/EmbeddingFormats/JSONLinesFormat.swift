public import EmbeddingSets

/// JSON with vectors in it: one value to a line, or one document.
///
/// Understood without being told: a bare array on each line; `embedding`, `embeddings`, `vector` or
/// `values` of an object; the answers of embedding services (`data[].embedding`), also inside the lines
/// of a batch (`response.body.data[].embedding`); vectors as base64 of little-endian float32. For
/// anything else ``ReadOptions/jsonPath`` says where the vectors are. `id`, `custom_id` or `_id` beside
/// a vector identifies it.
public struct JSONLinesFormat: EmbeddingFormat {
  /// A reader.
  public init() {}
  /// `jsonl`.
  public let id = "jsonl"
  /// One line about it.
  public let summary = "JSON lines or answers of embedding services; --json-path says where"
  /// The endings in use.
  public let fileExtensions = ["jsonl", "ndjson", "json"]
  /// Text.
  public var isText: Bool { true }

  /// By name, or by a bracket at the start of a file without an ending of its own.
  public func recognition(of input: FormatInput) -> Recognition {
    if fileExtensions.contains(input.fileExtension) { return .byName }
    let first = input.leading.first { !DecimalText.isBlank($0) && $0 != 0x0A }
    return ["txt", ""].contains(input.fileExtension) && (first == 0x7B || first == 0x5B)
      ? .byName : .no
  }

  /// The vectors in the order of the text.
  public func open(_ input: FormatInput) throws -> any EmbeddingSource {
    try input.refuseDtype()
    var reader = try VectorCollector(input)
    var lines = try TextLines(input.file)
    var pending: [UInt8] = []
    var pendingLine = 0
    var balance = JSONBalance()
    var isDocument: Bool?
    while let line = try lines.next() {
      if pending.isEmpty && Fields.isBlank(lines.buffer.span, line) { continue }
      if pending.isEmpty { pendingLine = lines.lineNumber }
      pending.append(contentsOf: lines.buffer[line])
      if isDocument != false {
        balance.take(lines.buffer.span, line)
        // Whether values span lines is decided by the first line, so that a line that is cut off in
        // the middle of a file is an error there and does not swallow the rest.
        if isDocument == nil { isDocument = !balance.isClosed }
        if !balance.isClosed {
          pending.append(0x0A)
          guard pending.count <= JSONBalance.longestValue else { break }
          continue
        }
      }
      try reader.take(pending, line: pendingLine)
      pending.removeAll(keepingCapacity: true)
      balance = JSONBalance()
    }
    if !pending.isEmpty { try reader.take(pending, line: pendingLine) }
    return try reader.source()
  }
}

/// Whether brackets that were opened are closed again.
private struct JSONBalance {
  /// Longest document that is read as one value.
  static let longestValue = 1 << 28

  private var depth = 0
  private var isInString = false
  private var isEscaped = false

  var isClosed: Bool { depth <= 0 && !isInString }

  mutating func take(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    for index in range {
      let byte = bytes[index]
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == 0x5C {
          isEscaped = true
        } else if byte == 0x22 {
          isInString = false
        }
        continue
      }
      switch byte {
      case 0x22: isInString = true
      case 0x5B, 0x7B: depth += 1
      case 0x5D, 0x7D: depth -= 1
      default: break
      }
    }
  }
}

/// Finds the vectors in JSON values and collects them.
private struct VectorCollector {
  private let input: FormatInput
  private let path: JSONPath?
  private let spool: RowSpool
  private var digits: Int?
  private var isBase64: Bool?
  private var line = 0

  private static let vectorKeys = [
    "embedding", "embeddings", "vector", "values", "float", "data", "response", "body", "result",
  ]
  private static let identifierKeys = ["id", "custom_id", "_id"]

  init(_ input: FormatInput) throws {
    self.input = input
    path = try input.options.jsonPath.map { try JSONPath($0, file: input.name) }
    spool = try RowSpool(for: input.name)
  }

  func source() throws -> SpooledSource {
    try spool.source(
      storedAs: isBase64 == true ? .float32 : .decimal(significantDigits: digits ?? 1))
  }

  /// Takes the text of one value that starts on a line.
  mutating func take(_ text: [UInt8], line: Int) throws {
    self.line = line
    let value: JSONValue
    do {
      value = try JSONValue(parsing: text)
    } catch let fault {
      let before = text[..<min(fault.offset, text.count)]
      let lineStart = (before.lastIndex(of: 0x0A) ?? -1) + 1
      throw FormatError(
        input.name,
        .cell(
          line: line + before.filter { $0 == 0x0A }.count, column: fault.offset - lineStart + 1),
        expected: "JSON with \(fault.expected)", found: fault.found,
        remedy: fault.isEnd
          ? "The line is truncated: write the file again." : "Check what wrote this line.")
    }
    let identifier = Self.identifier(of: value)
    if let path {
      let found = path.values(in: value)
      guard !found.isEmpty else {
        throw error("\(path.text) in every value", "this one is \(Self.describe(value))")
      }
      let isSingle = found.count == 1
      for (leaf, owner) in found {
        try collect(leaf, identifier: owner ?? (isSingle ? identifier : nil), isNamed: true)
      }
    } else {
      try collect(value, identifier: identifier, isNamed: false)
    }
  }

  private mutating func collect(
    _ value: JSONValue, identifier: String?, isNamed: Bool
  ) throws {
    switch value {
    case .numbers(let row, let significantDigits):
      try check(row.count, isBase64: false)
      digits = max(digits ?? 1, significantDigits)
      try spool.append(row, identifier: identifier)
    case .string(let text) where isNamed:
      guard let row = Base64.floats(text), !row.isEmpty else {
        throw error("a vector as an array or as base64 of float32", "it is other text")
      }
      try check(row.count, isBase64: true)
      try spool.append(row, identifier: identifier)
    case .array(let elements):
      if let place = elements.firstIndex(where: { if case .null = $0 { true } else { false } }),
        elements.contains(where: { if case .number = $0 { true } else { false } })
      {
        throw error("numbers only", "component \(grouped(place)) is null")
      }
      guard !elements.isEmpty else { throw error("a vector", "the array is empty") }
      for element in elements {
        try collect(
          element,
          identifier: Self.identifier(of: element) ?? (elements.count == 1 ? identifier : nil),
          isNamed: isNamed)
      }
    case .object:
      for key in Self.vectorKeys {
        guard let inner = value[key] else { continue }
        if case .null = inner { continue }
        try collect(
          inner, identifier: Self.identifier(of: inner) ?? identifier, isNamed: true)
        return
      }
      throw error("an embedding", "this value is \(Self.describe(value))")
    default:
      throw error("a vector", "this value is \(value.kind)")
    }
  }

  private mutating func check(_ count: Int, isBase64 newIsBase64: Bool) throws {
    if let isBase64, isBase64 != newIsBase64 {
      throw error("vectors written in one way", "some are base64 and some are arrays")
    }
    isBase64 = newIsBase64
    guard let expected = spool.columnCount, expected != count else { return }
    throw error(
      "\(grouped(expected)) components, as in the first vector", "there are \(grouped(count))")
  }

  private func error(_ expected: String, _ found: String) -> FormatError {
    input.error(
      .line(line), expected: expected, found: found,
      remedy: "Leave out values without a vector; say where the vectors are with --json-path.")
  }

  private static func describe(_ value: JSONValue) -> String {
    guard case .object(let entries) = value else { return value.kind }
    return entries.isEmpty
      ? "an empty object" : "an object with \(listed(entries.map(\.key)))"
  }

  static func identifier(of value: JSONValue) -> String? {
    for key in identifierKeys {
      switch value[key] {
      case .string(let text): return text
      case .number(let number):
        return Int(exactly: number).map(String.init) ?? String(number)
      default: continue
      }
    }
    return nil
  }
}

/// Where in a JSON value the vectors are: `data[].embedding`, `rows[0].vector`.
private struct JSONPath {
  private enum Step { case key(String), all, index(Int) }

  let text: String
  private let steps: [Step]

  init(_ text: String, file: String) throws {
    self.text = text
    var steps: [Step] = []
    var parts = text.split(separator: ".", omittingEmptySubsequences: true)
    if parts.first == "$" { parts.removeFirst() }
    for part in parts {
      var pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      let key = pieces.removeFirst()
      if !key.isEmpty && key != "$" { steps.append(.key(String(key))) }
      for piece in pieces {
        let inner = piece.dropLast()
        if piece.last == "]", inner.isEmpty || inner == "*" {
          steps.append(.all)
        } else if piece.last == "]", let index = Int(inner), index >= 0 {
          steps.append(.index(index))
        } else {
          throw FormatError(
            file, expected: "a path such as data[].embedding or rows[0].vector",
            found: "--json-path says '\(text)'", remedy: "Write keys with dots, arrays with [].")
        }
      }
    }
    self.steps = steps
  }

  /// The values the path leads to, each with the identifier of the object it was found in.
  func values(in root: JSONValue) -> [(value: JSONValue, identifier: String?)] {
    var found: [(value: JSONValue, identifier: String?)] = [(root, nil)]
    for step in steps {
      found = found.flatMap { entry -> [(value: JSONValue, identifier: String?)] in
        let identifier = VectorCollector.identifier(of: entry.value) ?? entry.identifier
        switch (step, entry.value) {
        case (.key(let key), let value):
          return value[key].map { [($0, identifier)] } ?? []
        case (.all, .array(let elements)):
          return elements.map { ($0, nil) }
        case (.index(let index), .array(let elements)):
          return index < elements.count ? [(elements[index], nil)] : []
        case (.all, .numbers): return [entry]
        default: return []
        }
      }
    }
    return found
  }
}

/// Vectors as base64 text.
enum Base64 {
  /// The little-endian float32 values of a text; nil if it is not base64 of whole values.
  ///
  /// Source: RFC 4648, section 4, and the alphabet of section 5.
  static func floats(_ text: String) -> [Float]? {
    var values: [Float] = []
    var bits: UInt32 = 0
    var bitCount = 0
    var word: UInt32 = 0
    var byteCount = 0
    var isPadded = false
    for character in text.utf8 {
      if character == 0x3D {
        isPadded = true
        continue
      }
      guard !isPadded, let sextet = sextet(character) else { return nil }
      bits = bits << 6 | sextet
      bitCount += 6
      guard bitCount >= 8 else { continue }
      bitCount -= 8
      word |= (bits >> UInt32(bitCount) & 0xFF) << UInt32(8 * (byteCount % 4))
      byteCount += 1
      if byteCount.isMultiple(of: 4) {
        values.append(Float(bitPattern: word))
        word = 0
      }
    }
    return byteCount.isMultiple(of: 4) ? values : nil
  }

  private static func sextet(_ character: UInt8) -> UInt32? {
    switch character {
    case 0x41...0x5A: UInt32(character - 0x41)
    case 0x61...0x7A: UInt32(character - 0x61 + 26)
    case 0x30...0x39: UInt32(character - 0x30 + 52)
    case 0x2B, 0x2D: 62
    case 0x2F, 0x5F: 63
    default: nil
    }
  }
}
