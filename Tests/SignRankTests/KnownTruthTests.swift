import EmbeddingSets
import SignRank
import SignRankProof
import TestSupport
import Testing

/// What theory says of a matrix: at least and at most.
private struct Truth: Sendable, CustomTestStringConvertible {
  let name: String
  let matrix: RelevanceMatrix
  let signRank: ClosedRange<Int>
  let orderingRank: ClosedRange<Int>
  /// Whether the search has to close both intervals, not only keep to the truth.
  var isFound = true
  var testDescription: String { name }

  init(
    _ name: String, _ matrix: RelevanceMatrix, _ signRank: Int, _ orderingRank: Int,
    isFound: Bool = true
  ) {
    self.name = name
    self.matrix = matrix
    self.signRank = signRank...signRank
    self.orderingRank = orderingRank...orderingRank
    self.isFound = isFound
  }

  init(_ name: String, _ matrix: RelevanceMatrix, _ signRank: ClosedRange<Int>) {
    self.name = name
    self.matrix = matrix
    self.signRank = signRank
    orderingRank = max(signRank.lowerBound - 1, 0)...signRank.upperBound
    isFound = false
  }

  static let all: [Truth] = [
    Truth("constant", RelevanceMatrix(columnCount: 3, relevant: [[], []]), 1, 0),
    Truth("all relevant", RelevanceMatrix(columnCount: 2, relevant: [[0, 1], [0, 1]]), 1, 0),
    Truth("one row", RelevanceMatrix(columnCount: 4, relevant: [[1, 3]]), 1, 1),
    Truth("identity 2", .identity(2), 1, 1), Truth("identity 3", .identity(3), 2, 2),
    Truth("identity 4", .identity(4), 3, 2), Truth("identity 9", .identity(9), 3, 2),
    Truth("greater-than 3", .greaterThan(3), 2, 1),
    Truth("greater-than 10", .greaterThan(10), 2, 1),
    Truth("pairs of 4", .allSubsets(size: 2, of: 4), 3, 2),
    Truth("pairs of 5", .allSubsets(size: 2, of: 5), 4, 3),
    Truth("pairs of 6", .allSubsets(size: 2, of: 6), 5, 4),
    Truth("pairs of 9", .allSubsets(size: 2, of: 9), 5, 4),
    Truth("triples of 7", .allSubsets(size: 3, of: 7), 6, 5),
    Truth("triples of 8", .allSubsets(size: 3, of: 8), 7, 6),
    Truth("up to 2 of 6", .allSubsets(upTo: 2, of: 6), 5, 4),
    Truth("LIMIT-small", .limit(), 5, 4),
    Truth("LIMIT", .limit(documentCount: 50_000), 5, 4),
    Truth("Hadamard 2", .hadamard(order: 2), 2, 1), Truth("Hadamard 4", .hadamard(order: 4), 3, 2),
    Truth("Hadamard 8", .hadamard(order: 8), 4...8),
    Truth("disjointness 2", .disjointness(bits: 2), 3, 2),
    Truth("disjointness 3", .disjointness(bits: 3), 4, 3),
  ]
}

@Suite("Bounds keep to what is known")
struct KnownTruthTests {
  private func bounds(_ matrix: RelevanceMatrix, seconds: Double = 60) async -> SignRankBounds {
    await BoundSearch(
      matrix, options: BoundSearch.Options(timeLimit: seconds, mostRounds: 3, jobs: 1)
    ).run()
  }

  @Test(
    "Matrices of theory: never unsound, every certificate valid, and exact", arguments: Truth.all)
  private func truth(truth: Truth) async throws {
    let found = await bounds(truth.matrix)
    let signRank = try #require(found.signRank)
    let orderingRank = try #require(found.orderingRank)
    #expect(signRank.lower.value <= truth.signRank.upperBound)
    #expect(signRank.upper.value >= truth.signRank.lowerBound)
    #expect(orderingRank.lower.value <= truth.orderingRank.upperBound)
    #expect(orderingRank.upper.value >= truth.orderingRank.lowerBound)
    if truth.isFound {
      #expect(signRank.isExact && orderingRank.isExact, "\(found.attempts)")
    }
    for attempt in found.attempts {
      if case .rejected(let value, let reason) = attempt.outcome {
        Issue.record("\(attempt.methodID) claimed \(value): \(reason)")
      }
    }
    for certificate in found.certificates { try certificate.check(against: truth.matrix) }
    let document = CertificateDocument(
      found.certificates, of: truth.matrix, reading: .init(threshold: 1, unjudgedAreHoles: false))
    try CertificateDocument(bytes: document.bytes).check(against: truth.matrix)
  }

  private func random(_ seed: Int, _ rowCount: Int, _ columnCount: Int) -> [[Bool]] {
    var random = Seed(UInt64(seed))
    return (0..<rowCount).map { _ in (0..<columnCount).map { _ in random.next() % 2 == 0 } }
  }

  private func matrix(_ entries: [[Bool]]) -> RelevanceMatrix {
    RelevanceMatrix(
      columnCount: entries[0].count,
      relevant: entries.map { row in row.indices.filter { row[$0] } })
  }

  private func transposed(_ entries: [[Bool]]) -> [[Bool]] {
    entries[0].indices.map { column in entries.map { $0[column] } }
  }

  @Test("Laws of both ranks on random matrices", arguments: 1...6)
  func laws(seed: Int) async throws {
    let entries = random(seed, 6, 5)
    let base = await bounds(matrix(entries))
    let rank = try #require(base.signRank)
    let order = try #require(base.orderingRank)
    #expect(rank.isExact && order.isExact)
    let isSame: [(String, [[Bool]], ordering: Bool)] = [
      ("transposed", transposed(entries), false),
      ("permuted", entries.reversed().map { $0.reversed() }, true),
      ("rows complemented", entries.enumerated().map { $0 % 2 == 0 ? $1 : $1.map { !$0 } }, true),
      (
        "columns complemented",
        entries.map { row in row.enumerated().map { $0 % 2 == 0 ? $1 : !$1 } }, false
      ),
      ("rows repeated", entries + entries, true),
      ("rows and their opposites", entries + entries.map { $0.map { !$0 } }, true),
      ("columns repeated", entries.map { $0 + $0 }, true),
      ("itself negated beside it", entries.map { $0 + $0.map { !$0 } }, false),
    ]
    for (name, other, ordering) in isSame {
      let found = await bounds(matrix(other))
      #expect(found.signRank?.lower.value == rank.lower.value, "\(name), seed \(seed)")
      #expect(found.signRank?.upper.value == rank.upper.value, "\(name), seed \(seed)")
      if ordering {
        #expect(found.orderingRank?.lower.value == order.lower.value, "\(name), seed \(seed)")
        #expect(found.orderingRank?.upper.value == order.upper.value, "\(name), seed \(seed)")
      }
    }
    // A row less costs at most one dimension and gains none; so does a column.
    for part in [Array(entries.dropLast()), entries.map { Array($0.dropLast()) }] {
      let found = await bounds(matrix(part))
      let less = try #require(found.signRank)
      #expect(less.lower.value <= rank.upper.value && less.upper.value >= rank.lower.value - 1)
    }
    // The ordering rank is the sign-rank of the matrix with an all-ones row, less one.
    let all = [Bool](repeating: true, count: entries[0].count)
    let augmented = await bounds(matrix(entries + [all]))
    #expect(augmented.signRank?.lower.value == order.lower.value + 1)
    #expect(augmented.signRank?.upper.value == order.upper.value + 1)
  }

  @Test("With holes, bounds lie around those of some way to fill them", arguments: 1...6)
  func holes(seed: Int) async throws {
    let entries = random(seed, 6, 6)
    let open = random(seed + 100, 6, 6)
    let whole = await bounds(matrix(entries))
    let lists = entries.indices.map { row in
      entries[row].indices.filter { !(open[row][$0] && open[$0][row]) }
    }
    let partial = RelevanceMatrix(
      columnCount: 6, relevant: lists.indices.map { row in lists[row].filter { entries[row][$0] } },
      judgedNotRelevant: lists.indices.map { row in lists[row].filter { !entries[row][$0] } })
    let found = await bounds(partial)
    let signRank = try #require(found.signRank)
    #expect(signRank.lower.value <= signRank.upper.value)
    #expect(signRank.lower.value <= whole.signRank?.upper.value ?? 0)
    for certificate in found.certificates { try certificate.check(against: partial) }
  }
}
