import Findings

/// The definitions of the capacity family, with where each value is found.
enum CapacityMetrics {
  private static let note =
    "Alon, Moran and Yehudayoff 2016; Weller et al. 2025, arXiv 2508.21038 (the question)"
  private static let roy = "Roy and Vetterli, EUSIPCO 2007"

  static let all: [MeasuredQuantity<Capacity>] = [
    MeasuredQuantity(
      name: "achieved-recall", unit: .ratio, title: "Recall with the queries of the export",
      definition: "For each query with R relevant documents the share of them among its first R "
        + "documents, averaged over queries; ties go to the later identifier.",
      formula: "mean over queries of hits in the first R / R", range: "[0, 1]",
      reading: "What users get. Read it beside capacity.oracle-recall.",
      edgeCases: "Queries without a relevant document in the export are left out and counted.",
      source: "R-precision of trec_eval, which recall at R equals",
      interval: { $0.intervals.achieved }
    ) { MetricValue($0.achieved.meanRecall, else: "no query with a relevant document") },
    MeasuredQuantity(
      name: "oracle-recall", unit: .ratio, title: "Recall with the best linear queries",
      definition: "The same recall with queries made from the labels in closed form, for the same "
        + "documents: ridge discriminant vectors over all dimensions.",
      formula: "u = (D'D + lambda I)^-1 sum of relevant d, D centred, lambda = ridge tr(D'D)/d",
      range: "[0, 1]",
      reading:
        "High beside a low achieved recall: the queries are the limit. Low: the documents are. "
        + "It uses the labels, so it is possible, not learnable; with several relevant documents a "
        + "query it is a lower bound of the best linear query.",
      edgeCases:
        "Trivially 1 with at most d + 1 documents in general position; undefined where all "
        + "documents are equal.", source: note, interval: { $0.intervals.oracle }
    ) { MetricValue($0.oracle?.meanRecall, else: "all documents are equal") },
    MeasuredQuantity(
      name: "best-recall", unit: .ratio, title: "Recall with the best linear queries found",
      definition: "For each query the best recall of its own vector, of the oracle and, where both "
        + "fall short, of logistic regression of relevant against other documents; averaged.",
      formula: "mean over queries of the largest recall", range: "[0, 1]",
      reading: "What the verdict rests on: least squares alone can miss a linear query that is "
        + "perfect. Still a lower bound of the best one.",
      edgeCases: "Logistic regression is left out where it would take more than 1e11 "
        + "multiplications; the notes say for how many queries. Undefined where all documents are "
        + "equal.", source: "Soudry et al., JMLR 19, 2018", interval: { $0.intervals.best }
    ) { MetricValue($0.bestRecall, else: "all documents are equal") },
    MeasuredQuantity(
      name: "duplicate-ceiling", unit: .ratio, title: "Recall that equal documents leave possible",
      definition:
        "An upper bound of the recall of any scoring of these vectors: documents with equal "
        + "vectors tie for every query.",
      formula: "groups of equal documents taken whole, the purest first", range: "[0, 1]",
      reading: "Below 1, some relevant documents have copies that nobody asked for; no query can "
        + "tell them apart.", source: "bound of a fractional knapsack; Dantzig 1957"
    ) { .measured($0.duplicateCeiling) },
    MeasuredQuantity(
      name: "margin-positive-share", unit: .ratio, title: "Queries answered without a mistake",
      definition:
        "The share of queries whose every relevant document has a higher cosine than every "
        + "other document.",
      formula: "share of queries with min over relevant - max over others > 0", range: "[0, 1]",
      reading: "Stricter than recall: one document in the wrong place spoils a query.",
      edgeCases: "Queries for which all documents are relevant are left out.", source: note,
      interval: { $0.intervals.positive }
    ) { MetricValue($0.margins.positiveShare, else: "every document is relevant for every query") },
    MeasuredQuantity(
      name: "margin-median", unit: .cosine, title: "Median margin",
      definition: "The middle over queries of the lowest cosine of a relevant document minus the "
        + "highest of another one.",
      formula: "median of min over relevant - max over others", range: "[-2, 2]",
      reading: "Negative: the typical query has a mistake. A positive margin below the rounding of "
        + "the stored type does not survive storage.", source: note,
      interval: { $0.intervals.medianMargin }
    ) { MetricValue($0.margins.medianMargin, else: "every document is relevant for every query") },
    MeasuredQuantity(
      name: "oracle-positive-share", unit: .ratio,
      title: "Queries an oracle answers without a mistake",
      definition:
        "The share of queries whose every relevant document scores higher than every other "
        + "document with the oracle's vector.",
      formula: "share of queries with min over relevant - max over others > 0", range: "[0, 1]",
      reading: "1: the documents are linearly separable for every query.",
      edgeCases: "Undefined where all documents are equal.", source: note,
      interval: { $0.intervals.oraclePositive }
    ) { MetricValue($0.oracle?.positiveShare, else: "all documents are equal") },
    MeasuredQuantity(
      name: "documents-effective-rank", unit: .dimensions, title: "Effective rank of the documents",
      definition: "exp of the entropy of the singular values of the centred documents.",
      formula: "exp(-sum r ln r), r = s / sum s", range: "[1, min(n - 1, d)]",
      reading: "Below half of the directions that there are, a low oracle is put down to collapse.",
      edgeCases: "Undefined where all documents are equal.", source: roy
    ) { MetricValue($0.documentSpectrum.effectiveRank, else: "all documents are equal") },
    MeasuredQuantity(
      name: "documents-participation-ratio", unit: .dimensions,
      title: "Participation ratio of the documents",
      definition: "Squared sum over sum of squares of the variances of the centred documents.",
      formula: "(sum s^2)^2 / sum s^4", range: "[1, min(n - 1, d)]",
      reading: "How many directions carry most of the variance; stricter than the effective rank.",
      edgeCases: "Undefined where all documents are equal.", source: "Gao et al. 2017"
    ) { MetricValue($0.documentSpectrum.participationRatio, else: "all documents are equal") },
    MeasuredQuantity(
      name: "queries-effective-rank", unit: .dimensions, title: "Effective rank of the queries",
      definition: "exp of the entropy of the singular values of the centred queries.",
      formula: "exp(-sum r ln r), r = s / sum s", range: "[1, min(m - 1, d)]",
      reading: "Far below that of the documents: the queries ask in few directions only.",
      edgeCases: "Undefined where all queries are equal.", source: roy
    ) { MetricValue($0.querySpectrum.effectiveRank, else: "all queries are equal") },
    MeasuredQuantity(
      name: "scores-effective-rank", unit: .dimensions, title: "Effective rank of the scores",
      definition:
        "exp of the entropy of the singular values of the matrix of dot products, queries x "
        + "documents, with row and column means taken out.",
      formula: "exp(-sum r ln r), r = s / sum s, of J Q D' J", range: "[1, d]",
      reading: "How many independent orders the scores can express; at most d for single vectors.",
      edgeCases: "Undefined where all queries or all documents are equal.", source: roy
    ) { MetricValue($0.scoreSpectrum.effectiveRank, else: "the scores do not vary") },
  ]

  static let descriptors = all.map { $0.descriptor(prefix: "capacity", family: "capacity") }
}
