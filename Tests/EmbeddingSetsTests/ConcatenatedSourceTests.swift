import EmbeddingSets
import Testing

@Suite("Several sets are read as one")
struct ConcatenatedSourceTests {
  @Test("any range gives the rows that lie in it", arguments: [[1], [2, 3], [1, 4, 2, 1]])
  func ranges(rowCounts: [Int]) throws {
    var next: Float = 0
    let parts = rowCounts.map { count in
      let values = (0..<count * 2).map { next + Float($0) }
      next += Float(count * 2)
      return InMemorySource(values, columnCount: 2)
    }
    let whole = try ConcatenatedSource(parts, name: "all")
    let rowCount = rowCounts.reduce(0, +)
    #expect(whole.shape == EmbeddingShape(rowCount: rowCount, columnCount: 2, storedAs: .float32))
    for lower in 0...rowCount {
      for upper in lower...rowCount {
        let block = try whole.block(rows: lower..<upper)
        #expect(block.firstRow == lower && block.rowCount == upper - lower)
        #expect(block.doubles == (2 * lower..<2 * upper).map { Double($0) })
      }
    }
    #expect(try whole.identifiers() == nil)
  }

  @Test("parts that differ in columns or type are named")
  func mismatch() throws {
    let one = InMemorySource([1, 2] as [Float], columnCount: 2, name: "one")
    let other = InMemorySource([1, 2] as [Float], columnCount: 1, name: "other")
    let wide = InMemorySource([1, 2] as [Double], columnCount: 2, name: "wide")
    for part in [other, wide] {
      let error = #expect(throws: PartMismatch.self) {
        try ConcatenatedSource([one, part], name: "all")
      }
      #expect(error?.first == "one" && error?.other == part.name)
    }
  }

  @Test("decimal parts share the most digits")
  func digits() throws {
    let parts = [3, 7].map {
      InMemorySource(
        [1, 2] as [Double], columnCount: 2, storedAs: .decimal(significantDigits: $0))
    }
    let whole = try ConcatenatedSource(parts, name: "all")
    #expect(whole.shape.storedAs == .decimal(significantDigits: 7))
  }
}
