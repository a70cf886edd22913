import CKernels

/// Elementwise work on a tile of dot products between two panels of rows: the loops of `pairs.c`.
public enum PairKernels {
  /// Adds exp(-t |zᵢ - zⱼ|²) for t = 1, 2, 4 of a tile to sums for its rows and for its columns.
  ///
  /// - Parameters:
  ///   - products: zᵢ · zⱼ, row-major; at least rows × columns of them.
  ///   - rowSquares: |zᵢ|² of the tile's rows.
  ///   - columnSquares: |zⱼ|² of the tile's columns.
  ///   - triangular: only the pairs j > i, for a tile on the diagonal.
  ///   - rowSums: three sums (t = 1, 2, 4) a row, added to.
  ///   - columnSums: three sums a column, added to.
  public static func addGaussians(
    _ products: [Float], rowSquares: [Double], columnSquares: [Double], triangular: Bool,
    rowSums: inout [Double], columnSums: inout [Double]
  ) {
    check(products.count, rowSquares, columnSquares, rowSums, columnSums)
    unsafe embedscope_gaussian_tile_f32(
      products, rowSquares.count, columnSquares.count, rowSquares, columnSquares,
      triangular ? 1 : 0, &rowSums, &columnSums)
  }

  /// Adds exp(-t |zᵢ - zⱼ|²) for t = 1, 2, 4 of a tile to sums for its rows and for its columns.
  public static func addGaussians(
    _ products: [Double], rowSquares: [Double], columnSquares: [Double], triangular: Bool,
    rowSums: inout [Double], columnSums: inout [Double]
  ) {
    check(products.count, rowSquares, columnSquares, rowSums, columnSums)
    unsafe embedscope_gaussian_tile_f64(
      products, rowSquares.count, columnSquares.count, rowSquares, columnSquares,
      triangular ? 1 : 0, &rowSums, &columnSums)
  }

  /// Writes the cosines 1 - |zᵢ - zⱼ|² / 2 of a tile and its exp(-t |zᵢ - zⱼ|²) for t = 1, 2, 4,
  /// one table after the other.
  public static func writeGaussians(
    _ products: [Double], rowSquares: [Double], columnSquares: [Double],
    cosines: inout [Double], gaussians: inout [Double]
  ) {
    let tile = rowSquares.count * columnSquares.count
    precondition(
      products.count >= tile && cosines.count >= tile && gaussians.count >= 3 * tile,
      "a tile is rows × columns")
    unsafe embedscope_gaussian_values_f64(
      products, rowSquares.count, columnSquares.count, rowSquares, columnSquares, &cosines,
      &gaussians)
  }

  private static func check(
    _ productCount: Int, _ rowSquares: [Double], _ columnSquares: [Double], _ rowSums: [Double],
    _ columnSums: [Double]
  ) {
    precondition(productCount >= rowSquares.count * columnSquares.count, "a tile is rows × columns")
    precondition(
      rowSums.count == 3 * rowSquares.count && columnSums.count == 3 * columnSquares.count,
      "three sums a row and a column")
  }
}
