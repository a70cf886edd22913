import EmbeddingSets

/// A look at some rows spread over the set, to choose what the row pass must know beforehand: a
/// power-of-two scale, an origin near the mean, and whether rows come with norm 1.
///
/// A poor choice costs digits or time, never correctness, and the pass notices and is run again.
struct Pilot {
  /// Runs of consecutive rows looked at, and rows of each.
  private static let runs = 16
  private static let runLength = 64
  /// Largest components between 2 to minus and plus this power are left unscaled: sums of their
  /// squares still fit the Floats that blocks of rows are kept in.
  private static let unscaledExponent = 24
  /// Subnormal numbers would call for a scale that is no Double.
  private static let largestScaleExponent = 1000
  /// Squared norms within this of 1 count as 1: eight roundings of a float32.
  ///
  /// The relative error of
  /// an eigenvalue is then below 5 × 10⁻⁷ at worst, and of ratios far less.
  static let unitTolerance = 0x1p-21

  /// 2 to this power is what values are multiplied by.
  private(set) var scaleExponent = 0
  /// The mean of the rows seen, in scaled units.
  private(set) var mean: [Double]
  /// The mean of their unit rows.
  private(set) var unitMean: [Double]
  /// Whether every row seen has norm 1.
  private(set) var hasUnitRows: Bool

  init(_ source: any EmbeddingSource) throws {
    let rowCount = source.shape.rowCount
    let columnCount = source.shape.columnCount
    let blocks = try Self.ranges(rowCount: rowCount).map { try source.block(rows: $0) }
    let values = blocks.map(\.doubles)
    var largest = 0.0
    for block in values {
      for value in block where value.isFinite { largest = max(largest, value.magnitude) }
    }
    if largest > 0, abs(Int(largest.exponent)) > Self.unscaledExponent {
      scaleExponent = min(Self.largestScaleExponent, -Int(largest.exponent))
    }
    let scale = Double(sign: .plus, exponent: scaleExponent, significand: 1)
    mean = Array(repeating: 0, count: columnCount)
    unitMean = mean
    var count = 0.0
    var unitCount = 0.0
    hasUnitRows = scaleExponent == 0
    var measure = RowMeasure()
    for (block, rows) in zip(blocks, values) {
      measure.measure(block, scale: scale)
      for row in 0..<block.rowCount where measure.weights[row] != 0 {
        count += 1
        let unitWeight = measure.unitWeights[row]
        if unitWeight != 0 { unitCount += 1 }
        if (measure.norms[row] * measure.norms[row] - 1).magnitude > Self.unitTolerance {
          hasUnitRows = false
        }
        for column in 0..<columnCount {
          let value = rows[row * columnCount + column]
          mean[column] += scale * value
          if unitWeight != 0 { unitMean[column] += unitWeight * value }
        }
      }
    }
    for column in 0..<columnCount {
      mean[column] /= max(1, count)
      unitMean[column] /= max(1, unitCount)
    }
    if hasUnitRows { unitMean = mean }
  }

  /// Runs of rows at equal distances, all rows where there are few.
  private static func ranges(rowCount: Int) -> [Range<Int>] {
    guard rowCount > runs * runLength else { return rowCount == 0 ? [] : [0..<rowCount] }
    return (0..<runs).map { run in
      let start = (rowCount - runLength) / (runs - 1) * run
      return start..<start + runLength
    }
  }
}
