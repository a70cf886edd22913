public import Findings

/// Every metric of sign-rank: what `list`, `explain` and the documentation are made from.
public enum SignRankCatalog {
  /// All definitions, in the order of reports.
  public static let all: [MetricDescriptor] =
    RankMetrics.all + StructureMetrics.all + MarginMetrics.all + WitnessMetrics.all
    + VectorMetrics.all + CriticalSizeMetrics.all

  /// The definition of an id.
  ///
  /// - Precondition: it is one of ours.
  static func descriptor(_ id: MetricID) -> MetricDescriptor {
    guard let descriptor = all.first(where: { $0.id == id }) else {
      preconditionFailure("\(id) is not in the catalogue of sign-rank")
    }
    return descriptor
  }

  /// A metric with a value.
  static func metric(_ id: MetricID, _ value: MetricValue) -> Metric {
    Metric(id, value, unit: descriptor(id).unit)
  }

  /// A metric with a number.
  static func measured(_ id: MetricID, _ value: Double) -> Metric {
    metric(
      id,
      value.isFinite
        ? .measured(value) : .undefined(reason: "the value is outside the range of a float64"))
  }
}

/// The four bounds.
enum RankMetrics {
  static let all = [
    bound(
      "signrank.lower", "sign-rank, at least",
      "Greatest proved lower bound on rank±(2A - 1), the least rank of a real matrix that is positive "
        + "where A is 1 and negative where it is 0.",
      reading:
        "No model with fewer than this less one dimensions orders the documents of every query: "
        + "dimension >= rank± - 1 is necessary, dimension = rank± is enough."),
    bound(
      "signrank.upper", "sign-rank, at most",
      "Least proved upper bound on rank±(2A - 1).",
      reading: "So many dimensions are enough for inner products with threshold 0."),
    bound(
      "ordering-rank.lower", "ordering rank, at least",
      "Greatest proved lower bound on rank_rop(A), the least dimension in which inner products put the "
        + "relevant documents of every query before all others; rank_rop(A) = rank±(S+) - 1 exactly, "
        + "S+ being 2A - 1 with an all-ones row.",
      reading:
        "With fewer dimensions no single-vector model retrieves every query perfectly, however "
        + "it is trained. A limit of the geometry, not of learning."),
    bound(
      "ordering-rank.upper", "ordering rank, at most",
      "Least proved upper bound on rank_rop(A).",
      reading:
        "Embeddings of so many dimensions exist that order every query. It says nothing about "
        + "whether training finds them, nor about their margin: see margin.dimension."),
  ]

  private static func bound(
    _ id: MetricID, _ title: String, _ definition: String, reading: String
  ) -> MetricDescriptor {
    MetricDescriptor(
      id: id, family: id.rawValue.hasPrefix("signrank") ? "signrank" : "ordering-rank",
      title: title, definition: definition,
      formula: "min { rank B : B_ij (2A - 1)_ij > 0 }; rows ordered instead for ordering-rank",
      unit: .dimensions, range: "0, 1, ..., min(m, n)",
      reading: reading,
      edgeCases:
        "A constant matrix has sign-rank 1 and ordering rank 0. With holes, lower bounds hold "
        + "for every way to fill them, upper bounds for some way. Undefined where no entry is judged.",
      source:
        "Paturi and Simon 1986; Weller et al., arXiv:2508.21038v2, appendix D; every bound is "
        + "checked by code that shares nothing with the search")
  }
}

/// What the matrix looks like, and the classical bounds on the way.
enum StructureMetrics {
  static let all = [
    descriptor(
      "signrank.forster-ratio", "Forster ratio", unit: .ratio,
      "sqrt(mn) / ||2A - 1|| of the condensed matrix, in floating point.",
      formula: "sqrt(mn) / sigma_1", range: "[1, sqrt(min(m, n))]",
      reading:
        "Large for dense, Hadamard-like relevance; near 1 for sparse relevance, where it says "
        + "nothing. A ratio, not a bound: bounds from it are proved in exact arithmetic.",
      source: "Forster, JCSS 65 (2002)"),
    descriptor(
      "signrank.forster-simon", "Forster-Simon bound", unit: .dimensions,
      "Least k with k (sigma_1^2 + ... + sigma_k^2) >= mn for the singular values of the condensed "
        + "2A - 1.",
      formula: "min { k : k sum_(i<=k) sigma_i^2 >= mn }", range: "1, 2, ...",
      reading: "Never below Forster's bound; the spectral bound to quote.",
      source: "Forster and Simon, TCS 350 (2006)"),
    descriptor(
      "signrank.wrong-judgments", "wrong judgments that are tolerated", unit: .pairs,
      "Greatest h such that every matrix that differs from the condensed 2A - 1 in at most h entries "
        + "still has a sign-rank above d, d being the greatest rank that Forster's bound excludes; proved.",
      formula: "max { h : d (||2A - 1|| sqrt(mn) + 2h) < mn }", range: "0, 1, ..., mn / 2d",
      reading:
        "How much of the judgments may be wrong before the spectral impossibility is gone. Series "
        + "signrank.errors has it for smaller d too.",
      source: "Razborov and Sherstov, SIAM J. Comput. 39 (2010)"),
    descriptor(
      "signrank.vc-symmetric", "symmetrised VC dimension", unit: .dimensions,
      "Most columns (or rows) of 2A - 1 on which rows and negated rows show every pattern of signs.",
      formula: "max { v : some v columns show all 2^v patterns }", range: "1, 2, ..., log2(2m)",
      reading:
        "A lower bound on sign-rank that a person can check: so many documents, and the queries "
        + "that tell every subset of them apart. The greatest found; a search that was cut off may "
        + "have missed more.",
      source: "halfspaces through the origin of R^d shatter at most d vectors (Dudley 1978)"),
    descriptor(
      "signrank.rows-condensed", "distinct queries", unit: .rows,
      "Rows of 2A - 1 that are left when equal and opposite rows are counted once.",
      formula: "rows up to sign", range: "[1, m]",
      reading: "What the bounds are computed on: equal and opposite rows do not change sign-rank.",
      source: "Handbook of Linear Algebra, chapter 42.6"),
    descriptor(
      "signrank.columns-condensed", "distinct documents", unit: .rows,
      "Columns of 2A - 1 that are left when equal and opposite columns are counted once.",
      formula: "columns up to sign", range: "[1, n]",
      reading: "Documents that are relevant to nothing are one column, however many they are.",
      source: "Handbook of Linear Algebra, chapter 42.6"),
    descriptor(
      "signrank.sparsity", "most relevant documents of a query", unit: .rows,
      "Largest over the queries of the smaller number of relevant and of other documents.",
      formula: "k = max_i min(|S_i|, n - |S_i|)", range: "[0, n/2]",
      reading: "Sign-rank is at most 2k + 1 and ordering rank at most 2k, whatever n is.",
      source: "Alon, Frankl and Rödl 1985; trigonometric moment curve"),
  ]

  private static func descriptor(
    _ id: MetricID, _ title: String, unit: Unit, _ definition: String, formula: String,
    range: String, reading: String, source: String
  ) -> MetricDescriptor {
    MetricDescriptor(
      id: id, family: "signrank", title: title, definition: definition, formula: formula,
      unit: unit,
      range: range, reading: reading,
      edgeCases: "Skipped where the method was not called, because the bounds met before it or the "
        + "matrix is not one for it.", source: source)
  }
}

/// The sphere-packing bound for a table of gaps.
enum MarginMetrics {
  static func id(_ gap: Double) -> MetricID {
    MetricID("margin.dimension@gap=\(NumberText.shortest(gap))")
  }

  static let all = MarginDimension.gaps.map { gap in
    MetricDescriptor(
      id: id(gap), family: "margin",
      title: "dimensions for a half-gap of \(NumberText.shortest(gap))",
      definition:
        "Least d with log M <= d log(1 + 1/g), for M relevance sets of which none contains "
        + "another and g = \(NumberText.shortest(gap)).",
      formula: "ceil(log M / log(1 + 1/g))", unit: .dimensions, range: "0, 1, ...",
      reading:
        "Unit vectors whose relevant documents all score at least 2g above the others need this "
        + "many dimensions. Unlike sign-rank it grows with the number of queries.",
      edgeCases:
        "0 for a single relevance set. Undefined with holes. If some sets contain others, M is "
        + "the largest antichain among the sets of one size, the minimal and the maximal ones.",
      source: "Weller et al., arXiv:2508.21038v2, theorem 1; any antichain by the same proof")
  }
}

/// The explicit embeddings behind the upper bound on the ordering rank.
enum WitnessMetrics {
  static func survivalID(_ type: StorageType) -> MetricID {
    MetricID("witness.ordered-share@type=\(type.rawValue)")
  }

  static let all =
    [
      descriptor(
        "witness.dimension", "dimensions of the witness", unit: .dimensions,
        "Components of the explicit embeddings behind the upper bound on the ordering rank.",
        formula: "d", range: "1, 2, ...",
        reading: "Written down by --witness. May exceed the bound by one where the proof names no "
          + "embeddings of its own dimension."),
      descriptor(
        "witness.margin", "margin of the witness", unit: .cosine,
        "Half of the least difference, over the queries, between the lowest score of a relevant "
          + "document and the highest of another; queries of norm 1, documents of norm at most 1.",
        formula: "min_i (min_(j in S_i) q_i.x_j - max_(j not in S_i) q_i.x_j) / 2", range: "(0, 1]",
        reading:
          "Small margins need precise numbers and are hard to learn. Of this witness: another "
          + "one of the same dimension may have a larger margin."),
    ]
    + StorageType.allCases.map { type in
      descriptor(
        survivalID(type), "queries in order when stored as \(type.rawValue)", unit: .ratio,
        "Share of the queries whose relevant documents all score above the others when the witness is "
          + "stored as \(type.rawValue) and scores are summed in float64.",
        formula: "#{i : gap_i > 0} / m", range: "[0, 1]",
        reading:
          "Below 1 this precision breaks the witness. Of this witness: another one of the same "
          + "dimension may survive."
      )
    }

  private static func descriptor(
    _ id: MetricID, _ title: String, unit: Unit, _ definition: String, formula: String,
    range: String, reading: String
  ) -> MetricDescriptor {
    MetricDescriptor(
      id: id, family: "witness", title: title, definition: definition, formula: formula, unit: unit,
      range: range, reading: reading,
      edgeCases:
        "Skipped where the proof of the upper bound names no embeddings, or they are too large "
        + "to be held against the matrix. A query with nothing or everything relevant is in order.",
      source: "direct evaluation")
  }
}

/// The user's own embeddings.
enum VectorMetrics {
  static let all = [
    descriptor(
      "vectors.ordered-share", "queries that the given vectors order", unit: .ratio,
      "Share of the queries whose relevant documents all score above every other document, with the "
        + "vectors given by --documents and --queries; a tie is not in order.",
      formula: "#{i : gap_i > 0} / m", range: "[0, 1]",
      reading:
        "Where it is far below 1 although the ordering rank is below the dimension, dimension is "
        + "not the limit: training is."),
    descriptor(
      "vectors.margin-min", "least margin of the given vectors", unit: .cosine,
      "Least over the queries of half the gap between the lowest relevant and the highest other score, "
        + "queries scaled to norm 1, documents by the largest norm.",
      formula: "min_i gap_i / 2", range: "[-1, 1]",
      reading: "Negative where a query is not in order."),
    descriptor(
      "vectors.margin-median", "median margin of the given vectors", unit: .cosine,
      "Median over the queries of half the gap.", formula: "median_i gap_i / 2", range: "[-1, 1]",
      reading: "Compare with witness.margin: what is possible in far fewer dimensions."),
    descriptor(
      "vectors.least-prefix", "dimensions that keep the order", unit: .dimensions,
      "Least number of leading components, of those tried, from which on every longer prefix keeps all "
        + "queries in order that the whole vectors have in order.",
      formula: "min d", range: "1, ..., dimension",
      reading:
        "How far the vectors can be cut without losing a query (at most 32 prefixes are tried)."),
  ]

  private static func descriptor(
    _ id: MetricID, _ title: String, unit: Unit, _ definition: String, formula: String,
    range: String, reading: String
  ) -> MetricDescriptor {
    MetricDescriptor(
      id: id, family: "vectors", title: title, definition: definition, formula: formula, unit: unit,
      range: range, reading: reading,
      edgeCases:
        "Skipped without --documents and --queries. Queries with nothing or everything relevant "
        + "are left out.", source: "direct evaluation")
  }
}
