import EmbeddingSets
import Findings

/// A row that comes up everywhere.
///
/// Small sets of many dimensions have such rows by nature: where white noise was searched, only a hub well
/// beyond the largest that as many rows of it would have is worth a warning.
enum HubJudge: Judge {
  /// How many times the largest hub of white noise is beyond chance; the largest of another seed
  /// differs by a fraction of itself.
  private static let beyondNoise = 2.0

  static func judge(_ evidence: Evidence) -> [Judgement] {
    guard let counts = evidence.statistics.neighbors.value?.occurrences,
      let hub = counts.hubs().first, counts.counts.count >= 100
    else { return [] }
    let share = Double(hub.count) / Double(counts.counts.count)
    guard share > evidence.thresholds["hub-reach"] else { return [] }
    if let natural = evidence.statistics.neighbors.value?.noise.value?.largest,
      Double(hub.count) <= beyondNoise * Double(natural)
    {
      return []
    }
    return [
      Judgement(
        finding: Finding(
          id: "hubs", severity: .warning,
          message: "row \(hub.row) is among the \(counts.k) nearest of "
            + "\(NumberText.percent(share)) of the rows: it comes up whatever is asked.",
          evidence: ["neighbors.hub-max@k=10", "neighbors.hub-skewness@k=10"],
          advice:
            "Look at what it is (series neighbors.hubs has all hubs), and leave it out of the "
            + "index if it answers nothing."),
        words: "a row that answers everything")
    ]
  }
}

/// Rows that hardly differ.
enum NearDuplicateJudge: Judge {
  private static let id: MetricID = "neighbors.near-duplicate-pairs@cosine=0.999"

  static func judge(_ evidence: Evidence) -> [Judgement] {
    guard let pairs = evidence.number(id), pairs > exactPairs(evidence) else { return [] }
    return [
      Judgement(
        finding: Finding(
          id: "near-duplicates", severity: .note,
          message: "\(Wording.count(Int(pairs), "pair")) of rows "
            + "\(pairs == 1 ? "is" : "are") near duplicates (cosine at least 0.999).",
          evidence: [id],
          advice: "Series neighbors.near-duplicates lists them; keep one of each if results repeat."
        ), words: "near duplicates", isHeadline: false)
    ]
  }

  /// Pairs of equal rows, which another finding speaks of.
  private static func exactPairs(_ evidence: Evidence) -> Double {
    guard case .groups(let groups) = evidence.statistics.duplicates else { return 0 }
    return groups.reduce(0.0) { $0 + Double($1.count) * Double($1.count - 1) / 2 }
  }
}

/// Rows unlike all others.
enum OutlierJudge: Judge {
  static func judge(_ evidence: Evidence) -> [Judgement] {
    guard let count = evidence.number("neighbors.outliers@k=10"), count > 0 else { return [] }
    return [
      Judgement(
        finding: Finding(
          id: "outliers", severity: .note,
          message: "\(Wording.count(Int(count), "row")) \(count == 1 ? "is" : "are") far from all "
            + "others (10th neighbour beyond the outer fence).",
          evidence: ["neighbors.outliers@k=10"],
          advice: "Series neighbors.outliers lists them, farthest first; look for broken texts."),
        words: "outliers", isHeadline: false)
    ]
  }
}

/// A neighbour graph that falls apart.
enum IslandJudge: Judge {
  static func judge(_ evidence: Evidence) -> [Judgement] {
    guard let islands = evidence.number("neighbors.islands@k=10"), islands > 1,
      let share = evidence.number("neighbors.main-island-share@k=10"),
      share < evidence.thresholds["main-island"]
    else { return [] }
    return [
      Judgement(
        finding: Finding(
          id: "islands", severity: .warning,
          message: "the graph of the 10 nearest neighbours falls into "
            + "\(NumberText.grouped(Int(islands))) islands; the largest has "
            + "\(NumberText.percent(share)) of the rows.",
          evidence: ["neighbors.islands@k=10", "neighbors.main-island-share@k=10"],
          advice: "Clusters, languages or sources that do not mix: a graph index may not cross "
            + "between them. Series neighbors.islands has their sizes."),
        words: "\(NumberText.grouped(Int(islands))) islands of neighbours")
    ]
  }
}

/// Whether the intrinsic dimension is one number.
///
/// The plain mean of Levina and Bickel is above the harmonic one everywhere; far above it the local
/// estimates differ, and so does what the other estimates see.
enum LocalDimensionJudge: Judge {
  /// Estimates further apart than this ratio are not of one quantity.
  private static let agreement = 1.5
  private static let harmonic: MetricID = "intrinsic-dimension.levina-bickel@k=20"
  private static let plain: MetricID = "intrinsic-dimension.levina-bickel-mean@k=20"
  private static let comparable: [MetricID] = [
    "intrinsic-dimension.twonn", "intrinsic-dimension.twonn-mle", harmonic,
  ]

  /// The range of the estimates, where they agree; nil where they do not or there are none.
  static func agreed(_ number: (MetricID) -> Double?) -> (low: Double, high: Double)? {
    guard let estimates = estimates(number), estimates.agree else { return nil }
    return (estimates.low, estimates.high)
  }

  private static func estimates(
    _ number: (MetricID) -> Double?
  ) -> (low: Double, high: Double, agree: Bool)? {
    let values = comparable.compactMap(number)
    guard values.count == comparable.count, let low = values.min(), let high = values.max(),
      let harmonic = number(harmonic), let plain = number(plain)
    else { return nil }
    return (low, high, high <= agreement * low && plain <= agreement * harmonic)
  }

  static func judge(_ evidence: Evidence) -> [Judgement] {
    guard let estimates = estimates(evidence.number), !estimates.agree else { return [] }
    let low = NumberText.rounded(estimates.low, significantDigits: 2)
    let high = NumberText.rounded(
      max(estimates.high, evidence.number(plain) ?? 0), significantDigits: 2)
    return [
      Judgement(
        finding: Finding(
          id: "intrinsic-dimension", severity: .note,
          message: "estimates of the intrinsic dimension disagree (\(low) to \(high)): "
            + "none of them is given above.",
          evidence: comparable + [plain],
          advice:
            "Usual on clustered sets and above some fifteen dimensions; read it by cluster, or "
            + "not at all."),
        words: "no one intrinsic dimension", isHeadline: false)
    ]
  }
}
