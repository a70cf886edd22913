public import EmbeddingSets
import LinearAlgebra
public import Streaming

/// Everything that one read of the rows yields, as one mergeable state.
///
/// The parts that nobody asked for are not computed. Rows with a NaN or an infinity are counted and
/// left out of all else; zero rows are left out of the unit parts.
public struct RowPass: Accumulator {
  /// Which parts are computed.
  public struct Parts: OptionSet, Hashable, Sendable {
    /// The set of flags.
    public let rawValue: Int
    /// A set of flags.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// Column extremes and spreads of the rows, and sums of the unit rows.
    public static let columns = Parts(rawValue: 1)
    /// Moments of the rows.
    public static let rawMoments = Parts(rawValue: 2)
    /// Moments of the unit rows.
    public static let unitMoments = Parts(rawValue: 4)
    /// Row fingerprints, for duplicates.
    public static let fingerprints = Parts(rawValue: 8)
  }

  /// What must be equal for two states to be merged.
  public struct Configuration: Hashable, Sendable {
    /// d.
    public var columnCount: Int
    /// Values are multiplied by 2 to this power first, exactly; 0 unless they are extreme.
    public var scaleExponent = 0
    /// c of the rows, in scaled units.
    public var shift: [Double]
    /// c of the unit rows.
    public var unitShift: [Double]
    /// Which parts are computed.
    public var parts: Parts
    /// While every squared norm is within this of 1, the unit moments are the raw ones.
    ///
    /// They are then not computed apart; nil computes them apart from the first row. Needs
    /// `unitShift == shift`.
    public var unitTolerance: Double?
    /// Most rows whose fingerprints are kept.
    public var fingerprintBudget: Int

    var scale: Double { Double(sign: .plus, exponent: scaleExponent, significand: 1) }
  }

  /// The configuration.
  public let configuration: Configuration
  /// Counts and norms.
  public private(set) var tally = RowTally()
  /// Columns of the rows.
  public private(set) var columns: ColumnStatistics?
  /// Columns of the unit rows.
  public private(set) var unitColumns: ColumnStatistics?
  /// Moments of the rows.
  public private(set) var rawMoments: RowMoments?
  /// Moments of the unit rows where they differ from ``rawMoments``.
  public private(set) var ownUnitMoments: RowMoments?
  /// Row fingerprints.
  public private(set) var fingerprints: RowFingerprints?
  /// A scale exponent that would keep every square finite, where this one did not.
  public private(set) var neededScaleExponent: Int?
  // reused from block to block, no part of the state
  private var measure = RowMeasure()
  private var shifted: [Double] = []

  /// Moments of the unit rows.
  public var unitMoments: RowMoments? {
    configuration.parts.contains(.unitMoments) ? ownUnitMoments ?? rawMoments : nil
  }

  /// An empty state.
  public init(_ configuration: Configuration) {
    self.configuration = configuration
    let columnCount = configuration.columnCount
    if configuration.parts.contains(.columns) {
      columns = ColumnStatistics(columnCount: columnCount)
      unitColumns = ColumnStatistics(columnCount: columnCount)
    }
    let follows = configuration.unitTolerance != nil
    if configuration.parts.contains(.rawMoments)
      || (configuration.parts.contains(.unitMoments) && follows)
    {
      rawMoments = RowMoments(columnCount: columnCount)
    }
    if configuration.parts.contains(.unitMoments), !follows {
      ownUnitMoments = RowMoments(columnCount: columnCount)
    }
    if configuration.parts.contains(.fingerprints) {
      fingerprints = RowFingerprints(budget: configuration.fingerprintBudget)
    }
  }

  /// Adds a block of rows.
  public mutating func consume(_ block: RowBlock) {
    scan(block)
    columns?.add(block, weights: measure.weights, shift: configuration.shift)
    unitColumns?.add(block, weights: measure.unitWeights, shift: configuration.unitShift)
    if configuration.parts.contains(.unitMoments) {
      if ownUnitMoments == nil, !unitRowsAreRows() { ownUnitMoments = rawMoments }
      ownUnitMoments?.add(
        block, weights: measure.unitWeights, shift: configuration.unitShift,
        scratch: &shifted)
    }
    rawMoments?.add(
      block, weights: measure.weights, shift: configuration.shift, scratch: &shifted)
    fingerprints?.add(measure.fingerprints)
  }

  /// Adds the state of the rows that follow.
  public mutating func merge(_ later: RowPass) {
    precondition(configuration == later.configuration, "states of one configuration merge")
    if ownUnitMoments != nil || later.ownUnitMoments != nil {
      var merged = ownUnitMoments ?? rawMoments
      if let part = later.ownUnitMoments ?? later.rawMoments { merged?.merge(part) }
      ownUnitMoments = merged
    }
    tally.merge(later.tally)
    if let part = later.columns { columns?.merge(part) }
    if let part = later.unitColumns { unitColumns?.merge(part) }
    if let part = later.rawMoments { rawMoments?.merge(part) }
    if let part = later.fingerprints { fingerprints?.merge(part) }
    if let exponent = later.neededScaleExponent {
      neededScaleExponent = min(neededScaleExponent ?? exponent, exponent)
    }
  }

  /// Measures the rows of the block and adds every one to the tally.
  private mutating func scan(_ block: RowBlock) {
    measure.measure(block, scale: configuration.scale)
    for row in 0..<block.rowCount {
      let norm = measure.norms[row]
      tally.add(
        row: block.firstRow + row, norm: norm.isNaN ? nil : norm,
        fingerprint: measure.fingerprints[row])
    }
    if let exponent = measure.neededScaleExponent {
      neededScaleExponent = min(neededScaleExponent ?? exponent, exponent)
    }
  }

  private func unitRowsAreRows() -> Bool {
    guard let tolerance = configuration.unitTolerance else { return false }
    for row in measure.weights.indices where measure.weights[row] != 0 {
      let square = measure.norms[row] * measure.norms[row]
      if !((square - 1).magnitude <= tolerance) { return false }
    }
    return true
  }
}

extension RowPass {
  /// Writes the state.
  public func save(to archive: inout StateWriter) {
    archive.write(configuration.columnCount)
    archive.write(configuration.scaleExponent)
    archive.write(configuration.shift)
    archive.write(configuration.unitShift)
    archive.write(configuration.parts.rawValue)
    archive.write(configuration.unitTolerance ?? -1)
    archive.write(configuration.fingerprintBudget)
    tally.save(to: &archive)
    columns?.save(to: &archive)
    unitColumns?.save(to: &archive)
    rawMoments?.save(to: &archive)
    archive.write(ownUnitMoments == nil ? 0 : 1)
    ownUnitMoments?.save(to: &archive)
    fingerprints?.save(to: &archive)
    archive.write(neededScaleExponent ?? Int.max)
  }

  /// Reads a state that ``save(to:)`` wrote.
  public init(restoring archive: inout StateReader) throws {
    let columnCount = try archive.readInt()
    let scaleExponent = try archive.readInt()
    let shift = try archive.readDoubles()
    let unitShift = try archive.readDoubles()
    let parts = Parts(rawValue: try archive.readInt())
    let tolerance = try archive.readDouble()
    let budget = try archive.readInt()
    guard columnCount == shift.count, columnCount == unitShift.count else {
      throw StateError.inconsistent("\(columnCount) columns with a shift of \(shift.count)")
    }
    self.init(
      Configuration(
        columnCount: columnCount, scaleExponent: scaleExponent, shift: shift, unitShift: unitShift,
        parts: parts, unitTolerance: tolerance < 0 ? nil : tolerance, fingerprintBudget: budget))
    tally = try RowTally(restoring: &archive)
    if columns != nil { columns = try ColumnStatistics(restoring: &archive) }
    if unitColumns != nil { unitColumns = try ColumnStatistics(restoring: &archive) }
    if rawMoments != nil { rawMoments = try RowMoments(restoring: &archive) }
    ownUnitMoments = try archive.readInt() == 0 ? nil : RowMoments(restoring: &archive)
    let widths = [
      columns?.sum.count, unitColumns?.sum.count, rawMoments?.sum.count, ownUnitMoments?.sum.count,
    ]
    guard widths.allSatisfy({ $0 == nil || $0 == columnCount }) else {
      throw StateError.inconsistent("parts that are not \(columnCount) columns wide")
    }
    if fingerprints != nil { fingerprints = try RowFingerprints(restoring: &archive) }
    let exponent = try archive.readInt()
    neededScaleExponent = exponent == Int.max ? nil : exponent
  }
}
