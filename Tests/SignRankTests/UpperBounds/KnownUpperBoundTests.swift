import EmbeddingSets
import SignRankProof
import Testing

@testable import SignRank

@Suite("Upper bounds meet what is known")
struct KnownUpperBoundTests {
  struct Known: Sendable, CustomTestStringConvertible {
    let name: String
    let matrix: RelevanceMatrix
    let signRank: Int
    let orderingRank: Int

    var testDescription: String { name }
  }

  /// Section by section what theory says; bounds may not be below (they would be unsound) nor above.
  static let known: [Known] = [
    Known(name: "identity 2", matrix: .identity(2), signRank: 1, orderingRank: 1),
    Known(name: "identity 3", matrix: .identity(3), signRank: 2, orderingRank: 2),
    Known(name: "identity 9", matrix: .identity(9), signRank: 3, orderingRank: 2),
    Known(name: "greater-than 7", matrix: .greaterThan(7), signRank: 2, orderingRank: 1),
    Known(
      name: "blocks", matrix: .blocks(5, rowCount: 11, columnCount: 13), signRank: 3,
      orderingRank: 2),
    Known(name: "pairs of 5", matrix: .allSubsets(size: 2, of: 5), signRank: 4, orderingRank: 3),
    Known(name: "pairs of 8", matrix: .allSubsets(size: 2, of: 8), signRank: 5, orderingRank: 4),
    Known(name: "triples of 7", matrix: .allSubsets(size: 3, of: 7), signRank: 6, orderingRank: 5),
    Known(name: "LIMIT", matrix: .limit(documentCount: 60), signRank: 5, orderingRank: 4),
    Known(name: "Hadamard 2", matrix: .hadamard(order: 2), signRank: 2, orderingRank: 1),
    Known(name: "Hadamard 4", matrix: .hadamard(order: 4), signRank: 3, orderingRank: 2),
    Known(
      name: "disjointness 3", matrix: .disjointness(bits: 3), signRank: 4, orderingRank: 3),
  ]

  @Test("exactly, with certificates that verify", arguments: known)
  func exact(known: Known) throws {
    let isLarge = known.matrix.rowCount > 100
    let methods =
      isLarge ? UpperBoundSupport.all.filter { $0.id == "moment-curve" } : UpperBoundSupport.all
    #expect(
      try UpperBoundSupport.least(
        .signRank, of: known.matrix, methods: methods, lower: known.signRank)
        == known.signRank)
    let augmented = known.orderingRank + 1
    #expect(
      try UpperBoundSupport.least(
        .orderingRank, of: known.matrix, methods: methods, lower: augmented)
        == known.orderingRank)
  }

  @Test("a matrix of planted rank is held by as many dimensions", arguments: 1...4)
  func planted(rank: Int) throws {
    for seed in 1...2 as ClosedRange<UInt64> {
      let matrix = RelevanceMatrix.plantedSigns(
        rowCount: 12, columnCount: 11, rank: rank, seed: seed)
      #expect(
        try UpperBoundSupport.least(.signRank, of: matrix, lower: rank, seed: seed) <= rank,
        "seed \(seed)")
    }
  }

  @Test("arcs of a circle need three dimensions, whatever the order they are given in")
  func arcs() throws {
    let method = ConsecutiveOnesMethod()
    for seed in 1...8 as ClosedRange<UInt64> {
      let arcs = RelevanceMatrix.intervals(
        rowCount: 30, columnCount: 20, circular: seed.isMultiple(of: 2), seed: seed)
      var generator = SplitMix64(seed: seed)
      let places = (0..<20).shuffled(using: &generator)
      let shuffled = RelevanceMatrix(
        columnCount: 20, relevant: arcs.relevant.map { row in row.map { places[$0] }.sorted() })
      #expect(try UpperBoundSupport.least(.signRank, of: shuffled, methods: [method]) <= 3)
      #expect(try UpperBoundSupport.least(.orderingRank, of: shuffled, methods: [method]) <= 2)
    }
  }

  @Test("unjudged entries only lower a bound", arguments: [1] as [UInt64])
  func holes(seed: UInt64) throws {
    let whole = RelevanceMatrix.random(rowCount: 7, columnCount: 7, density: 0.4, seed: seed)
    var generator = SplitMix64(seed: seed)
    let judged = (0..<7).map { row in
      (0..<7).filter { column in
        !whole.relevant[row].contains(column) && generator.next().isMultiple(of: 2)
      }
    }
    let holed = RelevanceMatrix(
      columnCount: 7, relevant: whole.relevant, judgedNotRelevant: judged)
    #expect(
      try UpperBoundSupport.least(.signRank, of: holed, lower: 2, effort: 1)
        <= UpperBoundSupport.least(.signRank, of: whole, effort: 1))
  }

  @Test("every method alone is sound on random matrices, in both forms")
  func eachAlone() throws {
    for method in UpperBoundSupport.all {
      for seed in 1...1 as ClosedRange<UInt64> {
        let matrix = RelevanceMatrix.random(
          rowCount: 6, columnCount: 8, density: 0.5, seed: seed)
        for quantity in BoundedQuantity.allCases {
          let bound = try UpperBoundSupport.least(
            quantity, of: matrix, methods: [method], effort: 1)
          #expect(bound >= 1, "\(method.id), seed \(seed)")
        }
      }
    }
  }
}

@Suite("Consecutive orders")
struct ConsecutiveOrderTests {
  @Test("exist exactly if some permutation makes every set consecutive", arguments: 1...60)
  func exhaustive(seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    let count = 5
    let sets = (0..<4).map { _ in
      (0..<count).map { _ in generator.next().isMultiple(of: 2) }
    }
    var tree = ConsecutiveOrder(count: count)
    let isPossible = sets.allSatisfy { tree.require($0) }
    let permutations = Self.permutations(Array(0..<count))
    let exists = permutations.contains { order in
      sets.allSatisfy { Self.isConsecutive($0, order) }
    }
    #expect(isPossible == exists)
    if isPossible {
      #expect(tree.order.sorted() == Array(0..<count))
      #expect(sets.allSatisfy { Self.isConsecutive($0, tree.order) })
    }
  }

  private static func isConsecutive(_ members: [Bool], _ order: [Int]) -> Bool {
    let places = order.indices.filter { members[order[$0]] }
    guard let first = places.first, let last = places.last else { return true }
    return last - first + 1 == places.count
  }

  private static func permutations(_ items: [Int]) -> [[Int]] {
    items.isEmpty
      ? [[]]
      : items.indices.flatMap { at -> [[Int]] in
        var rest = items
        let item = rest.remove(at: at)
        return permutations(rest).map { [item] + $0 }
      }
  }
}
