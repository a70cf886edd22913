import EmbeddingSets
import Foundation
import SignRank
import SignRankProof
import TestSupport
import Testing

@Suite("Dimensions that a margin costs")
struct MarginDimensionTests {
  /// log C(n, k).
  private func logChoose(_ n: Double, _ k: Double) -> Double {
    lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
  }

  @Test(
    "Table 1 of the paper, all entries",
    arguments: [
      (2.0, 2.0, [4, 6, 8, 10, 12, 14, 16, 17, 19, 21]),
      (10, 2, [13, 23, 33, 42, 52, 61, 71, 81, 90, 100]),
      (100, 3, [135, 233, 329, 425, 521, 617, 713, 809, 905]),
      (1000, 4, [1354, 2334, 3296, 4257, 5217, 6177, 7137, 8098]),
    ])
  func table(k: Double, firstPower: Double, expected: [Int]) {
    for (index, dimension) in expected.enumerated() {
      let count = pow(10, firstPower + Double(index))
      #expect(
        MarginDimension.dimension(logCount: logChoose(count, k), gap: 0.1) == dimension,
        "k = \(k), n = \(count)")
    }
  }

  @Test("Powers of 1 + 1/g are met exactly, in spite of rounding")
  func powers() {
    for base in 2...12 {
      var count = 1.0
      for dimension in 0...12 {
        #expect(
          MarginDimension.dimension(logCount: log(count), gap: 1 / Double(base - 1)) == dimension)
        count *= Double(base)
      }
    }
  }

  @Test("The table of gaps falls with the gap")
  func falling() {
    let dimensions = MarginDimension.gaps.map {
      MarginDimension.dimension(logCount: log(1000), gap: $0)
    }
    #expect(dimensions == dimensions.sorted())
  }

  @Test("Sets that contain others do not count together")
  func antichains() {
    func counts(_ relevant: [[Int]]) -> [Int] {
      let antichain = RelevanceAntichain(RelevanceMatrix(columnCount: 6, relevant: relevant))
      return [antichain.distinctCount, antichain.count]
    }
    #expect(counts([[0, 1], [0, 1], [1, 2]]) == [2, 2])
    #expect(counts([[], [0], [0, 1], [0, 1, 2]]) == [4, 1])
    // Different sizes, none in another.
    #expect(counts([[0], [1, 2], [3, 4, 5]]) == [3, 3])
    // The two minimal sets against the three maximal ones.
    #expect(counts([[0], [1], [0, 1], [0, 2], [1, 3, 4]]) == [5, 3])
  }

  @Test(
    "No antichain is larger than the best of all families, for small matrices", arguments: 1...60)
  func bruteForce(seed: Int) {
    var random = Seed(UInt64(seed))
    let relevant = (0..<8).map { _ in (0..<5).filter { _ in random.next() % 2 == 0 } }
    let antichain = RelevanceAntichain(RelevanceMatrix(columnCount: 5, relevant: relevant))
    let sets = Array(Set(relevant)).map(Set.init)
    var best = 0
    for family in 1..<1 << sets.count {
      let chosen = sets.indices.filter { family >> $0 & 1 == 1 }
      let isAntichain = chosen.allSatisfy { one in
        chosen.allSatisfy { $0 == one || !sets[one].isSubset(of: sets[$0]) }
      }
      if isAntichain { best = max(best, chosen.count) }
    }
    #expect(antichain.count <= best)
    #expect(antichain.distinctCount == sets.count)
    if best == sets.count { #expect(antichain.count == best) }
  }
}

@Suite("Storage types")
struct StorageTypeTests {
  @Test("Rounding to nearest, and what is exact stays")
  func rounding() {
    let exact = [0.0, 1, -0.5, 0.25]
    for type in StorageType.allCases where type != .int8 { #expect(type.stored(exact) == exact) }
    #expect(StorageType.float32.stored([0.1]) == [Double(Float(0.1))])
    let cases: [(type: StorageType, value: Double, rounded: Double)] = [
      (.float16, 1 + 0x1p-11, 1), (.float16, 1 + 0x1p-10, 1 + 0x1p-10),
      (.bfloat16, 1 + 0x1p-9, 1), (.bfloat16, 1 + 0x1p-7, 1 + 0x1p-7),
      (.bfloat16, 1 + 0x1.8p-8, 1 + 0x1p-7), (.bfloat16, 1 + 0x1.8p-7, 1 + 0x1p-6),
    ]
    for (type, value, rounded) in cases { #expect(type.stored([value]) == [rounded]) }
    #expect(StorageType.int8.stored([127, -64, 0.4, 0.6]) == [127, -64, 0, 1])
    #expect(StorageType.int8.stored([0, 0]) == [0, 0])
  }
}

@Suite("Embeddings behind an upper bound")
struct RetrievalWitnessTests {
  /// A matrix with the signs of planted vectors, with classes of equal and opposite rows and columns.
  private func planted(_ seed: Int, augmented: Bool) -> (RelevanceMatrix, SignVectors, SignProblem)
  {
    var random = Seed(UInt64(seed))
    let (rowCount, columnCount, d) = (6, 7, 3)
    var rows = (0..<rowCount * d).map { _ in random.uniform() - 0.5 }
    var columns = (0..<columnCount * d).map { _ in random.uniform() - 0.5 }
    if augmented { for column in 0..<columnCount { columns[column * d + d - 1] = 1 } }
    let relevant = (0..<rowCount).map { row in
      (0..<columnCount).filter { column in
        (0..<d).reduce(0.0) { $0 + rows[row * d + $1] * columns[column * d + $1] } > 0
      }
    }
    let matrix = RelevanceMatrix(columnCount: columnCount, relevant: relevant)
    let problem = SignProblem(matrix, form: augmented ? .augmented : .plain)
    rows = problem.rows.flatMap { row in
      row.map { Array(rows[$0 * d..<($0 + 1) * d]) } ?? [0, 0, 1]
    }
    columns = problem.columns.flatMap { Array(columns[$0 * d..<($0 + 1) * d]) }
    return (matrix, SignVectors(dimension: d, rows: rows, columns: columns), problem)
  }

  @Test("The embeddings order every query of the user's", arguments: 1...40)
  func orders(seed: Int) throws {
    for augmented in [false, true] {
      let (matrix, vectors, problem) = planted(seed, augmented: augmented)
      let witness = try RetrievalWitness(vectors, of: problem)
      #expect(witness.dimension == (augmented ? 2 : 3))
      let d = witness.dimension
      let (documents, queries, thresholds) = witness.expanded()
      for row in 0..<matrix.rowCount {
        for column in 0..<matrix.columnCount {
          let score = (0..<d).reduce(0.0) {
            $0 + queries[row * d + $1] * documents[column * d + $1]
          }
          let isRelevant = matrix.relevant[row].contains(column)
          #expect((score > thresholds[row]) == isRelevant, "seed \(seed), \(row), \(column)")
        }
      }
      let norms = (0..<matrix.columnCount).map { column in
        sqrt((0..<d).reduce(0.0) { $0 + documents[column * d + $1] * documents[column * d + $1] })
      }
      // d squares and a root: a few units in the last place.
      #expect(abs((norms.max() ?? 0) - 1) < 1e-14)
      let precision = try #require(WitnessPrecision(witness))
      #expect(precision.survivals.map(\.type) == StorageType.allCases)
      #expect(precision.survivals[0].orderedQueries == matrix.rowCount)
      if let margin = precision.margin { #expect(margin > 0 && margin <= 1) }
    }
  }

  @Test("Signs that are wrong are noticed")
  func wrong() throws {
    let (_, vectors, problem) = planted(3, augmented: false)
    var rows = vectors.rows
    for index in 0..<3 { rows[index] = -rows[index] }
    #expect(throws: WitnessError.self) {
      try RetrievalWitness(
        SignVectors(dimension: 3, rows: rows, columns: vectors.columns), of: problem)
    }
  }
}
