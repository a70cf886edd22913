import Analysis
import ArgumentParser
import EmbeddingFormats
import Findings
import Rendering

/// Where lists of neighbours go, and in which form.
struct NeighborListFile {
  /// One way to write them.
  private struct Form {
    let ending: String
    let write: @Sendable (NeighborLists, String) throws -> Void
  }

  private static let forms = [
    Form(ending: "csv", write: writeTable), Form(ending: "npz", write: writeArrays),
  ]

  /// Endings that say how to write lists.
  static var endings: String { forms.map { ".\($0.ending)" }.joined(separator: " or ") }

  private let form: Form
  private let path: String

  /// Checks a path before the work that fills it.
  ///
  /// - Throws: wrong usage for an ending that says nothing, an error where no file can be written.
  init(_ path: String) throws {
    form = try Self.form(of: path)
    self.path = try OutputWriter.replaceableFile(path)
  }

  /// Refuses an ending that says nothing.
  static func check(_ path: String) throws { _ = try form(of: path) }

  private static func form(of path: String) throws -> Form {
    guard let form = forms.first(where: { path.lowercased().hasSuffix(".\($0.ending)") }) else {
      throw ValidationError("--lists takes a path that ends in \(endings), not '\(path)'.")
    }
    return form
  }

  /// Writes the lists, whole or not at all.
  func write(_ lists: NeighborLists) throws { try form.write(lists, path) }

  /// Queries whose lines are put together before they are written.
  private static let batch = 1000

  /// One line a neighbour.
  private static let writeTable: @Sendable (NeighborLists, String) throws -> Void = { lists, path in
    let file = try TextFileWriter(path: path)
    try file.append("query,query_name,rank,neighbor,neighbor_name,\(lists.metric.valueName)\n")
    let (k, values) = (lists.neighborCount, lists.values())
    var text = ""
    for (place, query) in lists.queryRows.enumerated() {
      let name = CSVRenderer.field(lists.queryName(place) ?? "")
      for rank in 0..<k {
        let row = Int(lists.neighbors[place * k + rank])
        text += "\(query),\(name),\(rank + 1),\(row),"
        text += CSVRenderer.field(lists.name(row) ?? "")
        let value = values[place * k + rank]
        // a product of rows at the edge of float64, which no report holds but a list does
        text += ",\(value.isFinite ? NumberText.shortest(value) : value.description)\n"
      }
      if place % batch == batch - 1 {
        try file.append(text)
        text = ""
      }
    }
    try file.append(text)
    try file.publish()
  }

  /// Arrays as numpy.load reads them: queries, neighbors and values.
  private static let writeArrays: @Sendable (NeighborLists, String) throws -> Void = {
    lists, path in
    let k = lists.neighborCount
    try ZipArchiveWriter.write(
      [
        ("queries.npy", NumpyWriter.bytes(lists.queryRows.map(Int64.init), columnCount: nil)),
        ("neighbors.npy", NumpyWriter.bytes(lists.neighbors.map(Int64.init), columnCount: k)),
        ("\(lists.metric.valueName)s.npy", NumpyWriter.bytes(lists.values(), columnCount: k)),
      ], to: path)
  }
}
