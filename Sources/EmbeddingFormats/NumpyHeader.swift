import EmbeddingSets

/// The header of a `.npy` array: how its elements are stored and what its shape is.
///
/// Source: numpy.lib.format (versions 1.0, 2.0 and 3.0). The header is a Python dictionary literal;
/// exactly that grammar is read, nothing is evaluated.
struct NumpyHeader: Hashable {
  /// The element type as numpy writes it, such as `<f4`; nil for structured types.
  let descr: String?
  let isFortranOrder: Bool
  let shape: [Int]
  /// Byte of the first element, from the start of the array.
  let dataOffset: Int

  /// The six bytes every array starts with.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Longest header that is read; numpy itself refuses more than 10,000 bytes by default.
  private static let longestHeader = 1 << 20

  /// Reads the header of the array in the first `available` bytes that `bytes` can fetch.
  ///
  /// - Throws: ``FormatError`` naming the byte that is wrong.
  init(name: String, available: Int, bytes: (Range<Int>) throws -> [UInt8]) throws {
    let remedy = "Check that the file is a complete .npy, or name its format with --format."
    let start = try bytes(0..<min(12, available))
    guard start.starts(with: Self.magic) else {
      throw FormatError(
        name, .byte(0), expected: "an array starts with the magic bytes 93 4E 55 4D 50 59",
        found: available == 0
          ? "the file is empty" : "the file starts with \(hex(start.prefix(6)))",
        remedy: available == 0 ? "Write the file again." : Self.remedyWithoutMagic)
    }
    guard start.count >= 10 else {
      throw FormatError(
        name, .byte(start.count), expected: "a header length should be here",
        found: "the file ends", remedy: "The file is truncated: write it again.")
    }
    guard (1...3).contains(start[6]), start[7] == 0 else {
      throw FormatError(
        name, .byte(6), expected: "version 1.0, 2.0 or 3.0", found: "\(start[6]).\(start[7])",
        remedy: remedy)
    }
    let prefix = start[6] == 1 ? 10 : 12
    guard start.count >= prefix else {
      throw FormatError(
        name, .byte(start.count), expected: "a header length should be here",
        found: "the file ends", remedy: "The file is truncated: write it again.")
    }
    let length =
      start[6] == 1 ? LittleEndian.uint16(start, at: 8) : LittleEndian.uint32(start, at: 8)
    guard length <= available - prefix else {
      throw FormatError(
        name, .byte(prefix), expected: "a header of \(grouped(length)) bytes",
        found: "the file holds \(grouped(available - prefix)) after it",
        remedy: "The file is truncated: write it again.")
    }
    guard length <= Self.longestHeader else {
      throw FormatError(
        name, .byte(8), expected: "a header of at most \(grouped(Self.longestHeader)) bytes",
        found: "its length says \(grouped(length))", remedy: remedy)
    }
    dataOffset = prefix + length
    var parser = PythonLiteralParser(
      bytes: try bytes(prefix..<dataOffset), name: name, firstByte: prefix)
    let fields = try parser.header()
    descr = fields.descr
    isFortranOrder = fields.isFortranOrder
    shape = fields.shape
  }

  private static let remedyWithoutMagic =
    "If it is a raw memory map, read it with --format raw --dimensions D; else name its format."
}

/// Bytes in a message: `93 4E 55`.
func hex(_ bytes: ArraySlice<UInt8>) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
    .joined(separator: " ")
}

/// The part of Python's literal grammar that numpy writes into headers.
private struct PythonLiteralParser {
  let bytes: [UInt8]
  let name: String
  let firstByte: Int
  private var position = 0

  init(bytes: [UInt8], name: String, firstByte: Int) {
    self.bytes = bytes
    self.name = name
    self.firstByte = firstByte
  }

  mutating func header() throws -> (descr: String?, isFortranOrder: Bool, shape: [Int]) {
    var descr: String??
    var isFortranOrder: Bool?
    var shape: [Int]?
    try take("{", as: "a dictionary")
    while !has("}") {
      let start = position
      let key = try string()
      try take(":", as: "a colon")
      switch key {
      case "descr" where descr == nil: descr = .some(try elementType())
      case "fortran_order" where isFortranOrder == nil: isFortranOrder = try boolean()
      case "shape" where shape == nil: shape = try tuple()
      default:
        throw error(at: start, "the keys descr, fortran_order and shape, once each", "'\(key)'")
      }
      if !has(",") {
        try take("}", as: "a comma or a closing brace")
        position -= 1
      }
    }
    skipSpace()
    guard position == bytes.count else {
      throw error(at: position, "spaces up to the end of the header", "other bytes")
    }
    guard let descr, let isFortranOrder, let shape else {
      throw error(at: 0, "the keys descr, fortran_order and shape", "not all of them")
    }
    return (descr, isFortranOrder, shape)
  }

  private func error(at index: Int, _ expected: String, _ found: String) -> FormatError {
    FormatError(
      name, .byte(firstByte + index), expected: "the header should hold \(expected)",
      found: "it holds \(found)", remedy: "The header is damaged: write the file again.")
  }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
  }

  /// Steps over a character if it comes next.
  private mutating func has(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
    position += 1
    return true
  }

  private mutating func take(_ character: Unicode.Scalar, as what: String) throws {
    guard has(character) else { throw error(at: position, what, "something else") }
  }

  private mutating func string() throws -> String {
    skipSpace()
    guard position < bytes.count, bytes[position] == 0x27 || bytes[position] == 0x22,
      let end = bytes[(position + 1)...].firstIndex(of: bytes[position])
    else { throw error(at: position, "a quoted word", "something else") }
    let word = bytes[(position + 1)..<end]
    guard word.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != 0x5C }) else {
      throw error(at: position, "a plain word", "escapes or control characters")
    }
    position = end + 1
    return String(decoding: word, as: UTF8.self)
  }

  /// The element type; nil for a list, which describes a structured type and is stepped over.
  private mutating func elementType() throws -> String? {
    skipSpace()
    guard position < bytes.count, bytes[position] == 0x5B || bytes[position] == 0x28 else {
      return try string()
    }
    var depth = 0
    repeat {
      guard position < bytes.count else {
        throw error(at: position, "a closing bracket", "no more")
      }
      switch bytes[position] {
      case 0x5B, 0x28: depth += 1
      case 0x5D, 0x29: depth -= 1
      case 0x27, 0x22:
        _ = try string()
        position -= 1
      default: break
      }
      position += 1
    } while depth > 0
    return nil
  }

  private mutating func boolean() throws -> Bool {
    skipSpace()
    for (word, value) in [("True", true), ("False", false)]
    where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw error(at: position, "True or False", "something else")
  }

  private mutating func tuple() throws -> [Int] {
    try take("(", as: "a tuple of sizes")
    var sizes: [Int] = []
    while !has(")") {
      sizes.append(try size())
      if !has(",") {
        try take(")", as: "a comma or a closing parenthesis")
        break
      }
    }
    return sizes
  }

  private mutating func size() throws -> Int {
    skipSpace()
    let start = position
    if position < bytes.count, bytes[position] == 0x2D {
      throw error(at: start, "sizes of zero or more", "a negative size")
    }
    var value = 0
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowToo) = product.addingReportingOverflow(Int(bytes[position] - 0x30))
      guard !overflow, !overflowToo else {
        throw error(at: start, "sizes below 2^63", "a larger one")
      }
      value = sum
      position += 1
    }
    guard position > start else { throw error(at: start, "a size", "something else") }
    // Python 2 wrote long integers with this suffix.
    if position < bytes.count, bytes[position] == 0x4C { position += 1 }
    return value
  }
}
