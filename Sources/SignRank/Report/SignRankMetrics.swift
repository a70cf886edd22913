import EmbeddingSets
import Findings

/// The metrics of a report, one for each definition of the catalogue.
struct SignRankMetrics {
  let all: [Metric]

  init(_ report: SignRankReport, _ antichain: RelevanceAntichain?) {
    let bounds = report.bounds
    var values: [MetricID: MetricValue] = [:]
    for (name, interval) in [("signrank", bounds.signRank), ("ordering-rank", bounds.orderingRank)]
    {
      values[MetricID("\(name).lower")] = Self.count(interval?.lower.value, "no entry is judged")
      values[MetricID("\(name).upper")] = Self.count(interval?.upper.value, "no entry is judged")
    }
    for id in ["signrank.forster-ratio", "signrank.forster-simon", "signrank.vc-symmetric"] {
      values[MetricID(id)] =
        bounds.figures[id].map(MetricValue.measured)
        ?? .skipped(reason: "the bounds met before it was computed, or it is not for this matrix")
    }
    values["signrank.rows-condensed"] = Self.count(bounds.plain.rows.count, "")
    values["signrank.columns-condensed"] = Self.count(bounds.plain.columns.count, "")
    values["signrank.sparsity"] = Self.count(
      report.sparsity, "with holes it is open what is not relevant")
    for (id, value) in Self.structure(report) { values[id] = value }
    for gap in MarginDimension.gaps {
      values[MarginMetrics.id(gap)] = Self.count(
        antichain.map { MarginDimension.dimension(logCount: $0.logCount, gap: gap) },
        "with holes relevance sets are not known")
    }
    values.merge(Self.witness(report.witness)) { $1 }
    values.merge(Self.vectors(report.audit, report.unscored)) { $1 }
    all = SignRankCatalog.all.map { descriptor in
      SignRankCatalog.metric(
        descriptor.id, values[descriptor.id] ?? .skipped(reason: "not computed"))
    }
  }

  private static func structure(_ report: SignRankReport) -> [MetricID: MetricValue] {
    var values: [MetricID: MetricValue] = [:]
    let none = MetricValue.undefined(reason: "fewer than two queries, or documents, have relevance")
    let reason =
      report.bounds.matrix.hasHoles
      ? "with holes it is open what queries share" : "the queries share too much to be counted"
    let graph = QueryGraph(report.bounds.matrix)
    for (id, value) in [
      ("signrank.query-graph-strength", graph?.strength),
      ("signrank.query-graph-density", graph?.density),
      ("signrank.document-graph-density", graph?.documentDensity),
    ] {
      values[MetricID(id)] =
        graph == nil ? .skipped(reason: reason) : value.map(MetricValue.measured) ?? none
    }
    for dimension in WrongPairs.dimensions {
      values[WrongPairs.id(dimension)] =
        report.wrongPairs.least[dimension].map { .measured(Double($0)) }
        ?? .skipped(reason: report.wrongPairs.reason)
    }
    return values
  }

  private static func count(_ value: Int?, _ reason: String) -> MetricValue {
    value.map { .measured(Double($0)) } ?? .undefined(reason: reason)
  }

  private static func witness(_ outcome: SignRankReport.WitnessOutcome) -> [MetricID: MetricValue] {
    var values: [MetricID: MetricValue] = [:]
    let ids = ["witness.margin"] + StorageType.allCases.map { WitnessMetrics.survivalID($0) }
    switch outcome {
    case .none(let reason):
      for id in ["witness.dimension"] + ids { values[id] = .skipped(reason: reason) }
    case .found(let witness, let precision):
      values["witness.dimension"] = count(witness.dimension, "")
      guard let precision else {
        for id in ids {
          values[id] = .skipped(
            reason: "queries x documents x dimensions exceed what is measured, or the time was over"
          )
        }
        break
      }
      values["witness.margin"] =
        precision.margin.map(MetricValue.measured)
        ?? .undefined(reason: "no query has both a relevant document and another")
      for survival in precision.survivals {
        values[WitnessMetrics.survivalID(survival.type)] = .measured(
          Double(survival.orderedQueries) / Double(precision.queryCount))
      }
    }
    return values
  }

  private static func vectors(
    _ audit: VectorAudit?, _ unscored: String?
  ) -> [MetricID: MetricValue] {
    var values: [MetricID: MetricValue] = [:]
    for descriptor in VectorMetrics.all {
      values[descriptor.id] =
        audit == nil
        ? .skipped(reason: unscored ?? "give the vectors with --documents and --queries")
        : .undefined(reason: "no query with vectors has both a relevant document and another")
    }
    guard let audit, !audit.queries.isEmpty else { return values }
    let margins = audit.queries.map { $0.gap / 2 }.sorted()
    let middle = margins.count / 2
    values["vectors.ordered-share"] = .measured(
      Double(audit.orderedCount) / Double(audit.queries.count))
    values["vectors.margin-min"] = .measured(margins[0])
    values["vectors.margin-median"] = .measured(
      margins.count.isMultiple(of: 2)
        ? (margins[middle - 1] + margins[middle]) / 2 : margins[middle])
    values["vectors.least-prefix"] =
      audit.leastPrefix.map { .measured(Double($0)) }
      ?? .undefined(reason: "the vectors order no query correctly")
    return values
  }
}
