import EmbeddingSets
import SignRankProof
import TestSupport
import Testing

@testable import SignRank

/// Certificates of every kind, found by the searches, and corrupted in every field.
@Suite("Corrupted certificates of every kind")
struct EveryCertificateTests {
  /// A matrix, and a method whose evidence is of a kind.
  struct Source: Sendable, CustomTestStringConvertible {
    let kind: String
    let method: String
    let matrix: RelevanceMatrix
    /// The sign-rank of the matrix.
    let truth: ClosedRange<Int>
    var testDescription: String { kind }

    init(
      _ kind: String, _ method: String, _ matrix: RelevanceMatrix, _ truth: ClosedRange<Int>
    ) {
      self.kind = kind
      self.method = method
      self.matrix = matrix
      self.truth = truth
    }
  }

  static let sources = [
    Source("any-matrix", "not-empty", KnownMatrices.identity(4), 3...3),
    Source("smaller-side", "smaller-side", KnownMatrices.identity(4), 3...3),
    Source("shattered-columns", "shattered-columns", KnownMatrices.identity(4), 3...3),
    Source("chain-obstruction", "chain-test", KnownMatrices.identity(4), 3...3),
    Source("distinct-rows", "counting", KnownMatrices.random(9, 4, 3), 1...4),
    Source(
      "antipodal-path-obstruction", "few-columns", KnownMatrices.allSubsets(of: 5, size: 2), 4...4),
    Source("singular-values", "forster-simon", KnownMatrices.sylvester(4), 3...3),
    Source(
      "oriented-matroid-refutation", "oriented-matroid", KnownMatrices.allSubsets(of: 6, size: 2),
      5...5),
    Source("sparse-lines", "moment-curve", KnownMatrices.identity(6), 3...3),
    Source("sign-changes", "half-turn", KnownMatrices.greaterThan(5), 2...2),
    Source("integer-factors", "gradient-search", KnownMatrices.identity(5), 3...3),
  ]

  private func document(_ source: Source) throws -> CertificateDocument {
    let problem = SignProblem(source.matrix, form: .plain)
    let method = try #require(BoundMethodCatalog.all.first { $0.id == source.method })
    let result = try method.search(
      problem,
      SearchContext(
        effort: 4, deadline: .never, seed: 1,
        lower: method.side == .lower ? 2 : source.truth.lowerBound,
        upper: min(problem.rows.count, problem.columns.count)))
    let candidate = try #require(result.candidates.first)
    return CertificateDocument(
      [
        Certificate(
          .signRank, signRank: candidate.signRank, frame: problem.frame(of: candidate),
          evidence: candidate.evidence)
      ], of: source.matrix, reading: .init(threshold: 1, unjudgedAreHoles: false))
  }

  @Test("There is a source of every kind in the catalogue")
  func complete() throws {
    let kinds = try Self.sources.map { source in
      let kind = try type(of: #require(try document(source).certificates.first).evidence).kind
      #expect(kind == source.kind)
      return kind
    }
    #expect(Set(kinds) == Set(EvidenceCatalog.all.map { $0.kind }))
  }

  @Test("Every field of every kind is looked at, and nothing false is accepted", arguments: sources)
  func corrupted(source: Source) throws {
    let document = try document(source)
    try document.check(against: source.matrix)
    let original = try CertificateText.value(of: document.bytes)
    var changes = original.changes
    // A refutation has thousands of numbers: an even choice of them.
    if changes.count > 200 {
      let step = changes.count / 120
      let few = Set(["schema", "reading", "matrix"])
      changes = changes.enumerated().filter { index, change in
        index % step == 0 || few.contains(change.path.first ?? "") || change.path.last == "kind"
          || change.path.count <= 2
      }.map(\.element)
    }
    var fields: Set<[String]> = []
    var rejected: Set<[String]> = []
    for (path, change) in changes {
      fields.insert(path)
      do throws(ProofError) {
        let read = try CertificateDocument(bytes: CertificateText.bytes(of: change))
        // How the file is read decides which matrix the claims are about: tested with the command.
        if read.reading != document.reading {
          rejected.insert(path)
          continue
        }
        try read.check(against: source.matrix)
        // Another proof, such as one with another row that serves as well; of nothing that is false.
        for certificate in read.certificates {
          let value = certificate.value
          #expect(
            certificate.side == .lower
              ? value <= source.truth.upperBound : value >= source.truth.lowerBound)
          #expect(value == document.certificates[0].value, "\(path)")
        }
      } catch {
        rejected.insert(path)
      }
    }
    #expect(fields == rejected, "never rejected: \(fields.subtracting(rejected))")
  }
}
