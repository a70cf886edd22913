import EmbeddingSets
import LinearAlgebra
import TestSupport
import Testing

@testable import Analysis

/// Streams of rows that accumulators are tried on, cut unevenly.
struct RowStream: Sendable, CustomTestStringConvertible {
  let name: String
  let columnCount: Int
  let blocks: [RowBlock]
  var scaleExponent = 0
  var unitTolerance: Double?

  var testDescription: String { name }

  /// Cuts rows into uneven blocks.
  init(
    _ name: String, _ values: [Double], columnCount: Int, asFloat: Bool = false,
    scaleExponent: Int = 0, unitTolerance: Double? = nil
  ) {
    self.name = name
    self.columnCount = columnCount
    self.scaleExponent = scaleExponent
    self.unitTolerance = unitTolerance
    let rowCount = values.count / columnCount
    let lengths = [3, 1, 6, 2, 5]
    var blocks: [RowBlock] = []
    var row = 0
    while row < rowCount {
      let count = min(lengths[blocks.count % lengths.count], rowCount - row)
      let part = Array(values[row * columnCount..<(row + count) * columnCount])
      blocks.append(
        RowBlock(
          firstRow: row, rowCount: count, columnCount: columnCount,
          values: asFloat ? .float(part.map(Float.init)) : .double(part)))
      row += count
    }
    self.blocks = blocks
  }

  var rowCount: Int { blocks.reduce(0) { $0 + $1.rowCount } }

  /// A configuration with everything in it and a shift that is not the mean.
  func configuration(
    parts: RowPass.Parts = [.columns, .rawMoments, .unitMoments, .fingerprints],
    fingerprintBudget: Int = 1000
  ) -> RowPass.Configuration {
    let shift = (0..<columnCount).map { 0.125 * Double($0) }
    return RowPass.Configuration(
      columnCount: columnCount, scaleExponent: scaleExponent, shift: shift,
      unitShift: unitTolerance == nil ? shift.map { -$0 } : shift, parts: parts,
      unitTolerance: unitTolerance, fingerprintBudget: fingerprintBudget)
  }

  static let all: [RowStream] = {
    var seed = Seed(11)
    let rows = Samples.anisotropic(rowCount: 14, columnCount: 3, offset: 0.5, &seed)
    let unit = Samples.unit(rows, columnCount: 3)
    var mixed = unit
    for index in 21..<42 { mixed[index] *= 3 }
    var withZero = unit
    for index in 12..<15 { withZero[index] = 0 }
    var broken = rows
    for (index, value) in [(1, Double.nan), (10, .infinity), (11, -.infinity), (30, .nan)] {
      broken[index] = value
    }
    for index in 15..<18 { broken[index] = -0.0 }
    return [
      RowStream("no rows", [], columnCount: 3),
      RowStream("doubles", rows, columnCount: 3),
      RowStream("floats", rows, columnCount: 3, asFloat: true),
      RowStream("unit rows", unit, columnCount: 3, unitTolerance: Pilot.unitTolerance),
      RowStream(
        "rows that stop being unit", mixed, columnCount: 3, unitTolerance: Pilot.unitTolerance),
      RowStream(
        "unit rows and a zero row", withZero, columnCount: 3, unitTolerance: Pilot.unitTolerance),
      RowStream("zero, NaN and infinite rows", broken, columnCount: 3),
      RowStream("no finite row", rows.map { _ in .nan }, columnCount: 3),
      RowStream("only zero rows", rows.map { _ in 0 }, columnCount: 3, asFloat: true),
      RowStream("huge", rows.map { $0 * 0x1p700 }, columnCount: 3, scaleExponent: -700),
      RowStream("tiny", rows.map { $0 * 0x1p-900 }, columnCount: 3, scaleExponent: 900),
      RowStream("beyond the scale", rows.map { $0 * 0x1p450 }, columnCount: 3),
    ]
  }()
}

extension Disagreements {
  /// Every part of a tally: exact but for the moments of the norms.
  mutating func compare(_ tally: RowTally, _ wanted: RowTally) {
    exact("rows", tally.rowCount, wanted.rowCount)
    exact("nonfinite", tally.nonfiniteRows, wanted.nonfiniteRows)
    exact("nonfinite count", tally.nonfiniteCount, wanted.nonfiniteCount)
    exact("zero", tally.zeroRows, wanted.zeroRows)
    exact("zero count", tally.zeroCount, wanted.zeroCount)
    exact("norm minimum", tally.normMinimum, wanted.normMinimum)
    exact("norm maximum", tally.normMaximum, wanted.normMaximum)
    exact("digest", tally.digest, wanted.digest)
    exact("all equal", tally.allRowsEqual, wanted.allRowsEqual)
    // each of n updates rounds numbers no larger than the largest norm and the sum of squares
    let rounding = 8 * Double(wanted.finiteCount) * .ulpOfOne
    let norm = max(0, wanted.normMaximum)
    rounded("norm mean", tally.normMean, wanted.normMean, bound: rounding * norm)
    rounded(
      "norm scatter", tally.normScatter, wanted.normScatter,
      bound: rounding * Double(wanted.finiteCount) * norm * norm)
  }

  /// Every part of column statistics: sums of n terms in another order.
  mutating func compare(_ columns: ColumnStatistics, _ wanted: ColumnStatistics) {
    exact("count", columns.count, wanted.count)
    exact("minimum", columns.minimum, wanted.minimum)
    exact("maximum", columns.maximum, wanted.maximum)
    let rounding = 2 * Double(wanted.count) * .ulpOfOne
    for column in wanted.sum.indices {
      let square = wanted.sumOfSquares[column]
      // Σ|y| <= √(n Σ y²)
      let size = (Double(wanted.count) * square).squareRoot()
      rounded("sum \(column)", columns.sum[column], wanted.sum[column], bound: rounding * size)
      rounded("squares \(column)", columns.sumOfSquares[column], square, bound: rounding * square)
    }
  }

  /// Every part of moments, each against the sum of the sizes of its terms (Cauchy and Schwarz).
  mutating func compare(_ moments: RowMoments, _ wanted: RowMoments) {
    exact("count", moments.count, wanted.count)
    let rounding = 8 * Double(wanted.count + wanted.sum.count) * .ulpOfOne
    rounded("quartic", moments.quartic, wanted.quartic, bound: rounding * wanted.quartic)
    for i in wanted.sum.indices {
      let size = wanted.gram[i, i].squareRoot()
      rounded(
        "sum \(i)", moments.sum[i], wanted.sum[i],
        bound: rounding * Double(wanted.count).squareRoot() * size)
      rounded(
        "cubic \(i)", moments.cubic[i], wanted.cubic[i],
        bound: rounding * wanted.quartic.squareRoot() * size)
      for j in wanted.sum.indices {
        rounded(
          "gram \(i) \(j)", moments.gram[i, j], wanted.gram[i, j],
          bound: rounding * size * wanted.gram[j, j].squareRoot())
      }
    }
  }

  /// Optional parts: both there or both not.
  mutating func compare<Part>(
    _ name: String, _ part: Part?, _ wanted: Part?,
    by compare: (inout Disagreements, Part, Part) -> Void
  ) {
    exact("\(name) is there", part != nil, wanted != nil)
    if let part, let wanted { compare(&self, part, wanted) }
  }

  /// Every part of a pass.
  mutating func compare(_ pass: RowPass, _ wanted: RowPass) {
    exact("configuration", pass.configuration, wanted.configuration)
    exact("needed scale", pass.neededScaleExponent, wanted.neededScaleExponent)
    exact("fingerprints", pass.fingerprints, wanted.fingerprints)
    compare(pass.tally, wanted.tally)
    compare("columns", pass.columns, wanted.columns) { $0.compare($1, $2) }
    compare("unit columns", pass.unitColumns, wanted.unitColumns) { $0.compare($1, $2) }
    compare("moments", pass.rawMoments, wanted.rawMoments) { $0.compare($1, $2) }
    compare("own unit moments", pass.ownUnitMoments, wanted.ownUnitMoments) { $0.compare($1, $2) }
    compare("unit moments", pass.unitMoments, wanted.unitMoments) { $0.compare($1, $2) }
  }
}
