import EmbeddingSets

extension EmbeddingSource {
  /// The same rows in memory where they fit so many bytes, else the set as it is.
  ///
  /// For sets whose rows are made anew whenever they are read.
  func keptInMemory(upTo byteLimit: Int) throws -> any EmbeddingSource {
    let width = shape.storedAs.fitsFloat ? 4 : 8
    let (count, overflow) = shape.rowCount.multipliedReportingOverflow(by: shape.columnCount)
    guard !overflow, count <= byteLimit / width, count > 0 else { return self }
    var floats: [Float] = []
    var doubles: [Double] = []
    for first in stride(from: 0, to: shape.rowCount, by: 1024) {
      switch try block(rows: first..<min(first + 1024, shape.rowCount)).values {
      case .float(let values): floats += values
      case .double(let values): doubles += values
      }
    }
    return shape.storedAs.fitsFloat
      ? InMemorySource(
        floats, columnCount: shape.columnCount, storedAs: shape.storedAs, name: name)
      : InMemorySource(
        doubles, columnCount: shape.columnCount, storedAs: shape.storedAs, name: name)
  }
}
