import EmbeddingFormats
import EmbeddingSets
import Findings
import Testing

@testable import Retrieval

@Suite("Every row of limit-minilm/expected.csv")
struct LimitRowsTests {
  private static let measures = [
    "map": "map", "ndcg_cut_10": "ndcg@k=10", "recall_2": "recall@k=2", "recall_5": "recall@k=5",
    "recall_10": "recall@k=10", "recall_20": "recall@k=20", "recall_100": "recall@k=100",
    "recip_rank": "mrr", "success_1": "success@k=1",
  ]
  private static let statistics = [
    "doc_active_dims_mean": "active-dimensions",
    "query_active_dims_mean": "query-active-dimensions", "doc_sparsity_ratio": "sparsity",
    "flops_retrieval_sum_pd_pq": "expected-mults-per-document",
    "flops_regulariser_docs": "flops-regulariser", "used_vocab_docs": "columns-used",
    "max_posting_len": "posting-length-max",
  ]
  /// Exports that are not stored, and why.
  private static let missing = [
    "limit-2k maxsim_384_fp16": "the full token states are too big to store"
  ]

  private static func representation(
    _ folder: String, _ name: String
  ) throws -> (any TiledRepresentation)? {
    func sparse(_ documents: String, _ queries: String) throws -> any TiledRepresentation {
      try SparseRepresentation(
        name: name, documents: SharedData.sparse("\(folder)/\(documents).npz"),
        queries: SharedData.sparse("\(folder)/\(queries).npz"), unmatched: .zero)
    }
    func dense(_ suffix: String) throws -> any TiledRepresentation {
      try DenseRepresentation(
        name: name, documents: SharedData.set("\(folder)/docs_\(suffix).npy"),
        queries: SharedData.set("\(folder)/queries_\(suffix).npy"))
    }
    switch name {
    case "dense": return try dense("dense")
    case "dense_f16": return try dense("dense_f16")
    case "moment4": return try dense("moment4_f64")
    case "maxsim":
      return try TokenRepresentation(
        name: name, documents: SharedData.tokens(folder, "docs"),
        queries: SharedData.tokens(folder, "queries"))
    case "bm25", "tfidf": return try sparse("docs_\(name)", "queries_terms")
    case "splade_max", "splade_sum": return try sparse("docs_\(name)", "queries_\(name)")
    default: return nil
    }
  }

  /// Debug builds sort 2,000 documents of 1,000 queries slowly: there only the small set.
  @Test(
    "is checked, or has a reason why not",
    .enabled(if: SharedData.isThere, SharedData.absence),
    arguments: isDebugBuild ? ["limit-small"] : ["limit-small", "limit-2k"])
  func all(set: String) async throws {
    let folder = "limit-minilm/" + (set == "limit-small" ? "small" : "l2k")
    let judgments = try JudgmentsReader.read(SharedData.path("\(folder)/qrels.tsv")).judgments
    let names = try SharedData.identifiers(folder)
    var evaluations: [String: Evaluation] = [:]
    var audits: [String: SparseStatistics] = [:]
    var (checked, skipped) = (0, 0)
    let rows = try SharedData.rows(SharedData.path("limit-minilm/expected.csv"))
    #expect(Set(rows.map { $0[0] }) == ["limit-small", "limit-2k"])
    for row in rows where row[0] == set {
      if Self.missing["\(row[0]) \(row[1])"] != nil {
        skipped += 1
        continue
      }
      let representation = try #require(
        try Self.representation(folder, row[1]), "no test knows the export of \(row)")
      let found: Double?
      if let id = Self.measures[row[2]] {
        if evaluations[row[1]] == nil {
          let run = try await RetrievalRun(
            of: representation, depth: 1000, queries: names.queries, documents: names.documents,
            jobs: 2)
          evaluations[row[1]] = Evaluation(of: run, against: judgments)
        }
        let evaluation = try #require(evaluations[row[1]])
        found = evaluation.position(of: id).flatMap(evaluation.mean)
      } else {
        if audits[row[1]] == nil {
          var options = AuditOptions(identifiers: names.documents)
          options.resamples = 1
          audits[row[1]] = try await SparseStatistics(
            try #require(representation as? SparseRepresentation), options)
        }
        let id = try #require(Self.statistics[row[2]], "no test knows the measure of \(row)")
        let statistics = try #require(audits[row[1]])
        found = SparseMetrics.all.first { $0.name == id }?.value(statistics).number
      }
      let expected = try #require(Double(row[3]))
      // six decimals; statistics of weights were summed in single precision
      let rounding = Self.measures[row[2]] == nil ? 0x1p-24 : 0
      #expect(
        isNear(found, expected, relative: rounding, absolute: 1e-6), "\(row): \(found ?? -1)")
      checked += 1
    }
    if skipped > 0 {
      print("skipped: \(skipped) rows of \(set):", Self.missing.values.joined(separator: "; "))
    }
    #expect(checked + skipped == (set == "limit-small" ? 77 : 24))
  }
}
