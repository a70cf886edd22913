import EmbeddingSets
import Glibc
import LinearAlgebra
import Streaming

/// Query vectors that logistic regression finds where least squares fell short.
///
/// Least squares minimises squares, not mistakes: on documents of the trigonometric moment curve in
/// four dimensions it answers 13 % of what a linear query answers fully. Newton's method on the
/// logistic loss of relevant against other documents, with a vanishing ridge, approaches the
/// separating direction of the largest margin wherever there is one (Soudry et al., JMLR 2018).
struct LogisticQueries {
  /// Centred documents and a column of ones, in units of the root mean square of the documents.
  private let rows: [Double]
  private let width: Int
  private let count: Int

  /// Newton steps of one query: the loss falls about e-fold in each once the data are separated.
  private static let steps = 40
  /// Weight of the ridge against a loss of one document.
  private static let ridge = 1e-9
  /// Most values that are kept in memory.
  private static let valueLimit = 1 << 24
  /// Most multiplications of all queries together: some seconds.
  private static let budget = 1e11

  /// Documents in memory; nil where they are too many.
  init?(_ documents: any EmbeddingSource, _ moments: DocumentMoments) throws {
    let columnCount = moments.mean.count
    guard moments.count * (columnCount + 1) <= Self.valueLimit else { return nil }
    width = columnCount + 1
    count = moments.count
    let scale = (Double(count * columnCount) / moments.gram.trace).squareRoot()
    var rows: [Double] = []
    rows.reserveCapacity(count * width)
    for range in ranges(of: count, length: 1024) {
      let block = try documents.block(rows: range).doubles
      for first in stride(from: 0, to: block.count, by: columnCount) {
        for column in 0..<columnCount {
          rows.append((block[first + column] - moments.mean[column]) * scale)
        }
        rows.append(1)
      }
    }
    self.rows = rows
  }

  /// How many queries the budget allows.
  var affordableQueries: Int {
    let step = Double(count) * Double(width) * Double(width)
    return Int(min(1e6, Self.budget / (step * Double(Self.steps))))
  }

  /// A vector for each query, as rows; the intercepts are left out, because they order nothing.
  func vectors(_ relevant: [[Int]], jobs: Int) async throws -> Matrix {
    var elements: [Double] = []
    try await orderedMap(count: relevant.count, width: jobs) { query in
      try vector(relevant[query])
    } consume: { _, vector in
      elements += vector
    }
    return Matrix(rowCount: relevant.count, columnCount: width - 1, elements: elements)
  }

  private func vector(_ relevant: [Int]) throws -> [Double] {
    var signs = [Double](repeating: -1, count: count)
    for document in relevant { signs[document] = 1 }
    var solution = [Double](repeating: 0, count: width)
    var loss = Double.infinity
    for _ in 0..<Self.steps {
      let state = try step(solution, signs)
      var scale = 1.0
      var next = solution
      var nextLoss = Double.infinity
      // a full Newton step may overshoot far from the optimum
      while scale > 1e-4 {
        for index in 0..<width { next[index] = solution[index] + scale * state.step[index] }
        nextLoss = self.loss(next, signs)
        if nextLoss < state.loss { break }
        scale /= 2
      }
      guard nextLoss < state.loss else { break }
      solution = next
      loss = nextLoss
      // below ln 2 for all documents together no document can stand on the wrong side
      if loss < 0.1 { break }
    }
    return Array(solution[..<(width - 1)])
  }

  private func scores(_ vector: [Double]) -> [Double] {
    let product = LinearAlgebra.product(
      Matrix(rowCount: 1, columnCount: width, elements: vector),
      Matrix(rowCount: count, columnCount: width, elements: rows), transposeB: true)
    return product.elements
  }

  private func loss(_ vector: [Double], _ signs: [Double]) -> Double {
    let scores = scores(vector)
    var sum = 0.0
    for index in 0..<count { sum += softplus(-signs[index] * scores[index]) }
    for value in vector { sum += Self.ridge / 2 * value * value }
    return sum
  }

  /// The loss and the Newton step at a point.
  private func step(
    _ vector: [Double], _ signs: [Double]
  ) throws -> (loss: Double, step: [Double]) {
    let scores = scores(vector)
    var loss = 0.0
    var gradient = vector.map { -Self.ridge * $0 }
    var weighted = rows
    for index in 0..<count {
      let margin = signs[index] * scores[index]
      loss += softplus(-margin)
      let chance = sigmoid(-margin)
      let root = max(chance * (1 - chance), 1e-12).squareRoot()
      for column in 0..<width {
        let place = index * width + column
        gradient[column] += chance * signs[index] * rows[place]
        weighted[place] *= root
      }
    }
    for value in vector { loss += Self.ridge / 2 * value * value }
    var hessian = SymmetricMatrix(zero: width)
    hessian.addGram(ofRows: weighted.span, rowCount: count)
    let lift = Self.ridge + 1e-12 * hessian.trace / Double(width)
    for column in 0..<width { hessian[column, column] += lift }
    return (loss, try hessian.choleskyFactor().solve(gradient))
  }

  private func sigmoid(_ value: Double) -> Double {
    value >= 0 ? 1 / (1 + exp(-value)) : exp(value) / (1 + exp(value))
  }

  private func softplus(_ value: Double) -> Double {
    value > 0 ? value + log1p(exp(-value)) : log1p(exp(value))
  }
}
