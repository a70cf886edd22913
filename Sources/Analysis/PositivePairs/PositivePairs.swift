/// Which rows go together: two views, a query and its document, a sentence and its paraphrase.
///
/// Pair k is row `first[k]` of the first set and row `second[k]` of the second one, which may be the
/// same set.
public struct PositivePairs: Sendable, Hashable {
  /// Rows of the first set.
  public let first: [Int]
  /// Rows of the second set, one for each of ``first``.
  public let second: [Int]
  /// Whether both rows are rows of one set, so that a row is no candidate for itself.
  public let areWithinOneSet: Bool

  /// Number of pairs.
  public var count: Int { first.count }

  /// Pairs by row numbers.
  ///
  /// - Precondition: as many rows of the second set as of the first; no negative row.
  public init(first: [Int], second: [Int], areWithinOneSet: Bool = false) {
    precondition(first.count == second.count, "a pair has two rows")
    precondition(
      first.allSatisfy { $0 >= 0 } && second.allSatisfy { $0 >= 0 }, "rows count from 0")
    self.first = first
    self.second = second
    self.areWithinOneSet = areWithinOneSet
  }

  /// Row k of one set with row k of the other.
  public static func aligned(count: Int) -> PositivePairs {
    PositivePairs(first: Array(0..<count), second: Array(0..<count))
  }

  /// The pairs that a choice keeps, in the order of their numbers.
  func keeping(_ isKept: [Bool]) -> PositivePairs {
    let kept = first.indices.filter { isKept[$0] }
    return PositivePairs(
      first: kept.map { first[$0] }, second: kept.map { second[$0] },
      areWithinOneSet: areWithinOneSet)
  }
}
