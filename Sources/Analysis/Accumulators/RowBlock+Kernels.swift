import EmbeddingSets
import LinearAlgebra

/// The row kernels on a block, whichever type its values have.
extension RowBlock {
  /// See ``RowKernels``: squared norms of the scaled rows, and fingerprints.
  func scanRows(scale: Double, squaredNorms: inout [Double], fingerprints: inout [UInt64]) {
    switch values {
    case .float(let rows):
      RowKernels.scanRows(
        rows, columnCount: columnCount, scale: scale, squaredNorms: &squaredNorms,
        fingerprints: &fingerprints)
    case .double(let rows):
      RowKernels.scanRows(
        rows, columnCount: columnCount, scale: scale, squaredNorms: &squaredNorms,
        fingerprints: &fingerprints)
    }
  }

  /// See ``RowKernels``: packs weight × row - shift into `shifted`, which is grown as needed, adds to
  /// the sums, and returns the number of rows packed.
  func shiftRows(
    weights: [Double], shift: [Double], shifted: inout [Double], sum: inout [Double],
    cubic: inout [Double], quartic: inout Double
  ) -> Int {
    if shifted.count < values.count { shifted = Array(repeating: 0, count: values.count) }
    return switch values {
    case .float(let rows):
      RowKernels.shiftRows(
        rows, columnCount: columnCount, weights: weights, shift: shift, shifted: &shifted,
        sum: &sum, cubic: &cubic, quartic: &quartic)
    case .double(let rows):
      RowKernels.shiftRows(
        rows, columnCount: columnCount, weights: weights, shift: shift, shifted: &shifted,
        sum: &sum, cubic: &cubic, quartic: &quartic)
    }
  }
}
