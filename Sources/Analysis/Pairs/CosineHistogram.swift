/// How many pairs of rows have which cosine, in bins of 0.01 from -1 to 1.
struct CosineHistogram: Sendable, Hashable {
  /// Bins of one unit of cosine.
  private static let binsPerUnit = 100
  /// What is added to a cosine in units of a bin: a cosine on an edge, as of orthogonal rows, belongs
  /// to the upper bin on whichever side rounding left it.
  private static let slack = 1e-7

  private var counts = [Int](repeating: 0, count: 2 * binsPerUnit)

  /// No pair yet.
  init() {}

  /// The pairs of some cosines.
  init(_ cosines: [Double]) {
    for cosine in cosines { add(cosine) }
  }

  /// Counts a pair.
  mutating func add(_ cosine: Double) { counts[Self.bin(cosine)] += 1 }

  /// Counts the pairs of another histogram as well.
  mutating func merge(_ other: CosineHistogram) {
    for bin in counts.indices { counts[bin] += other.counts[bin] }
  }

  /// The number of pairs.
  var total: Int { counts.reduce(0, +) }

  /// The bin of a cosine; 1 is in the last one.
  private static func bin(_ cosine: Double) -> Int {
    let place = (cosine + 1) * Double(binsPerUnit) + slack
    return min(max(Int(place.rounded(.down)), 0), 2 * binsPerUnit - 1)
  }

  /// Both edges and the counts of every bin from the first that any of some histograms fills to the
  /// last.
  static func table(
    of histograms: [CosineHistogram]
  ) -> [(low: Double, high: Double, counts: [Int])] {
    let filled = (0..<2 * binsPerUnit).filter { bin in
      histograms.contains { $0.counts[bin] > 0 }
    }
    guard let first = filled.first, let last = filled.last else { return [] }
    func edge(_ bin: Int) -> Double { Double(bin - binsPerUnit) / Double(binsPerUnit) }
    return (first...last).map { bin in
      (edge(bin), edge(bin + 1), histograms.map { $0.counts[bin] })
    }
  }
}
