import EmbeddingSets
import Findings
import Retrieval
import SignRank

/// What sign-rank says of the judgments that a capacity analysis asks about.
enum CapacityBounds {
  /// Rounds of the search: one is the same on every machine, and enough for most judgments.
  private static let rounds = 1

  /// Bounds on the sign-rank and the ordering rank of the queries with a relevant document, and the
  /// dimension that a half-gap of 0.1 needs.
  static func bounds(
    of relevant: RelevantDocuments, documentCount: Int, timeLimit: Double, seed: UInt64, jobs: Int
  ) async -> JudgmentBounds {
    let matrix = RelevanceMatrix(columnCount: documentCount, relevant: relevant.documents)
    let bounds = await BoundSearch(
      matrix,
      options: BoundSearch.Options(
        timeLimit: timeLimit, mostRounds: rounds, seed: seed, jobs: jobs)
    ).run()
    var result = JudgmentBounds()
    for (name, interval) in [
      ("signrank", bounds.signRank), ("ordering-rank", bounds.orderingRank),
    ] {
      for (side, proved) in [("lower", interval?.lower), ("upper", interval?.upper)] {
        result.metrics.append(
          Metric(
            MetricID("\(name).\(side)"),
            proved.map { MetricValue.measured(Double($0.value)) }
              ?? .undefined(reason: "the judgments leave it open"), unit: .dimensions))
      }
    }
    let margin = MarginDimension.dimension(
      logCount: RelevanceAntichain(matrix).logCount, gap: 0.1)
    result.metrics.append(
      Metric("margin.dimension@gap=0.1", .measured(Double(margin)), unit: .dimensions))
    if let order = bounds.orderingRank {
      let words =
        order.isExact
        ? "exactly \(order.lower.value)" : "\(order.lower.value) to \(order.upper.value)"
      result.highlights = [
        Highlight(
          label: "judgments", value: "ordering rank \(words)",
          remark: "dimensions that some vectors need; a half-gap of 0.1 needs at least "
            + "\(margin)")
      ]
    }
    return result
  }
}
