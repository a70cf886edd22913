import EmbeddingSets

/// Seeded choices among the rows of a set.
enum RowSample {
  /// Distinct row numbers, ascending, the same for a seed whatever else is sampled (Floyd's method
  /// on the generator SplitMix64).
  static func numbers(_ size: Int, of rowCount: Int, seed: UInt64) -> [Int] {
    var bits = SplitMix64(seed: seed)
    var chosen: Set<Int> = []
    for bound in max(0, rowCount - size)..<rowCount {
      let candidate = bits.next(below: bound + 1)
      if !chosen.insert(candidate).inserted { chosen.insert(bound) }
    }
    return chosen.sorted()
  }

  /// All numbers below a count in random order (Fisher and Yates).
  static func permutation(of count: Int, seed: UInt64) -> [Int] {
    var bits = SplitMix64(seed: seed)
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, bits.next(below: last + 1))
    }
    return order
  }
}

extension SplitMix64 {
  /// A number of 0, 1, ..., bound - 1.
  mutating func next(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}
