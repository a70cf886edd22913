import Findings

/// Finished statistics of one search: what metrics, tables and words are made of.
struct NeighborSearchStatistics: Sendable {
  /// Names of the rows, and of the queries, where they have any.
  let names: [String]?, queryNames: [String]?
  /// The set searched, and the set of the queries where it is another.
  let sourceName: String, queriesName: String?
  /// Counts of the rows of both.
  let tally: RowTally, queryTally: RowTally?
  let lengths: RowLengths
  /// Row numbers of the queries that were drawn; nil for all.
  let sample: [Int]?
  /// The neighbours under the metric asked for, and by cosine where that is another.
  let found: NeighborTable, cosine: NeighborTable?
  /// k.
  let neighborCount: Int

  /// Who is in how many lists; nil for a sample.
  let hubs: HubnessBlocks?, cosineHubs: HubnessBlocks?

  init(
    names: [String]?, queryNames: [String]?, sourceName: String, queriesName: String?,
    tally: RowTally, queryTally: RowTally?, lengths: RowLengths, sample: [Int]?,
    found: NeighborTable, cosine: NeighborTable?, neighborCount: Int
  ) {
    self.names = names
    self.queryNames = queryNames
    self.sourceName = sourceName
    self.queriesName = queriesName
    self.tally = tally
    self.queryTally = queryTally
    self.lengths = lengths
    self.sample = sample
    self.found = found
    self.cosine = cosine
    self.neighborCount = neighborCount
    let isBase = queriesName == nil
    func hubs(_ table: NeighborTable) -> HubnessBlocks? {
      guard sample == nil, table.queryCount > 0 else { return nil }
      return HubnessBlocks(
        table, among: lengths.usable(table.metric), rowCount: tally.rowCount, isBase: isBase)
    }
    self.hubs = hubs(found)
    cosineHubs = cosine.flatMap(hubs)
  }

  /// What a report calls the subject.
  var name: String { queriesName.map { "\($0) in \(sourceName)" } ?? sourceName }
  /// Whether the queries are rows of another set.
  var isOther: Bool { queriesName != nil }
  var metric: NeighborMetric { found.metric }
  /// Rows that can be found.
  var usableCount: Int { lengths.usable(metric).count }

  /// Row number of each query in its own set.
  var queryRows: [Int] {
    // a sample of another set was searched as a set of its own
    guard isOther, let sample else { return found.queries }
    return found.queries.map { sample[$0] }
  }

  /// Median over the queries of the value at a rank from 1, with its interval by order statistics.
  func typicalValue(_ rank: Int) -> (value: Double, interval: Interval?)? {
    let count = found.queryCount
    guard count > 0 else { return nil }
    let values = (0..<count).map { metric.shown(found.values[$0 * found.count + rank - 1]) }
      .sorted()
    let median = (values[(count - 1) / 2] + values[count / 2]) / 2
    let half = UniformityResult.normalQuantile * Double(count).squareRoot() / 2
    let low = Int((Double(count) / 2 - half).rounded(.down)) - 1
    let high = Int((Double(count) / 2 + half).rounded(.up))
    guard low >= 0, high < count, values[low].isFinite, values[high].isFinite else {
      return (median, nil)
    }
    return (median, Interval(low: values[low], high: values[high]))
  }

  /// Share of the neighbours that cosine finds too.
  var cosineOverlap: HeadroomResult.Overlap? {
    guard let cosine, found.queryCount > 0 else { return nil }
    return HeadroomResult.Overlap(found.shares(keptBy: cosine))
  }

  /// Whether each query has its largest product with itself; nil where products were not taken, or leave
  /// the normal numbers, where large ones are all the same and so are small ones.
  var ownNearest: HeadroomResult.Overlap? {
    guard !lengths.products.isEmpty, found.queryCount > 0,
      found.queries.allSatisfy({ lengths.products[$0].isNormal || lengths.norms[$0] == 0 })
    else { return nil }
    return HeadroomResult.Overlap(
      found.queries.enumerated().map { place, row in
        lengths.products[row] >= found.values[place * found.count] ? 1 : 0
      })
  }

  /// The rank correlation of norm and occurrence.
  var normCorrelation: RankCorrelation? {
    guard metric != .cosine, let counts = hubs?.counts else { return nil }
    return RankCorrelation(counts.rows.map { lengths.norms[$0] }, counts.counts.map(Double.init))
  }
}

extension NeighborSearchStatistics {
  /// Every metric: of the metric asked for, then of cosine where that is another.
  var metrics: [Metric] {
    typealias Catalog = NeighborSearchCatalog
    let ranks = neighborCount == 1 ? [1] : [1, neighborCount]
    var metrics = hubMetrics(metric, hubs)
    metrics += ranks.map { rank in
      let descriptor = Catalog.value(metric).descriptor(
        parameters: "rank=\(rank)" + (isOther ? ",queries=other" : ""))
      guard let found = typicalValue(rank) else { return descriptor.metric(noQuery) }
      return descriptor.measured(found.value, interval: found.interval)
    }
    guard metric != .cosine else { return metrics }
    let own = parameters(metric)
    let correlation = Catalog.correlation.descriptor(parameters: own)
    if let found = normCorrelation {
      metrics.append(
        found.value.map { correlation.measured($0, interval: found.interval) }
          ?? correlation.metric(.undefined(reason: "all norms, or all occurrences, are equal")))
    } else {
      metrics.append(correlation.metric(missing))
    }
    if metric == .innerProduct, !isOther {
      let descriptor = Catalog.ownNearest.descriptor(parameters: nil)
      metrics.append(
        ownNearest.map { descriptor.measured($0.value, interval: $0.interval) }
          ?? descriptor.metric(
            found.queryCount == 0
              ? noQuery : .undefined(reason: "products are outside the range of a float64")))
    }
    let overlap = Catalog.overlap.descriptor(parameters: own)
    metrics.append(
      cosineOverlap.map { overlap.measured($0.value, interval: $0.interval) }
        ?? overlap.metric(cosine == nil ? noDirections : noQuery))
    return metrics + hubMetrics(.cosine, cosineHubs)
  }

  private func hubMetrics(_ metric: NeighborMetric, _ hubs: HubnessBlocks?) -> [Metric] {
    typealias Catalog = NeighborSearchCatalog
    let parameters = parameters(metric)
    func descriptor(_ quantity: Catalog.Quantity) -> MetricDescriptor {
      quantity.descriptor(parameters: parameters)
    }
    guard let hubs else {
      let reason =
        metric == .cosine && self.metric != .cosine && cosine == nil ? noDirections : missing
      return [
        Catalog.skewness, Catalog.largest, Catalog.antihubs, Catalog.hubOccurrence,
        Catalog.robinHood, Catalog.half,
      ].map { descriptor($0).metric(reason) }
    }
    let counts = hubs.counts
    return [
      hubs.value.map { descriptor(Catalog.skewness).measured($0, interval: hubs.interval) }
        ?? descriptor(Catalog.skewness).metric(
          .undefined(reason: "every row occurs equally often")),
      descriptor(Catalog.largest).measured(counts.largest),
      descriptor(Catalog.antihubs).measured(counts.antihubShare, interval: hubs.antihubInterval),
      descriptor(Catalog.hubOccurrence).measured(counts.hubShare),
      descriptor(Catalog.robinHood).measured(counts.robinHood, interval: hubs.robinHoodInterval),
      descriptor(Catalog.half).measured(counts.halfCount),
    ]
  }

  /// The parameters of an id, as the reports print them.
  func parameters(_ metric: NeighborMetric) -> String {
    "k=\(neighborCount)" + (metric == .cosine ? "" : ",metric=\(metric.rawValue)")
      + (isOther ? ",queries=other" : "")
  }

  private var noQuery: MetricValue { .undefined(reason: "no query can be used") }

  private var noDirections: MetricValue {
    .undefined(reason: "needs more than \(neighborCount) rows with a direction")
  }

  private var missing: MetricValue {
    guard sample != nil, found.queryCount > 0 else { return noQuery }
    return .skipped(
      reason: "needs the neighbours of all \(isOther ? "queries" : "rows"), and only "
        + "\(NumberText.grouped(found.queryCount)) were searched; raise --neighbors-budget")
  }
}
