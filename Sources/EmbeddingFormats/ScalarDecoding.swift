import EmbeddingSets

/// How the components of a file are encoded.
struct ScalarEncoding: Hashable {
  /// The type; never decimal, which is text.
  var type: ScalarType
  /// Whether the most significant byte comes first.
  var isBigEndian = false

  /// Bytes of one component.
  var byteCount: Int {
    guard let count = type.byteCount else { preconditionFailure("text has no fixed width") }
    return count
  }

  /// Decodes consecutive components.
  ///
  /// float32 and float64 in the order of the machine are copied; everything else is one loop over
  /// concrete types. Nothing is rounded: a type that fits a Float becomes Float, all others Double.
  ///
  /// - Precondition: the range lies inside the file.
  func values(of file: MappedFile, at offset: Int, count: Int) throws -> RowValues {
    switch type {
    case .float32 where !isBigEndian:
      .float(try file.elements(Float.self, at: offset, count: count))
    case .float32:
      .float(Self.float32(swapped: try file.elements(UInt32.self, at: offset, count: count)))
    case .float64 where !isBigEndian:
      .double(try file.elements(Double.self, at: offset, count: count))
    case .float64:
      .double(Self.float64(swapped: try file.elements(UInt64.self, at: offset, count: count)))
    case .float16:
      .float(Self.float16(try words(of: file, at: offset, count: count)))
    case .bfloat16:
      .float(Self.bfloat16(try words(of: file, at: offset, count: count)))
    case .int8: .float(Self.int8(try file.elements(Int8.self, at: offset, count: count)))
    case .uint8: .float(Self.uint8(try file.elements(UInt8.self, at: offset, count: count)))
    case .int32:
      .double(Self.int32(try file.elements(Int32.self, at: offset, count: count), isBigEndian))
    case .decimal, .wholeDecimal: preconditionFailure("text has no fixed width")
    }
  }

  private func words(of file: MappedFile, at offset: Int, count: Int) throws -> [UInt16] {
    var words = try file.elements(UInt16.self, at: offset, count: count)
    if isBigEndian {
      for index in words.indices { words[index] = words[index].byteSwapped }
    }
    return words
  }

  private static func float32(swapped words: [UInt32]) -> [Float] {
    var values = [Float](repeating: 0, count: words.count)
    for index in values.indices { values[index] = Float(bitPattern: words[index].byteSwapped) }
    return values
  }

  private static func float64(swapped words: [UInt64]) -> [Double] {
    var values = [Double](repeating: 0, count: words.count)
    for index in values.indices { values[index] = Double(bitPattern: words[index].byteSwapped) }
    return values
  }

  /// Widens binary16 bits, exactly, for all 65,536 of them.
  ///
  /// Integer steps and selects only, so the loop vectorises on every CPU (the conversion instruction
  /// is not in the x86-64 baseline, where `Float(Float16)` is a library call). A subnormal m · 2⁻²⁴ is
  /// (1 + m/1024) · 2⁻¹⁴ minus 2⁻¹⁴, a subtraction of normal floats without rounding.
  static func float16(_ words: [UInt16]) -> [Float] {
    var values = [Float](repeating: 0, count: words.count)
    for index in values.indices {
      let word = UInt32(words[index])
      let magnitude = (word & 0x7FFF) << 13
      let normal = magnitude &+ (112 << 23)
      let special = normal | 0x7F80_0000
      let subnormal =
        (Float(bitPattern: magnitude | 0x3880_0000) - Float(bitPattern: 0x3880_0000)).bitPattern
      let bits =
        magnitude >= 0x0F80_0000 ? special : magnitude < 0x0080_0000 ? subnormal : normal
      values[index] = Float(bitPattern: bits | ((word & 0x8000) << 16))
    }
    return values
  }

  /// Widens bfloat16 bits: the upper half of a binary32.
  static func bfloat16(_ words: [UInt16]) -> [Float] {
    var values = [Float](repeating: 0, count: words.count)
    for index in values.indices { values[index] = Float(bitPattern: UInt32(words[index]) << 16) }
    return values
  }

  private static func int8(_ bytes: [Int8]) -> [Float] {
    var values = [Float](repeating: 0, count: bytes.count)
    for index in values.indices { values[index] = Float(bytes[index]) }
    return values
  }

  static func uint8(_ bytes: [UInt8]) -> [Float] {
    var values = [Float](repeating: 0, count: bytes.count)
    for index in values.indices { values[index] = Float(bytes[index]) }
    return values
  }

  private static func int32(_ words: [Int32], _ swapped: Bool) -> [Double] {
    var values = [Double](repeating: 0, count: words.count)
    for index in values.indices {
      values[index] = Double(swapped ? words[index].byteSwapped : words[index])
    }
    return values
  }
}

/// Whole numbers out of the little-endian bytes of a header.
enum LittleEndian {
  /// The unsigned 16-bit number at an index.
  static func uint16(_ bytes: [UInt8], at index: Int) -> Int {
    Int(bytes[index]) | Int(bytes[index + 1]) << 8
  }

  /// The unsigned 32-bit number at an index.
  static func uint32(_ bytes: [UInt8], at index: Int) -> Int {
    uint16(bytes, at: index) | uint16(bytes, at: index + 2) << 16
  }

  /// The unsigned 64-bit number at an index; nil beyond the largest Int.
  static func uint64(_ bytes: [UInt8], at index: Int) -> Int? {
    let high = uint32(bytes, at: index + 4)
    return high >> 31 == 0 ? uint32(bytes, at: index) | high << 32 : nil
  }
}
