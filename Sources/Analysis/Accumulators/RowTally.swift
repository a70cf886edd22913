import EmbeddingSets
import Streaming

/// Counts of rows, moments of their norms, and a digest of their values in order.
///
/// Norms are in scaled units (see ``RowPass/Configuration``). Merge class: counts, extremes and the
/// digest are exact; the norm moments are rounded.
public struct RowTally: Sendable, Hashable {
  /// Most rows listed by index.
  static let listLimit = 10

  /// Rows seen.
  public internal(set) var rowCount = 0
  /// Rows with a NaN or an infinity.
  public internal(set) var nonfiniteCount = 0
  /// Indices of the first of them.
  public internal(set) var nonfiniteRows: [Int] = []
  /// Finite rows with every component 0.
  public internal(set) var zeroCount = 0
  /// Indices of the first of them.
  public internal(set) var zeroRows: [Int] = []
  /// Smallest norm of a finite row.
  public internal(set) var normMinimum = Double.infinity
  /// Largest norm of a finite row.
  public internal(set) var normMaximum = -Double.infinity
  /// Mean norm of the finite rows.
  public internal(set) var normMean = 0.0
  /// Sum of squared deviations of the norms from their mean.
  public internal(set) var normScatter = 0.0
  /// Norms of the rows with a direction, in bins.
  private(set) var norms = NormHistogram()
  /// Fingerprint of the first finite row.
  private var firstFingerprint: UInt64?
  /// Whether all finite rows have the same fingerprint, so that they are equal.
  public private(set) var allRowsEqual = true
  /// Sum over rows of mixed (index, fingerprint): depends on values and order, not on how the rows
  /// were cut.
  public internal(set) var digest: UInt64 = 0

  /// A 64-bit digest of the values as decoded and their order: the same for the same numbers of the
  /// same width (Float or Double), whatever file holds them.
  var digestText: String {
    let text = String(digest, radix: 16)
    return "rows64:" + String(repeating: "0", count: 16 - text.count) + text
  }

  /// Rows without a NaN or an infinity.
  public var finiteCount: Int { rowCount - nonfiniteCount }
  /// Finite rows that are not zero.
  public var directionCount: Int { finiteCount - zeroCount }

  /// Adds one row; `norm` is nil for a row that is not finite.
  mutating func add(row: Int, norm: Double?, fingerprint: UInt64) {
    rowCount += 1
    digest &+= SplitMix64.mix(fingerprint ^ SplitMix64.mix(UInt64(row) &+ 0x9E37_79B9_7F4A_7C15))
    guard let norm else {
      nonfiniteCount += 1
      if nonfiniteRows.count < Self.listLimit { nonfiniteRows.append(row) }
      return
    }
    if let firstFingerprint {
      if firstFingerprint != fingerprint { allRowsEqual = false }
    } else {
      firstFingerprint = fingerprint
    }
    if norm == 0 {
      zeroCount += 1
      if zeroRows.count < Self.listLimit { zeroRows.append(row) }
    } else {
      norms.add(norm)
    }
    normMinimum = min(normMinimum, norm)
    normMaximum = max(normMaximum, norm)
    // Welford's update
    let deviation = norm - normMean
    normMean += deviation / Double(finiteCount)
    normScatter += deviation * (norm - normMean)
  }

  /// Adds the tally of the rows that follow (Chan, Golub and LeVeque 1983 for the norm moments).
  mutating func merge(_ later: RowTally) {
    let count = Double(finiteCount)
    let laterCount = Double(later.finiteCount)
    if count == 0 {
      // the update below would round a mean that is known
      normMean = later.normMean
      normScatter = later.normScatter
    } else if laterCount > 0 {
      let deviation = later.normMean - normMean
      normMean += deviation * laterCount / (count + laterCount)
      normScatter +=
        later.normScatter + deviation * deviation * count * laterCount / (count + laterCount)
    }
    allRowsEqual =
      allRowsEqual && later.allRowsEqual
      && (firstFingerprint == nil || later.firstFingerprint == nil
        || firstFingerprint == later.firstFingerprint)
    firstFingerprint = firstFingerprint ?? later.firstFingerprint
    rowCount += later.rowCount
    nonfiniteCount += later.nonfiniteCount
    zeroCount += later.zeroCount
    nonfiniteRows = Array((nonfiniteRows + later.nonfiniteRows).prefix(Self.listLimit))
    zeroRows = Array((zeroRows + later.zeroRows).prefix(Self.listLimit))
    normMinimum = min(normMinimum, later.normMinimum)
    normMaximum = max(normMaximum, later.normMaximum)
    digest &+= later.digest
    norms.merge(later.norms)
  }
}

extension RowTally {
  func save(to archive: inout StateWriter) {
    for count in [rowCount, nonfiniteCount, zeroCount] { archive.write(count) }
    for list in [nonfiniteRows, zeroRows] {
      archive.write(list.map { UInt64(bitPattern: Int64($0)) })
    }
    for value in [normMinimum, normMaximum, normMean, normScatter] { archive.write(value) }
    archive.write(digest)
    archive.write(allRowsEqual ? 1 : 0)
    archive.write(firstFingerprint.map { [$0] } ?? [])
    norms.save(to: &archive)
  }

  init(restoring archive: inout StateReader) throws {
    rowCount = try archive.readInt()
    nonfiniteCount = try archive.readInt()
    zeroCount = try archive.readInt()
    nonfiniteRows = try archive.readUInt64s().map { Int(Int64(bitPattern: $0)) }
    zeroRows = try archive.readUInt64s().map { Int(Int64(bitPattern: $0)) }
    normMinimum = try archive.readDouble()
    normMaximum = try archive.readDouble()
    normMean = try archive.readDouble()
    normScatter = try archive.readDouble()
    digest = try archive.readUInt64()
    allRowsEqual = try archive.readInt() != 0
    firstFingerprint = try archive.readUInt64s().first
    norms = try NormHistogram(restoring: &archive)
  }
}
