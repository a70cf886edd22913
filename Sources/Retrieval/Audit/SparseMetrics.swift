import Findings

/// The definitions of the sparse family.
enum SparseMetrics {
  private static let empty = "there are no rows"
  private static let splade = "Formal et al. 2021, arXiv 2109.10086; naver/splade flops.py"

  static let all: [MeasuredQuantity<SparseStatistics>] = [
    MeasuredQuantity(
      name: "active-dimensions", unit: .dimensions, title: "Active dimensions of a document",
      definition:
        "Mean number of columns with a weight that is not 0 (L0); stored zeros do not count.",
      formula: "entries / documents", range: "[0, columns]",
      reading: "What an inverted index stores for each document.",
      edgeCases: "Undefined without documents.", source: splade,
      interval: { $0.documentInterval }
    ) { MetricValue(SparseStatistics.mean($0.documentActive), else: empty) },
    MeasuredQuantity(
      name: "active-dimensions-max", unit: .dimensions, title: "Most active dimensions",
      definition: "The most columns that one document has a weight in.",
      formula: "max over documents", range: "[0, columns]",
      reading: "Far above the mean: some documents activate everything.",
      edgeCases: "Undefined without documents.", source: splade
    ) { MetricValue($0.documentActive.last.map(Double.init), else: empty) },
    MeasuredQuantity(
      name: "query-active-dimensions", unit: .dimensions, title: "Active dimensions of a query",
      definition: "Mean number of columns with a weight that is not 0.",
      formula: "entries / queries", range: "[0, columns]",
      reading: "Latency follows it: each is a posting list to go through.",
      edgeCases: "Undefined without queries.", source: splade, interval: { $0.queryInterval }
    ) { MetricValue(SparseStatistics.mean($0.queryActive), else: empty) },
    MeasuredQuantity(
      name: "sparsity", unit: .ratio, title: "Sparsity",
      definition: "The share of document weights that are 0.",
      formula: "1 - entries / (documents x columns)", range: "[0, 1]",
      reading: "Learned sparse models reach 0.99 and more.",
      edgeCases: "Undefined without documents or columns.", source: splade
    ) {
      let cells = Double($0.documentCount) * Double($0.columnCount)
      return MetricValue(cells > 0 ? 1 - Double($0.entryCount) / cells : nil, else: empty)
    },
    MeasuredQuantity(
      name: "expected-mults-per-document", unit: .ratio,
      title: "FLOPS of retrieval: expected multiplications a document",
      definition:
        "The chance that a random document and a random query share a column, summed over "
        + "columns; times the documents it is the postings a query goes through.",
      formula: "sum over columns of p_d p_q, p the share of rows where the column is active",
      range: "[0, columns]",
      reading: "The FLOPS column of SPLADE papers; not the regulariser of the same name.",
      source: splade
    ) { .measured($0.expectedMultiplications) },
    MeasuredQuantity(
      name: "flops-regulariser", unit: .ratio, title: "FLOPS regulariser of the documents",
      definition: "The training loss that spreads weights evenly over columns.",
      formula: "sum over columns of (mean over documents of |w|)^2", range: "[0, inf)",
      reading: "Falls when weights shrink or spread. It is not a number of operations.",
      source: "Paria et al., ICLR 2020"
    ) { .measured($0.regulariser) },
    MeasuredQuantity(
      name: "postings-per-query", unit: .documents, title: "Postings that a query goes through",
      definition: "Mean over queries of the lengths of the posting lists of its columns, together.",
      formula: "expected-mults-per-document x documents", range: "[0, documents x columns]",
      reading: "The work of an exhaustive search, in multiplications.", source: splade
    ) { .measured($0.scoredPostings) },
    MeasuredQuantity(
      name: "posting-length-median", unit: .documents, title: "Median posting list",
      definition: "The middle number of documents over columns that have any.",
      formula: "median of document frequencies > 0", range: "[1, documents]",
      reading: "1 where most columns name a single document.",
      edgeCases: "Undefined without entries.", source: splade
    ) {
      MetricValue(SparseStatistics.quantile($0.postingLengths, 0.5), else: "no column is active")
    },
    MeasuredQuantity(
      name: "posting-length-p99", unit: .documents, title: "Long posting lists",
      definition: "The 99th percentile of the documents of a column, over columns that have any.",
      formula: "99th percentile of document frequencies > 0, linear interpolation",
      range: "[1, documents]", reading: "Long lists make slow queries.",
      edgeCases: "Undefined without entries.", source: splade
    ) {
      MetricValue(SparseStatistics.quantile($0.postingLengths, 0.99), else: "no column is active")
    },
    MeasuredQuantity(
      name: "posting-length-max", unit: .documents, title: "Longest posting list",
      definition: "The most documents that one column is active in.",
      formula: "max document frequency", range: "[0, documents]",
      reading: "Equal to the documents: a column that tells nothing apart.",
      edgeCases: "Undefined without entries.", source: splade
    ) { MetricValue($0.postingLengths.last.map(Double.init), else: "no column is active") },
    MeasuredQuantity(
      name: "posting-length-gini", unit: .ratio, title: "Inequality of posting lists",
      definition: "Gini coefficient of the documents of a column, over columns that have any.",
      formula: "sum |x_i - x_j| / (2 n^2 mean)", range: "[0, 1)",
      reading: "Near 1: a few columns carry the index.",
      edgeCases: "Undefined without entries.", source: "Gini 1912"
    ) { MetricValue(SparseStatistics.gini($0.postingLengths), else: "no column is active") },
    MeasuredQuantity(
      name: "columns-used", unit: .dimensions, title: "Columns in use",
      definition: "Columns that are active in some document; the others are dead.",
      formula: "count of document frequencies > 0", range: "[0, columns]",
      reading: "A small part of the vocabulary is normal; a shrinking one between exports is not.",
      source: splade
    ) { .measured(Double($0.postingLengths.count)) },
    MeasuredQuantity(
      name: "columns-stop", unit: .dimensions, title: "Stop columns",
      definition: "Columns that are active in more than half of the documents.",
      formula: "count of document frequencies > documents / 2", range: "[0, columns]",
      reading: "Vocabulary collapse: they cost postings and tell nothing apart.",
      source: "Lassance and Clinchant, SIGIR 2023, arXiv 2306.16680"
    ) { .measured(Double($0.stopColumns)) },
    MeasuredQuantity(
      name: "weight-sum", unit: .input, title: "Weight of a document",
      definition: "Mean over documents of the sum of absolute weights (L1).",
      formula: "mean over documents of sum |w|", range: "[0, inf)",
      reading: "Differs between exports of different scale; compare like with like.", source: splade
    ) { .measured($0.meanLength) },
    MeasuredQuantity(
      name: "weights-negative", unit: .pairs, title: "Negative weights",
      definition: "Weights below 0 in documents and queries.",
      formula: "count of w < 0", range: "[0, entries]",
      reading: "Sparse models have none: above 0, the export is not what it seems.", source: splade
    ) { .measured(Double($0.negativeCount)) },
  ]

  static let descriptors = all.map { $0.descriptor(prefix: "sparse.NAME", family: "sparse") }
}
