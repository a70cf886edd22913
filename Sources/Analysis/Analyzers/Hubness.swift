import EmbeddingSets
import Findings

/// How unevenly rows are the neighbours of others.
enum Hubness: Analyzer {
  static let family = MetricFamily.neighbors
  /// Most hubs and most antihubs that a series lists: reports stay small, and the head tells the story.
  private static let hubLimit = 25
  private static let antihubLimit = 50

  /// What intervals are about; a share of antihubs without some rows is above that of all, which makes
  /// its interval wide.
  private static let interval = "Interval: block jackknife over rows."

  private static let skewness = descriptor(
    "neighbors.hub-skewness@k=10", "skewness of the 10-occurrences",
    "Population skewness of N_10, the number of rows that have a row among their 10 nearest by "
      + "cosine, itself left out.", formula: "mean((N - 10)^3) / mean((N - 10)^2)^1.5",
    range: "(-inf, inf)",
    reading: "Compare with the white noise beside it. Above 1.4 is called high "
      + "(Schnitzer 2012): a few rows then answer many queries, and many rows none. "
      + interval,
    edgeCases: " Undefined too where every row occurs equally often.")
  private static let largest = descriptor(
    "neighbors.hub-max@k=10", "largest 10-occurrence", "Largest N_10 of any row.",
    formula: "max_i N_10(i)", unit: .rows, range: "[10, n - 1]",
    reading: "10 is the mean. Rows far above it come up for unrelated queries; series "
      + "neighbors.hubs lists the 25 largest.")
  private static let antihubs = descriptor(
    "neighbors.antihub-share@k=10", "rows that nobody has for a neighbour",
    "Share of the rows with N_10 = 0: no other row finds them.", formula: "#{i : N_10(i) = 0} / n",
    range: "[0, 1)",
    reading: "They can only be found by a query that is nearer than the documents "
      + "are; series neighbors.antihubs lists the first 50. \(interval)")
  private static let hubOccurrence = descriptor(
    "neighbors.hub-occurrence@k=10", "places taken by hubs",
    "Share of all places in lists of neighbours that rows with N_10 >= 20 take.",
    formula: "sum_{N_10(i) >= 20} N_10(i) / (10 n)", range: "[0, 1]",
    reading: "0 means no hubs at all.")
  private static let robinHood = descriptor(
    "neighbors.hub-robin-hood@k=10", "Robin Hood index of the 10-occurrences",
    "Share of all places that would have to change hands for every row to have 10.",
    formula: "sum_i |N_10(i) - 10| / (2 x 10 n)", range: "[0, 1)",
    reading: "0 is equal shares. \(interval)")
  private static let noise = descriptor(
    "neighbors.hub-skewness-white-noise@k=10", "skewness that white noise would show",
    "The skewness of N_10 of one seeded sample of independent Gaussian components with as many rows, "
      + "2,048 at most, and as many columns, 4,096 at most: more do not matter. The interval is that "
      + "of the sample.",
    formula: "skewness of N_10 of min(n, 2048) x min(d, 4096) Gaussian numbers",
    range: "(-inf, inf)",
    reading: "The null of hub-skewness: what the number of rows and of columns makes by itself. It "
      + "tends to 0.316 for many columns (Newman, Rinott and Tversky 1983: Poisson).")

  static let descriptors = [skewness, largest, antihubs, hubOccurrence, robinHood, noise]

  static func measure(_ statistics: SetStatistics) -> [Metric] {
    guard let graph = statistics.neighbors.value else {
      return descriptors.map { $0.metric(statistics.neighbors.missing) }
    }
    guard let blocks = graph.hubs else {
      let missing = graph.missing
      return descriptors.map { $0.metric(missing) }
    }
    let noiseMetric =
      switch graph.noise {
      case .found(let found):
        skewnessMetric(noise, found.counts.skewness, interval: found.blocks.interval)
      case .undefined, .skipped: noise.metric(graph.noise.missing)
      }
    let counts = blocks.counts
    return [
      skewnessMetric(skewness, counts.skewness, interval: blocks.interval),
      largest.measured(counts.largest),
      antihubs.measured(counts.antihubShare, interval: blocks.antihubInterval),
      hubOccurrence.measured(counts.hubShare),
      robinHood.measured(counts.robinHood, interval: blocks.robinHoodInterval), noiseMetric,
    ]
  }

  private static func skewnessMetric(
    _ descriptor: MetricDescriptor, _ skewness: Double?, interval: Interval? = nil
  ) -> Metric {
    skewness.map { descriptor.measured($0, interval: interval) }
      ?? descriptor.metric(.undefined(reason: "every row occurs equally often"))
  }

  static func series(_ statistics: SetStatistics) -> [Series] {
    guard let counts = statistics.neighbors.value?.occurrences else { return [] }
    let noise = statistics.neighbors.value?.noise.value
    let largest = max(counts.largest, noise?.counts.largest ?? 0)
    let own = counts.histogram(upTo: largest)
    let other = noise?.histogram(upTo: largest)
    return [
      Series(
        id: "neighbors.occurrences", columns: ["occurrences", "rows", "white_noise_rows"],
        rows: own.indices.filter { own[$0] > 0 || (other?[$0] ?? 0) > 0 }.map { occurrences in
          let noiseRows = other.map { Cell.integer($0[occurrences]) }
          return [.integer(occurrences), .integer(own[occurrences]), noiseRows ?? .empty]
        }),
      Series(
        id: "neighbors.hubs", columns: ["row", "name", "occurrences"],
        rows: counts.hubs().prefix(hubLimit).map {
          [.integer($0.row), statistics.nameCell($0.row), .integer($0.count)]
        }),
      Series(
        id: "neighbors.antihubs", columns: ["row", "name"],
        rows: counts.antihubs().prefix(antihubLimit).map {
          [.integer($0), statistics.nameCell($0)]
        }),
    ]
  }

  private static func descriptor(
    _ id: MetricID, _ title: String, _ definition: String, formula: String, unit: Unit = .ratio,
    range: String, reading: String, edgeCases: String = ""
  ) -> MetricDescriptor {
    MetricDescriptor(
      id: id, family: "neighbors", title: title, definition: definition, formula: formula,
      unit: unit, range: range, reading: reading,
      edgeCases:
        "Rows without a direction take no part. Undefined with fewer than 11 others; skipped "
        + "where only a sample was searched (--neighbors-budget)." + edgeCases,
      source: "Radovanovic, Nanopoulos and Ivanovic, JMLR 2010; scikit-hubness for the shares")
  }
}

extension NeighborGraph {
  /// Why metrics of all lists of ten are missing.
  var missing: MetricValue {
    if table.count < Self.hubCount {
      return .undefined(reason: "needs more than \(Self.hubCount) rows with a direction")
    }
    return .skipped(
      reason: "needs the neighbours of all rows, and only "
        + "\(NumberText.grouped(table.queryCount)) were searched; raise --neighbors-budget")
  }
}
