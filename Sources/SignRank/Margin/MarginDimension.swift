public import EmbeddingSets
import RealModule

/// The least dimension in which unit vectors can leave a gap: the sphere-packing bound.
///
/// Unit documents and queries with min over relevant minus max over others >= 2g for M relevance sets
/// of which none contains another need M <= (1 + 1/g)^d, so d >= log M / log(1 + 1/g): of two such sets
/// each has a document that the other lacks, so the query vectors are 2g apart, and that many caps do
/// not fit on a smaller sphere. Stated for all k-subsets by Weller, Boratko, Naim and Lee
/// (arXiv:2508.21038v2, theorem 1); the proof uses nothing else about them.
public enum MarginDimension {
  /// The half-gaps of the table.
  public static let gaps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5]

  /// The least d with log M <= d · log(1 + 1/g).
  ///
  /// A quotient within 1e-12 above a whole number counts as that number, which claims less.
  ///
  /// - Parameters:
  ///   - logCount: log M, at least 0.
  ///   - gap: half of the least difference between the scores of a relevant document and another.
  public static func dimension(logCount: Double, gap: Double) -> Int {
    precondition(logCount >= 0 && logCount.isFinite && gap > 0, "M >= 1 and a gap")
    let quotient = logCount / Double.log(onePlus: 1 / gap)
    return Int((quotient * (1 - 1e-12)).rounded(.up))
  }
}

/// How many relevance sets there are of which none contains another.
///
/// The largest such family is a maximum antichain; three that are cheap to find are compared, and the
/// largest counts: the sets of one size, the sets that contain no other, and the sets that no other
/// contains. If no set contains another, each
/// of the last two is all of them.
public struct RelevanceAntichain: Sendable, Hashable {
  /// Number of distinct relevance sets, the empty and the full one included.
  public let distinctCount: Int
  /// Number of sets in the antichain that was found.
  public let count: Int

  /// The natural logarithm of ``count``.
  public var logCount: Double { .log(Double(max(count, 1))) }

  /// Comparisons of documents beyond which only sets of one size are counted.
  static let mostComparisons = 100_000_000

  /// The antichain of a matrix without holes.
  public init(_ matrix: RelevanceMatrix) {
    let sets = Set(matrix.relevant)
    distinctCount = sets.count
    var bySize: [Int: Int] = [:]
    for set in sets { bySize[set.count, default: 0] += 1 }
    let largestLayer = bySize.values.max() ?? 0
    guard bySize.count > 1 else {
      count = largestLayer
      return
    }
    let ordered = sets.sorted {
      $0.count != $1.count ? $0.count < $1.count : $0.lexicographicallyPrecedes($1)
    }
    guard let flags = Self.containment(ordered, columnCount: matrix.columnCount) else {
      count = largestLayer
      return
    }
    count = max(
      largestLayer, flags.containsNone.count { $0 }, flags.isContainedInNone.count { $0 })
  }

  /// For each set whether it contains no other and whether none contains it; nil if that costs too much.
  private static func containment(
    _ sets: [[Int]], columnCount: Int
  ) -> (containsNone: [Bool], isContainedInNone: [Bool])? {
    var containsNone = [Bool](repeating: true, count: sets.count)
    var isContainedInNone = containsNone
    // The larger sets that hold a document, by document; a set is sought among those that hold its
    // rarest one.
    var holders = [[Int]](repeating: [], count: columnCount)
    for (index, set) in sets.enumerated() { for column in set { holders[column].append(index) } }
    var budget = mostComparisons
    for (index, set) in sets.enumerated() {
      let others =
        set.min { holders[$0].count < holders[$1].count }.map { holders[$0] }
        ?? Array(sets.indices)
      for other in others where sets[other].count > set.count {
        budget -= sets[other].count
        guard budget > 0 else { return nil }
        if isSubset(set, of: sets[other]) {
          isContainedInNone[index] = false
          containsNone[other] = false
        }
      }
    }
    return (containsNone, isContainedInNone)
  }

  private static func isSubset(_ set: [Int], of other: [Int]) -> Bool {
    var place = 0
    for entry in set {
      while place < other.count, other[place] < entry { place += 1 }
      guard place < other.count, other[place] == entry else { return false }
    }
    return true
  }
}
