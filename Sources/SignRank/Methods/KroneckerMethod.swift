import EmbeddingSets
import SignRankProof

/// A matrix that is a Kronecker product of two smaller ones, such as Sylvester's: the sign-rank is at
/// most the product of theirs.
struct KroneckerMethod: BoundMethod {
  let id = "kronecker-product"
  let title = "product of smaller matrices"
  let side = BoundSide.upper
  let summary =
    "where blocks repeat up to sign: rank of the pattern of blocks times rank of a block, by factors"

  private static let mostEntries = 1 << 20
  /// Work of a search for the factors of one part, about 0.1 s.
  private static let partWork = 100_000_000
  private static let largestPart = 64

  func reasonToSkip(_ problem: SignProblem) -> String? {
    if problem.form == .augmented { return "the all-ones row breaks the pattern" }
    guard let matrix = problem.dense, matrix.rowCount * matrix.columnCount <= Self.mostEntries
    else { return "more than \(Self.mostEntries) entries" }
    return problem.matrix.hasHoles ? "unjudged entries leave more than one matrix" : nil
  }

  func search(_ problem: SignProblem, _ context: SearchContext) -> SearchResult {
    guard let matrix = problem.dense, context.upper > context.lower else {
      return SearchResult(isComplete: true)
    }
    var upper = context.upper
    var best: BoundCandidate?
    for height in Self.divisors(matrix.rowCount) {
      for width in Self.divisors(matrix.columnCount) where !context.deadline.isPassed {
        guard let (pattern, block) = Self.split(matrix, height: height, width: width),
          let left = Self.factors(of: pattern, context),
          let right = Self.factors(of: block, context),
          let rank = left.rows.first.flatMap({ first in
            right.rows.first.map { first.count * $0.count }
          }),
          rank < upper
        else { continue }
        let evidence = IntegerFactors(
          rows: Self.products(left.rows, right.rows),
          columns: Self.products(left.columns, right.columns))
        upper = rank
        best = BoundCandidate(signRank: rank, evidence: evidence)
      }
    }
    return SearchResult(best.map { [$0] } ?? [], isComplete: true)
  }

  /// Heights of blocks: more than one line, and more than one block.
  private static func divisors(_ count: Int) -> [Int] {
    guard count > 3 else { return [] }
    return (2...count / 2).filter { count.isMultiple(of: $0) && count / $0 <= largestPart }
  }

  /// The pattern of blocks and the block, if all blocks are the first one up to sign.
  private static func split(
    _ matrix: SignMatrix, height: Int, width: Int
  ) -> (pattern: SignMatrix, block: SignMatrix)? {
    guard height <= largestPart, width <= largestPart else { return nil }
    let corner = matrix[0, 0]
    for row in 0..<matrix.rowCount {
      for column in 0..<matrix.columnCount {
        let block = matrix[row % height, column % width]
        let pattern = matrix[row / height * height, column / width * width]
        guard matrix[row, column] == block * pattern * corner else { return nil }
      }
    }
    var pattern = SignMatrix(
      rowCount: matrix.rowCount / height, columnCount: matrix.columnCount / width)
    for row in 0..<pattern.rowCount {
      for column in 0..<pattern.columnCount {
        pattern[row, column] = matrix[row * height, column * width] * corner
      }
    }
    var block = SignMatrix(rowCount: height, columnCount: width)
    for row in 0..<height {
      for column in 0..<width { block[row, column] = matrix[row, column] }
    }
    return (pattern, block)
  }

  /// Whole-number factors of few columns for a part; the matrix itself and the identity at worst.
  private static func factors(of part: SignMatrix, _ context: SearchContext) -> IntegerFactors? {
    let signs = FactorSearch.signs(of: part)
    var best = IntegerFactors(
      rows: (0..<part.rowCount).map { row in
        (0..<part.columnCount).map { part[row, $0] }
      },
      columns: (0..<part.columnCount).map { column in
        (0..<part.columnCount).map { $0 == column ? 1 : 0 }
      })
    var rank = min(part.rowCount, part.columnCount)
    var work = partWork
    while rank >= 1, !context.deadline.isPassed {
      let search = FactorSearch(part, signs: signs, rank: rank, seed: context.seed)
      let iterations = min(2000, work / search.workPerIteration)
      guard iterations >= 100 else { break }
      let outcome = search.run(iterations: iterations, deadline: context.deadline)
      guard let found = outcome.factors else { break }
      best = found
      work -= outcome.iterations * search.workPerIteration
      rank -= 1
    }
    return best
  }

  private static func products(_ outer: [[Int]], _ inner: [[Int]]) -> [[Int]] {
    outer.flatMap { a in inner.map { b in a.flatMap { x in b.map { x * $0 } } } }
  }
}
