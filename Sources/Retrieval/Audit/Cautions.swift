import EmbeddingSets
public import Findings

extension DenseRepresentation {
  /// Rows that are zero, and lengths that make dot products and cosines differ.
  public var cautions: [Finding] {
    var cautions = [
      zeroRows(name, documentNorms.zeroCount, "documents", queryNorms.zeroCount, "queries")
    ].compactMap { $0 }
    if similarity == .dot, !documentNorms.isUnit {
      let range =
        "\(NumberText.rounded(documentNorms.least, significantDigits: 3)) to "
        + NumberText.rounded(documentNorms.largest, significantDigits: 3)
      cautions.append(
        Finding(
          id: "rows-not-unit", severity: .note,
          message: "\(name): document vectors have lengths from \(range); dot products, as scored "
            + "here, favour the long ones.",
          evidence: [MetricID("cost.\(name).bytes-per-document")],
          advice: "If the model is meant for cosines, use --similarity cosine."))
    }
    return cautions
  }
}

extension TokenRepresentation {
  /// Items without tokens, and tokens that are zero.
  public var cautions: [Finding] {
    var cautions: [Finding] = []
    if emptyDocumentCount + emptyQueryCount > 0 {
      cautions.append(
        Finding(
          id: "empty-items", severity: .warning,
          message: "\(name): \(NumberText.grouped(emptyDocumentCount)) documents and "
            + "\(NumberText.grouped(emptyQueryCount)) queries have no tokens; such documents are "
            + "never found.", evidence: [MetricID("cost.\(name).bytes-per-document")],
          advice: "Check what the tokeniser or the skip list removed."))
    }
    let zeros = zeroRows(
      name, documentNorms.zeroCount, "tokens of documents", queryNorms.zeroCount,
      "tokens of queries")
    return cautions + [zeros].compactMap { $0 }
  }
}

extension SparseRepresentation {
  /// Negative weights, and what had to be repaired.
  public var cautions: [Finding] {
    var cautions: [Finding] = []
    let negative = (documents.values + queries.values).count { $0 < 0 }
    if negative > 0 {
      cautions.append(
        Finding(
          id: "negative-weights", severity: .warning,
          message: "\(name): \(NumberText.grouped(negative)) weights are negative.",
          evidence: [MetricID("cost.\(name).bytes-per-document")],
          advice: "Check that this is the output of the sparse head, after its ReLU."))
    }
    let repairs = documents.repairs
    if repairs.duplicatesSummed + repairs.zerosDropped > 0 {
      cautions.append(
        Finding(
          id: "sparse-repairs", severity: .note,
          message: "\(name): \(NumberText.grouped(repairs.duplicatesSummed)) repeated columns were "
            + "summed and \(NumberText.grouped(repairs.zerosDropped)) stored zeros left out.",
          evidence: [MetricID("cost.\(name).bytes-per-document")],
          advice: "Call sum_duplicates() and eliminate_zeros() before saving."))
    }
    return cautions
  }
}

/// A warning of rows without direction: their cosine is undefined and counts 0, their dot product is 0.
private func zeroRows(
  _ name: String, _ documents: Int, _ documentNoun: String, _ queries: Int, _ queryNoun: String
) -> Finding? {
  guard documents + queries > 0 else { return nil }
  return Finding(
    id: "zero-rows", severity: .warning,
    message: "\(name): \(NumberText.grouped(documents)) \(documentNoun) and "
      + "\(NumberText.grouped(queries)) \(queryNoun) are zero; whatever is compared with them "
      + "scores 0.", evidence: [MetricID("cost.\(name).bytes-per-document")],
    advice: "Find out which texts these are: empty ones, padding, or an overflow.")
}
