import EmbeddingSets
import LinearAlgebra
import SignRankProof

/// Gradient search for vectors of a given length with given signs.
///
/// The logistic loss Σ log(1 + exp(-b sᵢⱼ uᵢ·vⱼ)) over unit vectors, Adam with vectors scaled back to
/// length 1 after every step, and b annealed from 5 to 300: at first all entries pull, at the end only
/// those that are wrong. Small matrices run 32 starts side by side, a lane each; larger ones run one
/// start through matrix products.
struct FactorSearch {
  private let matrix: SignMatrix
  private let signs: [Int8]
  private let rank: Int
  private let seed: UInt64

  private static let rate: Float = 0.03
  private static let sharpness: (first: Double, last: Double) = (5, 300)
  /// Matrices with more entries run one start at a time.
  private static let mostLaneEntries = 4096

  /// A search for vectors of a length.
  init(_ matrix: SignMatrix, signs: [Int8], rank: Int, seed: UInt64) {
    self.matrix = matrix
    self.signs = signs
    self.rank = rank
    self.seed = seed
  }

  /// The signs of a matrix as numbers, row-major.
  static func signs(of matrix: SignMatrix) -> [Int8] {
    var signs: [Int8] = []
    signs.reserveCapacity(matrix.rowCount * matrix.columnCount)
    for row in 0..<matrix.rowCount {
      for column in 0..<matrix.columnCount { signs.append(Int8(matrix[row, column])) }
    }
    return signs
  }

  /// Counted work of an iteration, in about nanoseconds.
  var workPerIteration: Int {
    let entries = matrix.rowCount * matrix.columnCount
    return Self.usesLanes(matrix)
      ? max(1, entries * (30 + 8 * rank) / 2) : max(1, entries * (10 + rank) / 6)
  }

  private static func usesLanes(_ matrix: SignMatrix) -> Bool {
    matrix.rowCount * matrix.columnCount <= mostLaneEntries
  }

  /// What a search came to.
  struct Outcome {
    /// Whole-number vectors, if any were found.
    let factors: IntegerFactors?
    /// Iterations that were needed, or all of them.
    let iterations: Int
  }

  /// Runs so many iterations, or until vectors are found that also round to whole numbers.
  func run(iterations: Int, deadline: Deadline) -> Outcome {
    Self.usesLanes(matrix)
      ? runLanes(iterations: iterations, deadline: deadline)
      : runTiles(iterations: iterations, deadline: deadline)
  }

  /// b after a share of the iterations: geometric, by repeated multiplication.
  private static func growth(_ iterations: Int) -> Double {
    // the root of 60 by bisection: the same on every platform
    var (low, high) = (1.0, 60.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      var power = 1.0
      for _ in 0..<iterations {
        power *= middle
        if power > 60 { break }
      }
      if power > sharpness.last / sharpness.first { high = middle } else { low = middle }
    }
    return low
  }

  // MARK: many starts of a small matrix

  private func runLanes(iterations: Int, deadline: Deadline) -> Outcome {
    let lanes = EmbeddingKernels.laneCount
    let (m, n) = (matrix.rowCount, matrix.columnCount)
    var generator = GaussianGenerator(seed: seed)
    var left = (0..<m * rank * lanes).map { _ in Float(generator.next()) }
    var right = (0..<n * rank * lanes).map { _ in Float(generator.next()) }
    var leftGradient = [Float](repeating: 0, count: left.count)
    var rightGradient = [Float](repeating: 0, count: right.count)
    var leftState = EmbeddingKernels.Adam(count: left.count)
    var rightState = EmbeddingKernels.Adam(count: right.count)
    var least = [Float](repeating: 0, count: lanes)
    // a step of length 0 only scales the vectors
    leftState.stepLanes(&left, gradient: leftGradient, rowCount: m, rank: rank, rate: 0)
    rightState.stepLanes(&right, gradient: rightGradient, rowCount: n, rank: rank, rate: 0)
    leftState = EmbeddingKernels.Adam(count: left.count)
    rightState = EmbeddingKernels.Adam(count: right.count)
    let growth = Self.growth(iterations)
    var sharpness = Self.sharpness.first
    for iteration in 0..<iterations {
      if iteration % 16 == 0, deadline.isPassed { break }
      EmbeddingKernels.signGradient(
        left: left, right: right, signs: signs, rowCount: m, columnCount: n, rank: rank,
        sharpness: Float(sharpness), leftGradient: &leftGradient, rightGradient: &rightGradient,
        least: &least)
      if iteration % 8 == 7 || iteration == iterations - 1,
        let lane = least.indices.max(by: { least[$0] < least[$1] }), least[lane] > 0,
        let found = factors(left, right, lane: lane).rounded(to: matrix, deadline: deadline)
      {
        return Outcome(factors: found, iterations: iteration + 1)
      }
      leftState.stepLanes(
        &left, gradient: leftGradient, rowCount: m, rank: rank, rate: Self.rate)
      rightState.stepLanes(
        &right, gradient: rightGradient, rowCount: n, rank: rank, rate: Self.rate)
      sharpness *= growth
    }
    return Outcome(factors: nil, iterations: iterations)
  }

  private func factors(_ left: [Float], _ right: [Float], lane: Int) -> SignFactors {
    let lanes = EmbeddingKernels.laneCount
    func part(_ values: [Float], _ count: Int) -> Matrix {
      Matrix(
        rowCount: count, columnCount: rank,
        elements: (0..<count * rank).map { Double(values[$0 * lanes + lane]) })
    }
    return SignFactors(
      rows: part(left, matrix.rowCount), columns: part(right, matrix.columnCount))
  }

  // MARK: one start of a large matrix

  private func runTiles(iterations: Int, deadline: Deadline) -> Outcome {
    let (m, n) = (matrix.rowCount, matrix.columnCount)
    var generator = GaussianGenerator(seed: seed)
    var left = Self.unitRows(m, rank, &generator)
    var right = Self.unitRows(n, rank, &generator)
    var leftGradient = [Float](repeating: 0, count: left.count)
    var rightGradient = [Float](repeating: 0, count: right.count)
    var leftState = EmbeddingKernels.Adam(count: left.count)
    var rightState = EmbeddingKernels.Adam(count: right.count)
    let tileRows = max(8, min(m, (1 << 18) / n))
    var tile = [Float](repeating: 0, count: tileRows * n)
    let growth = Self.growth(iterations)
    var sharpness = Self.sharpness.first
    for iteration in 0..<iterations {
      if deadline.isPassed { break }
      for at in rightGradient.indices { rightGradient[at] = 0 }
      var least = Float.infinity
      var wrong = 0
      for start in stride(from: 0, to: m, by: tileRows) {
        let rows = start..<min(start + tileRows, m)
        let part = rows.lowerBound * rank..<rows.upperBound * rank
        BLAS.singleProductTransposed(
          left: left.span.extracting(part), leftRows: rows.count, right: right.span, rightRows: n,
          depth: rank, into: &tile)
        wrong += EmbeddingKernels.signGradient(
          &tile, signs: signs.span.extracting(rows.lowerBound * n..<rows.upperBound * n),
          sharpness: Float(sharpness), least: &least)
        BLAS.singleProduct(
          left: tile.span, rows: rows.count, right: right.span, columns: rank, depth: n,
          into: &leftGradient, at: part.lowerBound)
        BLAS.addSingleTransposedProduct(
          left: tile.span, rows: n, right: left.span.extracting(part), columns: rank,
          depth: rows.count, to: &rightGradient)
      }
      if wrong == 0 {
        let factors = SignFactors(
          rows: Matrix(rowCount: m, columnCount: rank, elements: left.map(Double.init)),
          columns: Matrix(rowCount: n, columnCount: rank, elements: right.map(Double.init)))
        if let found = factors.rounded(to: matrix, deadline: deadline) {
          return Outcome(factors: found, iterations: iteration + 1)
        }
      }
      leftState.step(
        &left, gradient: leftGradient, rowCount: m, columnCount: rank, rate: Self.rate)
      rightState.step(
        &right, gradient: rightGradient, rowCount: n, columnCount: rank, rate: Self.rate)
      sharpness *= growth
    }
    return Outcome(factors: nil, iterations: iterations)
  }

  private static func unitRows(
    _ count: Int, _ width: Int, _ generator: inout GaussianGenerator
  ) -> [Float] {
    let values = Matrix(
      rowCount: count, columnCount: width,
      elements: (0..<count * width).map { _ in generator.next() })
    return SignFactors.unitRows(values).elements.map { Float($0) }
  }
}
