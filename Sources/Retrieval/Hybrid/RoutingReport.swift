import EmbeddingSets
public import Findings
import LinearAlgebra

extension RoutingTree {
  /// The tree in words, a line a leaf.
  func rule(_ names: [String], _ systems: (String, String)) -> [String] {
    Self.lines(root, names, systems, conditions: [])
  }

  private static func lines(
    _ node: Node, _ names: [String], _ systems: (String, String), conditions: [String]
  ) -> [String] {
    switch node {
    case .leaf(let mean, let count):
      let condition = conditions.isEmpty ? "always" : "if " + conditions.joined(separator: " and ")
      return [
        "\(condition): \(mean >= 0 ? systems.0 : systems.1) "
          + "(by \(NumberText.fixed(mean.magnitude, decimals: 3)), "
          + "\(NumberText.grouped(count)) queries)"
      ]
    case .split(let feature, let threshold, let low, let high):
      let limit = NumberText.rounded(threshold, significantDigits: 3)
      return lines(low, names, systems, conditions: conditions + ["\(names[feature]) <= \(limit)"])
        + lines(high, names, systems, conditions: conditions + ["\(names[feature]) > \(limit)"])
    }
  }
}

extension RoutingRidge {
  /// The strongest weights in words.
  func rule(_ names: [String], _ systems: (String, String)) -> [String] {
    let order = weights.indices.sorted {
      (weights[$1].magnitude, $0) < (weights[$0].magnitude, $1)
    }
    return order.prefix(4).filter { weights[$0] != 0 }.map { feature in
      "a higher '\(names[feature])' speaks for "
        + "\(weights[feature] >= 0 ? systems.0 : systems.1) "
        + "(\(NumberText.fixed(weights[feature].magnitude, decimals: 3)) a standard deviation)"
    }
  }
}

extension Routing {
  private static func descriptor(
    _ name: String, _ title: String, _ definition: String, _ formula: String, _ reading: String,
    unit: Unit = .ratio
  ) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("routing.\(name)@\(CutMeasure.primary.parameters)"), family: "routing",
      title: title, definition: definition, formula: formula, unit: unit, range: "[-1, 1]",
      reading: reading,
      edgeCases: "Queries that a system lacks count 0 for it. Rules need 50 queries.",
      source: "oracle and null: sign-flip expectation; rules: repeated 5-fold cross-validation")
  }

  static let descriptors: [MetricDescriptor] = [
    descriptor(
      "best-single", "Best single system", "The highest mean of one system for all queries.",
      "max over systems of the mean", "What a router has to beat."),
    descriptor(
      "oracle", "Oracle routing", "The mean if for each query the best system were known.",
      "mean of max over systems", "A ceiling that no router reaches."),
    descriptor(
      "headroom", "Headroom of routing", "Oracle routing minus the best single system.",
      "oracle - best single", "Compare it with routing.null-headroom before hoping."),
    descriptor(
      "null-headroom", "Headroom that noise alone would have",
      "The expected headroom if each difference to the best single system had a random sign.",
      "mean over queries and sign patterns of max(0, +-d)",
      "Headroom at or below it is what two systems of equal quality show without any pattern."),
    descriptor(
      "MODEL.gain", "Held-out gain of a rule",
      "Mean value of queries routed by a rule fitted on other queries, minus the best single system; "
        + "the interval is the paired bootstrap.",
      "mean of routed_q - best_q",
      "Inside noise: route nothing. A depth-2 tree and ridge regression on the difference."),
    descriptor(
      "MODEL.captured", "Captured headroom",
      "Held-out gain divided by the headroom of the two systems routed between; the interval is that "
        + "of the gain, the headroom held fixed.",
      "gain / (pair oracle - best single)",
      "0.1 to 0.3 is what simple rules capture; below 0 the rule does harm."),
  ]

  private var parameters: String { options.primary.parameters }
  private var headroom: Double { oracle - means[bestSingle] }
  private var pairHeadroom: Double { pairOracle - means[bestSingle] }

  /// Every metric.
  public func metrics() -> [Metric] {
    let none = MetricValue.undefined(reason: "no judged query with a relevant document")
    func metric(_ name: String, _ value: Double) -> Metric {
      Metric(
        MetricID("routing.\(name)@\(parameters)"), queries.isEmpty ? none : .measured(value),
        unit: .ratio)
    }
    let general = [
      metric("best-single", means[bestSingle]), metric("oracle", oracle),
      metric("headroom", headroom), metric("null-headroom", nullHeadroom),
    ]
    return general
      + ["tree", "ridge"].flatMap { name -> [Metric] in
        guard let router = routers.first(where: { $0.name == name }) else {
          let reason = "a rule needs \(Self.fewestQueries) queries, there are \(queries.count)"
          return ["gain", "captured"].map {
            Metric(
              MetricID("routing.\(name).\($0)@\(parameters)"), .undefined(reason: reason),
              unit: .ratio)
          }
        }
        let gain = router.comparison
        let interval = gain.interval.map { Interval(low: $0.low, high: $0.high) }
        let share = pairHeadroom
        let captured: MetricValue =
          share > 0
          ? .measured(gain.mean / share) : .undefined(reason: "there is no headroom to capture")
        return [
          Metric(
            MetricID("routing.\(name).gain@\(parameters)"), .measured(gain.mean), unit: .ratio,
            interval: interval),
          Metric(
            MetricID("routing.\(name).captured@\(parameters)"), captured, unit: .ratio,
            interval: share > 0
              ? interval.map { Interval(low: $0.low / share, high: $0.high / share) } : nil),
        ]
      }
  }

  /// The report.
  public func report(
    name: String, version: String, arguments: [String], stamp: String? = nil
  ) -> Report {
    Report(
      command: "route",
      subject: Subject(
        name: name, rows: judgments.queryCount, dimensions: judgments.documentCount,
        storedAs: "judgments", digest: nil),
      verdict: verdict(), highlights: highlights(), metrics: metrics(),
      series: [systemTable(), queryTable(), ruleTable()], findings: findings(),
      provenance: Provenance(
        version: version, arguments: arguments, seed: options.seed,
        blas: Provenance.Library(
          name: BLASLibrary.name, core: BLASLibrary.coreName, threads: BLASLibrary.threadCount),
        notes: [
          "\(options.primary.label) over \(NumberText.grouped(queries.count)) queries; rules choose "
            + "between \(names[bestSingle]) and \(names[partner]) and are judged on held-out "
            + "queries, \(folds) folds, \(repeats) times"
        ], stamp: stamp))
  }

  private func number(_ value: Double) -> String { NumberText.fixed(value, decimals: 3) }

  private func verdict() -> String {
    guard !queries.isEmpty else {
      return "There is no judged query with a relevant document to route."
    }
    let best = routers.max { $0.comparison.mean < $1.comparison.mean }
    let ceiling =
      "perfect routing would reach \(options.primary.label) \(number(oracle)) against "
      + "\(number(means[bestSingle])) of \(names[bestSingle])"
    guard let best else {
      return "Too few queries to fit a router; \(ceiling)."
    }
    let interval = best.comparison.interval
    if best.comparison.mean > 0, let interval, interval.low > 0 {
      return
        "Routing helps: a \(best.name) gains \(number(best.comparison.mean)) on queries it has "
        + "not seen; \(ceiling)."
    }
    return "Routing does not help beyond noise: the better rule (\(best.name)) changes "
      + "\(number(best.comparison.mean)) on queries it has not seen; \(ceiling)."
  }

  private func highlights() -> [Highlight] {
    let systems = names.indices.map { index in
      Highlight(
        label: names[index], value: number(means[index]),
        remark: "alone the best for \(NumberText.grouped(oracleChoices[index])) queries"
          + (index == bestSingle ? "; the best single system" : ""))
    }
    let ceiling = Highlight(
      label: "oracle", value: number(oracle),
      remark: "headroom \(number(headroom)); signs at random would show \(number(nullHeadroom))")
    let rules = routers.map { router in
      let interval = router.comparison.interval.map { "[\(number($0.low)), \(number($0.high))]" }
      let captured =
        pairHeadroom > 0
        ? ", \(NumberText.percent(router.comparison.mean / pairHeadroom)) of the headroom" : ""
      return Highlight(
        label: router.name, value: number(router.mean),
        remark: "held out; gain \(number(router.comparison.mean)) \(interval ?? "")\(captured)")
    }
    return systems + [ceiling] + rules
  }

  private func findings() -> [Finding] {
    var findings: [Finding] = []
    if !queries.isEmpty, headroom <= nullHeadroom {
      findings.append(
        Finding(
          id: "headroom-is-noise", severity: .note,
          message: "the headroom \(number(headroom)) is not above \(number(nullHeadroom)), which "
            + "the same differences with random signs would show.",
          evidence: [
            MetricID("routing.headroom@\(parameters)"),
            MetricID("routing.null-headroom@\(parameters)"),
          ], advice: "Do not read it as a promise: it needs no pattern in the queries."))
    }
    if let tree = routers.first(where: { $0.name == "tree" }) {
      findings.append(
        Finding(
          id: "routing-rule", severity: .note,
          message: "the tree, fitted on all queries, says: " + tree.rule.joined(separator: "; ")
            + ".", evidence: [MetricID("routing.tree.gain@\(parameters)")], advice: ""))
    }
    return findings
  }

  private func systemTable() -> Series {
    Series(
      id: "routing.systems", columns: ["system", "mean", "alone_best_for_queries"],
      rows: names.indices.map {
        [.text(names[$0]), .number(means[$0]), .integer(oracleChoices[$0])]
      })
  }

  private func queryTable() -> Series {
    Series(
      id: "routing.queries", columns: ["query"] + names + ["oracle"] + routers.map(\.name),
      rows: queries.enumerated().map { place, query in
        let all = values.map { $0[place] }
        return [.text(judgments.queryIDs[query])] + all.map(Cell.number)
          + [.number(all.max() ?? 0)] + routers.map { .number($0.values[place]) }
      })
  }

  private func ruleTable() -> Series {
    Series(
      id: "routing.rules", columns: ["model", "rule"],
      rows: routers.flatMap { router in router.rule.map { [.text(router.name), .text($0)] } })
  }
}
