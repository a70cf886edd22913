import RealModule

/// nDCG with the grade itself as the gain, as trec_eval has it.
enum DiscountedGain: RankingMeasure {
  static let name = "ndcg"
  static let label = "nDCG"
  static let cutoffs: [Int?] = [5, 10, 20, 100, nil]
  static let description = MeasureDescription(
    title: "Normalised discounted cumulative gain, linear",
    definition: "The grades of the retrieved documents, each divided by log2(rank + 1), summed and "
      + "divided by the same sum for the best possible order of all judged documents.",
    formula: "DCG@k / IDCG@k, DCG@k = sum over ranks r <= k of max(grade, 0) / log2(r + 1)",
    reading: "1 is an ideal order; the head of the ranking weighs most. Differences below the "
      + "interval of significance.A-B.mean-difference are noise.",
    edgeCases: "Negative grades gain 0. Documents not judged gain 0.",
    source: "Jarvelin and Kekalainen, ACM TOIS 20 (2002); trec_eval ndcg and ndcg_cut")

  static func value(_ ranking: JudgedRanking, cutoff: Int?) -> Double {
    Discount.normalized(ranking, cutoff: cutoff) { Double($0) }
  }
}

/// nDCG with 2^grade - 1 as the gain.
enum ExponentialDiscountedGain: RankingMeasure {
  static let name = "ndcg-exponential"
  static let label = "nDCG-exp"
  static let cutoffs: [Int?] = [10]
  static let description = MeasureDescription(
    title: "Normalised discounted cumulative gain, exponential",
    definition: "As ndcg, with 2^grade - 1 in place of the grade, so that the highest grades weigh "
      + "more. The same as ndcg where all grades are 0 or 1.",
    formula: "DCG@k / IDCG@k, DCG@k = sum over ranks r <= k of (2^max(grade, 0) - 1) / log2(r + 1)",
    reading: "1 is an ideal order. Not comparable with ndcg where grades exceed 1: say which.",
    edgeCases: "Negative grades gain 0; grades above 1000 count as 1000.",
    source: "Burges et al., ICML 2005; gdeval, ranx ndcg_burges")

  static func value(_ ranking: JudgedRanking, cutoff: Int?) -> Double {
    Discount.normalized(ranking, cutoff: cutoff) { Double.exp2(Double(min($0, 1000))) - 1 }
  }
}

/// The logarithmic discount of a rank.
enum Discount {
  /// 1 / log2(r + 1) of the first ranks, where nearly all of them fall.
  private static let table: [Double] = (0...2048).map {
    $0 == 0 ? 0 : 1 / Double.log2(Double($0) + 1)
  }

  /// 1 / log2(rank + 1).
  static func of(_ rank: Int) -> Double {
    rank < table.count ? table[rank] : 1 / Double.log2(Double(rank) + 1)
  }

  /// The discounted gain of a ranking over that of the ideal order; 0 where nothing can be gained.
  static func normalized(
    _ ranking: JudgedRanking, cutoff: Int?, gain: (Int) -> Double
  ) -> Double {
    let limit = cutoff ?? .max
    var ideal = 0.0
    for (index, grade) in ranking.idealGrades.enumerated() {
      if index >= limit || grade <= 0 { break }
      ideal += gain(grade) * of(index + 1)
    }
    guard ideal > 0 else { return 0 }
    var sum = 0.0
    for index in ranking.ranks.indices {
      if ranking.ranks[index] > limit { break }
      if ranking.grades[index] > 0 { sum += gain(ranking.grades[index]) * of(ranking.ranks[index]) }
    }
    return sum / ideal
  }
}
