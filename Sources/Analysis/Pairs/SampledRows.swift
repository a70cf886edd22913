import EmbeddingSets
import LinearAlgebra
import Streaming

/// Some centered unit rows in memory, and the means over all their pairs row by row.
struct SampledRows: Sendable {
  private let values: [Double]
  private let squares: [Double]
  private let depth: Int
  /// Rows with a direction.
  var count: Int { squares.count }

  /// Rows and columns of a tile.
  private static let tile = 512

  /// Reads the rows; those without a direction are left out.
  init(source: any EmbeddingSource, pass: RowPassResult, rows: [Int]) throws {
    let view = ViewRows(source: source, pass: pass, view: .unitCentered)
    depth = source.shape.columnCount
    var reader = RowReader(view, origin: view.origin())
    var values: [Double] = []
    var squares: [Double] = []
    values.reserveCapacity(rows.count * depth)
    for row in rows where try reader.read(row..<row + 1) == 1 {
      var square = 0.0
      for column in 0..<depth { square += reader.rows[column] * reader.rows[column] }
      values += reader.rows.prefix(depth)
      squares.append(square)
    }
    self.values = values
    self.squares = squares
  }

  /// The mean of each potential, of the cosine and of its square over the pairs of each row.
  ///
  /// - Complexity: count² · depth multiply-adds; memory for a tile a task.
  func means(jobs: Int) async throws -> SampledPotential.RowMeans {
    var means = SampledPotential.RowMeans()
    let strips = (count + Self.tile - 1) / Self.tile
    try await orderedMap(count: strips, width: jobs) { strip in
      stripMeans(strip * Self.tile..<min(count, (strip + 1) * Self.tile))
    } consume: { _, part in
      means.append(part)
    }
    return means
  }

  private func stripMeans(_ rows: Range<Int>) -> SampledPotential.RowMeans {
    var sums = SampledPotential.RowMeans(count: rows.count)
    var products = [Double](repeating: 0, count: rows.count * Self.tile)
    var cosines = products
    var gaussians = [Double](repeating: 0, count: 3 * products.count)
    for start in stride(from: 0, to: count, by: Self.tile) {
      let columns = start..<min(count, start + Self.tile)
      BLAS.doubleProductTransposed(
        left: values.span.extracting(rows.lowerBound * depth..<rows.upperBound * depth),
        leftRows: rows.count,
        right: values.span.extracting(columns.lowerBound * depth..<columns.upperBound * depth),
        rightRows: columns.count, depth: depth, into: &products)
      PairKernels.writeGaussians(
        products, rowSquares: Array(squares[rows]), columnSquares: Array(squares[columns]),
        cosines: &cosines, gaussians: &gaussians)
      for row in rows {
        sums.add(
          cosines, gaussians, row: row - rows.lowerBound, width: columns.count,
          skipping: columns.contains(row) ? row - start : nil)
      }
    }
    sums.divide(by: Double(count - 1))
    return sums
  }
}

extension SampledPotential.RowMeans {
  /// Adds the part of a row that lies in a tile, without its pair with itself.
  fileprivate mutating func add(
    _ cosines: [Double], _ gaussians: [Double], row: Int, width: Int, skipping own: Int?
  ) {
    let tile = cosine.count * width
    let start = row * width
    var (sum, square) = (0.0, 0.0)
    for column in 0..<width {
      let value = cosines[start + column]
      sum += value
      square += value * value
    }
    if let own {
      sum -= cosines[start + own]
      square -= cosines[start + own] * cosines[start + own]
    }
    cosine[row] += sum
    squaredCosine[row] += square
    for index in potentials.indices {
      let first = index * tile + start
      var potential = 0.0
      for column in 0..<width { potential += gaussians[first + column] }
      if let own { potential -= gaussians[first + own] }
      potentials[index][row] += potential
    }
  }
}
