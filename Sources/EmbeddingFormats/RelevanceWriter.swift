public import EmbeddingSets

/// Writes relevance matrices: dense as 0/1 CSV and npy, or as relevance judgments.
///
/// In judgments queries are called q0, q1, ... and documents d0, d1, ... A query or a document without
/// any relevant pair is named once with grade 0, so that the file keeps the shape of the matrix.
public struct RelevanceWriter: Sendable {
  /// What a name ends in.
  public let fileEndings: [String]
  /// One line about it.
  public let summary: String
  /// The bytes of a file.
  public let bytes: @Sendable (RelevanceMatrix) -> [UInt8]
  /// Whether the file holds every pair, relevant or not.
  public let isDense: Bool

  /// All writers.
  public static let all: [RelevanceWriter] = [
    RelevanceWriter(
      fileEndings: ["csv"], summary: "0 and 1, a line a query, no header", bytes: csv, isDense: true
    ),
    RelevanceWriter(
      fileEndings: ["npy"], summary: "the same as unsigned bytes", bytes: numpy, isDense: true),
    RelevanceWriter(
      fileEndings: ["qrels", "trec", "txt"], summary: "TREC judgments: query 0 document grade",
      bytes: { lines($0, header: nil) { "\($0) 0 \($1) \($2)\n" } }, isDense: false),
    RelevanceWriter(
      fileEndings: ["tsv"], summary: "BEIR judgments with a header",
      bytes: { lines($0, header: "query-id\tcorpus-id\tscore\n") { "\($0)\t\($1)\t\($2)\n" } },
      isDense: false),
    RelevanceWriter(
      fileEndings: ["jsonl"], summary: "the same as JSON lines",
      bytes: {
        lines($0, header: nil) {
          "{\"query-id\": \"\($0)\", \"corpus-id\": \"\($1)\", \"score\": \($2)}\n"
        }
      }, isDense: false),
  ]

  /// The writer for a path, by its ending; nil where none is known.
  public static func forPath(_ path: String) -> RelevanceWriter? {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return nil }
    let ending = name[name.index(after: dot)...].lowercased()
    return all.first { $0.fileEndings.contains(ending) }
  }

  private static func csv(_ matrix: RelevanceMatrix) -> [UInt8] {
    guard matrix.columnCount > 0 else {
      return [UInt8](repeating: UInt8(ascii: "\n"), count: matrix.rowCount)
    }
    let width = 2 * matrix.columnCount
    var line = [UInt8](repeating: UInt8(ascii: ","), count: width)
    line[width - 1] = UInt8(ascii: "\n")
    for column in 0..<matrix.columnCount { line[2 * column] = UInt8(ascii: "0") }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(width * matrix.rowCount)
    for columns in matrix.relevant {
      for column in columns { line[2 * column] = UInt8(ascii: "1") }
      bytes += line
      for column in columns { line[2 * column] = UInt8(ascii: "0") }
    }
    return bytes
  }

  private static func numpy(_ matrix: RelevanceMatrix) -> [UInt8] {
    let start = NumpyWriter.header(
      type: "|u1", rowCount: matrix.rowCount, columnCount: matrix.columnCount)
    var bytes = start + [UInt8](repeating: 0, count: matrix.rowCount * matrix.columnCount)
    for (row, columns) in matrix.relevant.enumerated() {
      for column in columns { bytes[start.count + row * matrix.columnCount + column] = 1 }
    }
    return bytes
  }

  private static func lines(
    _ matrix: RelevanceMatrix, header: String?, _ line: (String, String, Int) -> String
  ) -> [UInt8] {
    var bytes = Array((header ?? "").utf8)
    var isWanted = [Bool](repeating: false, count: matrix.columnCount)
    for (row, columns) in matrix.relevant.enumerated() {
      for column in columns {
        isWanted[column] = true
        bytes += line("q\(row)", "d\(column)", 1).utf8
      }
      if columns.isEmpty, matrix.columnCount > 0 { bytes += line("q\(row)", "d0", 0).utf8 }
    }
    guard let judge = matrix.relevant.indices.first else { return bytes }
    // d0 was named above if the first query wants nothing
    let named = matrix.relevant.contains { $0.isEmpty }
    for column in isWanted.indices where !isWanted[column] && !(named && column == 0) {
      bytes += line("q\(judge)", "d\(column)", 0).utf8
    }
    return bytes
  }
}
