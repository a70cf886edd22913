import RealModule
import Streaming

/// How many rows have which norm, in bins of a 32nd of an octave, 2.2 % wide.
///
/// Bin `i` is centered on 2^(i/32), so that unit rows fall into one bin whatever their rounding. The
/// bins do not depend on the data: histograms merge by addition, exactly.
struct NormHistogram: Sendable, Hashable {
  /// Bins of one factor of two.
  static let binsPerOctave = 32.0

  /// Rows of each bin that has any.
  private(set) var counts: [Int: Int] = [:]

  /// Counts a norm above 0; one beyond the range of a float64 has no bin.
  mutating func add(_ norm: Double) {
    guard norm.isFinite else { return }
    counts[Int((Double.log2(norm) * Self.binsPerOctave).rounded()), default: 0] += 1
  }

  /// Adds the counts of other rows.
  mutating func merge(_ other: NormHistogram) {
    counts.merge(other.counts) { $0 + $1 }
  }

  /// The bins that hold rows, from small to large, at most `limit` of them: neighbours are joined
  /// two by two until they fit.
  ///
  /// - Parameter units: what one scaled unit is in units of the input.
  func bins(limit: Int, units: Double) -> [(low: Double, high: Double, count: Int)] {
    precondition(limit > 0, "a histogram has a bin")
    guard let first = counts.keys.min() else { return [] }
    // counted from the first bin, so that any number of bins ends in one
    var joined = Dictionary(uniqueKeysWithValues: counts.map { ($0.key - first, $0.value) })
    var width = 1
    while joined.count > limit {
      width *= 2
      joined = joined.reduce(into: [:]) { bins, bin in bins[bin.key / 2, default: 0] += bin.value }
    }
    func edge(_ index: Int) -> Double {
      Double.exp2((Double(first + index * width) - 0.5) / Self.binsPerOctave) * units
    }
    return joined.sorted { $0.key < $1.key }.map { (edge($0.key), edge($0.key + 1), $0.value) }
  }
}

extension NormHistogram {
  func save(to archive: inout StateWriter) {
    let bins = counts.sorted { $0.key < $1.key }
    archive.write(bins.map { UInt64(bitPattern: Int64($0.key)) })
    archive.write(bins.map { UInt64($0.value) })
  }

  init(restoring archive: inout StateReader) throws {
    let bins = try archive.readUInt64s()
    let values = try archive.readUInt64s()
    guard bins.count == values.count else {
      throw StateError.inconsistent(
        "a histogram with \(bins.count) bins and \(values.count) counts")
    }
    for (bin, value) in zip(bins, values) {
      counts[Int(Int64(bitPattern: bin)), default: 0] += Int(truncatingIfNeeded: value)
    }
  }
}
