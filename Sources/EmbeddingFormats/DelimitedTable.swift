/// The records of a small delimited text file as text, for tables that hold more than vectors.
public enum DelimitedTable {
  /// One record.
  public struct Row: Sendable {
    /// The line it starts on, counted from 1.
    public let line: Int
    /// Its cells, quotes resolved and spaces around them left out.
    public let cells: [String]
  }

  /// All records of a file, blank lines left out.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - separator: between cells; by default a tab in files that end in `.tsv`, else a comma.
  /// - Throws: ``FormatError`` if the file cannot be read or a quote is not closed.
  public static func rows(path: String, separator: Character? = nil) throws -> [Row] {
    let character = separator ?? (FilePath.fileExtension(path) == "tsv" ? "\t" : ",")
    var records = try DelimitedRecords(
      try MappedFile(path: path), separator: character.asciiValue ?? 0x2C)
    var rows: [Row] = []
    while try records.next() {
      rows.append(
        Row(line: records.lineNumber, cells: records.cells.indices.map { records.text($0) }))
    }
    return rows
  }
}
