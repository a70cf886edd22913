import EmbeddingSets
import Testing

@Suite("Planted relevance matrices are what they are called")
struct PlantedRelevanceTests {
  /// Number of documents that two queries share.
  private func common(_ matrix: RelevanceMatrix, _ a: Int, _ b: Int) -> Int {
    Set(matrix.relevant[a]).intersection(matrix.relevant[b]).count
  }

  @Test(
    "k-subsets are all of them, once, in lexicographic order", arguments: [(1, 5), (2, 7), (3, 6)])
  func subsets(size: Int, count: Int) {
    let matrix = RelevanceMatrix.allSubsets(size: size, of: count)
    let binomial = (0..<size).reduce(1) { $0 * (count - $1) / ($1 + 1) }
    #expect(matrix.rowCount == binomial && matrix.columnCount == count)
    #expect(matrix.relevant.allSatisfy { $0.count == size })
    for (before, after) in zip(matrix.relevant, matrix.relevant.dropFirst()) {
      #expect(before.lexicographicallyPrecedes(after))
    }
  }

  @Test("subsets up to a size count the empty one")
  func subsetsUpTo() {
    let matrix = RelevanceMatrix.allSubsets(upTo: 2, of: 5)
    #expect(matrix.rowCount == 1 + 5 + 10)
    #expect(Set(matrix.relevant).count == 16)
    #expect(RelevanceMatrix.allSubsets(size: 0, of: 3).relevant == [[]])
    #expect(RelevanceMatrix.allSubsets(size: 3, of: 3).relevant == [[0, 1, 2]])
  }

  @Test("LIMIT has its 1,000 pairs and misses 35, all inside documents 37 to 45")
  func limit() {
    let matrix = RelevanceMatrix.limit(documentCount: 50)
    #expect(matrix.rowCount == 1000 && matrix.columnCount == 50)
    let all = Set(RelevanceMatrix.allSubsets(size: 2, of: 46).relevant)
    let missing = all.subtracting(matrix.relevant)
    #expect(missing.count == 35)
    #expect(missing.allSatisfy { $0[0] >= 37 })
    let degrees = (0..<46).map { document in matrix.relevant.count { $0.contains(document) } }
    #expect(degrees.min() == 37 && degrees.max() == 45)
  }

  @Test("rows of a Hadamard matrix are orthogonal", arguments: [1, 2, 4, 16, 64])
  func hadamard(order: Int) {
    let matrix = RelevanceMatrix.hadamard(order: order)
    for a in 0..<order {
      for b in 0..<a {
        let differing = Set(matrix.relevant[a]).symmetricDifference(matrix.relevant[b]).count
        #expect(2 * differing == order)
      }
    }
  }

  @Test("two lines of a projective plane meet in one point", arguments: [2, 3, 5, 7])
  func planes(order: Int) {
    let matrix = RelevanceMatrix.projectivePlane(order: order)
    #expect(matrix.rowCount == order * order + order + 1 && matrix.columnCount == matrix.rowCount)
    for a in 0..<matrix.rowCount {
      #expect(matrix.relevant[a].count == order + 1)
      for b in 0..<a { #expect(common(matrix, a, b) == 1) }
    }
  }

  @Test("identity, greater-than, disjointness and Hamming balls by their definitions")
  func definitions() {
    #expect(RelevanceMatrix.identity(3).relevant == [[0], [1], [2]])
    #expect(RelevanceMatrix.greaterThan(3).relevant == [[0], [0, 1], [0, 1, 2]])
    #expect(
      RelevanceMatrix.disjointness(bits: 2).relevant == [[0, 1, 2, 3], [0, 2], [0, 1], [0]])
    #expect(RelevanceMatrix.hammingBalls(radius: 1, bits: 2).relevant[0] == [0, 1, 2])
  }

  @Test("blocks cover every document once a block, evenly")
  func blocks() {
    let matrix = RelevanceMatrix.blocks(4, rowCount: 9, columnCount: 10)
    let distinct = Set(matrix.relevant)
    #expect(distinct.count == 4)
    #expect(distinct.flatMap { $0 }.sorted() == Array(0..<10))
    #expect(distinct.allSatisfy { (2...3).contains($0.count) })
  }

  @Test("intervals are intervals, and circular ones complements of intervals at most")
  func intervals() {
    for circular in [false, true] {
      let matrix = RelevanceMatrix.intervals(
        rowCount: 200, columnCount: 17, circular: circular, seed: 5)
      let breaks = matrix.relevant.map { row in
        zip(row, row.dropFirst()).count { $0.1 != $0.0 + 1 }
      }
      #expect(breaks.allSatisfy { $0 <= (circular ? 1 : 0) })
      #expect(!circular || breaks.contains(1))
    }
  }

  @Test("random entries have their density within five standard errors")
  func random() {
    let matrix = RelevanceMatrix.random(rowCount: 300, columnCount: 200, density: 0.3, seed: 2)
    let share = Double(matrix.relevant.reduce(0) { $0 + $1.count }) / 60_000
    #expect((share - 0.3).magnitude <= 5 * (0.3 * 0.7 / 60_000).squareRoot())
    #expect(
      RelevanceMatrix.random(rowCount: 2, columnCount: 3, density: 1, seed: 0).relevant[1] == [
        0, 1, 2,
      ])
  }

  @Test("sparse rows hold as many documents as asked for, spread over all of them")
  func sparse() {
    let matrix = RelevanceMatrix.randomSparse(
      rowCount: 500, columnCount: 1_000_000, relevantCount: 3, seed: 9)
    #expect(matrix.relevant.allSatisfy { $0.count == 3 })
    let low = matrix.relevant.joined().count { $0 < 500_000 }
    #expect((Double(low) - 750).magnitude <= 5 * 375.0.squareRoot())
    let full = RelevanceMatrix.randomSparse(
      rowCount: 1, columnCount: 4, relevantCount: 4, seed: 9)
    #expect(full.relevant == [[0, 1, 2, 3]])
  }

  @Test("planted signs of rank 1 are one row up to sign, and both signs occur")
  func plantedSigns() {
    let matrix = RelevanceMatrix.plantedSigns(rowCount: 40, columnCount: 30, rank: 1, seed: 3)
    let all = Set(0..<30)
    let patterns = Set(
      matrix.relevant.map { row in
        row.first == 0 ? Set(row) : all.subtracting(row)
      })
    #expect(patterns.count == 1)
    #expect(Set(matrix.relevant).count == 2)
  }

  @Test("every kind is seeded and has a summary", arguments: PlantedRelevanceKind.allCases)
  func kinds(kind: PlantedRelevanceKind) throws {
    let sizes = PlantedRelevanceKind.Sizes(seed: 4)
    let matrix = try kind.matrix(sizes)
    #expect(try matrix == kind.matrix(sizes))
    #expect(matrix.rowCount > 0 && matrix.columnCount > 0)
    #expect(!kind.summary.isEmpty)
  }

  @Test(
    "what cannot be made says which option is wrong",
    arguments: [
      (PlantedRelevanceKind.limit, PlantedRelevanceKind.Sizes(columnCount: 45), "--documents"),
      (.hadamard, .init(columnCount: 12), "a power of two"),
      (.subsets, .init(columnCount: 3, subsetSize: 4), "--k"),
      (.subsets, .init(columnCount: 90, subsetSize: 45), "more than"),
      (.projectivePlane, .init(order: 4), "a prime"),
      (.disjointness, .init(order: 20), "--order"),
      (.blocks, .init(columnCount: 3, rank: 4), "--rank"),
      (.random, .init(rowCount: 1 << 31, columnCount: 1 << 31), "pairs"),
    ])
  func refused(kind: PlantedRelevanceKind, sizes: PlantedRelevanceKind.Sizes, mentioned: String) {
    let error = #expect(throws: PlantedRelevanceKind.SizeError.self) { try kind.matrix(sizes) }
    #expect(error?.description.contains(mentioned) == true)
  }
}
