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
  /// Whether the search has to close both intervals; if not, it has to reach the ends that are stated.
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

  /// A matrix of which theory states an interval.
  init(
    _ name: String, _ matrix: RelevanceMatrix, _ signRank: ClosedRange<Int>,
    _ orderingRank: ClosedRange<Int>? = nil
  ) {
    self.name = name
    self.matrix = matrix
    self.signRank = signRank
    self.orderingRank = orderingRank ?? max(signRank.lowerBound - 1, 0)...signRank.upperBound
    isFound = false
  }

  /// A family of sets of which any two are disjoint or one within the other: VC dimension 1.
  private static let laminar = RelevanceMatrix(
    columnCount: 12,
    relevant: [
      Array(0..<12), Array(0..<7), Array(0..<3), [0], [1], [2], [4, 5, 6], [5, 6], [6],
      Array(7..<12), [7, 8], [9, 10, 11], [10], [11],
    ])

  /// Rows that show every pattern of signs of n columns up to sign, but for the last few.
  private static func classes(_ n: Int, missing: Int = 0) -> RelevanceMatrix {
    RelevanceMatrix(
      columnCount: n,
      relevant: (0..<(1 << (n - 1)) - missing).map { row in
        (0..<n).filter { row & (1 << $0) != 0 }
      })
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
    // max(√N, log2 N + 1) at least; products of the smaller ones' at most
    Truth("Hadamard 8", .hadamard(order: 8), 4...6),
    Truth("all classes of 4", classes(4), 4, 3), Truth("all classes of 5", classes(5), 5, 4),
    Truth("a class of 4 missing", classes(4, missing: 1), 3...3, 2...2),
    Truth("a class of 6 missing", classes(6, missing: 1), 5...5),
    Truth("blocks", .blocks(4, rowCount: 9, columnCount: 10), 3, 2),
    Truth("blocks of 7", .blocks(7, rowCount: 15, columnCount: 14), 3, 2),
    Truth(
      "intervals", .intervals(rowCount: 20, columnCount: 15, circular: false, seed: 1), 1...3, 0...2
    ),
    Truth(
      "arcs", .intervals(rowCount: 20, columnCount: 15, circular: true, seed: 2), 1...3, 0...2),
    Truth("laminar", laminar, 1...3),
    Truth("singletons of 7", .allSubsets(size: 1, of: 7), 3, 2),
    Truth("up to 1 of 4", .allSubsets(upTo: 1, of: 4), 2...3, 2...2),
    Truth("up to 3 of 7", .allSubsets(upTo: 3, of: 7), 6...7, 6...6),
    // more than √q: by its spectrum
    Truth("plane of order 2", .projectivePlane(order: 2), 3...7),
    Truth("signs of rank 2", .plantedSigns(rowCount: 14, columnCount: 13, rank: 2, seed: 4), 1...2),
    Truth("signs of rank 3", .plantedSigns(rowCount: 14, columnCount: 13, rank: 3, seed: 5), 1...3),
    Truth("neighbours in the cube", .hammingBalls(radius: 1, bits: 3), 1...8),
    // n / 2 + √(n log m / 2) + 1
    Truth("random 24", .random(rowCount: 24, columnCount: 24, density: 0.5, seed: 6), 1...19),
    Truth("disjointness 2", .disjointness(bits: 2), 3, 2),
    Truth("disjointness 3", .disjointness(bits: 3), 4, 3),
  ]
}

@Suite("Bounds keep to what is known")
struct KnownTruthTests {
  private func bounds(
    _ matrix: RelevanceMatrix, seconds: Double = 60, rounds: Int = 3
  ) async -> SignRankBounds {
    await BoundSearch(
      matrix, options: BoundSearch.Options(timeLimit: seconds, mostRounds: rounds, jobs: 1)
    ).run()
  }

  @Test(
    "Matrices of theory: never unsound, every certificate valid, and exact", arguments: Truth.all)
  private func truth(truth: Truth) async throws {
    // Ends that are stated are met at once; what is exact may take longer.
    let found = await bounds(truth.matrix, rounds: truth.isFound ? 3 : 1)
    let signRank = try #require(found.signRank)
    let orderingRank = try #require(found.orderingRank)
    #expect(signRank.lower.value <= truth.signRank.upperBound)
    #expect(signRank.upper.value >= truth.signRank.lowerBound)
    #expect(orderingRank.lower.value <= truth.orderingRank.upperBound)
    #expect(orderingRank.upper.value >= truth.orderingRank.lowerBound)
    if truth.isFound {
      #expect(signRank.isExact && orderingRank.isExact, "\(found.attempts)")
    }
    #expect(signRank.lower.value >= truth.signRank.lowerBound, "\(found.attempts)")
    #expect(signRank.upper.value <= truth.signRank.upperBound, "\(found.attempts)")
    #expect(orderingRank.lower.value >= truth.orderingRank.lowerBound, "\(found.attempts)")
    #expect(orderingRank.upper.value <= truth.orderingRank.upperBound, "\(found.attempts)")
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
