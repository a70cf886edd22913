import EmbeddingSets

/// A two-dimensional array of numpy: booleans, integers or floats that hold whole numbers.
enum RelevanceArray {
  /// Elements that are decoded at a time.
  private static let chunk = 1 << 18

  static func read(_ file: MappedFile, _ options: RelevanceOptions) throws -> RelevanceInput {
    let header = try NumpyHeader(name: file.name, available: file.byteCount) { range in
      try file.elements(UInt8.self, at: range.lowerBound, count: range.count)
    }
    guard header.shape.count == 2 else {
      throw FormatError(
        file.name, .byte(10), expected: "two dimensions, queries and documents",
        found: "the header says \(described(shape: header.shape))",
        remedy: "Save the matrix with a row for each query.")
    }
    guard let element = NumpyElement(header.descr ?? "") else {
      throw FormatError(
        file.name, .byte(10), expected: "booleans, whole numbers or floats",
        found: "the header says \(header.descr ?? "a structured type")",
        remedy: "Save (grades >= 1).astype(np.uint8).")
    }
    let (rowCount, columnCount) = (header.shape[0], header.shape[1])
    let (count, overflow) = rowCount.multipliedReportingOverflow(by: columnCount)
    let (byteCount, overflowToo) = count.multipliedReportingOverflow(by: element.byteCount)
    let available = file.byteCount - header.dataOffset
    guard !overflow, !overflowToo, byteCount == available else {
      throw FormatError(
        file.name, .byte(header.dataOffset),
        expected: "the header promises \(described(shape: header.shape)) elements of "
          + "\(element.byteCount) bytes",
        found: "the file holds \(grouped(available)) bytes after it",
        remedy: "The file is truncated or damaged: write it again.")
    }
    var rows = RelevanceRows(options, rowCount: rowCount)
    // Entries come row after row, or column after column; either way columns ascend within a row.
    let length = header.isFortranOrder ? rowCount : columnCount
    for start in stride(from: 0, to: count, by: chunk) {
      let size = min(chunk, count - start)
      let bytes = try file.elements(
        UInt8.self, at: header.dataOffset + start * element.byteCount,
        count: size * element.byteCount)
      for index in 0..<size {
        let (line, place) = (start + index).quotientAndRemainder(dividingBy: length)
        let (row, column) = header.isFortranOrder ? (place, line) : (line, place)
        guard let grade = element.grade(bytes.span, at: index * element.byteCount) else {
          throw FormatError(
            file.name, .row(row), expected: "whole numbers, the grades of the documents",
            found: "column \(grouped(column)) holds another number",
            remedy: "A relevance matrix is meant here, not embeddings: those go with --documents "
              + "and --queries.")
        }
        rows.add(grade, row: row, column: column)
      }
    }
    return try rows.input(columnCount: columnCount, name: file.name)
  }
}

/// One element type of numpy.
private struct NumpyElement {
  private let kind: Character
  private let isBigEndian: Bool
  let byteCount: Int

  init?(_ descr: String) {
    guard let order = descr.first, "<>|=".contains(order), let kind = descr.dropFirst().first,
      let size = Int(descr.dropFirst(2))
    else { return nil }
    let sizes: [Character: [Int]] = [
      "b": [1], "i": [1, 2, 4, 8], "u": [1, 2, 4, 8], "f": [2, 4, 8],
    ]
    guard sizes[kind]?.contains(size) == true else { return nil }
    self.kind = kind
    isBigEndian = order == ">"
    byteCount = size
  }

  /// The grade at a byte; nil for a number that is not whole or beyond an Int.
  func grade(_ bytes: Span<UInt8>, at offset: Int) -> RelevanceRows.Grade? {
    var word: UInt64 = 0
    for index in 0..<byteCount {
      let place = isBigEndian ? index : byteCount - 1 - index
      word = word << 8 | UInt64(bytes[offset + place])
    }
    switch kind {
    case "b": return .judged(word == 0 ? 0 : 1)
    case "u": return Int(exactly: word).map(RelevanceRows.Grade.judged)
    case "i":
      let shift = UInt64(64 - 8 * byteCount)
      return .judged(Int(Int64(bitPattern: word << shift) >> Int64(shift)))
    default:
      let value =
        switch byteCount {
        case 2: Double(ScalarEncoding.float16([UInt16(truncatingIfNeeded: word)])[0])
        case 4: Double(Float(bitPattern: UInt32(truncatingIfNeeded: word)))
        default: Double(bitPattern: word)
        }
      if value.isNaN { return .unjudged }
      return Int(exactly: value).map(RelevanceRows.Grade.judged)
    }
  }
}
