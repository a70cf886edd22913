import EmbeddingSets
import SignRankProof

/// Sign changes under an order and signs found by local search.
struct OrderSearchMethod: BoundMethod {
  let id = "order-search"
  let title = "sign changes in a searched order"
  let side = BoundSide.upper
  let summary =
    "nearest neighbours, then reversals, moves and negations by annealing, of columns and of rows"

  /// Words of bit sets that are looked at in about 20 ms.
  private static let wordsPerEffort = 2_000_000
  private static let mostStartWork = 400_000_000

  func reasonToSkip(_ problem: SignProblem) -> String? {
    problem.dense == nil ? "too large to be looked at entry by entry" : nil
  }

  func search(_ problem: SignProblem, _ context: SearchContext) -> SearchResult {
    guard let matrix = problem.dense, context.upper > context.lower else {
      return SearchResult(isComplete: true)
    }
    var best: BoundCandidate?
    for (index, ordersRows) in [false, true].enumerated() {
      let lines = LineBits(matrix, ordersRows: ordersRows)
      let stream = SplitMix64.mix(context.seed &+ UInt64(2 * context.effort + index))
      let start = Self.start(lines, seed: stream)
      var search = OrderSearch(lines, from: start, seed: stream)
      let found = search.run(
        work: context.effort * Self.wordsPerEffort / 2, deadline: context.deadline)
      for candidate in [start.candidate, found.candidate, found.withGreedySigns().candidate]
      where candidate.signRank < best?.signRank ?? .max { best = candidate }
      if context.deadline.isPassed { break }
    }
    return SearchResult(best.map { [$0] } ?? [], isComplete: false)
  }

  private static func start(_ lines: LineBits, seed: UInt64) -> LineOrder {
    let work = lines.count.multipliedReportingOverflow(by: lines.count * lines.words)
    guard lines.count > 1, !work.overflow, work.partialValue <= mostStartWork else {
      return LineOrder(lines, order: Array(0..<lines.count))
    }
    return lines.nearestNeighbourOrder(from: Int(seed % UInt64(lines.count)))
  }
}
