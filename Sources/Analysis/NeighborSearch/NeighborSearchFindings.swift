import Findings

/// A search in words: the answer, first numbers, findings.
struct NeighborSearchFindings {
  let statistics: NeighborSearchStatistics
  let thresholds: Thresholds
  private let metrics: [MetricID: Metric]

  /// Fewest lists from which the reach of one row is judged.
  private static let fewestLists = 100
  /// A rank correlation of norm and occurrence from which norms decide; a line of ours.
  static let decisiveCorrelation = 0.5
  /// A share of rows in no list that is worth a finding where it is twice that of cosine; ours too.
  private static let manyAntihubs = 0.1

  init(_ statistics: NeighborSearchStatistics, thresholds: Thresholds) {
    self.statistics = statistics
    self.thresholds = thresholds
    metrics = Dictionary(statistics.metrics.map { ($0.id, $0) }) { first, _ in first }
  }

  typealias Catalog = NeighborSearchCatalog
  var metric: NeighborMetric { statistics.metric }
  var k: Int { statistics.neighborCount }
  var counts: OccurrenceCounts? { statistics.hubs?.counts }
  var cosineCounts: OccurrenceCounts? { statistics.cosineHubs?.counts }

  func id(_ quantity: Catalog.Quantity, _ metric: NeighborMetric? = nil) -> MetricID {
    quantity.descriptor(parameters: statistics.parameters(metric ?? self.metric)).id
  }

  func measured(
    _ id: MetricID
  ) -> (value: Double, interval: Interval?)? {
    guard let metric = metrics[id], let value = metric.value.number else { return nil }
    return (value, metric.interval)
  }

  /// The first line.
  var verdict: String {
    "\(statistics.name), \(nearest) by \(metric.words): \(answer)"
  }

  private var nearest: String {
    k == 1 ? "the nearest row" : "\(NumberText.grouped(k)) nearest rows"
  }

  private var answer: String {
    guard statistics.found.queryCount > 0 else { return "no query can be used." }
    guard let counts else {
      let sampled = "of \(NumberText.grouped(statistics.found.queryCount)) sampled queries"
      if let overlap = statistics.cosineOverlap {
        return
          "\(sampled), \(NumberText.percent(overlap.value)) of the neighbours are those of cosine."
      }
      let values = valueTexts
      return "\(sampled), \(values.words)."
    }
    let beside = cosineCounts.map {
      " (cosine: \(Wording.count($0.halfCount, "row")), \(NumberText.percent($0.antihubShare)))"
    }
    return (judgement.map { "\($0). H" } ?? "h")
      + "alf of all places in lists go to \(NumberText.grouped(counts.halfCount)) of "
      + "\(Wording.count(counts.counts.count, "row")); \(NumberText.percent(counts.antihubShare)) "
      + "\(statistics.isOther ? "are in no list" : "are never found")\(beside ?? "")."
  }

  /// What the lists come to, where there are enough of them to say.
  private var judgement: String? {
    guard statistics.found.queryCount >= Self.fewestLists else { return nil }
    if normsDecide { return "norms decide who is found" }
    return reachOfHub.map {
      "row \($0.row) is in \(NumberText.percent($0.share)) of the lists"
    } ?? "no row answers everything"
  }

  /// The row in most lists, where it is in so many that it is a warning.
  private var reachOfHub: (row: Int, share: Double)? {
    guard let first = counts?.hubs().first, statistics.found.queryCount >= Self.fewestLists
    else { return nil }
    let share = Double(first.count) / Double(statistics.found.queryCount)
    return share > thresholds["hub-reach"] ? (first.row, share) : nil
  }

  /// What is wrong, on what evidence, and one thing to do; worst first.
  var findings: [Finding] {
    [
      nonfinite(statistics.tally, statistics.sourceName),
      statistics.queryTally.flatMap { nonfinite($0, statistics.queriesName ?? "") },
      norms, hub, unsampled, directionless, ownNearest, same,
    ].compactMap { $0 }
  }

  private func nonfinite(_ tally: RowTally, _ name: String) -> Finding? {
    guard tally.nonfiniteCount > 0 else { return nil }
    return Finding(
      id: "rows-nonfinite", severity: .failure,
      message:
        "\(Wording.list(tally.nonfiniteRows, of: tally.nonfiniteCount)) of \(name) "
        + "\(tally.nonfiniteCount == 1 ? "holds" : "hold") a NaN or an infinity: left out.",
      evidence: [id(Catalog.antihubs)],
      advice: "Find out which step made them, with embedscope diagnose.")
  }

  /// Whether the norms decide: then they are the finding, not the hubs that they make.
  private var normsDecide: Bool {
    guard metric != .cosine, let counts, let cosineCounts,
      let norm = measured(id(Catalog.correlation))
    else { return false }
    let sign = metric == .innerProduct ? 1.0 : -1.0
    return sign * norm.value >= Self.decisiveCorrelation
      && counts.antihubShare > Self.manyAntihubs
      && counts.antihubShare > 2 * cosineCounts.antihubShare
  }

  private var norms: Finding? {
    guard normsDecide, let counts, let norm = measured(id(Catalog.correlation)) else { return nil }
    let isProduct = metric == .innerProduct
    return Finding(
      id: "norms-decide", severity: .warning,
      message:
        "norms decide who is found (rank correlation \(NumberText.fixed(norm.value, decimals: 2))): "
        + (isProduct
          ? "long rows win whatever is asked, " : "short rows win whatever is asked, ")
        + "and \(NumberText.percent(counts.antihubShare)) of the rows "
        + "\(statistics.isOther ? "are in no list" : "are never found").",
      evidence: [id(Catalog.correlation), id(Catalog.antihubs)],
      advice:
        "Normalise rows and queries (embedscope transform SET --steps normalize) or search by "
        + "cosine, unless the model was trained so that lengths mean something.")
  }

  private var hub: Finding? {
    guard let (row, share) = reachOfHub else { return nil }
    let name = statistics.names.map { " (\($0[row]))" } ?? ""
    return Finding(
      id: "hubs", severity: .warning,
      message: "row \(row)\(name) is among the \(NumberText.grouped(k)) nearest of "
        + "\(NumberText.percent(share)) of the \(statistics.isOther ? "queries" : "rows"): it comes up "
        + "whatever is asked.",
      evidence: [id(Catalog.largest), id(Catalog.skewness)],
      advice: normsDecide
        ? "See its norm beside the others in series neighbors.hubs."
        : "Look at what it is (series neighbors.hubs has the others), and leave it out of the index if "
          + "it answers nothing.")
  }

  private var directionless: Finding? {
    var parts: [String] = []
    if metric == .cosine || statistics.cosine != nil, statistics.tally.zeroCount > 0 {
      parts.append(
        "\(Wording.count(statistics.tally.zeroCount, "row")) of \(statistics.sourceName)")
    }
    if metric == .cosine || statistics.cosine != nil, let tally = statistics.queryTally,
      tally.zeroCount > 0
    {
      parts.append("\(Wording.count(tally.zeroCount, "row")) of \(statistics.queriesName ?? "")")
    }
    guard !parts.isEmpty else { return nil }
    return Finding(
      id: "rows-zero", severity: .note,
      message:
        "no direction, so no neighbours by cosine: \(parts.joined(separator: " and ")) of norm 0.",
      evidence: [id(Catalog.antihubs, .cosine)],
      advice: "Look for empty texts; leave them out of the index.")
  }

  private var ownNearest: Finding? {
    guard let own = measured(Catalog.ownNearest.descriptor(parameters: nil).id), own.value < 1
    else { return nil }
    return Finding(
      id: "not-own-nearest", severity: .note,
      message:
        "\(NumberText.percent(1 - own.value)) of the rows have a larger product with another row than "
        + "with themselves: asked for by their own vector, they do not come first.",
      evidence: [Catalog.ownNearest.descriptor(parameters: nil).id],
      advice: "Look for duplicates, and check an index, by cosine or distance.")
  }

  private var same: Finding? {
    guard let overlap = measured(id(Catalog.overlap)), overlap.value == 1 else { return nil }
    return Finding(
      id: "metrics-agree", severity: .note,
      message: "\(metric.words) and cosine find the same neighbours here.",
      evidence: [id(Catalog.overlap)],
      advice: "Use whichever your index does fastest.")
  }

  private var unsampled: Finding? {
    guard let sample = statistics.sample else { return nil }
    return Finding(
      id: "sampled", severity: .note,
      message: "\(NumberText.grouped(sample.count)) "
        + "\(statistics.isOther ? "queries" : "rows") were drawn and searched among all: who is a hub, "
        + "and who is never found, needs the lists of all.",
      evidence: [id(Catalog.antihubs)],
      advice: "Raise --neighbors-budget for all; lists that are written hold those of the sample.")
  }
}
