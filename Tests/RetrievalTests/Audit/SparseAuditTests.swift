import EmbeddingSets
import Findings
import Retrieval
import TestSupport
import Testing

@Suite("What a sparse export holds")
struct SparseAuditTests {
  private static func representation(
    _ seed: inout Seed, documents: Int = 60, queries: Int = 12, columns: Int = 30
  ) throws -> SparseRepresentation {
    try SparseRepresentation(
      name: "splade", documents: Exports.sparse(documents, columns, density: 0.2, &seed),
      queries: Exports.sparse(queries, columns, density: 0.2, &seed))
  }

  private static func value(_ audit: Audit, _ name: String) -> Double? {
    audit.metrics.first { $0.id.rawValue == "sparse.splade.\(name)" }?.value.number
  }

  @Test(
    "expected multiplications times documents are the postings of a query",
    arguments: Seed.samples(5)
  )
  func identity(seed: Seed) async throws {
    var seed = seed
    let representation = try Self.representation(&seed)
    let audit = try await representation.audit(AuditOptions(identifiers: Exports.identifiers(60)))
    let expected = try #require(Self.value(audit, "expected-mults-per-document"))
    let postings = try #require(Self.value(audit, "postings-per-query"))
    #expect(isNear(expected * 60, postings, relative: 1e-13), "\(seed)")
    #expect(isNear(representation.cost.multiplicationsPerQuery, postings, relative: 1e-15))
  }

  @Test("a small matrix by hand")
  func hand() async throws {
    let documents = SparseMatrix(
      rowCount: 3, columnCount: 5, starts: [0, 2, 3, 5], columns: [0, 1, 0, 0, 3],
      values: [1, 2, 3, -1, 0.5])
    let queries = SparseMatrix(
      rowCount: 2, columnCount: 5, starts: [0, 1, 3], columns: [0, 0, 4], values: [1, 1, 1])
    let audit = try await SparseRepresentation(
      name: "splade", documents: documents, queries: queries
    ).audit(AuditOptions(identifiers: Exports.identifiers(3)))
    for (name, value) in [
      ("active-dimensions", 5.0 / 3), ("active-dimensions-max", 2), ("columns-used", 3),
      ("query-active-dimensions", 1.5), ("sparsity", 10.0 / 15), ("postings-per-query", 3),
      ("expected-mults-per-document", 1), ("posting-length-max", 3), ("posting-length-median", 1),
      ("columns-stop", 1), ("weights-negative", 1), ("weight-sum", 2.5),
      ("flops-regulariser", 29.25 / 9), ("posting-length-gini", 4.0 / 15),
    ] as [(String, Double)] {
      #expect(isNear(Self.value(audit, name), value, relative: 1e-14), "\(name)")
    }
    #expect(audit.findings.contains { $0.id == "negative-weights" })
  }

  @Test("every metric of the family is reported once, in order; the uncut export keeps all")
  func metrics() async throws {
    var seed = Seed(4)
    let audit = try await Self.representation(&seed).audit(
      AuditOptions(identifiers: Exports.identifiers(60)))
    let defined = RetrievalCatalog.all.filter { $0.family == "sparse" }.map {
      $0.id.rawValue.replacing("NAME", with: "splade")
    }
    #expect(audit.metrics.map(\.id.rawValue) == defined)
    let table = try #require(audit.series.first { $0.id == "sparse.splade.variants" })
    #expect(table.rows[0][0] == .text("uncut") && table.rows[0][4] == .number(1))
    let pruned = table.rows.filter { $0[0] == .text("pruning") }
    let bytes = pruned.compactMap { row -> Double? in
      if case .number(let value) = row[2] { value } else { nil }
    }
    #expect(bytes == bytes.sorted(by: >) && !bytes.isEmpty)
  }

  @Test("an export without entries has reasons, not numbers")
  func empty() async throws {
    let nothing = SparseMatrix(
      rowCount: 2, columnCount: 4, starts: [0, 0, 0], columns: [], values: [])
    let audit = try await SparseRepresentation(
      name: "splade", documents: nothing, queries: nothing
    ).audit(AuditOptions(identifiers: Exports.identifiers(2)))
    #expect(Self.value(audit, "posting-length-max") == nil)
    #expect(Self.value(audit, "active-dimensions") == 0)
  }

  @Test(
    "statistics of real exports are those of numpy and scipy",
    .enabled(if: SharedData.isThere, SharedData.absence))
  func reference() async throws {
    for (folder, documents, queries, expected) in [
      (
        "pydoc-minilm", "docs_bm25", "queries_terms",
        [
          "active-dimensions": 97.61833333, "active-dimensions-max": 155,
          "query-active-dimensions": 4.929012346, "sparsity": 0.9859258458,
          "expected-mults-per-document": 1.30811214, "postings-per-query": 784.867284,
          "flops-regulariser": 10.46227701, "posting-length-max": 587,
          "posting-length-median": 1, "posting-length-p99": 148.3, "weight-sum": 140.0849353,
        ]
      ),
      (
        "limit-minilm/small", "docs_splade_max", "queries_splade_max",
        [
          "active-dimensions": 245.847826, "query-active-dimensions": 11.897,
          "sparsity": 0.991945, "expected-mults-per-document": 2.734739,
          "flops-regulariser": 24.284566, "columns-used": 4177, "posting-length-max": 46,
        ]
      ),
      (
        "limit-minilm/small", "docs_splade_sum", "queries_splade_sum",
        ["flops-regulariser": 39.127820, "expected-mults-per-document": 2.734739]
      ),
      (
        "limit-minilm/small", "docs_bm25", "queries_terms",
        [
          "active-dimensions": 71.413043, "query-active-dimensions": 2.552,
          "sparsity": 0.948771, "expected-mults-per-document": 1.162870,
          "flops-regulariser": 4.370673, "columns-used": 1394, "posting-length-max": 46,
        ]
      ),
    ] as [(String, String, String, [String: Double])] {
      let representation = try SparseRepresentation(
        name: "splade", documents: SharedData.sparse("\(folder)/\(documents).npz"),
        queries: SharedData.sparse("\(folder)/\(queries).npz"))
      var options = AuditOptions(identifiers: try SharedData.identifiers(folder).documents)
      options.variantQueries = 4
      let audit = try await representation.audit(options)
      for (name, value) in expected {
        // the digits that are given
        #expect(
          isNear(Self.value(audit, name), value, relative: 1e-9, absolute: 5e-6),
          "\(documents) \(name)")
      }
    }
  }
}

@Suite("Pooling of logits, as SPLADE does it")
struct SPLADEPoolingTests {
  @Test("sum and maximum of ln(1 + max(0, logit)) over tokens, by hand")
  func hand() throws {
    let logits = TokenSet(
      tokens: InMemorySource([1, -1, 0, 3, 2, 0] as [Double], columnCount: 3), offsets: [0, 2, 2])
    let largest = try SPLADEPooling.max.pool(logits)
    let sum = try SPLADEPooling.sum.pool(logits)
    #expect(largest.rowCount == 2 && largest.columns == [0, 1] && sum.columns == [0, 1])
    // ln 2, ln 4, ln 3
    let (two, four, three) = (0.6931471805599453, 1.3862943611198906, 1.0986122886681098)
    #expect(isNear(largest.values[0], four, relative: 1e-15))
    #expect(isNear(largest.values[1], three, relative: 1e-15))
    #expect(isNear(sum.values[0], two + four, relative: 1e-15))
  }

  @Test("a logit that is no number is refused with its place")
  func nonfinite() {
    let logits = TokenSet(
      tokens: InMemorySource([1, .nan] as [Float], columnCount: 2), offsets: [0, 1])
    let error = #expect(throws: RepresentationError.self) { try SPLADEPooling.max.pool(logits) }
    #expect(error?.description.contains("row 0") == true)
  }
}
