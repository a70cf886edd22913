import EmbeddingSets

/// Some rows of a set, in the order asked for.
struct RowSelection {
  let source: any EmbeddingSource
  let rows: [Int]

  init(_ source: any EmbeddingSource, rows: [Int]) {
    self.source = source
    self.rows = rows
  }

  /// The rows read into memory, as they are stored.
  func inMemory() throws -> InMemorySource {
    let shape = source.shape
    if shape.storedAs.fitsFloat {
      var values: [Float] = []
      values.reserveCapacity(rows.count * shape.columnCount)
      for row in rows {
        guard case .float(let part) = try source.block(rows: row..<row + 1).values else { continue }
        values += part
      }
      return InMemorySource(
        values, columnCount: shape.columnCount, storedAs: shape.storedAs, name: source.name)
    }
    var values: [Double] = []
    values.reserveCapacity(rows.count * shape.columnCount)
    for row in rows { values += try source.block(rows: row..<row + 1).doubles }
    return InMemorySource(
      values, columnCount: shape.columnCount, storedAs: shape.storedAs, name: source.name)
  }
}
