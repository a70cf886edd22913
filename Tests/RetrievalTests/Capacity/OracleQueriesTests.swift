import EmbeddingSets
import LinearAlgebra
import Retrieval
import TestSupport
import Testing

@Suite("Oracle queries")
struct OracleQueriesTests {
  private static func oracle(
    _ documents: InMemorySource, _ relevant: [[Int]]
  ) async throws -> (OracleQueries, DocumentMoments) {
    let moments = try await DocumentMoments(of: documents, jobs: 1)
    let width = documents.shape.columnCount
    let values = documents.block(rows: 0..<documents.shape.rowCount).doubles
    var sums = Matrix(rowCount: relevant.count, columnCount: width)
    for (query, list) in relevant.enumerated() {
      for document in list {
        for column in 0..<width { sums[query, column] += values[document * width + column] }
      }
    }
    let oracle = OracleQueries(
      moments, relevantSums: sums, relevantCounts: relevant.map(\.count), ridge: 1e-4)
    return (oracle, moments)
  }

  @Test("no other vector does better on the objective they maximise", arguments: Seed.samples(5))
  func best(seed: Seed) async throws {
    var seed = seed
    let (oracle, _) = try await Self.oracle(
      Exports.vectors(40, 7, &seed), [[0, 3], [5], [1, 2, 9]])
    let queries = try oracle.full()
    for query in 0..<3 {
      let value = oracle.objective(of: queries.row(query), query: query)
      for _ in 0..<50 {
        let other = (0..<7).map { _ in MatrixFactory.gaussian(&seed) }
        #expect(
          oracle.objective(of: other, query: query) <= value * (1 + 1e-9), "\(seed)")
      }
    }
  }

  @Test("all principal components and the whole prefix are all dimensions")
  func whole() async throws {
    var seed = Seed(3)
    let (oracle, moments) = try await Self.oracle(Exports.vectors(50, 6, &seed), [[0], [4, 8]])
    let full = try oracle.full()
    let principal = oracle.principal(6, axes: try moments.gram.eigensystem())
    let prefix = try oracle.prefix(6)
    // conditioning of a Gaussian Gram matrix is below 100
    for index in full.elements.indices {
      #expect(abs(full.elements[index] - principal.elements[index]) <= 1e-12)
      #expect(full.elements[index] == prefix.elements[index])
    }
    #expect(try oracle.prefix(2).row(0)[2...].allSatisfy { $0 == 0 })
  }

  @Test("queries of scaled documents order them alike", arguments: [1e-15, 1e12])
  func scale(factor: Double) async throws {
    var seed = Seed(1)
    let documents = Exports.vectors(30, 5, &seed)
    let scaled = InMemorySource(
      documents.block(rows: 0..<30).doubles.map { $0 * factor }, columnCount: 5)
    let (one, _) = try await Self.oracle(documents, [[2, 7]])
    let (other, _) = try await Self.oracle(scaled, [[2, 7]])
    let (a, b) = (try one.full().row(0), try other.full().row(0))
    for index in a.indices { #expect(isNear(b[index] * factor, a[index], relative: 1e-9)) }
  }
}
