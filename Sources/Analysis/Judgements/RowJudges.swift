import Findings

/// Rows with NaN, and rows that are zero.
enum UsableRows: Judge {
  static func judge(_ evidence: Evidence) -> [Judgement] {
    let tally = evidence.statistics.tally
    var judgements: [Judgement] = []
    if tally.nonfiniteCount > 0 {
      let rows = Wording.count(tally.nonfiniteCount, "row")
      judgements.append(
        Judgement(
          finding: Finding(
            id: "nonfinite-rows", severity: tally.finiteCount == 0 ? .failure : .warning,
            message: "\(rows) of \(NumberText.grouped(tally.rowCount)) "
              + "\(tally.nonfiniteCount == 1 ? "holds" : "hold") NaN or infinity "
              + "(\(Wording.list(tally.nonfiniteRows, of: tally.nonfiniteCount))). They are left "
              + "out of all other numbers.",
            evidence: ["data.rows-nonfinite"],
            advice:
              "Find what produced them (overflow in float16, an empty batch) and export again."
          ), words: Wording.count(tally.nonfiniteCount, "row") + " with NaN or infinity"))
    }
    if tally.zeroCount > 0 {
      judgements.append(
        Judgement(
          finding: Finding(
            id: "zero-rows", severity: .warning,
            message: "\(Wording.count(tally.zeroCount, "row")) of "
              + "\(NumberText.grouped(tally.rowCount)) \(tally.zeroCount == 1 ? "is" : "are") zero "
              + "(\(Wording.list(tally.zeroRows, of: tally.zeroCount))). They have no direction and "
              + "are left out of cosines and unit views.",
            evidence: ["data.rows-zero"],
            advice: "Look for empty texts or padding; leave those rows out of the index."),
          words: Wording.count(tally.zeroCount, "zero row")))
    }
    return judgements
  }
}

/// Rows that are stored more than once.
enum RepeatedRows: Judge {
  static func judge(_ evidence: Evidence) -> [Judgement] {
    guard case .groups(let groups) = evidence.statistics.duplicates, !groups.isEmpty else {
      return []
    }
    let repeated = groups.reduce(0) { $0 + $1.count - 1 }
    let share = Double(repeated) / Double(max(1, evidence.statistics.tally.finiteCount))
    let isMany = share > evidence.thresholds["duplicate-share"]
    let shown = groups.prefix(3).map { group in
      group.prefix(4).map(String.init).joined(separator: " = ") + (group.count > 4 ? " = ..." : "")
    }
    let more = groups.count > 3 ? ", ..." : ""
    return [
      Judgement(
        finding: Finding(
          id: "duplicate-rows", severity: isMany ? .warning : .note,
          message:
            "\(Wording.count(repeated, "row")) \(repeated == 1 ? "is an exact duplicate" : "are exact duplicates") of others "
            + "(rows \(shown.joined(separator: ", "))\(more)).",
          evidence: ["data.duplicate-rows", "data.duplicate-groups"],
          advice: isMany
            ? "Look for a batch written twice; drop the copies before training or indexing."
            : "Usually equal texts; drop them if ids must be unique."),
        words: NumberText.percent(share) + " of the rows repeated", isHeadline: isMany)
    ]
  }
}

/// Norms that differ much.
enum NormSpread: Judge {
  static func judge(_ evidence: Evidence) -> [Judgement] {
    guard let variation = evidence.number("data.norm-cv"),
      variation > evidence.thresholds["norm-spread"]
    else { return [] }
    return [
      Judgement(
        finding: Finding(
          id: "norm-spread", severity: .note,
          message: "norms vary by \(NumberText.percent(variation)) of their mean, so inner product "
            + "and cosine rank differently.",
          evidence: ["data.norm-cv"],
          advice: "Search with the similarity the model was trained for, and read the unit views."),
        words: "norms that vary", isHeadline: false)
    ]
  }
}
