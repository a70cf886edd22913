/// Average precision.
enum AveragePrecision: RankingMeasure {
  static let name = "map"
  static let label = "MAP"
  static let cutoffs: [Int?] = [10, nil]
  static let description = MeasureDescription(
    title: "Mean average precision",
    definition: "Precision at the rank of each relevant document that was retrieved, summed and "
      + "divided by all relevant documents R.",
    formula: "(1 / R) sum over relevant ranks r <= k of hits@r / r",
    reading: "Rewards every relevant document, early ones most.",
    edgeCases: "Divided by R at every cutoff, as in trec_eval; some libraries divide by min(k, R).",
    source: "trec_eval map and map_cut")

  static func value(_ ranking: JudgedRanking, cutoff: Int?) -> Double {
    let limit = cutoff ?? .max
    var sum = 0.0
    var hits = 0
    for index in ranking.ranks.indices where ranking.grades[index] >= ranking.relevanceLevel {
      if ranking.ranks[index] > limit { break }
      hits += 1
      sum += Double(hits) / Double(ranking.ranks[index])
    }
    return sum / Double(ranking.relevantCount)
  }
}

/// One over the rank of the first relevant document.
enum ReciprocalRank: RankingMeasure {
  static let name = "mrr"
  static let label = "MRR"
  static let cutoffs: [Int?] = [10, nil]
  static let description = MeasureDescription(
    title: "Mean reciprocal rank",
    definition: "One over the rank of the first relevant document.",
    formula: "1 / min rank of a relevant document, 0 beyond k",
    reading: "How soon the first useful document comes; blind to all others.",
    edgeCases: "0 where none was retrieved.", source: "trec_eval recip_rank")

  static func value(_ ranking: JudgedRanking, cutoff: Int?) -> Double {
    for index in ranking.ranks.indices where ranking.grades[index] >= ranking.relevanceLevel {
      return ranking.ranks[index] > cutoff ?? .max ? 0 : 1 / Double(ranking.ranks[index])
    }
    return 0
  }
}

/// How often relevant documents stand before judged ones that are not.
enum BinaryPreference: RankingMeasure {
  static let name = "bpref"
  static let label = "bpref"
  static let cutoffs: [Int?] = [nil]
  static let description = MeasureDescription(
    title: "Binary preference",
    definition: "For each relevant document retrieved, the share of judged non-relevant documents "
      + "that it stands before; documents not judged are passed over.",
    formula: "(1 / R) sum over relevant retrieved of 1 - min(n above, R) / min(N, R), N judged "
      + "non-relevant",
    reading: "Robust where few documents are judged: compare it when judged@k is low.",
    edgeCases: "A term is 1 where no judged non-relevant document stands above. Documents with a "
      + "negative grade are passed over.",
    source: "Buckley and Voorhees, SIGIR 2004; trec_eval bpref")

  static func value(_ ranking: JudgedRanking, cutoff: Int?) -> Double {
    let relevant = ranking.relevantCount
    let bound = Double(min(ranking.nonRelevantCount, relevant))
    var above = 0
    var sum = 0.0
    for grade in ranking.grades {
      if grade >= ranking.relevanceLevel {
        sum += above == 0 ? 1 : 1 - Double(min(above, relevant)) / bound
      } else if grade >= 0 {
        above += 1
      }
    }
    return sum / Double(relevant)
  }
}

/// How many of the first k documents anybody has judged.
enum JudgedShare: RankingMeasure {
  static let name = "judged"
  static let label = "judged"
  static let cutoffs: [Int?] = [10]
  static let judgesOrder = false
  static let description = MeasureDescription(
    title: "Judged share",
    definition: "Judged documents, of any grade, among the first k, divided by k.",
    formula: "judged@k / k",
    reading: "Not a quality: it says how far the other numbers can be trusted. Below 0.5 a system "
      + "that finds other documents than the judges' pool is punished for it.",
    edgeCases: "Divided by k even where fewer documents were retrieved.",
    source: "ir_measures Judged")

  static func value(_ ranking: JudgedRanking, cutoff: Int?) -> Double {
    let places = cutoff ?? max(ranking.retrievedCount, 1)
    var count = 0
    for rank in ranking.ranks where rank <= places { count += 1 }
    return Double(count) / Double(places)
  }
}
