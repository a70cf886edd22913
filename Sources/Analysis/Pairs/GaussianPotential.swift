import LinearAlgebra
import RealModule

/// Σ over pairs of exp(-t |uᵢ - uⱼ|²) for t = 1, 2, 4, as a sum for each row: the numerator of
/// uniformity and of its standard error.
struct GaussianPotential: PairConsumer {
  /// The temperatures, in the order the kernels write them.
  static let temperatures = [1, 2, 4]

  private let panelCount: Int
  /// Three sums a row of each panel; empty where a panel took no part.
  private var sums: [[Double]]

  /// No pairs yet.
  init(panelCount: Int) {
    self.panelCount = panelCount
    sums = Array(repeating: [], count: panelCount)
  }

  mutating func consume(_ products: [Float], of tile: PairTile) {
    var (rows, columns) = takeSums(of: tile)
    PairKernels.addGaussians(
      products, rowSquares: tile.rowSquares, columnSquares: tile.columnSquares,
      triangular: tile.isDiagonal, rowSums: &rows, columnSums: &columns)
    putSums(rows, columns, of: tile)
  }

  mutating func consume(_ products: [Double], of tile: PairTile) {
    var (rows, columns) = takeSums(of: tile)
    PairKernels.addGaussians(
      products, rowSquares: tile.rowSquares, columnSquares: tile.columnSquares,
      triangular: tile.isDiagonal, rowSums: &rows, columnSums: &columns)
    putSums(rows, columns, of: tile)
  }

  mutating func merge(_ later: GaussianPotential) {
    for panel in sums.indices { Self.add(later.sums[panel], to: &sums[panel]) }
  }

  /// Σ_j exp(-t |uᵢ - uⱼ|²) over all other rows, for each row in order, of one temperature.
  func rowSums(temperature index: Int) -> [Double] {
    sums.flatMap { panel in stride(from: index, to: panel.count, by: 3).map { panel[$0] } }
  }

  /// The row sums of the tile's row panel, moved out, and fresh sums for its columns.
  private mutating func takeSums(of tile: PairTile) -> (rows: [Double], columns: [Double]) {
    var rows: [Double] = []
    swap(&rows, &sums[tile.rowPanel])
    if rows.isEmpty { rows = Array(repeating: 0, count: 3 * tile.rowSquares.count) }
    return (rows, Array(repeating: 0, count: 3 * tile.columnSquares.count))
  }

  private mutating func putSums(_ rows: [Double], _ columns: [Double], of tile: PairTile) {
    sums[tile.rowPanel] = rows
    Self.add(columns, to: &sums[tile.columnPanel])
  }

  private static func add(_ values: [Double], to sums: inout [Double]) {
    if sums.isEmpty {
      sums = values
    } else if !values.isEmpty {
      for index in sums.indices { sums[index] += values[index] }
    }
  }
}
