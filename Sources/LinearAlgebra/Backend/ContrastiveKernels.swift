import CKernels

/// Softmax denominators over tiles of cosines at several temperatures: the loops of `contrastive.c`.
public enum ContrastiveKernels {
  /// Most temperatures of one sweep.
  public static let mostTemperatures = Int(EMBEDSCOPE_MOST_TEMPERATURES)
  /// What stands in a tile for a pair that does not count: its terms are 0 beside any other.
  public static let leftOut = -0x1p40
  /// The powers by which terms of one temperature can follow from those of the one before.
  public static let knownPowers = [2, 10]

  /// Adds exp((c - 1) / τ) of a tile of cosines to sums for its rows and for its columns.
  ///
  /// - Parameters:
  ///   - cosines: row-major; at least rows × columns of them.
  ///   - rowCount: rows of the tile.
  ///   - columnCount: columns of the tile.
  ///   - rates: 1 / τ of each temperature.
  ///   - powers: 2 or 10 where a rate is that many times the one before it, else 0.
  ///   - rowSums: a value for each row, temperature after temperature, added to.
  ///   - columnSums: a value for each column, temperature after temperature, added to.
  /// - Complexity: rows × columns × temperatures operations, an exponential where the power is 0.
  public static func addTerms(
    _ cosines: [Float], rowCount: Int, columnCount: Int, rates: [Double], powers: [Int32],
    rowSums: inout [Double], columnSums: inout [Double]
  ) {
    check(cosines.count, rowCount, columnCount, rates, powers, rowSums, columnSums)
    unsafe embedscope_contrastive_tile_f32(
      cosines, rowCount, columnCount, rates.count, rates, powers, &rowSums, &columnSums)
  }

  /// Adds exp((c - 1) / τ) of a tile of cosines to sums for its rows and for its columns.
  public static func addTerms(
    _ cosines: [Double], rowCount: Int, columnCount: Int, rates: [Double], powers: [Int32],
    rowSums: inout [Double], columnSums: inout [Double]
  ) {
    check(cosines.count, rowCount, columnCount, rates, powers, rowSums, columnSums)
    unsafe embedscope_contrastive_tile_f64(
      cosines, rowCount, columnCount, rates.count, rates, powers, &rowSums, &columnSums)
  }

  private static func check(
    _ count: Int, _ rowCount: Int, _ columnCount: Int, _ rates: [Double], _ powers: [Int32],
    _ rowSums: [Double], _ columnSums: [Double]
  ) {
    precondition(count >= rowCount * columnCount, "a tile is rows × columns")
    precondition(
      rates.count <= mostTemperatures && powers.count == rates.count, "a power a temperature")
    precondition(powers.first ?? 0 == 0, "the first temperature follows from none")
    precondition(
      rowSums.count == rowCount * rates.count && columnSums.count == columnCount * rates.count,
      "a sum for each row, column and temperature")
  }
}

extension Matrix {
  /// Replaces every row by its softmax at a rate: exp(rate · x) over the sum of the row.
  ///
  /// Terms keep a relative error of 2.4e-10, that of the exponential.
  public mutating func softmaxRows(rate: Double) {
    unsafe embedscope_softmax_rows(&elements, rowCount, columnCount, rate)
  }
}
