import Findings

/// What reduced copies of a set keep of its nearest neighbours.
struct HeadroomResult: Sendable {
  /// A way to reduce the rows.
  enum Setting: Hashable, Sendable {
    /// The first components, random ones, the leading principal axes.
    case prefix(Int), random(Int), principal(Int)
    /// One byte a component, read back or compared as codes; two bytes; one bit.
    case bytes, byteCodes, half, binary
    /// One bit, and the nearest so many ranked again with the full vectors.
    case rescored(Int)
  }

  /// The k of the neighbours that are to be kept.
  static let neighborCount = 10

  /// Dimensions that cuts are tried at.
  static let dimensions = [16, 32, 64, 128, 256, 512, 1024]
  /// Dimensions at which prefix and random subset are compared query by query.
  static let comparedDimensions = [64, 128, 256, 512]
  /// Pool sizes of binary search with rescoring.
  static let pools = [40, 100]

  /// The mean over queries of the share kept, with its 95 % interval over queries.
  struct Overlap: Sendable, Hashable {
    let value: Double
    let interval: Interval?

    /// The mean of shares.
    init(_ shares: [Double], within range: ClosedRange<Double> = 0...1) {
      let n = Double(shares.count)
      // in tenths, which add up exactly where shares are places of ten
      let mean = shares.reduce(0) { $0 + 10 * $1 } / (10 * n)
      value = mean
      let scatter = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      guard shares.count >= 2 else {
        interval = nil
        return
      }
      let half = UniformityResult.normalQuantile * (scatter / (n - 1) / n).squareRoot()
      interval = Interval(
        low: min(mean, max(range.lowerBound, mean - half)),
        high: max(mean, min(range.upperBound, mean + half)))
    }
  }

  /// Queries whose neighbours were looked at, and whether they are a sample.
  let queryCount: Int
  let isSampled: Bool
  /// Share kept by each setting that was tried.
  let overlaps: [Setting: Overlap]
  /// Prefix minus random subset, over the same queries, by dimensions.
  let gains: [Int: Overlap]
  /// Why a setting was left out.
  let reasons: [Setting: String]

  /// Bytes of a stored vector; rescoring needs the full vectors besides.
  static func bytes(_ setting: Setting, columnCount: Int, storedWidth: Int) -> Int {
    switch setting {
    case .prefix(let count), .random(let count), .principal(let count): count * storedWidth
    case .bytes, .byteCodes: columnCount
    case .half: 2 * columnCount
    case .binary, .rescored: (columnCount + 7) / 8
    }
  }
}
