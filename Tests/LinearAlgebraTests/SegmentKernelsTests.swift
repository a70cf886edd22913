import LinearAlgebra
import TestSupport
import Testing

@Suite("Maxima over segments")
struct SegmentKernelsTests {
  private static func plain(
    _ products: [Float], _ rows: Range<Int>, _ columnCount: Int, _ offsets: [Int64], _ floor: Float
  ) -> (sums: [Double], negative: Int) {
    var sums = [Double](repeating: 0, count: offsets.count - 1)
    var negative = 0
    for row in rows {
      for segment in sums.indices {
        let columns = Int(offsets[segment])..<Int(offsets[segment + 1])
        let best = columns.map { products[row * columnCount + $0] }.max()
        if let best, best < 0 { negative += 1 }
        sums[segment] += Double(max(best ?? -.infinity, floor))
      }
    }
    return (sums, negative)
  }

  @Test(
    "every segment length, aligned or not, gives the plain loop's value",
    arguments: [-Float.infinity, 0])
  func lengths(floor: Float) {
    var seed = Seed(5)
    let offsets = (0...140).reduce(into: [Int64(3)]) { $0.append($0[$0.count - 1] + Int64($1)) }
    let columnCount = Int(offsets[offsets.count - 1]) + 2
    let products = (0..<3 * columnCount).map { _ in Float(seed.uniform() - 0.97) }
    let expected = Self.plain(products, 1..<3, columnCount, offsets, floor)
    var sums = [Double](repeating: 0, count: offsets.count)
    let negative = SegmentKernels.addMaxima(
      products, rows: 1..<3, columnCount: columnCount, offsets: offsets, floor: floor,
      sums: &sums, firstSum: 1)
    #expect(Array(sums[1...]) == expected.sums)
    #expect(negative == expected.negative && negative > 0)
  }

  @Test("no rows, no segments")
  func nothing() {
    var sums: [Double] = [7]
    #expect(
      SegmentKernels.addMaxima(
        [1, 2], rows: 0..<0, columnCount: 2, offsets: [0, 2], floor: 0, sums: &sums, firstSum: 0)
        == 0)
    #expect(
      SegmentKernels.addMaxima(
        [1, 2], rows: 0..<1, columnCount: 2, offsets: [0], floor: 0, sums: &sums, firstSum: 1) == 0)
    #expect(sums == [7])
  }
}
