import EmbeddingSets
import Findings

/// Near duplicates, outliers and islands of the neighbour graph, and how far neighbours stand out.
enum NeighborStructure: Analyzer {
  static let family = MetricFamily.neighbors
  /// Most rows that a series lists.
  private static let listLimit = 1000

  private static let duplicates = descriptor(
    "neighbors.near-duplicate-pairs@cosine=0.999", "near duplicates",
    "Pairs of rows i < j with a cosine of at least 0.999, exact duplicates included.",
    formula: "#{i < j : cos(x_i, x_j) >= 0.999}", unit: .pairs, range: "[0, n(n - 1)/2]",
    reading:
      "Texts that differ in a comma, boilerplate, or a model that sees no difference. Series "
      + "neighbors.near-duplicates lists them.",
    edgeCases:
      "Undefined with fewer than two rows that have a direction. Skipped where only a sample "
      + "was searched (--neighbors-budget).", source: "definition")
  private static let outliers = descriptor(
    "neighbors.outliers@k=10", "outliers",
    "Rows whose distance to their 10th neighbour is beyond the third quartile by more than three "
      + "times the distance of the quartiles.",
    formula: "#{i : r_10(i) > Q3 + 3 (Q3 - Q1)}, r = |u_i - u_j|", unit: .rows, range: "[0, n/4)",
    reading: "Rows unlike all others: another language, empty or broken texts. Series "
      + "neighbors.outliers lists them.", edgeCases: edges, source: "Tukey, outer fences")
  private static let islands = descriptor(
    "neighbors.islands@k=10", "islands",
    "Connected parts of the graph with an edge between every row and its 10 nearest.",
    formula: "number of connected components", unit: .groups, range: "[1, n/11]",
    reading: "1 is normal. More are groups that no path of neighbours joins: languages, sources, "
      + "clusters; a graph index may not find its way between them.",
    edgeCases: edges, source: "definition")
  private static let mainIsland = descriptor(
    "neighbors.main-island-share@k=10", "rows on the largest island",
    "Share of the rows in the largest connected part.", formula: "max part / n", range: "(0, 1]",
    reading: "Near 1 the others are small groups.", edgeCases: edges, source: "definition")
  private static let contrast = descriptor(
    "neighbors.relative-contrast@k=10", "relative contrast",
    "Typical distance of two rows over the mean distance to the 10th neighbour, unit rows.",
    formula: "sqrt(mean_{i<j} |u_i - u_j|^2) / mean_i r_10(i)", range: "[1, inf)",
    reading: "1 means neighbours are no nearer than anybody: white noise in high dimensions. Large "
      + "values mean neighbours stand out.",
    edgeCases:
      "Undefined with fewer than 11 rows with a direction, or where all 10th neighbours are "
      + "at distance 0. From a sample of the rows beyond --neighbors-budget, with an interval.",
    source: "after He, Kumar and Chang, ICML 2012; root mean square for the mean, which is exact")

  static let descriptors = [duplicates, outliers, islands, mainIsland, contrast]

  static func measure(_ statistics: SetStatistics) -> [Metric] {
    guard let graph = statistics.neighbors.value else {
      return descriptors.map { $0.metric(statistics.neighbors.missing) }
    }
    var metrics = [
      graph.duplicatePairs.map { duplicates.measured($0) } ?? duplicates.metric(graph.missing)
    ]
    if let parts = graph.islands, let distances = graph.tenthDistances {
      metrics += [
        outliers.measured(outlierPlaces(distances).count), islands.measured(parts.count),
        mainIsland.measured(Double(parts[0].count) / Double(graph.usableCount)),
      ]
    } else {
      metrics += [outliers, islands, mainIsland].map { $0.metric(graph.missing) }
    }
    return metrics + [contrastMetric(graph)]
  }

  private static func contrastMetric(_ graph: NeighborGraph) -> Metric {
    guard let distances = graph.tenthDistances, !distances.isEmpty,
      let typical = graph.typicalDistance
    else {
      return contrast.metric(
        .undefined(reason: "needs more than \(NeighborGraph.hubCount) rows with a direction"))
    }
    let n = Double(distances.count)
    let mean = distances.reduce(0, +) / n
    guard mean > 0 else {
      return contrast.metric(.undefined(reason: "every row has ten copies"))
    }
    let scatter = distances.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let half = UniformityResult.normalQuantile * (scatter / max(1, n - 1) / n).squareRoot()
    return contrast.measured(
      typical / mean,
      interval: mean > half
        ? Interval(low: typical / (mean + half), high: typical / (mean - half)) : nil)
  }

  /// Places of the distances beyond the outer fence, farthest first.
  private static func outlierPlaces(_ distances: [Double]) -> [Int] {
    let sorted = distances.sorted()
    func quantile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let (low, part) = (Int(place), place - place.rounded(.down))
      return sorted[low] + part * (sorted[min(low + 1, sorted.count - 1)] - sorted[low])
    }
    let (first, third) = (quantile(0.25), quantile(0.75))
    let fence = third + 3 * (third - first)
    return distances.indices.filter { distances[$0] > fence }
      .sorted { distances[$0] == distances[$1] ? $0 < $1 : distances[$0] > distances[$1] }
  }

  static func series(_ statistics: SetStatistics) -> [Series] {
    guard let graph = statistics.neighbors.value, graph.isComplete else { return [] }
    let table = graph.table
    var pairs: [(left: Int, right: Int, cosine: Double)] = []
    for (place, query) in table.queries.enumerated() {
      for (neighbor, value) in zip(table.neighbors(ofQuery: place), table.values(ofQuery: place)) {
        let cosine = NeighborTable.cosine(distance: value)
        guard cosine >= NeighborGraph.duplicateCosine else { break }
        if query < Int(neighbor) { pairs.append((query, Int(neighbor), cosine)) }
      }
    }
    pairs.sort {
      $0.cosine == $1.cosine ? ($0.left, $0.right) < ($1.left, $1.right) : $0.cosine > $1.cosine
    }
    var series: [Series] = []
    if !pairs.isEmpty {
      series.append(
        Series(
          id: "neighbors.near-duplicates",
          columns: ["row", "name", "other_row", "other_name", "cosine"],
          rows: pairs.prefix(listLimit).map {
            [
              .integer($0.left), statistics.nameCell($0.left), .integer($0.right),
              statistics.nameCell($0.right), .number($0.cosine),
            ]
          }))
    }
    guard let distances = graph.tenthDistances else { return series }
    let places = outlierPlaces(distances)
    if !places.isEmpty {
      series.append(
        Series(
          id: "neighbors.outliers", columns: ["row", "name", "distance"],
          rows: places.prefix(listLimit).map {
            let row = table.queries[$0]
            return [.integer(row), statistics.nameCell(row), .number(distances[$0])]
          }))
    }
    if let parts = graph.islands, parts.count > 1 {
      series.append(
        Series(
          id: "neighbors.islands", columns: ["island", "rows", "first_row", "first_name"],
          rows: parts.prefix(listLimit).enumerated().map {
            [
              .integer($0.offset), .integer($0.element.count), .integer($0.element[0]),
              statistics.nameCell($0.element[0]),
            ]
          }))
    }
    return series
  }

  private static let edges =
    "Undefined with fewer than 11 rows with a direction. Skipped where only a sample was searched "
    + "(--neighbors-budget)."

  private static func descriptor(
    _ id: MetricID, _ title: String, _ definition: String, formula: String, unit: Unit = .ratio,
    range: String, reading: String, edgeCases: String, source: String
  ) -> MetricDescriptor {
    MetricDescriptor(
      id: id, family: "neighbors", title: title, definition: definition, formula: formula,
      unit: unit, range: range, reading: reading, edgeCases: edgeCases, source: source)
  }
}
