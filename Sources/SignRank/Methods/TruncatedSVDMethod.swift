import EmbeddingSets
import LinearAlgebra
import SignRankProof

/// The least truncation of the singular value decomposition that keeps all signs.
struct TruncatedSVDMethod: BoundMethod {
  let id = "truncated-svd"
  let title = "truncated singular value decomposition"
  let side = BoundSide.upper
  let summary =
    "the first terms of the SVD of S, and of S with the rarer sign weighted up, whose signs are all right"

  /// Operations of one decomposition and of the sums: about two seconds.
  private static let mostWork = 6_000_000_000

  func reasonToSkip(_ problem: SignProblem) -> String? {
    guard let matrix = problem.dense else { return "too large to be looked at entry by entry" }
    let (short, long) = (
      min(matrix.rowCount, matrix.columnCount), max(matrix.rowCount, matrix.columnCount)
    )
    return short * short > Self.mostWork / 4 / max(1, long)
      ? "the decomposition would take too long" : nil
  }

  func search(_ problem: SignProblem, _ context: SearchContext) throws -> SearchResult {
    guard let matrix = problem.dense, context.upper > context.lower else {
      return SearchResult(isComplete: true)
    }
    var upper = context.upper
    var best: BoundCandidate?
    for weight in Self.weights(matrix)
    where context.deadline.leavesRoom(for: Self.seconds(matrix)) {
      let factors = try Self.factors(
        matrix, positiveWeight: weight, below: upper, deadline: context.deadline)
      guard let factors,
        let evidence = factors.rounded(to: matrix, deadline: context.deadline)
      else { continue }
      upper = factors.rank
      best = BoundCandidate(signRank: upper, evidence: evidence)
    }
    return SearchResult(best.map { [$0] } ?? [], isComplete: true)
  }

  /// Seconds of a decomposition, which cannot be interrupted; measured.
  private static func seconds(_ matrix: SignMatrix) -> Double {
    let (m, n) = (Double(matrix.rowCount), Double(matrix.columnCount))
    return 1e-9 * min(m, n) * m * n
  }

  /// Weights of the +1 beside 1 for the -1: none, such that both signs weigh the same, and between.
  private static func weights(_ matrix: SignMatrix) -> [Double] {
    let entries = matrix.rowCount * matrix.columnCount
    let positive = matrix.positive.reduce(0) { $0 + $1.nonzeroBitCount }
    guard positive > 0, positive < entries else { return [1] }
    let ratio = Double(entries - positive) / Double(positive)
    if entries > 100_000 { return ratio > 2 || ratio < 0.5 ? [ratio] : [1] }
    return [1, ratio.squareRoot(), ratio]
  }

  /// The first factors, of fewer than `limit` terms, with all signs right; holes weigh nothing.
  private static func factors(
    _ matrix: SignMatrix, positiveWeight: Double, below limit: Int, deadline: Deadline
  ) throws -> SignFactors? {
    let (m, n) = (matrix.rowCount, matrix.columnCount)
    var weighted = Matrix(rowCount: m, columnCount: n)
    for row in 0..<m {
      for column in 0..<n {
        let sign = matrix[row, column]
        weighted[row, column] = sign > 0 ? positiveWeight : Double(sign)
      }
    }
    let system = try weighted.singularSystem()
    var sums = [Double](repeating: 0, count: m * n)
    for rank in 1..<max(1, min(limit, system.values.count + 1)) {
      if deadline.isPassed { return nil }
      let left = (0..<m).map { system.leftVectors[$0, rank - 1] * system.values[rank - 1] }
      let right = system.rightVectors.row(rank - 1)
      guard addTerm(left, right, to: &sums, signs: weighted.elements) == 0 else { continue }
      var (rows, columns) = (
        Matrix(rowCount: m, columnCount: rank), Matrix(rowCount: n, columnCount: rank)
      )
      for term in 0..<rank {
        let root = system.values[term].squareRoot()
        for row in 0..<m { rows[row, term] = system.leftVectors[row, term] * root }
        for column in 0..<n { columns[column, term] = system.rightVectors[term, column] * root }
      }
      return SignFactors(rows: rows, columns: columns)
    }
    return nil
  }

  /// Adds a term to the sums, and counts those of the wrong sign.
  private static func addTerm(
    _ left: [Double], _ right: [Double], to sums: inout [Double], signs: [Double]
  ) -> Int {
    let (right, signs) = (right.span, signs.span)
    let width = right.count
    var target = sums.mutableSpan
    var wrong = 0
    for row in left.indices {
      let factor = left[row]
      for column in 0..<width {
        let at = row * width + column
        let sum = target[at] + factor * right[column]
        target[at] = sum
        if sum * signs[at] <= 0 && signs[at] != 0 { wrong += 1 }
      }
    }
    return wrong
  }
}
