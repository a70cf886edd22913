import Streaming
import Testing

@testable import Analysis

@Suite("Norms are counted in bins")
struct NormHistogramTests {
  private static func histogram(_ norms: [Double]) -> NormHistogram {
    var result = NormHistogram()
    for norm in norms { result.add(norm) }
    return result
  }

  @Test(
    "unit rows fall into one bin, whatever their rounding", arguments: [1.0, 0x1p-300, 0x1p300])
  func unit(scale: Double) {
    let bins = Self.histogram([1 - 1e-7, 1, 1 + 1e-7].map { $0 * scale }).bins(limit: 60, units: 1)
    #expect(bins.count == 1 && bins[0].count == 3)
    #expect(bins[0].low < scale && scale < bins[0].high)
  }

  @Test(
    "every norm lies in a bin, and none is lost when bins are joined", arguments: [1, 2, 7, 60])
  func joined(limit: Int) {
    let norms = (1...500).map { Double($0 * $0) / 1000 }
    let bins = Self.histogram(norms).bins(limit: limit, units: 2)
    #expect(bins.count <= limit)
    #expect(bins.map(\.count).reduce(0, +) == norms.count)
    for (left, right) in zip(bins, bins.dropFirst()) { #expect(left.high <= right.low * 1.0000001) }
    for bin in bins {
      let inside = norms.count { $0 * 2 >= bin.low && $0 * 2 < bin.high }
      #expect(inside == bin.count)
    }
  }

  @Test("parts merge into the whole, and a saved one comes back")
  func merging() throws {
    let norms = (1...97).map { Double($0) * 0.37 }
    var parts = Self.histogram(Array(norms.prefix(40)))
    parts.merge(Self.histogram(Array(norms.dropFirst(40))))
    #expect(parts == Self.histogram(norms))
    var writer = StateWriter()
    parts.save(to: &writer)
    var reader = StateReader(writer.bytes)
    #expect(try NormHistogram(restoring: &reader) == parts)
  }
}
