import EmbeddingSets

/// Arrays that are not sets of rows: offsets, indices, weights, single words.
extension NumpyArray {
  /// Number of elements, after a check that exactly so many are there.
  private func elementCount(of size: Int, dimensions: Int) throws -> Int {
    guard header.shape.count == dimensions else {
      throw FormatError(
        name, expected: dimensions == 0 ? "a single value" : "one dimension",
        found: "this array has \(header.shape.count) (\(described(shape: header.shape)))",
        remedy: "Save it as x.ravel().")
    }
    let count = header.shape.first ?? 1
    let available = byteCount - header.dataOffset
    let (needed, overflow) = count.multipliedReportingOverflow(by: size)
    guard !overflow, needed == available else {
      throw FormatError(
        name, .byte(header.dataOffset),
        expected: "the header promises \(grouped(count)) elements of \(grouped(size)) bytes",
        found: "there are \(grouped(available)) bytes after it",
        remedy: "The file is truncated or damaged: write it again.")
    }
    return count
  }

  private var isBigEndian: Bool { header.descr?.first == ">" }

  private var kind: String { header.descr.map { String($0.dropFirst()) } ?? "structured" }

  private var dataStart: Int { start + header.dataOffset }

  /// The whole numbers of a one-dimensional array of any integer type.
  ///
  /// - Throws: ``FormatError`` for other types and for unsigned numbers beyond 2⁶³ - 1.
  func integers() throws -> [Int] {
    switch kind {
    case "i8", "u8":
      let count = try elementCount(of: 8, dimensions: 1)
      let words = try file.elements(UInt64.self, at: dataStart, count: count)
      return try wide(words, isSigned: kind == "i8")
    case "i4", "u4":
      let count = try elementCount(of: 4, dimensions: 1)
      let words = try file.elements(UInt32.self, at: dataStart, count: count)
      return Self.narrow(words, isSigned: kind == "i4", isBigEndian)
    case "i2", "u2":
      let count = try elementCount(of: 2, dimensions: 1)
      let words = try file.elements(UInt16.self, at: dataStart, count: count)
      return words.map {
        let word = isBigEndian ? $0.byteSwapped : $0
        return kind == "i2" ? Int(Int16(bitPattern: word)) : Int(word)
      }
    case "i1", "u1", "b1":
      let count = try elementCount(of: 1, dimensions: 1)
      let bytes = try file.elements(UInt8.self, at: dataStart, count: count)
      return bytes.map { kind == "i1" ? Int(Int8(bitPattern: $0)) : Int($0) }
    default:
      throw FormatError(
        name, .byte(10), expected: "whole numbers", found: "the header says '\(kind)'",
        remedy: "Save it as x.astype(np.int64).")
    }
  }

  private func wide(_ words: [UInt64], isSigned: Bool) throws -> [Int] {
    var values = [Int](repeating: 0, count: words.count)
    for index in words.indices {
      let word = isBigEndian ? words[index].byteSwapped : words[index]
      guard isSigned || word <= UInt64(Int.max) else {
        throw FormatError(
          name, .row(index), expected: "numbers below 2^63", found: "this one is \(word)",
          remedy: "Save it as x.astype(np.int64).")
      }
      values[index] = Int(truncatingIfNeeded: word)
    }
    return values
  }

  private static func narrow(_ words: [UInt32], isSigned: Bool, _ isBigEndian: Bool) -> [Int] {
    var values = [Int](repeating: 0, count: words.count)
    for index in words.indices {
      let word = isBigEndian ? words[index].byteSwapped : words[index]
      values[index] = isSigned ? Int(Int32(bitPattern: word)) : Int(word)
    }
    return values
  }

  /// The numbers of a one-dimensional array and the type they are stored as.
  ///
  /// Integers of types that no ``ScalarType`` names count as float64, which holds them up to 2⁵³.
  func numbers() throws -> (values: [Double], storedAs: ScalarType) {
    if ["i8", "u8", "u4", "i2", "u2", "b1"].contains(kind) {
      return (try integers().map(Double.init), kind == "b1" ? .uint8 : .float64)
    }
    let encoding = try header.encoding(name: name, options: ReadOptions())
    let count = try elementCount(of: encoding.byteCount, dimensions: 1)
    switch try encoding.values(of: file, at: dataStart, count: count) {
    case .double(let values): return (values, encoding.type)
    case .float(let values):
      var wide = [Double](repeating: 0, count: count)
      for index in 0..<count { wide[index] = Double(values[index]) }
      return (wide, encoding.type)
    }
  }

  /// The word of an array without dimensions, stored as bytes or as text.
  func word() throws -> String {
    guard let width = Int(kind.dropFirst()), width > 0, width <= 64, "SU".contains(kind.prefix(1))
    else {
      throw FormatError(
        name, .byte(10), expected: "a word", found: "the header says '\(kind)'",
        remedy: "Write the file with scipy.sparse.save_npz.")
    }
    let isText = kind.hasPrefix("U")
    _ = try elementCount(of: isText ? 4 * width : width, dimensions: 0)
    let bytes = try file.elements(UInt8.self, at: dataStart, count: isText ? 4 * width : width)
    let letters = isText ? bytes.filter { $0 != 0 } : Array(bytes.prefix { $0 != 0 })
    return String(decoding: letters, as: UTF8.self)
  }
}
