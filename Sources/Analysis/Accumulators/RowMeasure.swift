import EmbeddingSets

/// Norm, fingerprint and weights of each row of a block; buffers are reused from block to block.
struct RowMeasure: Sendable {
  /// Norms in scaled units; NaN for a row with a component that is not finite.
  private(set) var norms: [Double] = []
  /// 64-bit fingerprints of the rows' bits.
  private(set) var fingerprints: [UInt64] = []
  /// What a row is multiplied by to be in scaled units; 0 for a row that is not finite.
  private(set) var weights: [Double] = []
  /// What a row is multiplied by to have norm 1; 0 for a row without a direction.
  private(set) var unitWeights: [Double] = []
  /// A scale exponent that would keep every square finite, where the given one did not.
  private(set) var neededScaleExponent: Int?

  /// A squared norm below this may have lost components to underflow.
  private static let smallestSafeSquare = 0x1p-960
  /// A squared norm above this would leave the Floats that blocks of rows are kept in, or, squared
  /// again, Double.
  private static let largestSafeSquare = 0x1p90

  /// Measures the rows of a block whose values are multiplied by `scale` first.
  mutating func measure(_ block: RowBlock, scale: Double) {
    if weights.count != block.rowCount {
      norms = Array(repeating: 0, count: block.rowCount)
      fingerprints = Array(repeating: 0, count: block.rowCount)
      weights = norms
      unitWeights = norms
    }
    block.scanRows(scale: scale, squaredNorms: &norms, fingerprints: &fingerprints)
    for row in 0..<block.rowCount {
      let square = norms[row]
      // a square outside the safe range says nothing of the row itself
      let isSafe =
        square.isFinite && square >= Self.smallestSafeSquare
        && square < Self.largestSafeSquare
      var norm = isSafe ? square.squareRoot() : preciseNorm(of: block, row: row, scale: scale)
      // a row too small to be divided by its norm has no direction: it counts as zero
      if scale / norm == .infinity { norm = 0 }
      norms[row] = norm
      weights[row] = norm.isNaN ? 0 : scale
      unitWeights[row] = norm.isNaN || norm == 0 ? 0 : scale / norm
    }
  }

  /// The norm of one row by dividing by its largest component; NaN where a component is not finite.
  private mutating func preciseNorm(of block: RowBlock, row: Int, scale: Double) -> Double {
    let range = row * block.columnCount..<(row + 1) * block.columnCount
    let values: [Double] =
      switch block.values {
      case .float(let rows): rows[range].map(Double.init)
      case .double(let rows): Array(rows[range])
      }
    guard values.allSatisfy(\.isFinite) else { return .nan }
    let largest = values.reduce(0) { max($0, $1.magnitude) }
    guard largest > 0 else { return 0 }
    var square = 0.0
    for value in values { square += (value / largest) * (value / largest) }
    let norm = square.squareRoot() * (largest * scale)
    if !(norm * norm < Self.largestSafeSquare) {
      let exponent = -Int(largest.exponent)
      neededScaleExponent = min(neededScaleExponent ?? exponent, exponent)
    }
    return norm
  }
}
