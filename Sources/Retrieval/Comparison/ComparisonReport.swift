import EmbeddingSets
public import Findings
import LinearAlgebra

extension Comparison {
  /// The report of the comparison.
  ///
  /// - Parameters:
  ///   - command: that was given.
  ///   - name: of the judgments.
  ///   - version: of the program, for the provenance.
  ///   - arguments: that bear on the result.
  ///   - limits: what limits each contender, in their order; empty where nobody asked.
  ///   - fusion: what fusing all would do, where there are several.
  ///   - stamp: date and host where they are wanted.
  public func report(
    command: String = "evaluate", name: String, version: String, arguments: [String],
    limits: [SystemLimits] = [], fusion: FusionOutlook? = nil, stamp: String? = nil
  ) -> Report {
    precondition(limits.isEmpty || limits.count == contenders.count, "limits of each contender")
    let words = ComparisonWords(self, limits, fusion)
    let tables = [
      summary(verdicts: words.verdicts(), limits: limits), measureTable(), groupTable(),
      pairTable(),
      decisiveQueries(), perQuery(),
    ]
    return Report(
      command: command,
      subject: Subject(
        name: name, rows: judgments.queryCount, dimensions: judgments.documentCount,
        storedAs: "judgments", digest: nil),
      verdict: words.verdict(), highlights: words.highlights(),
      metrics: metrics() + limits.flatMap { $0.metrics() }
        + (fusion.map { [$0.metric(options.primary.parameters)] } ?? []),
      series: tables.compactMap { $0 },
      findings: ComparisonFindings(self).all(limits, fusion),
      provenance: Provenance(
        version: version, arguments: arguments, seed: options.seed,
        blas: Provenance.Library(
          name: BLASLibrary.name, core: BLASLibrary.coreName, threads: BLASLibrary.threadCount),
        notes: [notes()] + costNotes(limits), stamp: stamp))
  }

  private func costNotes(_ limits: [SystemLimits]) -> [String] {
    let formulas = limits.filter { $0.documentCount != nil }.map { "\($0.name) \($0.cost.formula)" }
    return formulas.isEmpty ? [] : ["cost: " + formulas.joined(separator: "; ")]
  }

  private func notes() -> String {
    let treatment = options.evaluation
    let over =
      treatment.missing == .zero
      ? "missing ones 0 (trec_eval -c)" : "missing ones left out (trec_eval without -c)"
    let drawn = options.resamplesGroups && groups != nil ? "groups of queries" : "queries"
    return
      "means over judged queries with a document of grade \(treatment.relevanceLevel) or more, "
      + "\(over); 95 % intervals from \(NumberText.grouped(options.resamples)) resamples of \(drawn), "
      + "seed \(options.seed)"
  }

  /// Every metric, in catalogue order for each contender, then for each pair.
  public func metrics() -> [Metric] {
    evaluations.indices.flatMap { index in
      measureMetrics(index) + countMetrics(index) + tieMetrics(index)
    } + pairs.flatMap { SignificanceMetrics.metrics($0, options.primary) }
  }

  private static let noQuery = MetricValue.undefined(
    reason: "no judged query with a relevant document to average over")

  private func measureMetrics(_ index: Int) -> [Metric] {
    let evaluation = evaluations[index]
    return evaluation.measures.indices.map { place in
      Metric(
        MetricID("retrieval.\(evaluation.name).\(evaluation.measures[place].id)"),
        evaluation.mean(place).map(MetricValue.measured) ?? Self.noQuery, unit: .ratio,
        interval: intervals[index][place].map { Interval(low: $0.low, high: $0.high) })
    }
  }

  private func countMetrics(_ index: Int) -> [Metric] {
    EvaluationCounts.all.map { entry in
      Metric(
        MetricID("retrieval.\(evaluations[index].name).\(entry.name)"),
        .measured(Double(entry.value(evaluations[index]))), unit: entry.unit)
    }
  }

  private func tieMetrics(_ index: Int) -> [Metric] {
    let bounds = evaluations[index].tieBounds(primary)
    return [("tie-low", bounds?.low), ("tie-high", bounds?.high)].map { name, value in
      Metric(
        MetricID(
          "retrieval.\(evaluations[index].name).\(name)@\(options.primary.parameters)"),
        value.map(MetricValue.measured) ?? Self.noQuery, unit: .ratio)
    }
  }
}
