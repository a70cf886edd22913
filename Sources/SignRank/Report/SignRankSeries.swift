import SignRankProof
import Findings

/// The tables of a report.
struct SignRankSeries {
  let all: [Series]

  /// - Parameter withSeconds: whether times are written; they are the one thing that is never the same
  ///   twice, so a report without a stamp leaves their cells empty.
  init(_ report: SignRankReport, _ antichain: RelevanceAntichain?, withSeconds: Bool) {
    var all = [Self.bounds(report.bounds, withSeconds: withSeconds)]
    if let antichain { all.append(Self.margin(antichain)) }
    if let precision = report.witness.precision {
      all.append(Self.precision(precision, report.names))
    }
    if let audit = report.audit {
      all.append(Self.queries(audit, report.names))
      all.append(
        Series(
          id: "vectors.prefixes", columns: ["dimensions", "ordered_queries"],
          rows: zip(audit.prefixes, audit.orderedByPrefix).map { [.integer($0), .integer($1)] }))
    }
    self.all = all
  }

  private static func bounds(_ bounds: SignRankBounds, withSeconds: Bool) -> Series {
    Series(
      id: "signrank.bounds",
      columns: ["side", "method", "value", "certified", "seconds", "quantity", "outcome"],
      rows: bounds.attempts.map { attempt in
        [
          .text(attempt.side.rawValue), .text(attempt.methodID),
          attempt.quantityValue.map(Cell.integer) ?? .empty,
          .text(attempt.value == nil ? "no" : "yes"),
          withSeconds ? .number(attempt.seconds) : .empty,
          .text(attempt.quantity.rawValue), .text(outcome(attempt.outcome)),
        ]
      })
  }

  private static func outcome(_ outcome: BoundAttempt.Outcome) -> String {
    switch outcome {
    case .notTried: "not tried: the bounds met or the time was over"
    case .skipped(let reason): "skipped: \(reason)"
    case .nothing: "no bound"
    case .nothingYet: "no bound within the time"
    case .certified: "certified"
    case .rejected(let value, let reason): "a bound of \(value) was rejected: \(reason)"
    case .failed(let reason): "failed: \(reason)"
    }
  }

  private static func margin(_ antichain: RelevanceAntichain) -> Series {
    Series(
      id: "margin.dimension", columns: ["half_gap", "dimensions"],
      rows: MarginDimension.gaps.map { gap in
        [
          .number(gap),
          .integer(MarginDimension.dimension(logCount: antichain.logCount, gap: gap)),
        ]
      })
  }

  private static func precision(
    _ precision: WitnessPrecision, _ names: SignRankReport.Names
  ) -> Series {
    Series(
      id: "witness.precision",
      columns: ["type", "ordered_queries", "queries", "least_gap", "worst_query"],
      rows: precision.survivals.map { survival in
        [
          .text(survival.type.rawValue), .integer(survival.orderedQueries),
          .integer(precision.queryCount),
          survival.leastGap.isFinite ? .number(survival.leastGap) : .empty,
          survival.worstRow.map { .text(names.query($0)) } ?? .empty,
        ]
      })
  }

  private static func queries(_ audit: VectorAudit, _ names: SignRankReport.Names) -> Series {
    Series(
      id: "vectors.queries",
      columns: ["query", "in_order", "margin", "worst_relevant", "best_other"],
      rows: audit.queries.map { query in
        [
          .text(names.query(query.row)), .text(query.gap > 0 ? "yes" : "no"),
          .number(query.gap / 2), .text(names.document(query.worstRelevant)),
          .text(names.document(query.bestOther)),
        ]
      })
  }
}
