import EmbeddingSets
import Testing

@Suite("A set in memory gives its rows by ranges")
struct InMemorySourceTests {
  @Test("floats stay floats, doubles stay doubles")
  func values() {
    let floats = InMemorySource([1, 2, 3, 4, 5, 6] as [Float], columnCount: 2, name: "f")
    #expect(floats.shape == EmbeddingShape(rowCount: 3, columnCount: 2, storedAs: .float32))
    #expect(floats.elementCount == 3 && floats.name == "f")
    let block = floats.block(rows: 1..<3)
    #expect(block.values == .float([3, 4, 5, 6]) && block.firstRow == 1 && block.rowCount == 2)
    #expect(block.doubles == [3, 4, 5, 6])
    let doubles = InMemorySource([0.1, 0.2] as [Double], columnCount: 1)
    #expect(doubles.shape.storedAs == .float64)
    #expect(doubles.block(rows: 0..<0).values.count == 0)
    #expect(doubles.block(rows: 0..<2).values == .double([0.1, 0.2]))
  }
}
