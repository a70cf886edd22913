import EmbeddingSets
public import Findings
import LinearAlgebra

extension Funnel {
  /// One quantity of a stage: how it is explained, and where it comes from.
  struct Entry: Sendable {
    let name: String
    let unit: Unit
    let title: String
    let definition: String
    let formula: String
    let reading: String
    let value: @Sendable (Stage) -> MetricValue
  }

  static let entries: [Entry] = [
    Entry(
      name: "recall", unit: .ratio, title: "Recall after a stage",
      definition: "Mean share of a query's relevant documents that came through this stage and all "
        + "before it.",
      formula: "mean of |relevant and through| / R",
      reading: "The ceiling of every later stage: no reordering brings back what is not there."
    ) { .measured($0.recall) },
    Entry(
      name: "queries-empty", unit: .queries, title: "Queries with nothing relevant left",
      definition: "Queries none of whose relevant documents came through.",
      formula: "|queries with no relevant survivor|", reading: "Every later stage fails on these."
    ) { .measured(Double($0.emptyQueries)) },
    Entry(
      name: "survivors", unit: .documents, title: "Documents after a stage",
      definition: "Mean number of documents that came through.", formula: "mean of |through|",
      reading: "What the next stage has to score. A union has at most the sum of its depths."
    ) { .measured($0.survivors) },
    Entry(
      name: "lost", unit: .documents, title: "Relevant documents lost by a stage",
      definition: "Relevant documents that entered this stage and did not come through.",
      formula: "|relevant and entered| - |relevant and through|",
      reading: "Where to spend: the stage that loses most. Series funnel.losses has each."
    ) { .measured(Double($0.lost)) },
    Entry(
      name: "oracle-ndcg", unit: .ratio, title: "nDCG@10 of the best order of what is left",
      definition: "nDCG@10 if everything that came through were put in its ideal order.",
      formula: "mean of DCG@10 of survivors by grade / IDCG@10",
      reading: "The most a perfect reranker behind this stage could reach."
    ) { .measured($0.oracleGain) },
    Entry(
      name: "least-depth", unit: .documents, title: "Least depth for the target recall",
      definition: "The smallest number of documents, the same for each arm, that this stage would "
        + "have to let through to reach the target (--target).",
      formula: "min k with mean recall@k of the stage >= target",
      reading: "Larger than the depth given: the stage is too narrow. Undefined: what enters the "
        + "stage is below the target, so widen an earlier one."
    ) { stage in
      stage.leastDepth.map { .measured(Double($0)) }
        ?? .undefined(reason: "no depth of this stage reaches the target")
    },
    Entry(
      name: "multiplications", unit: .ratio, title: "Multiplications of a stage",
      definition: "Multiplications a query: documents that enter, times what one costs.",
      formula: "sum over arms of entered x multiplications for a document",
      reading: "All documents at the first stage, survivors at later ones. Index structures, which "
        + "look at fewer, are not modelled."
    ) { stage in
      stage.multiplications.map { .measured($0) }
        ?? .undefined(reason: "a finished run does not tell its cost")
    },
  ]

  static let descriptors: [MetricDescriptor] = entries.map { entry in
    MetricDescriptor(
      id: MetricID("funnel.STAGE.\(entry.name)"), family: "funnel", title: entry.title,
      definition: entry.definition, formula: entry.formula, unit: entry.unit,
      range: entry.unit == .ratio && entry.name != "multiplications" ? "[0, 1]" : "0 or more",
      reading: entry.reading,
      edgeCases: "Over judged queries with a relevant document; one that a representation lacks "
        + "loses everything. Stages count from 1: funnel.stage-1.recall.",
      source: "counted by this program")
  }

  /// The report.
  public func report(
    name: String, version: String, arguments: [String], seed: UInt64, stamp: String? = nil
  ) -> Report {
    Report(
      command: "funnel",
      subject: Subject(
        name: name, rows: judgments.queryCount, dimensions: documents.count,
        storedAs: "judgments", digest: nil),
      verdict: verdict(), highlights: highlights(), metrics: metrics(),
      series: [stageTable(), lossTable()], findings: findings(),
      provenance: Provenance(
        version: version, arguments: arguments, seed: seed,
        blas: Provenance.Library(
          name: BLASLibrary.name, core: BLASLibrary.coreName, threads: BLASLibrary.threadCount),
        notes: [
          "means over \(NumberText.grouped(queryCount)) judged queries with a relevant document; "
            + "equal scores in order of identifiers, descending"
        ], stamp: stamp))
  }

  /// Every metric, stage by stage.
  public func metrics() -> [Metric] {
    stages.enumerated().flatMap { index, stage in
      Self.entries.map {
        Metric(
          MetricID("funnel.stage-\(index + 1).\($0.name)"), $0.value(stage), unit: $0.unit)
      }
    }
  }

  /// The stage that loses the largest share of the relevant documents, by recall points.
  private var worst: Int? {
    stages.indices.max {
      let left = stages[$0].ceiling - stages[$0].recall
      let right = stages[$1].ceiling - stages[$1].recall
      return left < right
    }
  }

  private func verdict() -> String {
    guard queryCount > 0, let last = stages.last, let worst else {
      return "There is no judged query with a relevant document to send through."
    }
    let stage = stages[worst]
    let loss = stage.ceiling - stage.recall
    let end = "\(NumberText.fixed(last.recall, decimals: 3)) of the relevant documents come out"
    guard loss > 0 else { return "Nothing is lost: \(end)." }
    let place =
      worst == 0
      ? "The first stage" : worst == stages.count - 1 ? "The last stage" : "Stage \(worst + 1)"
    return "\(place) (\(stage.label)) loses \(NumberText.percent(loss)) of the relevant documents, "
      + "more than any other; \(end)."
  }

  private func highlights() -> [Highlight] {
    func cells(_ texts: [String]) -> String {
      let all = zip(texts, [10, 7, 9, 6, 8]).map { text, width in
        text + String(repeating: "\u{A0}", count: max(1, width - text.count))
      }.joined()
      return String(all.reversed().drop { $0 == "\u{A0}" }.reversed())
    }
    let head = Highlight(
      label: "stage", value: "recall",
      remark: cells(["documents", "lost", "ideal@10", "empty", "products"]))
    return [head]
      + stages.map { stage in
        Highlight(
          label: stage.label, value: NumberText.fixed(stage.recall, decimals: 3),
          remark: cells([
            NumberText.fixed(stage.survivors, decimals: 1), NumberText.grouped(stage.lost),
            NumberText.fixed(stage.oracleGain, decimals: 3), NumberText.grouped(stage.emptyQueries),
            stage.multiplications.map(NumberText.magnitude) ?? "-",
          ]))
      }
  }

  private func stageTable() -> Series {
    Series(
      id: "funnel.stages",
      columns: [
        "stage", "label", "recall_before", "recall", "lost", "queries_empty", "documents",
        "oracle_ndcg@k=10", "least_depth", "target", "multiplications",
      ],
      rows: stages.enumerated().map { index, stage in
        [
          .integer(index + 1), .text(stage.label), .number(stage.ceiling), .number(stage.recall),
          .integer(stage.lost), .integer(stage.emptyQueries), .number(stage.survivors),
          .number(stage.oracleGain), stage.leastDepth.map { .integer($0) } ?? .empty,
          .number(target), .optional(stage.multiplications),
        ]
      })
  }

  private func lossTable() -> Series {
    Series(
      id: "funnel.losses", columns: ["query", "document", "stage", "rank"],
      rows: losses.map { loss in
        [
          .text(judgments.queryIDs[loss.query]), .text(documents[Int(loss.document)]),
          .integer(loss.stage + 1), loss.rank.map { .integer($0) } ?? .empty,
        ]
      })
  }

  private func findings() -> [Finding] {
    var findings: [Finding] = []
    if absent > 0 {
      findings.append(
        Finding(
          id: "absent-documents", severity: .warning,
          message:
            "\(NumberText.grouped(absent)) relevant documents are in no representation; they "
            + "are lost before the first stage.",
          evidence: ["funnel.stage-1.recall"],
          advice: "Check that judgments and exports have the same corpus and identifiers."))
    }
    for (index, stage) in stages.enumerated() {
      let id = MetricID("funnel.stage-\(index + 1).least-depth")
      let label = index == 0 ? "the first stage" : "stage \(index + 1)"
      if let depth = stage.leastDepth, stage.recall < target {
        findings.append(
          Finding(
            id: "narrow-stage", severity: .note,
            message: "\(label) (\(stage.label)) reaches recall "
              + "\(NumberText.fixed(stage.recall, decimals: 3)); for "
              + "\(NumberText.rounded(target)) it would have to let "
              + "\(NumberText.grouped(depth)) documents through"
              + (plan.stages[index].count > 1 ? " an arm." : "."),
            evidence: [id], advice: ""))
      } else if stage.leastDepth == nil, index == 0 {
        findings.append(
          Finding(
            id: "unreachable-target", severity: .note,
            message: "no depth of the first stage reaches recall \(NumberText.rounded(target)): "
              + "it does not retrieve the rest at all.",
            evidence: [id],
            advice: "Add an arm of another kind: a union keeps what either finds."))
      }
    }
    return findings
  }
}
