import EmbeddingSets
import Findings
import LinearAlgebra
import Retrieval
import TestSupport
import Testing

@Suite("What a late-interaction export holds")
struct TokenAuditTests {
  private static func value(_ audit: Audit, _ name: String) -> Double? {
    audit.metrics.first { $0.id.rawValue == "late-interaction.colbert.\(name)" }?.value.number
  }

  private static func rows(_ audit: Audit, _ table: String, _ variant: String) throws -> [[Cell]] {
    try #require(audit.series.first { $0.id == "late-interaction.colbert.\(table)" }).rows
      .filter { $0[0] == .text(variant) }
  }

  private static func number(_ cell: Cell) -> Double? {
    if case .number(let value) = cell { value } else { nil }
  }

  @Test("every metric of the family is reported once, in order; the uncut export keeps all")
  func metrics() async throws {
    var seed = Seed(4)
    let representation = try TokenRepresentation(
      name: "colbert", documents: Exports.tokens([4, 0, 9, 30, 2, 2, 5, 8, 1, 6], 8, &seed),
      queries: Exports.tokens([3, 5, 1], 8, &seed))
    var options = AuditOptions(identifiers: Exports.identifiers(10))
    options.relevant = RelevantDocuments(queries: [0, 2], documents: [[3], [0, 9]])
    let audit = try await representation.audit(options)
    let defined = RetrievalCatalog.all.filter { $0.family == "late-interaction" }.map {
      $0.id.rawValue.replacing("NAME", with: "colbert")
    }
    #expect(audit.metrics.map(\.id.rawValue) == defined)
    #expect(Self.value(audit, "documents-empty") == 1)
    #expect(Self.value(audit, "tokens-per-document") == 6.7)
    #expect(audit.findings.contains { $0.id == "empty-items" })
    let uncut = try Self.rows(audit, "variants", "uncut")[0]
    #expect(uncut[4] == .number(1) && Self.number(uncut[5]) != nil)
    // full precision within the rounding of 8 bits keeps nearly all
    let bits = try Self.rows(audit, "variants", "bits").compactMap { Self.number($0[4]) }
    #expect(bits.count == 4 && bits[0] >= 0.9)
    let pooled = try Self.rows(audit, "variants", "token-pooling")
    #expect(pooled.allSatisfy { (Self.number($0[2]) ?? 99) < 6.7 })
    #expect(try Self.rows(audit, "pooling", "mean").count == 1)
  }

  @Test("documents that say one thing have rank 1, pooling of equal tokens loses nothing")
  func planted() async throws {
    var seed = Seed(6)
    // each document repeats its own direction, six times
    let axes = MatrixFactory.orthonormalRows(rowCount: 8, columnCount: 8, &seed)
    let values = (0..<8).flatMap { document in
      (0..<6).flatMap { _ in axes.row(document).map { Float($0) } }
    }
    let documents = TokenSet(
      tokens: InMemorySource(values, columnCount: 8), offsets: (0...8).map { 6 * $0 })
    let representation = try TokenRepresentation(
      name: "colbert", documents: documents, queries: Exports.tokens([2, 3, 4, 2], 8, &seed))
    let audit = try await representation.audit(
      AuditOptions(identifiers: Exports.identifiers(8)))
    #expect(isNear(Self.value(audit, "document-effective-rank"), 1, relative: 1e-3))
    #expect(isNear(Self.value(audit, "tokens-effective-rank"), 8, relative: 1e-6))
    for row in try Self.rows(audit, "variants", "token-pooling") { #expect(row[4] == .number(1)) }
    // all documents are equally long
    #expect(Self.value(audit, "length-bias") == nil)
    #expect(Self.value(audit, "top-length-ratio") == 1)
  }

  @Test("longer documents of random tokens score higher: the bias shows")
  func lengthBias() async throws {
    var seed = Seed(9)
    let representation = try TokenRepresentation(
      name: "colbert", documents: Exports.tokens((1...40).map { $0 * 2 }, 16, &seed),
      queries: Exports.tokens([8, 8, 8], 16, &seed))
    let audit = try await representation.audit(
      AuditOptions(identifiers: Exports.identifiers(40)))
    #expect((Self.value(audit, "length-bias") ?? 0) > 0.6)
    #expect((Self.value(audit, "top-length-ratio") ?? 0) > 1.2)
    #expect(audit.findings.contains { $0.id == "length-bias" })
  }

  @Test(
    "ranks of real tokens are those of numpy",
    .enabled(if: SharedData.isThere && !isDebugBuild, SharedData.absence))
  func reference() async throws {
    let representation = try TokenRepresentation(
      name: "colbert", documents: SharedData.tokens("pydoc-minilm", "docs"),
      queries: SharedData.tokens("pydoc-minilm", "queries"))
    var options = AuditOptions(identifiers: try SharedData.identifiers("pydoc-minilm").documents)
    options.variantQueries = 8
    options.jobs = 2
    let audit = try await representation.audit(options)
    #expect(
      isNear(Self.value(audit, "tokens-effective-rank"), 15.13158613, relative: 0, absolute: 1e-3))
    #expect(
      isNear(Self.value(audit, "document-effective-rank"), 12.67883647, relative: 0, absolute: 1e-3)
    )
    #expect(
      isNear(Self.value(audit, "scores-effective-rank"), 93.16189115, relative: 0, absolute: 1e-4))
    #expect(isNear(representation.cost.bytesPerDocument, 2048, relative: 1e-12))
    #expect(isNear(representation.cost.multiplicationsPerQuery, 7_192_651.852, relative: 1e-9))
  }
}
