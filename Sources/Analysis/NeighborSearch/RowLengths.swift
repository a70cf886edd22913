import EmbeddingSets
import LinearAlgebra
import Streaming

/// What a search needs to know of each row beside its neighbours.
struct RowLengths: Sendable {
  /// |x|, in the units of the input; 0 for a row that is not finite.
  private(set) var norms: [Double] = []
  /// x · x by the same arithmetic as the products of neighbours, so that a copy of a row ties with it.
  private(set) var products: [Double] = []
  /// Numbers of the finite rows, and of those that have a direction.
  private(set) var finite: [Int] = [], directed: [Int] = []

  /// Rows read at a time.
  private static let blockRows = 1024

  /// One read of a set in the scale of its row pass; products only where they are wanted.
  init(_ source: any EmbeddingSource, scale: Double, withProducts: Bool, jobs: Int) async throws {
    let rowCount = source.shape.rowCount
    let blocks = (rowCount + Self.blockRows - 1) / Self.blockRows
    try await orderedMap(count: blocks, width: jobs) { index in
      let first = index * Self.blockRows
      let block = try source.block(rows: first..<min(first + Self.blockRows, rowCount))
      var measure = RowMeasure()
      measure.measure(block, scale: scale)
      return (measure, withProducts ? Self.products(block, measure.weights) : [])
    } consume: { _, part in
      let (measure, squares) = part
      for row in measure.norms.indices {
        let number = norms.count
        if measure.weights[row] != 0 { finite.append(number) }
        if measure.unitWeights[row] != 0 { directed.append(number) }
        norms.append(measure.weights[row] == 0 ? 0 : measure.norms[row] / scale)
      }
      products += squares.map { $0 / scale / scale }
    }
  }

  /// The rows that take part in a search.
  func usable(_ metric: NeighborMetric) -> [Int] { metric == .cosine ? directed : finite }

  private static func products(_ block: RowBlock, _ weights: [Double]) -> [Double] {
    let columns = block.columnCount
    return weights.indices.map { row in
      guard weights[row] != 0 else { return 0 }
      let range = row * columns..<(row + 1) * columns
      return switch block.values {
      case .float(let rows):
        NeighborKernels.innerProducts(
          Array(rows[range]), weight: weights[row], rows: Array(rows[range]), places: [0],
          weights: [weights[row]])[0]
      case .double(let rows):
        NeighborKernels.innerProducts(
          Array(rows[range]), weight: weights[row], rows: Array(rows[range]), places: [0],
          weights: [weights[row]])[0]
      }
    }
  }
}
