import EmbeddingSets
import Findings

/// The answer of a capacity analysis in words.
struct CapacityWords {
  let capacity: Capacity

  private var depth: String {
    let counts = Set(capacity.relevant.documents.map(\.count))
    return counts.count == 1 ? "recall@\(counts.first ?? 0)" : "recall@R"
  }

  private func number(_ value: Double?) -> String {
    value.map { NumberText.fixed($0, decimals: 3) } ?? "undefined"
  }

  private var achieved: Double { capacity.achieved.meanRecall ?? 0 }
  private var oracle: Double { capacity.oracle?.meanRecall ?? 0 }
  private var best: Double { capacity.bestRecall ?? 0 }

  /// The first line.
  var verdict: String {
    switch capacity.verdict {
    case .fine: "Retrieval works: neither alignment nor capacity nor collapse is in the way."
    case .alignment: "Alignment is the limit, not dimension and not collapse."
    case .capacity: "Capacity is the limit: no linear query was found for these judgments."
    case .collapse: "Collapse is the limit: the documents use too few of their directions."
    case .untestable:
      "Not testable at this corpus size: \(NumberText.grouped(documentCount)) documents in "
        + "\(NumberText.grouped(dimensions)) dimensions can meet any judgments."
    }
  }

  private var documentCount: Int { capacity.dense.documentCount - capacity.dense.copies.count }
  private var dimensions: Int { capacity.dense.documents.shape.columnCount }

  /// The table below it.
  var highlights: [Highlight] {
    [
      Highlight(
        label: "achieved", value: "\(depth)  \(number(capacity.achieved.meanRecall))",
        remark: range(capacity.intervals.achieved) + "with your query vectors (\(similarity))"),
      Highlight(
        label: "possible", value: "\(depth)  \(number(capacity.bestRecall))",
        remark: range(capacity.intervals.best) + possible),
    ] + curves + [
      Highlight(
        label: "documents",
        value: "effective rank \(rounded(capacity.documentSpectrum.effectiveRank))",
        remark: "of \(dimensions), "
          + "\(rounded(capacity.documentSpectrum.participationRatio)) by participation ratio"),
      Highlight(
        label: "queries",
        value: "effective rank \(rounded(capacity.querySpectrum.effectiveRank))",
        remark: "the scores: \(rounded(capacity.scoreSpectrum.effectiveRank)), double-centred"),
      Highlight(
        label: "margins",
        value: "\(share(capacity.margins.positiveShare)) of queries positive",
        remark: "median \(number(capacity.margins.medianMargin)) in cosine units"),
    ]
  }

  private func range(_ interval: Interval?) -> String {
    interval.map { "[\(number($0.low)), \(number($0.high))] " } ?? ""
  }

  private var similarity: String {
    let dense = capacity.dense
    let isUnit = dense.documentNorms.isUnit && dense.queryNorms.isUnit
    return capacity.options.similarity == .cosine
      ? "cosine" : isUnit ? "dot products of unit rows" : "dot products; rows are not unit"
  }

  private var possible: String {
    guard capacity.oracle != nil else { return "all documents are equal" }
    let found = "with the best linear query vectors for the same documents"
    return best > oracle + 5e-4 ? found + "; \(number(oracle)) by least squares alone" : found
  }

  private func rounded(_ value: Double?) -> String {
    value.map { NumberText.rounded($0, significantDigits: 3) } ?? "undefined"
  }

  private func share(_ value: Double?) -> String {
    value.map { NumberText.percent($0) } ?? "undefined"
  }

  private var curves: [Highlight] {
    let judged = capacity.curve.filter { $0.probe == .judged && $0.basis == .pca }
    let fewer = judged.filter { [128, 64, 32, 16].contains($0.dimensions) }
      .map { "\(number($0.recall)) at \($0.dimensions)" }
    let random = capacity.curve.filter { $0.probe == .random && $0.basis == .all }
      .map { "\(number($0.recall)) for \($0.relevant ?? 0)" }
    var rows: [Highlight] = []
    if !fewer.isEmpty {
      rows.append(
        Highlight(
          label: "in fewer", value: "principal components",
          remark: fewer.joined(separator: ", ") + " dimensions"))
    }
    if !random.isEmpty {
      rows.append(
        Highlight(
          label: "any labels", value: "random relevant sets",
          remark: random.joined(separator: ", ") + " documents a query"))
    }
    return rows
  }

  /// What to do, and what to know.
  var findings: [Finding] {
    var findings: [Finding] = []
    let evidence: [MetricID] = ["capacity.achieved-recall", "capacity.best-recall"]
    let numbers = "achieved \(number(achieved)), possible \(number(best))"
    switch capacity.verdict {
    case .fine: break
    case .alignment:
      findings.append(
        Finding(
          id: "alignment-limited", severity: .warning,
          message: "The documents can be told apart, your queries do not do it (\(numbers)).",
          evidence: evidence,
          advice: "Train or prompt the query side; a larger dimension would not help."))
    case .capacity:
      findings.append(
        Finding(
          id: "capacity-limited", severity: .warning,
          message:
            "The document vectors cannot express the judgments linearly (\(numbers)), though "
            + "they use the directions they have.", evidence: evidence,
          advice: "Use more dimensions or several vectors a document; series capacity.curve shows "
            + "how much a dimension buys."))
    case .collapse:
      findings.append(
        Finding(
          id: "collapse-limited", severity: .failure,
          message: "The document vectors cannot express the judgments (\(numbers)) and live along "
            + "\(rounded(capacity.documentSpectrum.effectiveRank)) of \(dimensions) directions.",
          evidence: evidence + ["capacity.documents-effective-rank"],
          advice: "Find out why they collapsed: embedscope diagnose on the documents."))
    case .untestable:
      findings.append(
        Finding(
          id: "untestable", severity: .warning,
          message: "With at most d + 1 documents an oracle is trivially perfect (\(numbers)).",
          evidence: evidence,
          advice: "Add documents, at least several times the dimension, and ask again."))
    }
    if capacity.duplicateCeiling < 1 {
      findings.append(
        Finding(
          id: "duplicate-ceiling", severity: .warning,
          message:
            "\(NumberText.grouped(capacity.dense.copies.count)) documents have the vector of "
            + "another one; no scoring can reach more than \(number(capacity.duplicateCeiling)).",
          evidence: ["capacity.duplicate-ceiling"],
          advice: "Drop the copies, or judge them alike."))
    }
    return findings + counts
  }

  private var counts: [Finding] {
    let relevant = capacity.relevant
    let parts = [
      (relevant.queriesMissing, "judged queries are not in the export of queries"),
      (relevant.documentsMissing, "relevant judgments name documents that are not in the export"),
    ].filter { $0.0 > 0 }
    guard !parts.isEmpty else { return [] }
    return [
      Finding(
        id: "judgments-unmatched", severity: .warning,
        message: parts.map { "\(NumberText.grouped($0.0)) \($0.1)" }.joined(separator: "; ")
          + "; they count for nothing here.", evidence: ["capacity.achieved-recall"],
        advice: "Give the identifier files of these exports, or the judgments of this corpus.")
    ]
  }

  /// How the numbers were made.
  var notes: [String] {
    let relevant = capacity.relevant
    var text = "\(NumberText.grouped(relevant.count)) queries with a relevant document"
    if relevant.withoutRelevant > 0 {
      text += ", \(NumberText.grouped(relevant.withoutRelevant)) judged ones without left out"
    }
    text += "; grade \(capacity.options.relevanceLevel) or more is relevant"
    if let regularisation = capacity.regularisation {
      text +=
        "; oracle with lambda \(NumberText.rounded(regularisation, significantDigits: 3)) = "
        + "\(NumberText.shortest(capacity.options.ridge)) x tr(D'D)/d, from the labels: possible, "
        + "not learnable"
    }
    if capacity.untriedQueries > 0 {
      text +=
        "; \(NumberText.grouped(capacity.untriedQueries)) queries not tried by logistic "
        + "regression, so more may be possible"
    }
    if let sampled = capacity.sampledQueries {
      text += "; curves over \(NumberText.grouped(sampled)) sampled queries"
    }
    if let sampled = capacity.sampledDocuments {
      text += "; random sets among \(NumberText.grouped(sampled)) sampled documents"
    }
    return [text + ", seed \(capacity.options.seed)"]
  }
}
