import EmbeddingSets
import Testing

@Suite("Some rows of a set are a set")
struct SelectedRowsTests {
  private static let base = InMemorySource(
    (0..<60).map(Float.init), columnCount: 3, name: "base")

  @Test(
    "they are the rows of those numbers, in their order, near or far apart",
    arguments: [[0, 1, 2], [19, 0, 7, 7], [5], [2, 4, 6, 8, 10]])
  func rows(numbers: [Int]) throws {
    let chosen = SelectedRows(Self.base, rows: numbers)
    #expect(chosen.shape.rowCount == numbers.count && chosen.name == "base")
    let block = try chosen.block(rows: 0..<numbers.count)
    #expect(
      block.doubles == numbers.flatMap { row in [0, 1, 2].map { Double(row * 3 + $0) } })
    if numbers.count > 1 {
      let part = try chosen.block(rows: 1..<numbers.count)
      #expect(part.firstRow == 1 && part.doubles == Array(block.doubles.dropFirst(3)))
    }
    #expect(try chosen.block(rows: 0..<0).values.count == 0)
  }

  @Test("doubles stay doubles")
  func doubles() throws {
    let base = InMemorySource([0.1, 0.2, 0.3] as [Double], columnCount: 1)
    #expect(try SelectedRows(base, rows: [2, 0]).block(rows: 0..<2).values == .double([0.3, 0.1]))
  }
}
