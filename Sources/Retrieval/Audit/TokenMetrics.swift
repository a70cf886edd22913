import Findings

/// The definitions of the late-interaction family.
enum TokenMetrics {
  private static let colbert = "Khattab and Zaharia, SIGIR 2020; Santhanam et al., NAACL 2022"
  private static let roy = "Roy and Vetterli, EUSIPCO 2007"
  private static let none = "there is no document with a token"

  private static func mean(_ values: [Int]) -> Double? {
    values.isEmpty ? nil : Double(values.reduce(0, +)) / Double(values.count)
  }

  static let all: [MeasuredQuantity<TokenStatistics>] = [
    MeasuredQuantity(
      name: "tokens-per-document", unit: .rows, title: "Tokens of a document",
      definition: "Mean number of token vectors of a document, empty ones included.",
      formula: "tokens / documents", range: "[0, inf)",
      reading: "Memory and work grow with it.", edgeCases: "Undefined without documents.",
      source: colbert, interval: { $0.tokenInterval }
    ) { MetricValue(mean($0.tokenCounts), else: none) },
    MeasuredQuantity(
      name: "tokens-max", unit: .rows, title: "Longest document",
      definition: "The most token vectors of one document.", formula: "max over documents",
      range: "[0, inf)", reading: "Many documents at exactly this length were cut.",
      edgeCases: "Undefined without documents.", source: colbert
    ) { MetricValue($0.tokenCounts.max().map(Double.init), else: none) },
    MeasuredQuantity(
      name: "documents-at-max-share", unit: .ratio, title: "Documents that were probably cut",
      definition: "The share of documents with exactly as many tokens as the longest.",
      formula: "share of documents with tokens = max", range: "(0, 1]",
      reading: "More than a few per cent: the encoder cut them, and their ends are not searchable.",
      edgeCases: "Undefined without documents.", source: colbert
    ) {
      guard let most = $0.tokenCounts.max() else { return .undefined(reason: none) }
      return .measured(
        Double($0.tokenCounts.count { $0 == most }) / Double($0.tokenCounts.count))
    },
    MeasuredQuantity(
      name: "documents-empty", unit: .documents, title: "Documents without tokens",
      definition: "Documents that no query can match.", formula: "count of tokens = 0",
      range: "[0, documents]", reading: "Above 0, some texts were lost on the way.", source: colbert
    ) { .measured(Double($0.emptyDocuments)) },
    MeasuredQuantity(
      name: "tokens-per-query", unit: .rows, title: "Tokens of a query",
      definition: "Mean number of token vectors of a query.", formula: "tokens / queries",
      range: "[0, inf)",
      reading: "ColBERT pads queries to 32 with mask tokens, which do count in the score.",
      source: colbert
    ) { .measured($0.queryTokens) },
    MeasuredQuantity(
      name: "document-effective-rank", unit: .dimensions, title: "Effective rank of a document",
      definition: "Mean over documents of exp of the entropy of the singular values of its tokens, "
        + "not centred.", formula: "exp(-sum r ln r), r = s / sum s",
      range: "[1, min(tokens, dimensions)]",
      reading: "How many different things a document says; near 1, one vector would do.",
      edgeCases: "Documents without tokens are left out; beyond 2,000 documents a sample.",
      source: roy, interval: { $0.rankInterval }
    ) {
      let ranks = $0.documentRanks
      return MetricValue(
        ranks.isEmpty ? nil : ranks.reduce(0, +) / Double(ranks.count), else: none)
    },
    MeasuredQuantity(
      name: "tokens-effective-rank", unit: .dimensions, title: "Effective rank of all tokens",
      definition: "exp of the entropy of the singular values of all document tokens, not centred.",
      formula: "exp(-sum r ln r), r = s / sum s", range: "[1, dimensions]",
      reading: "Far below the dimensions: a smaller projection would do.",
      edgeCases: "Undefined without tokens.", source: roy
    ) { MetricValue($0.tokenSpectrum.effectiveRank, else: none) },
    MeasuredQuantity(
      name: "scores-effective-rank", unit: .dimensions, title: "Effective rank of the scores",
      definition: "exp of the entropy of the singular values of the matrix of scores, queries x "
        + "documents, with row and column means taken out.",
      formula: "exp(-sum r ln r), r = s / sum s", range: "[1, min(queries, documents) - 1]",
      reading: "A single vector cannot exceed its dimensions; late interaction can.",
      edgeCases: "Undefined where the scores do not vary; beyond 1,024 queries a sample.",
      source: roy
    ) { MetricValue($0.scoreSpectrum.effectiveRank, else: "the scores do not vary") },
    MeasuredQuantity(
      name: "scores-rank", unit: .dimensions, title: "Numerical rank of the scores",
      definition: "Singular values of the double-centred scores beyond their rounding in single "
        + "precision.", formula: "count of s > max(queries, documents) 2^-24 s_1",
      range: "[0, min(queries, documents) - 1]",
      reading: "Beyond the token dimensions: orders that no single vector of that size could give.",
      source: roy
    ) { .measured(Double($0.scoreRank)) },
    MeasuredQuantity(
      name: "negative-maxima-share", unit: .ratio, title: "Negative maxima",
      definition:
        "The share of query tokens and documents for which the largest product is below 0.",
      formula: "share of max_j <q_i, d_j> < 0", range: "[0, 1]",
      reading: "Above 0, implementations that pad with zeros rank differently: see --maxsim relu.",
      edgeCases: "Undefined without tokens.", source: colbert
    ) { MetricValue($0.negativeShare, else: none) },
    MeasuredQuantity(
      name: "length-bias", unit: .ratio, title: "Length bias",
      definition:
        "Spearman's rank correlation of score and number of tokens over documents that are "
        + "not relevant, averaged over queries.",
      formula: "mean over queries of rho(score, tokens)", range: "[-1, 1]",
      reading: "Positive: long documents win because a maximum over more tokens is larger.",
      edgeCases: "Undefined where scores or lengths do not vary.",
      source: "arXiv 2603.26259; Spearman 1904", interval: { $0.biasInterval }
    ) { MetricValue($0.lengthBias, else: "scores or lengths do not vary") },
    MeasuredQuantity(
      name: "top-length-ratio", unit: .ratio, title: "Length of the best documents",
      definition:
        "Mean tokens of the ten best documents of each query over the mean of all documents.",
      formula: "mean tokens of top 10 / mean tokens", range: "[0, inf)",
      reading: "Above 1: what is found is longer than what is there.",
      edgeCases: "Undefined without tokens.", source: "arXiv 2603.26259"
    ) { MetricValue($0.topLengthRatio, else: none) },
    MeasuredQuantity(
      name: "residual-bytes@bits=2", unit: .bytes, title: "Bytes of a document, compressed",
      definition:
        "Mean bytes of a document under the residual compression of ColBERTv2: a centroid "
        + "number of 4 bytes and 2 bits a dimension for each token.",
      formula: "mean tokens x (4 + dimensions x 2 / 8)", range: "[0, inf)",
      reading: "What an index would take beside the bytes as exported; computed, not built.",
      edgeCases: "Undefined without documents.", source: colbert
    ) { statistics in
      MetricValue(
        mean(statistics.tokenCounts).map { $0 * (4 + Double(statistics.columnCount) / 4) },
        else: none)
    },
  ]

  static let descriptors = all.map {
    $0.descriptor(prefix: "late-interaction.NAME", family: "late-interaction")
  }
}
