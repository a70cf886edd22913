import Findings
import SignRankProof

/// What a reader should do, or know before believing.
struct SignRankFindings {
  let all: [Finding]

  init(_ report: SignRankReport) {
    all =
      Self.rejected(report.bounds) + Self.open(report.bounds) + Self.vectors(report)
      + Self.precision(report) + Self.failed(report.bounds)
  }

  private static let ranks: [MetricID] = ["ordering-rank.lower", "ordering-rank.upper"]

  private static func open(_ bounds: SignRankBounds) -> [Finding] {
    guard let order = bounds.orderingRank, let rank = bounds.signRank,
      !order.isExact || !rank.isExact
    else { return [] }
    let (why, advice) =
      switch bounds.ending {
      case .outOfTime: ("the time was over", "Give it more with --time-limit.")
      case .outOfRounds: ("the rounds were over", "Give it more with --rounds.")
      case .nothingLeft, .closed:
        ("no method here finds more", "More time would not help; the truth is in the interval.")
      }
    return [
      Finding(
        id: "signrank.open", severity: .note,
        message: "The interval is open because \(why). What was not found is not impossible: "
          + "only the two ends are proved.",
        evidence: order.isExact ? ["signrank.lower", "signrank.upper"] : ranks, advice: advice)
    ]
  }

  private static func vectors(_ report: SignRankReport) -> [Finding] {
    guard let audit = report.audit, audit.orderedCount < audit.queries.count,
      let order = report.bounds.orderingRank
    else { return [] }
    let worst = audit.queries.min { $0.gap < $1.gap }
    let example =
      worst.map {
        " Worst: query '\(report.names.query($0.row))', where '\(report.names.document($0.bestOther))'"
          + " scores above '\(report.names.document($0.worstRelevant))'."
      } ?? ""
    let missed = audit.queries.count - audit.orderedCount
    let what =
      "Your \(audit.dimension)-dimensional vectors leave "
      + "\(SignRankText.counted(missed, "query", "queries")) of "
      + "\(NumberText.grouped(audit.queries.count)) out of order.\(example)"
    if audit.dimension < order.lower.value {
      return [
        Finding(
          id: "vectors.too-few-dimensions", severity: .warning,
          message: what + " No vectors of this length could order all: "
            + "\(order.lower.value) dimensions are needed.",
          evidence: ["vectors.ordered-share", "ordering-rank.lower"],
          advice: "Use a larger dimension, or more than one vector a text.")
      ]
    }
    guard audit.dimension >= order.upper.value else {
      return [
        Finding(
          id: "vectors.out-of-order", severity: .warning,
          message: what + " Whether so many dimensions could do it is open.",
          evidence: ["vectors.ordered-share"] + ranks,
          advice: "Raise --time-limit to narrow the interval.")
      ]
    }
    return [
      Finding(
        id: "vectors.out-of-order", severity: .warning,
        message: what + " Dimension is not the limit: \(order.upper.value) would do.",
        evidence: ["vectors.ordered-share", "ordering-rank.upper"],
        advice: "Train or prompt the model; embedscope capacity tells which side.")
    ]
  }

  private static func precision(_ report: SignRankReport) -> [Finding] {
    guard let precision = report.witness.precision,
      let half = precision.survivals.first(where: { $0.orderedQueries < precision.queryCount }),
      let row = half.worstRow
    else { return [] }
    return [
      Finding(
        id: "witness.precision", severity: .note,
        message:
          "So few dimensions are a matter of precision: stored as \(half.type.rawValue) this "
          + "witness orders \(NumberText.grouped(half.orderedQueries)) of "
          + "\(SignRankText.counted(precision.queryCount, "query", "queries")) (worst: "
          + "'\(report.names.query(row))').",
        evidence: ["witness.margin", WitnessMetrics.survivalID(half.type)],
        advice: "Read margin.dimension for what a usable margin costs.")
    ]
  }

  /// A claim that the proof did not accept never counts, and is a fault to be told.
  private static func rejected(_ bounds: SignRankBounds) -> [Finding] {
    bounds.attempts.compactMap { attempt in
      guard case .rejected(let value, let reason) = attempt.outcome else { return nil }
      return Finding(
        id: "signrank.rejected", severity: .warning,
        message: "A bound of \(value) by \(attempt.methodTitle) was not accepted by its proof "
          + "(\(reason)) and does not count.",
        evidence: [], advice: "This is a fault of the method: please report it with the matrix.")
    }
  }

  private static func failed(_ bounds: SignRankBounds) -> [Finding] {
    bounds.attempts.compactMap { attempt in
      guard case .failed(let reason) = attempt.outcome else { return nil }
      return Finding(
        id: "signrank.method-failed", severity: .note,
        message: "The method '\(attempt.methodTitle)' failed (\(reason)); the bounds are those of "
          + "the others.",
        evidence: [], advice: "")
    }
  }
}
