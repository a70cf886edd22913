/// The bytes of small files that are no embeddings, such as certificates.
public enum FileBytes {
  /// More than this is not read into memory: 4 GiB.
  private static let most = 1 << 32

  /// All bytes of a file, or of standard input where the path is `-`.
  ///
  /// - Throws: ``FormatError`` if it cannot be read or is too large.
  public static func read(_ path: String) throws -> [UInt8] {
    let file =
      path == "-"
      ? try MappedFile(standardInputNamed: "standard input") : try MappedFile(path: path)
    guard file.byteCount <= most else {
      throw FormatError(
        file.name, expected: "a file of at most \(grouped(most)) bytes",
        found: "it has \(grouped(file.byteCount))", remedy: "Check that this is the right file.")
    }
    return try file.elements(UInt8.self, at: 0, count: file.byteCount)
  }
}
