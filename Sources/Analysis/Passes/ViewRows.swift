import EmbeddingSets
import LinearAlgebra
import Streaming

/// The rows of a view, read again: z = weight × x - origin, without the rows the view leaves out.
struct ViewRows: Sendable {
  let source: any EmbeddingSource
  let pass: RowPassResult
  let view: SpectralView

  /// The mean row that a centered view takes off, from what the row pass summed; zeros otherwise.
  func origin() -> [Double] {
    let zeros = [Double](repeating: 0, count: source.shape.columnCount)
    guard view.isCentered else { return zeros }
    let configuration = pass.state.configuration
    let shift = view.isUnit ? configuration.unitShift : configuration.shift
    if let moments = (view.isUnit ? pass.unitMoments : pass.rawMoments)?.total {
      return zip(shift, moments.sum).map { $0 + $1 / Double(max(1, moments.count)) }
    }
    if let columns = view.isUnit ? pass.state.unitColumns : pass.state.columns {
      return zip(shift, columns.means()).map(+)
    }
    return zeros
  }

  /// All rows of the view, about their own mean where it is centered.
  ///
  /// For sets with no more rows
  /// than columns.
  func matrix() throws -> (matrix: Matrix, uncenteredNorm: Double) {
    let columnCount = source.shape.columnCount
    var reader = RowReader(self, origin: [Double](repeating: 0, count: columnCount))
    let rowCount = try reader.read(0..<source.shape.rowCount)
    var elements = Array(reader.rows.prefix(rowCount * columnCount))
    let norm = dot(elements, elements).squareRoot()
    if view.isCentered {
      // twice, because one pass leaves the rounding of the first mean behind
      for _ in 0..<2 {
        var mean = [Double](repeating: 0, count: columnCount)
        for row in 0..<rowCount {
          for column in 0..<columnCount { mean[column] += elements[row * columnCount + column] }
        }
        for column in 0..<columnCount { mean[column] /= Double(max(1, rowCount)) }
        for row in 0..<rowCount {
          for column in 0..<columnCount { elements[row * columnCount + column] -= mean[column] }
        }
      }
    }
    return (Matrix(rowCount: rowCount, columnCount: columnCount, elements: elements), norm)
  }

  /// R of the QR factorisation of the view (TSQR): one more read of the rows.
  func triangularFactor(jobs: Int) async throws -> Matrix {
    let plan = RowPassRunner.plan(
      rowCount: source.shape.rowCount, columnCount: source.shape.columnCount)
    let origin = origin()
    var total = TallSkinnyFactor(columnCount: source.shape.columnCount)
    try await orderedMap(count: plan.shardCount, width: jobs) { shard in
      var factor = TallSkinnyFactor(columnCount: source.shape.columnCount)
      var reader = RowReader(self, origin: origin)
      for range in plan.blocks(ofShard: shard) {
        let count = try reader.read(range)
        try factor.absorb(
          rows: reader.rows.span.extracting(0..<count * source.shape.columnCount), rowCount: count)
      }
      return factor
    } consume: { _, factor in
      try total.merge(factor)
    }
    return total.finish()
  }
}

/// Reads ranges of a view's rows into one buffer.
struct RowReader {
  private let source: any EmbeddingSource
  private let isUnit: Bool
  private let scale: Double
  private let origin: [Double]
  private var measure = RowMeasure()
  private var unusedSum: [Double]
  private var unusedCubic: [Double]
  private var unusedQuartic = 0.0
  /// The rows read last, packed; capacity may exceed them.
  private(set) var rows: [Double] = []
  /// Number in the set of each row read last.
  private(set) var rowNumbers: [UInt32] = []

  init(_ view: ViewRows, origin: [Double]) {
    source = view.source
    isUnit = view.view.isUnit
    scale = view.pass.state.configuration.scale
    self.origin = origin
    unusedSum = origin
    unusedCubic = origin
  }

  /// Reads a range and returns how many of its rows belong to the view.
  mutating func read(_ range: Range<Int>) throws -> Int {
    let block = try source.block(rows: range)
    measure.measure(block, scale: scale)
    let weights = isUnit ? measure.unitWeights : measure.weights
    rowNumbers.removeAll(keepingCapacity: true)
    for (index, row) in range.enumerated() where weights[index] != 0 {
      rowNumbers.append(UInt32(truncatingIfNeeded: row))
    }
    return block.shiftRows(
      weights: weights, shift: origin, shifted: &rows, sum: &unusedSum, cubic: &unusedCubic,
      quartic: &unusedQuartic)
  }
}
