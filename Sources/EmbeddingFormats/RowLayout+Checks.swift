import EmbeddingSets

extension RowLayout {
  /// This layout after a check against the bytes that are there.
  ///
  /// - Parameters:
  ///   - available: bytes from ``offset`` to the end of the file or of its member.
  ///   - name: what messages call the file.
  ///   - whole: whether the rows can be cut to those that are whole (not for column-major data).
  /// - Throws: ``FormatError`` unless the rows fill exactly those bytes; with
  ///   ``ReadOptions/allowTruncated`` fewer bytes are accepted and the whole rows kept.
  func checked(
    against available: Int, name: String, options: ReadOptions, rowsCanBeCut: Bool = true
  ) throws -> RowLayout {
    guard columnCount > 0 else {
      throw FormatError(
        name, expected: "vectors need at least one component",
        found: "the header says \(described(shape: [rowCount, columnCount]))",
        remedy: "Check the program that wrote the file.")
    }
    guard rowCount > 0 else { throw FormatError.noRows(name) }
    let promise =
      "the header promises \(described(shape: [rowCount, columnCount])) \(encoding.type)"
    guard let rowStride, let byteCount, offset <= Int.max - byteCount else {
      throw FormatError(
        name, .byte(offset), expected: promise, found: "which is more bytes than a file can hold",
        remedy: "The header is damaged: write the file again.")
    }
    if byteCount == available { return self }
    let expected = "\(promise) (\(grouped(byteCount)) bytes)"
    let found = "the file holds \(grouped(available)) after it"
    guard available < byteCount else {
      throw FormatError(
        name, .byte(offset), expected: expected, found: found,
        remedy: "Rows or arrays beyond the promise would be lost: write each array to its own file."
      )
    }
    let wholeRowCount = rowsCanBeCut ? available / rowStride : 0
    guard wholeRowCount > 0 else {
      throw FormatError(
        name, .byte(offset), expected: expected, found: found,
        remedy: "The file is truncated: write it again.")
    }
    guard options.allowTruncated else {
      throw FormatError(
        name, .byte(offset), expected: expected, found: found,
        remedy:
          "The file is truncated: write it again, or read the \(grouped(wholeRowCount)) whole "
          + "\(wholeRowCount == 1 ? "row" : "rows") with --allow-truncated.")
    }
    var cut = self
    cut.rowCount = wholeRowCount
    return cut
  }

  /// What to warn of when the rows that are read are fewer than those promised.
  func warnings(comparedWith promised: RowLayout) -> [String] {
    guard rowCount < promised.rowCount else { return [] }
    return [
      "truncated: \(grouped(rowCount)) of the \(grouped(promised.rowCount)) promised rows are whole"
    ]
  }
}
