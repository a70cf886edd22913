/// Share of the relevant documents among the first k.
enum Recall: RankingMeasure {
  static let name = "recall"
  static let label = "recall"
  static let cutoffs: [Int?] = [1, 2, 5, 10, 20, 100, 1000]
  static let description = MeasureDescription(
    title: "Recall",
    definition: "Relevant documents among the first k, divided by all relevant documents R.",
    formula: "hits@k / R",
    reading: "The ceiling of every later stage that reorders these k documents. Cannot reach 1 "
      + "where R > k; see recall-capped.",
    edgeCases: "A list shorter than k counts as it is.",
    source: "trec_eval recall")

  static func value(_ ranking: JudgedRanking, cutoff: Int?) -> Double {
    Double(ranking.hits(within: cutoff)) / Double(ranking.relevantCount)
  }
}

/// Recall of what k places can hold.
enum CappedRecall: RankingMeasure {
  static let name = "recall-capped"
  static let label = "recall-cap"
  static let cutoffs: [Int?] = [10]
  static let description = MeasureDescription(
    title: "Capped recall",
    definition: "Relevant documents among the first k, divided by as many as can be there.",
    formula: "hits@k / min(k, R)",
    reading: "1 is reachable for every query; equal to recall where R <= k.",
    edgeCases: "A list shorter than k counts as it is.",
    source: "Thakur et al., BEIR, NeurIPS 2021 (R_cap)")

  static func value(_ ranking: JudgedRanking, cutoff: Int?) -> Double {
    let room = min(cutoff ?? .max, ranking.relevantCount)
    return Double(ranking.hits(within: cutoff)) / Double(room)
  }
}

/// Share of relevant documents among the first k.
enum Precision: RankingMeasure {
  static let name = "precision"
  static let label = "P"
  static let cutoffs: [Int?] = [1, 5, 10]
  static let description = MeasureDescription(
    title: "Precision",
    definition: "Relevant documents among the first k, divided by k.",
    formula: "hits@k / k",
    reading: "Cannot reach 1 where a query has fewer than k relevant documents.",
    edgeCases: "Divided by k even where fewer documents were retrieved.",
    source: "trec_eval P")

  static func value(_ ranking: JudgedRanking, cutoff: Int?) -> Double {
    let places = cutoff ?? max(ranking.retrievedCount, 1)
    return Double(ranking.hits(within: cutoff)) / Double(places)
  }
}

/// Whether a relevant document is among the first k.
enum Success: RankingMeasure {
  static let name = "success"
  static let label = "success"
  static let cutoffs: [Int?] = [1, 5, 10]
  static let description = MeasureDescription(
    title: "Success (hit rate)",
    definition: "1 where any relevant document is among the first k, else 0.",
    formula: "1 if hits@k > 0 else 0",
    reading: "The share of queries that got something useful.",
    edgeCases: "None beyond the common ones.", source: "trec_eval success")

  static func value(_ ranking: JudgedRanking, cutoff: Int?) -> Double {
    ranking.hits(within: cutoff) > 0 ? 1 : 0
  }
}

/// Precision after as many documents as are relevant.
enum RPrecision: RankingMeasure {
  static let name = "r-precision"
  static let label = "R-prec"
  static let cutoffs: [Int?] = [nil]
  static let description = MeasureDescription(
    title: "R-precision",
    definition: "Precision after R documents, R being the number of relevant ones.",
    formula: "hits@R / R",
    reading: "Precision and recall at the one depth where both can be 1.",
    edgeCases: "None beyond the common ones.", source: "trec_eval Rprec")

  static func value(_ ranking: JudgedRanking, cutoff: Int?) -> Double {
    Double(ranking.hits(within: ranking.relevantCount)) / Double(ranking.relevantCount)
  }
}
