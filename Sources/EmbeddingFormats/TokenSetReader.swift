public import EmbeddingSets

/// Ragged token exports: a flat matrix of token vectors, and where the tokens of each item start.
public enum TokenSetReader {
  /// The set in two files.
  ///
  /// - Parameters:
  ///   - tokens: any set that ``EmbeddingSetReader`` opens.
  ///   - offsets: a one-dimensional `.npy` of whole numbers that ascend from 0 to the number of
  ///     token rows, one more than there are items; offsets without the last one (as some exports
  ///     write) and lengths are refused with the remedy.
  ///   - options: for the tokens, as for any set.
  /// - Throws: ``FormatError``.
  public static func open(
    tokens: String, offsets: String, options: ReadOptions = ReadOptions()
  ) throws -> TokenSet {
    let source = try EmbeddingSetReader.open(tokens, options: options)
    let file = try MappedFile(path: offsets)
    let array = try NumpyArray(file, start: 0, byteCount: file.byteCount, name: offsets)
    let starts = try array.integers()
    try check(starts, rowCount: source.shape.rowCount, name: offsets, tokens: tokens)
    return TokenSet(tokens: source, offsets: starts)
  }

  private static func check(_ starts: [Int], rowCount: Int, name: String, tokens: String) throws {
    guard let first = starts.first, let last = starts.last else {
      throw FormatError(
        name, expected: "at least one offset", found: "the array is empty",
        remedy: "Save np.concatenate([[0], np.cumsum(lengths)]).")
    }
    guard first == 0 else {
      throw FormatError(
        name, .row(0), expected: "the first item starts at token 0",
        found: "it starts at \(grouped(first))",
        remedy: "If these are lengths, save np.concatenate([[0], np.cumsum(lengths)]).")
    }
    for index in 1..<max(1, starts.count) where starts[index] < starts[index - 1] {
      throw FormatError(
        name, .row(index), expected: "offsets that never fall",
        found: "\(grouped(starts[index - 1])) is followed by \(grouped(starts[index]))",
        remedy: "If these are lengths, save np.concatenate([[0], np.cumsum(lengths)]).")
    }
    guard last == rowCount else {
      throw FormatError(
        name, .row(starts.count - 1),
        expected: "the last offset is the number of token rows, \(grouped(rowCount)) in \(tokens)",
        found: "it is \(grouped(last))",
        remedy: "Save one offset more than there are items, and all tokens they point to.")
    }
  }
}
