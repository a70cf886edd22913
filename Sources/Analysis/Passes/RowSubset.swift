import EmbeddingSets

/// Some rows of a set, in the order given, held in memory as stored.
struct RowSubset: EmbeddingSource {
  let name: String
  let shape: EmbeddingShape
  private let rows: InMemorySource

  /// Reads the rows one by one.
  init(_ source: any EmbeddingSource, rows numbers: [Int]) throws {
    var floats: [Float] = []
    var doubles: [Double] = []
    let columnCount = source.shape.columnCount
    if source.shape.storedAs.fitsFloat { floats.reserveCapacity(numbers.count * columnCount) }
    for number in numbers {
      switch try source.block(rows: number..<number + 1).values {
      case .float(let values): floats += values
      case .double(let values): doubles += values
      }
    }
    name = source.name
    rows =
      source.shape.storedAs.fitsFloat
      ? InMemorySource(floats, columnCount: columnCount, storedAs: source.shape.storedAs)
      : InMemorySource(doubles, columnCount: columnCount, storedAs: source.shape.storedAs)
    shape = rows.shape
  }

  func block(rows range: Range<Int>) -> RowBlock { rows.block(rows: range) }
}
