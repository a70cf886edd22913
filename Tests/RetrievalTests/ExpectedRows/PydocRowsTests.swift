import EmbeddingSets
import Findings
import LinearAlgebra
import Testing

@testable import Retrieval

/// Which test checks the rows of a section of a reference table.
enum RowCoverage {
  /// So many rows, in this suite, which counts them too.
  case rows(Int, in: String)
  /// So many rows that no command computes, and why.
  case skipped(Int, because: String)
}

@Suite("Every row of pydoc-minilm/expected.csv")
struct PydocRowsTests {
  private static let set = "pydoc-minilm"

  /// What other suites check row by row; sections that are not here are measured below.
  private static let elsewhere: [String: [RowCoverage]] = [
    "eval": [.rows(90, in: "PydocReferenceTests")],
    "eval_by_kind": [.rows(12, in: "PydocReferenceTests")],
    "eval_complete": [.rows(80, in: "PydocReferenceTests")],
    "eval_ir_measures": [.rows(35, in: "PydocReferenceTests")],
    "eval_ranx": [.rows(36, in: "PydocReferenceTests")],
    "fusion_linear": [.rows(5, in: "FusionTests")],
    "fusion_rrf": [.rows(9, in: "FusionTests")],
    "fusion_rrf_score": [.rows(3, in: "FusionTests")],
    "signif": [
      .rows(24, in: "PydocReferenceTests"),
      .skipped(
        3, because: "wilcoxon_p: the signed-rank test is left out, its level is wrong for large n"),
    ],
    "funnel": [.rows(18, in: "FunnelTests")],
    "overlap": [.rows(4, in: "FusionTests")],
    "oracle_probe": [.rows(2, in: "CapacityTests")],
    "infonce": [.rows(7, in: "PairAlignmentTests")],
    "align_uniform": [.rows(2, in: "PairAlignmentTests")],
  ]

  @Test(
    "has a test, or a reason why not",
    .enabled(if: SharedData.isThere, SharedData.absence))
  func all() async throws {
    let exports = try PydocExports()
    var sections: [String: Int] = [:]
    var measured = 0
    for row in try SharedData.rows(SharedData.path("\(Self.set)/expected.csv")) {
      sections[row[0], default: 0] += 1
      if Self.elsewhere[row[0]] != nil { continue }
      let expected = try #require(Double(row[3]), "\(row)")
      let tolerance = try #require(Double(row[4]), "\(row)")
      let found = try #require(
        try await exports.value(row), "no test knows the row \(row): give it one, or a reason")
      // printed with ten significant digits
      #expect(
        isNear(found, expected, relative: 5e-10, absolute: tolerance), "\(row): \(found)")
      measured += 1
    }
    for (section, coverages) in Self.elsewhere.sorted(by: { $0.key < $1.key }) {
      var count = 0
      for coverage in coverages {
        switch coverage {
        case .rows(let rows, _): count += rows
        case .skipped(let rows, let reason):
          count += rows
          print("skipped: \(rows) rows of \(section): \(reason)")
        }
      }
      #expect(sections[section] == count, "rows of \(section) without a test")
    }
    // 9 scores, 12 of sparsity, 6 costs, 8 ranks, 4 of routing
    #expect(measured == 39)
  }
}

/// The exports of pydoc-minilm, and what the table says of them.
private struct PydocExports {
  let dense: DenseRepresentation
  let bm25: SparseRepresentation
  let maxsim: TokenRepresentation
  let queries: IdentifierTable
  let documents: IdentifierTable

  init() throws {
    let set = "pydoc-minilm"
    dense = try DenseRepresentation(
      name: "dense", documents: SharedData.set("\(set)/docs_dense.npy"),
      queries: SharedData.set("\(set)/queries_dense.npy"))
    bm25 = try SparseRepresentation(
      name: "bm25", documents: SharedData.sparse("\(set)/docs_bm25.npz"),
      queries: SharedData.sparse("\(set)/queries_terms.npz"), unmatched: .zero)
    maxsim = try TokenRepresentation(
      name: "maxsim", documents: SharedData.tokens(set, "docs"),
      queries: SharedData.tokens(set, "queries"))
    (queries, documents) = try SharedData.identifiers(set)
  }

  private func representation(_ name: Substring) throws -> any TiledRepresentation {
    let all: [any TiledRepresentation] = [dense, bm25, maxsim]
    return try #require(all.first { $0.name == name }, "no export \(name)")
  }

  /// The value of a row; nil for one of a kind that nobody knows.
  func value(_ row: [String]) async throws -> Double? {
    switch row[0] {
    case "score": try score(row[1].split(separator: " "))
    case "sparse": try await sparsity(row[2])
    case "cost": try cost(try representation(Substring(row[1])).cost, row[2])
    case "geometry": try await rank(row[1], row[2])
    case "routing": try await routing(row[1], row[2])
    default: nil
    }
  }

  private func score(_ names: [Substring]) throws -> Double? {
    let representation = try representation(names[0])
    let query = try #require(queries.index(of: String(names[1])))
    let document = try #require(documents.index(of: String(names[2])))
    return try representation.scores(queries: query..<query + 1)[document]
  }

  private func cost(_ cost: RepresentationCost, _ key: String) throws -> Double? {
    switch key {
    case "bytes_per_doc": cost.bytesPerDocument
    case "mul_adds_per_query": cost.multiplicationsPerQuery
    default: nil
    }
  }

  private func sparsity(_ key: String) async throws -> Double? {
    if key == "nnz" { return Double(bm25.documents.entryCount) }
    let ids = [
      "doc_active_dims_mean": "active-dimensions", "doc_active_dims_max": "active-dimensions-max",
      "query_active_dims_mean": "query-active-dimensions", "doc_sparsity_ratio": "sparsity",
      "flops_sum_pd_pq": "expected-mults-per-document",
      "mean_postings_scored_per_query": "postings-per-query",
      "flops_regulariser_docs": "flops-regulariser", "posting_len_max": "posting-length-max",
      "posting_len_p50": "posting-length-median", "posting_len_p99": "posting-length-p99",
      "l1_mean_docs": "weight-sum",
    ]
    var options = AuditOptions(identifiers: documents)
    options.resamples = 1
    let statistics = try await SparseStatistics(bm25, options)
    return SparseMetrics.all.first { $0.name == ids[key] }?.value(statistics).number
  }

  private func rank(_ object: String, _ key: String) async throws -> Double? {
    switch (object, key) {
    case ("docs_dense", "effective_rank_uncentred"):
      return try spectrum(of: dense.documents).effectiveRank
    case ("docs_tokens", "effective_rank_uncentred"):
      return try spectrum(of: maxsim.documents.tokens).effectiveRank
    case ("docs_dense", "effective_rank_centred"):
      return try await DocumentMoments(of: dense.documents, jobs: 2).spectrum().effectiveRank
    case ("docs_dense", "effective_rank_centred_squared"):
      let values = try await DocumentMoments(of: dense.documents, jobs: 2).spectrum().values
      return SingularSpectrum(values.map { $0 * $0 }).effectiveRank
    case ("docs_tokens", "mean_per_doc_effective_rank"):
      var options = AuditOptions(identifiers: documents)
      options.queryLimit = 1
      options.resamples = 1
      let ranks = try await TokenStatistics(maxsim, options).documentRanks
      return ranks.reduce(0, +) / Double(ranks.count)
    case (_, "effective_rank_double_centred"):
      let name = object.dropFirst("scores_".count)
      return try await ScoreSpectrum.of(representation(name), jobs: 2).effectiveRank
    default: return nil
    }
  }

  /// Singular values of rows that are not centred.
  private func spectrum(of source: any EmbeddingSource) throws -> SingularSpectrum {
    var gram = SymmetricMatrix(zero: source.shape.columnCount)
    for rows in ranges(of: source.shape.rowCount, length: 4096) {
      gram.addGram(ofRows: try source.block(rows: rows).doubles.span, rowCount: rows.count)
    }
    return SingularSpectrum(gramEigenvalues: try gram.eigenvalues())
  }

  private func routing(_ names: String, _ key: String) async throws -> Double? {
    let data = try await PydocRuns()
    var options = EvaluationOptions()
    options.measures = [.primary]
    let values = try names.split(separator: "|").map { name in
      Evaluation(
        of: try #require(data.runs[String(name)]), against: data.judgments, options: options
      ).values[0]
    }
    let places = values[0].indices
    let means = values.map { $0.reduce(0, +) / Double(places.count) }
    if key == "best single" { return means.max() }
    let routed = places.map { place -> Double in
      // by kind: identifiers and rare words to BM25, the rest to the dense export
      if key.hasPrefix("router by query kind") {
        let kind = data.kinds.names[data.kinds.groups[place]]
        return values[["ident", "rare"].contains(kind) ? 1 : 0][place]
      }
      return values.map { $0[place] }.max() ?? 0
    }
    return key.hasPrefix("router") || key.hasPrefix("oracle")
      ? routed.reduce(0, +) / Double(places.count) : nil
  }
}
