import Findings

/// What limits a system, in words.
struct LimitWords {
  let limits: SystemLimits

  private func number(_ value: Double?) -> String {
    value.map { NumberText.fixed($0, decimals: 3) } ?? "undefined"
  }

  private func share(_ value: Double?) -> String {
    value.map { NumberText.percent($0, decimals: 0) } ?? "unknown"
  }

  /// What is in the way, in a word or three.
  var word: String {
    switch limits.limit {
    case .alignment: "alignment-limited"
    case .capacity: "capacity-limited"
    case .collapse: "collapse-limited"
    case .firstStage: "first stage loses"
    case .order: "order-limited"
    case .none: "nothing in the way"
    case .unknown: "no verdict"
    }
  }

  /// The numbers behind the word.
  var numbers: String {
    switch limits.limit {
    case .alignment, .capacity, .collapse:
      let capacity = limits.oracle.capacity
      return "achieved \(number(capacity?.achieved.meanRecall)), oracle "
        + number(capacity?.bestRecall)
    case .firstStage: return loss
    case .order:
      return "\(share(limits.firstStageRecall)) of the relevant documents within rank "
        + "\(NumberText.grouped(limits.depth)), \(share(limits.inPlace)) in place"
    case .none: return "\(share(limits.inPlace)) of the relevant documents in place"
    case .unknown: return "there is no query to judge by"
    }
  }

  private var loss: String {
    "\(share(limits.firstStageRecall.map { 1 - $0 })) of the relevant documents (beyond rank "
      + "\(NumberText.grouped(limits.depth)))"
  }

  /// One clause: what is in the way, with its numbers.
  var verdict: String {
    limits.limit == .firstStage ? "\(word) \(numbers)" : "\(word) (\(numbers))"
  }

  /// The effective rank of its scores, the capacity that all kinds of export have.
  var rank: String {
    limits.scoreSpectrum?.effectiveRank.map {
      "score rank " + NumberText.rounded($0, significantDigits: 3)
    } ?? ""
  }

  /// What may be said of an oracle, and what the system costs.
  var means: String {
    let oracle: String
    switch limits.oracle {
    case .probed(let capacity) where capacity.verdict == .untestable:
      oracle = "oracle \(number(capacity.bestRecall)), trivial with n <= d + 1"
    case .probed(let capacity): oracle = "oracle \(number(capacity.bestRecall))"
    case .unknown(let reason): oracle = "no oracle: \(reason)"
    }
    return [cost, oracle].filter { !$0.isEmpty }.joined(separator: "; ")
  }

  private var cost: String {
    guard let bytes = limits.cost.bytesPerDocument,
      let operations = limits.cost.multiplicationsPerQuery
    else { return "" }
    return
      "\(NumberText.magnitude(bytes))\u{A0}B a document, \(NumberText.magnitude(operations))\u{A0}products a query"
  }

  /// A warning with one thing to do; nil where nothing much is in the way.
  var finding: Finding? {
    let name = limits.name
    func id(_ metric: String) -> MetricID { MetricID("retrieval.\(name).\(metric)") }
    func warning(_ kind: String, _ message: String, _ evidence: [String], _ advice: String)
      -> Finding
    {
      Finding(
        id: kind, severity: .warning, message: "\(name): \(message).", evidence: evidence.map(id),
        advice: advice)
    }
    let rank = limits.oracle.capacity?.documentSpectrum.effectiveRank.map {
      NumberText.rounded($0, significantDigits: 3)
    }
    let probes = ["achieved-recall", "best-recall"]
    switch limits.limit {
    case .alignment:
      let loses = (limits.firstStageRecall ?? 1) < limits.lines.highRecall
      return warning(
        "alignment-limited",
        "\(verdict): the documents can be told apart, its queries do not do it"
          + (loses ? ", and as a first stage it loses \(loss)" : ""), probes,
        "Train or prompt the query side; more dimensions would not help.")
    case .capacity:
      return warning(
        "capacity-limited", "\(verdict): no linear query was found for these judgments", probes,
        "Use more dimensions, or several vectors a document.")
    case .collapse:
      return warning(
        "collapse-limited", "\(verdict): its documents use \(rank ?? "few") directions",
        probes + ["documents-effective-rank"],
        "Find out why they collapsed: embedscope diagnose on the documents.")
    case .firstStage:
      return warning(
        "first-stage-loss", verdict, ["first-stage-recall", "first-stage-lost"],
        "Let more documents through, or add an arm of another kind: embedscope funnel.")
    case .order, .none, .unknown: return nil
    }
  }
}

extension FusionOutlook {
  private func signed(_ value: Double) -> String {
    (value < 0 ? "" : "+") + NumberText.fixed(value, decimals: 3)
  }

  private var p: String {
    (pair.pT ?? pair.randomisation?.p).map {
      $0 < 0.001 ? ", p\u{A0}<\u{A0}0.001" : ", p\u{A0}=\u{A0}" + NumberText.fixed($0, decimals: 3)
    } ?? ""
  }

  /// What fusion does, in a word or two.
  var word: String {
    guard pair.isSignificant else { return "inside noise" }
    return pair.mean < 0 ? "hurts" : "helps"
  }

  /// By how much: `-0.760 recall@2 against bm25, p < 0.001`.
  func size(_ label: String) -> String { "\(signed(pair.mean)) \(label) against \(best)\(p)" }

  /// `fusion hurts: -0.760 recall@2 against bm25, p < 0.001`.
  func verdict(_ label: String) -> String {
    (pair.isSignificant ? "fusion \(word): " : "fusion changes nothing beyond noise: ")
      + size(label)
  }

  /// Its gain under the id that `fuse` reports it with.
  func metric(_ parameters: String) -> Metric {
    Metric(
      MetricID("fusion.gain@\(parameters)"), .measured(pair.mean), unit: .ratio,
      interval: pair.interval.map { Interval(low: $0.low, high: $0.high) })
  }

  /// What to do about it.
  func finding(_ measure: CutMeasure) -> Finding {
    let hurts = pair.isSignificant && pair.mean < 0
    return Finding(
      id: hurts ? "fusion-hurts" : "fusion-outlook", severity: hurts ? .warning : .note,
      message: verdict(measure.label) + " (reciprocal ranks of all systems).",
      evidence: [MetricID("fusion.gain@\(measure.parameters)")],
      advice: hurts
        ? "Do not fuse all of them with equal weights: embedscope fuse says which and how."
        : "")
  }
}
