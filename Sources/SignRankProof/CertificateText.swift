/// Reads and writes the JSON of certificates.
public enum CertificateText {
  /// Deeper nesting is refused, so that no input can exhaust the stack.
  private static let deepest = 32

  /// The text of a value: objects a field a line, lists of numbers on one line.
  public static func bytes(of value: CertificateValue) -> [UInt8] {
    var output: [UInt8] = []
    write(value, indent: 0, to: &output)
    output.append(0x0A)
    return output
  }

  private static func write(_ value: CertificateValue, indent: Int, to output: inout [UInt8]) {
    switch value {
    case .integer(let number): output.append(contentsOf: String(number).utf8)
    case .text(let text): write(text, to: &output)
    case .integers(let numbers):
      output.append(0x5B)
      for (index, number) in numbers.enumerated() {
        if index > 0 { output.append(0x2C) }
        output.append(contentsOf: String(number).utf8)
      }
      output.append(0x5D)
    case .list(let values):
      write(
        values.map { (nil, $0) }, open: 0x5B, close: 0x5D, indent: indent, to: &output)
    case .object(let fields):
      write(
        fields.map { ($0.key, $0.value) }, open: 0x7B, close: 0x7D, indent: indent, to: &output)
    }
  }

  private static func write(
    _ entries: [(key: String?, value: CertificateValue)], open: UInt8, close: UInt8, indent: Int,
    to output: inout [UInt8]
  ) {
    output.append(open)
    for (index, entry) in entries.enumerated() {
      if index > 0 { output.append(0x2C) }
      output.append(0x0A)
      output.append(contentsOf: repeatElement(0x20, count: indent + 1))
      if let key = entry.key {
        write(key, to: &output)
        output.append(contentsOf: [0x3A, 0x20])
      }
      write(entry.value, indent: indent + 1, to: &output)
    }
    output.append(close)
  }

  private static func write(_ text: String, to output: inout [UInt8]) {
    output.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: output.append(contentsOf: [0x5C, byte])
      case 0x00..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        output.append(contentsOf: [0x5C, 0x75, 0x30, 0x30, digits[Int(byte >> 4)]])
        output.append(digits[Int(byte & 15)])
      default: output.append(byte)
      }
    }
    output.append(0x22)
  }

  /// The value that a text holds.
  ///
  /// - Throws: ``ProofError/unreadable(_:)`` with the byte at which it goes wrong.
  public static func value(of text: [UInt8]) throws(ProofError) -> CertificateValue {
    var reader = Reader(text: text)
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.position == text.count else { throw reader.fault("the end after one value") }
    return value
  }

  private struct Reader {
    let text: [UInt8]
    var position = 0

    func fault(_ expected: String) -> ProofError {
      let found =
        position < text.count
        ? "found '\(String(decoding: text[position..<min(text.count, position + 12)], as: UTF8.self))'"
        : "the text ends"
      return .unreadable("byte \(position): expected \(expected), \(found)")
    }

    mutating func skipSpace() {
      while position < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[position]) {
        position += 1
      }
    }

    mutating func take(_ byte: UInt8) -> Bool {
      skipSpace()
      guard position < text.count, text[position] == byte else { return false }
      position += 1
      return true
    }

    mutating func value(depth: Int) throws(ProofError) -> CertificateValue {
      skipSpace()
      guard depth < deepest else { throw fault("at most \(deepest) levels of nesting") }
      guard position < text.count else { throw fault("a value") }
      switch text[position] {
      case 0x7B: return try object(depth: depth)
      case 0x5B: return try list(depth: depth)
      case 0x22: return .text(try string())
      default: return .integer(try integer())
      }
    }

    mutating func object(depth: Int) throws(ProofError) -> CertificateValue {
      position += 1
      var fields: [CertificateValue.Field] = []
      if take(0x7D) { return .object([]) }
      repeat {
        skipSpace()
        guard position < text.count, text[position] == 0x22 else { throw fault("a key in quotes") }
        let key = try string()
        guard take(0x3A) else { throw fault("':'") }
        fields.append(.init(key, try value(depth: depth + 1)))
      } while take(0x2C)
      guard take(0x7D) else { throw fault("a comma or '}'") }
      return .object(fields)
    }

    mutating func list(depth: Int) throws(ProofError) -> CertificateValue {
      position += 1
      if take(0x5D) { return .integers([]) }
      var numbers: [Int] = []
      var others: [CertificateValue] = []
      repeat {
        skipSpace()
        guard position < text.count else { throw fault("a value") }
        let isNumber = ![0x7B, 0x5B, 0x22].contains(text[position])
        if isNumber && others.isEmpty {
          numbers.append(try integer())
        } else {
          if others.isEmpty { others = numbers.map(CertificateValue.integer) }
          others.append(try value(depth: depth + 1))
        }
      } while take(0x2C)
      guard take(0x5D) else { throw fault("a comma or ']'") }
      return others.isEmpty ? .integers(numbers) : .list(others)
    }

    mutating func integer() throws(ProofError) -> Int {
      let start = position
      let isNegative = text[position] == 0x2D
      if isNegative { position += 1 }
      let digits = position
      var magnitude: UInt = 0
      while position < text.count, text[position] &- 0x30 < 10 {
        let (scaled, first) = magnitude.multipliedReportingOverflow(by: 10)
        let (sum, second) = scaled.addingReportingOverflow(UInt(text[position] &- 0x30))
        guard !first, !second, sum <= UInt(Int.max) else {
          position = start
          throw fault("a whole number of at most 63 bits")
        }
        magnitude = sum
        position += 1
      }
      let hasLeadingZero = position > digits + 1 && text[digits] == 0x30
      guard position > digits, !hasLeadingZero else {
        position = start
        throw fault("a whole number, text, a list or an object")
      }
      return isNegative ? -Int(magnitude) : Int(magnitude)
    }

    mutating func string() throws(ProofError) -> String {
      position += 1
      var bytes: [UInt8] = []
      while position < text.count, text[position] != 0x22 {
        guard text[position] == 0x5C else {
          bytes.append(text[position])
          position += 1
          continue
        }
        guard position + 1 < text.count else { throw fault("an escape") }
        switch text[position + 1] {
        case 0x22, 0x5C, 0x2F: bytes.append(text[position + 1])
        case 0x6E: bytes.append(0x0A)
        case 0x74: bytes.append(0x09)
        case 0x75:
          let digits = String(
            decoding: text[min(position + 2, text.count)..<min(position + 6, text.count)],
            as: UTF8.self)
          guard digits.utf8.count == 4, let unit = UInt32(digits, radix: 16),
            let scalar = Unicode.Scalar(unit)
          else { throw fault("an escape of JSON") }
          bytes.append(contentsOf: String(Character(scalar)).utf8)
          position += 4
        default: throw fault("an escape of JSON")
        }
        position += 2
      }
      guard position < text.count else { throw fault("a closing quote") }
      position += 1
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
