import EmbeddingSets
import SignRank
import TestSupport
import Testing

@Suite("A user's own vectors")
struct VectorAuditTests {
  private func source(_ rows: [[Double]], _ name: String) -> InMemorySource {
    InMemorySource(rows.flatMap { $0 }, columnCount: rows[0].count, name: name)
  }

  private func scalar(_ left: [Double], _ right: [Double], _ count: Int) -> Double {
    zip(left.prefix(count), right.prefix(count)).reduce(0) { $0 + $1.0 * $1.1 }
  }

  @Test("Agrees with a look at every pair", arguments: 1...20)
  func bruteForce(seed: Int) throws {
    var random = Seed(UInt64(seed))
    let (m, n, d) = (9, 23, 5)
    func vectors(_ count: Int) -> [[Double]] {
      (0..<count).map { _ in (0..<d).map { _ in random.uniform() - 0.5 } }
    }
    let (documents, queries) = (vectors(n), vectors(m))
    // Half of the queries are what the vectors say, the others are chance.
    let relevant = (0..<m).map { row in
      (0..<n).filter { column in
        row % 2 == 0
          ? scalar(queries[row], documents[column], d) > 0.05 : random.next() % 4 == 0
      }
    }
    let matrix = RelevanceMatrix(columnCount: n, relevant: relevant)
    let audit = try VectorAudit(
      matrix, documents: source(documents, "docs"), documentRows: Array(0..<n),
      queries: source(queries, "queries"), queryRows: Array(0..<m), similarity: .dot)
    #expect(audit.prefixes == [1, 2, 3, 4, 5])
    let longest = documents.map { scalar($0, $0, d).squareRoot() }.max() ?? 0
    func gap(_ row: Int, _ count: Int) -> Double {
      let plus = Set(relevant[row])
      let scores = documents.map { scalar(queries[row], $0, count) }
      let low = plus.map { scores[$0] }.min() ?? .infinity
      let high = (0..<n).filter { !plus.contains($0) }.map { scores[$0] }.max() ?? -.infinity
      return (low - high) / scalar(queries[row], queries[row], d).squareRoot() / longest
    }
    let expected = (0..<m).filter { !relevant[$0].isEmpty && relevant[$0].count < n }
    #expect(audit.queries.map(\.row) == expected)
    // Two sums of d products of numbers below 1, however they are ordered.
    let tolerance = 8 * Double(d) * Double.ulpOfOne / longest
    for query in audit.queries { #expect(abs(query.gap - gap(query.row, d)) < tolerance) }
    for (prefix, ordered) in zip(audit.prefixes, audit.orderedByPrefix) {
      #expect(ordered == expected.count { gap($0, prefix) > 0 })
    }
    let right = expected.filter { gap($0, d) > 0 }
    let least = (1...d).first { prefix in
      (prefix...d).allSatisfy { longer in right.allSatisfy { gap($0, longer) > 0 } }
    }
    #expect(audit.leastPrefix == (right.isEmpty ? nil : least))
  }

  @Test("Rows are matched as told, cosine forgets lengths, and ties are not in order")
  func matching() throws {
    let matrix = RelevanceMatrix(columnCount: 2, relevant: [[0], [1]])
    let documents = source([[0, 9], [3, 0], [5, 5]], "docs")
    let queries = source([[1, 1], [0, 2]], "queries")
    // Vector 0 is document 1, vector 1 document 0; vector 2 was never judged and is left out.
    let audit = try VectorAudit(
      matrix, documents: documents, documentRows: [1, 0, nil], queries: queries,
      queryRows: [0, 1], similarity: .cosine)
    #expect(audit.queries.map(\.gap)[0] == 0)
    #expect(audit.queries.map(\.gap)[1] == 1)
    #expect(audit.orderedCount == 1)
    #expect(audit.documentNorms == 3...9)
    #expect(audit.queries[1].worstRelevant == 1 && audit.queries[1].bestOther == 0)
  }

  @Test("Unjudged pairs do not count where they are holes")
  func holes() throws {
    let matrix = RelevanceMatrix(
      columnCount: 3, relevant: [[0]], judgedNotRelevant: [[1]])
    let audit = try VectorAudit(
      matrix, documents: source([[2], [1], [3]], "docs"), documentRows: [0, 1, 2],
      queries: source([[1]], "queries"), queryRows: [0], similarity: .dot)
    #expect(audit.orderedCount == 1)
  }

  @Test("Vectors of other lengths and with NaN are refused")
  func refused() {
    let matrix = RelevanceMatrix(columnCount: 1, relevant: [[0]])
    #expect(throws: VectorAuditError.self) {
      try VectorAudit(
        matrix, documents: source([[1, 2]], "docs"), documentRows: [0],
        queries: source([[1]], "queries"), queryRows: [0], similarity: .dot)
    }
    #expect(throws: VectorAuditError.self) {
      try VectorAudit(
        matrix, documents: source([[.nan]], "docs"), documentRows: [0],
        queries: source([[1]], "queries"), queryRows: [0], similarity: .dot)
    }
  }
}
