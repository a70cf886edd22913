import EmbeddingSets
public import Findings
import LinearAlgebra

extension Fusion {
  private static func descriptor(
    _ name: String, _ unit: Unit, _ title: String, _ definition: String, _ formula: String,
    _ range: String, _ reading: String
  ) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("fusion.\(name)"), family: "fusion", title: title, definition: definition,
      formula: formula, unit: unit, range: range, reading: reading,
      edgeCases: "Over judged queries with a relevant document, missing ones 0; documents with the "
        + "same fused score in order of identifiers, descending.",
      source: "Cormack, Clarke and Buettcher, SIGIR 2009; Bruch, Gai and Ingber, ACM TOIS 2023")
  }

  static let descriptors: [MetricDescriptor] = [
    descriptor(
      "gain@\(CutMeasure.primary.parameters)", .ratio, "Gain of standard fusion",
      "The fused run (reciprocal ranks with k = 60 unless asked otherwise) minus the best single "
        + "system, with the interval of the paired bootstrap.",
      "mean of fused_q - best_q", "[-1, 1]",
      "Below 0 fusion hurts: a weak system drags a strong one down."),
    descriptor(
      "tuned-gain@\(CutMeasure.primary.parameters)", .ratio, "Gain of tuned fusion, held out",
      "As fusion.gain, for the setting of a grid that is best on four folds of the queries, judged on "
        + "the fifth, in turn.",
      "mean of tuned_q - best_q, each q outside the folds it was tuned on", "[-1, 1]",
      "What tuning gains on queries it has not seen; fusion.tuning-optimism is what the others claim."
    ),
    descriptor(
      "tuning-optimism@\(CutMeasure.primary.parameters)", .ratio, "Optimism of tuning",
      "The best setting of the grid on all queries minus the held-out value of tuned fusion.",
      "max over settings of the mean - held-out mean", "any number, mostly 0 or more",
      "How much of a gain tuned and reported on the same queries is not there."),
    descriptor(
      "A-B.overlap@k=10", .ratio, "Overlap of two systems",
      "Documents among the first k of both, divided by k.", "mean of |A_k and B_k| / k", "[0, 1]",
      "Low overlap with similar quality is where fusion pays."),
    descriptor(
      "A-B.relevant-both", .documents, "Relevant documents that both find",
      "Relevant documents within the fused depth of both systems.", "|A and B and relevant|",
      "0 or more", "Fusion reorders these."),
    descriptor(
      "A-B.relevant-only-first", .documents, "Relevant documents that only the first finds",
      "Relevant documents within the fused depth of the first system and not of the second.",
      "|A and relevant| - |both|", "0 or more", "What the second would lose alone."),
    descriptor(
      "A-B.relevant-only-second", .documents, "Relevant documents that only the second finds",
      "Relevant documents within the fused depth of the second system and not of the first.",
      "|B and relevant| - |both|", "0 or more", "What the second adds: 0 means nothing to fuse."),
    descriptor(
      "A-B.relevant-neither", .documents, "Relevant documents that neither finds",
      "Relevant documents outside the fused depth of both systems.", "|relevant| - |A or B|",
      "0 or more", "No fusion of the two can find these."),
  ]

  private var primary: Int { comparison.primary }
  private var parameters: String { comparison.options.primary.parameters }

  private func mean(_ index: Int) -> Double { comparison.evaluations[index].mean(primary) ?? 0 }

  /// The difference of a contender to the best single system, its sign turned that way.
  private func gain(_ index: Int) -> (mean: Double, interval: Interval?, pair: PairedComparison)? {
    guard let pair = comparison.pair(index, bestSingle) else { return nil }
    let isTurned = pair.first == comparison.contenders[bestSingle].name
    let interval = pair.interval.map {
      isTurned ? Interval(low: -$0.high, high: -$0.low) : Interval(low: $0.low, high: $0.high)
    }
    return (isTurned ? -pair.mean : pair.mean, interval, pair)
  }

  /// What tuning and judging on the same queries would claim beyond the held-out value.
  public var optimism: Double {
    (settings.map(\.mean).max() ?? 0) - mean(tuned)
  }

  /// Every metric: those of the comparison, then those of fusion.
  public func metrics() -> [Metric] {
    let gains = [("gain", standard), ("tuned-gain", tuned)].map { name, index in
      let found = gain(index)
      return Metric(
        MetricID("fusion.\(name)@\(parameters)"),
        found.map { .measured($0.mean) }
          ?? .undefined(reason: "no judged query with a relevant document"), unit: .ratio,
        interval: found?.interval)
    }
    let optimism = Metric(
      MetricID("fusion.tuning-optimism@\(parameters)"), .measured(optimism), unit: .ratio)
    let pairs = complements.flatMap { pair -> [Metric] in
      let name = "fusion.\(pair.first)-\(pair.second)"
      return pair.overlap.map {
        Metric(MetricID("\(name).overlap@k=\($0.depth)"), .measured($0.share), unit: .ratio)
      }
        + [
          ("both", pair.both), ("only-first", pair.onlyFirst), ("only-second", pair.onlySecond),
          ("neither", pair.neither),
        ].map {
          Metric(
            MetricID("\(name).relevant-\($0.0)"), .measured(Double($0.1)), unit: .documents)
        }
    }
    return comparison.metrics() + gains + [optimism] + pairs
  }

  /// The report.
  public func report(
    name: String, version: String, arguments: [String], stamp: String? = nil
  ) -> Report {
    let base = comparison.report(
      command: "fuse", name: name, version: version, arguments: arguments, stamp: stamp)
    let notes = [
      "lists fused to depth \(NumberText.grouped(depth)); 'tuned' takes for each fifth of the queries "
        + "the setting that is best on the others (\(NumberText.grouped(settings.count)) settings)"
    ]
    return Report(
      command: base.command, subject: base.subject, verdict: verdict(),
      highlights: base.highlights, metrics: metrics(),
      series: base.series + [settingTable(), complementTable(), lossTable()],
      findings: (findings() + base.findings.filter { $0.severity > .note }).enumerated().sorted {
        ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
      }.map(\.element),
      provenance: Provenance(
        version: version, arguments: arguments, seed: comparison.options.seed,
        blas: base.provenance.blas, notes: notes + base.provenance.notes, stamp: stamp))
  }

  private func signed(_ value: Double) -> String {
    (value < 0 ? "" : "+") + NumberText.fixed(value, decimals: 3)
  }

  private func verdict() -> String {
    let best = comparison.contenders[bestSingle].name
    let label = comparison.options.primary.label
    guard let gain = gain(standard) else {
      return "There is no judged query with a relevant document to fuse for."
    }
    let p =
      (gain.pair.pHolm ?? gain.pair.pRandomisationHolm).map {
        $0 < 0.001 ? "p < 0.001" : "p = " + NumberText.fixed($0, decimals: 3)
      } ?? "no test"
    let size = "\(signed(gain.mean)) \(label) against \(best) (\(p))"
    if !gain.pair.isSignificant {
      return "Fusion neither helps nor hurts beyond noise: \(size)."
    }
    return gain.mean < 0 ? "Fusion hurts: \(size)." : "Fusion helps: \(size)."
  }

  private func findings() -> [Finding] {
    var findings: [Finding] = []
    if let gain = gain(standard), gain.mean < 0, gain.pair.isSignificant {
      findings.append(
        Finding(
          id: "fusion-hurts", severity: .warning,
          message: "the fused run is \(NumberText.fixed(-gain.mean, decimals: 3)) below "
            + "\(comparison.contenders[bestSingle].name) alone.",
          evidence: [MetricID("fusion.gain@\(parameters)")],
          advice: "Drop the weaker system, or weigh it down: the tuned run shows what is possible.")
      )
    }
    if let gain = gain(tuned) {
      let noise = gain.pair.isSignificant ? "beyond noise" : "inside noise"
      let range = gain.interval.map {
        " [\(NumberText.fixed($0.low, decimals: 3)), \(NumberText.fixed($0.high, decimals: 3))]"
      }
      let choice = Self.mostFrequent(foldChoices.map(\.label))
      findings.append(
        Finding(
          id: "tuned-fusion", severity: .note,
          message: "tuned on other queries, fusion changes \(comparison.options.primary.label) by "
            + "\(signed(gain.mean))\(range ?? ""), \(noise); most folds chose \(choice).",
          evidence: [MetricID("fusion.tuned-gain@\(parameters)")],
          advice: optimism > 0.0005
            ? "Tuned and judged on the same queries it would claim "
              + "\(NumberText.fixed(optimism, decimals: 3)) more." : ""))
    }
    for pair in complements {
      let total = pair.both + pair.onlyFirst + pair.onlySecond + pair.neither
      findings.append(
        Finding(
          id: "complementarity", severity: .note,
          message: "of \(NumberText.grouped(total)) relevant documents \(pair.first) and "
            + "\(pair.second) both list \(NumberText.grouped(pair.both)), only \(pair.first) "
            + "\(NumberText.grouped(pair.onlyFirst)), only \(pair.second) "
            + "\(NumberText.grouped(pair.onlySecond)), neither "
            + "\(NumberText.grouped(pair.neither)).",
          evidence: [MetricID("fusion.\(pair.first)-\(pair.second).relevant-both")], advice: ""))
    }
    return findings
  }

  /// The most frequent text, the first among equals.
  private static func mostFrequent(_ texts: [String]) -> String {
    var best = ""
    var bestCount = 0
    for text in texts {
      let count = texts.count { $0 == text }
      if count > bestCount { (best, bestCount) = (text, count) }
    }
    return best
  }

  private func settingTable() -> Series {
    Series(
      id: "fusion.settings",
      columns: ["method", "measure", "mean_all_queries", "folds_that_chose_it"],
      rows: settings.map { setting in
        [
          .text(setting.method.label), .text(comparison.options.primary.id), .number(setting.mean),
          .integer(foldChoices.count { $0 == setting.method }),
        ]
      })
  }

  private func complementTable() -> Series {
    Series(
      id: "fusion.complementarity",
      columns: ["a", "b", "depth", "overlap", "both", "only_a", "only_b", "neither"],
      rows: complements.flatMap { pair in
        pair.overlap.map { entry in
          [
            .text(pair.first), .text(pair.second), .integer(entry.depth), .number(entry.share),
            .integer(pair.both), .integer(pair.onlyFirst), .integer(pair.onlySecond),
            .integer(pair.neither),
          ]
        }
      })
  }

  /// The queries that standard fusion does worse than the best single system, worst first.
  private func lossTable() -> Series {
    let fused = comparison.evaluations[standard]
    let best = comparison.evaluations[bestSingle]
    guard fused.queries == best.queries else {
      return Series(id: "fusion.losses", columns: ["query", "best_single", "fused"], rows: [])
    }
    let one = best.values[primary]
    let other = fused.values[primary]
    let worse = one.indices.filter { other[$0] < one[$0] }.sorted {
      let left = one[$0] - other[$0]
      let right = one[$1] - other[$1]
      return left != right ? left > right : $0 < $1
    }
    return Series(
      id: "fusion.losses", columns: ["query", "best_single", "fused"],
      rows: worse.map {
        [
          .text(comparison.judgments.queryIDs[best.queries[$0]]), .number(one[$0]),
          .number(other[$0]),
        ]
      })
  }
}
