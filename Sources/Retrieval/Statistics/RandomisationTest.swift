import EmbeddingSets
import Streaming

/// The paired randomisation test: if two systems are alike, the sign of each query's difference is a
/// coin.
///
/// p is the share of sign patterns whose total is at least as far from 0 as the one observed. With at
/// most 20 differences that are not 0, every pattern is tried and p is exact; with more, patterns are
/// drawn, and p = (1 + hits) / (1 + draws), never 0. Eight signs at a time are looked up in a table of
/// sums.
///
/// - Source: Smucker, Allan and Carterette, CIKM 2007; Phipson and Smyth, SAGMB 9 (2010).
public struct RandomisationTest: Sendable, Hashable {
  /// Two-sided p.
  public let p: Double
  /// Whether every pattern was tried.
  public let isExact: Bool
  /// Patterns tried.
  public let patternCount: Int

  /// Most differences for which every pattern is tried.
  static let exactLimit = 20
  private static let chunk = 10_000

  /// Tests differences against 0.
  ///
  /// - Complexity: draws × differences / 8 additions.
  public static func test(
    _ differences: [Double], draws: Int = 100_000, seed: UInt64, jobs: Int
  ) async throws -> RandomisationTest {
    let nonZero = differences.filter { $0 != 0 }
    let sums = SignedSums(nonZero)
    let reach = sums.reach
    guard nonZero.count > exactLimit else {
      let patterns = 1 << nonZero.count
      var hits = 0
      for pattern in 0..<patterns where sums.total(UInt64(pattern)).magnitude >= reach { hits += 1 }
      return RandomisationTest(
        p: Double(hits) / Double(patterns), isExact: true, patternCount: patterns)
    }
    var hits = 0
    let chunkCount = (draws + chunk - 1) / chunk
    try await orderedMap(count: chunkCount, width: max(1, jobs)) { index in
      sums.hits(
        draws: min(chunk, draws - index * chunk),
        seed: SplitMix64.mix(seed &+ UInt64(index) &* 0xA24B_AED4_963E_E407), reach: reach)
    } consume: {
      hits += $1
    }
    return RandomisationTest(
      p: Double(1 + hits) / Double(1 + draws), isExact: false, patternCount: draws)
  }
}

/// Sums of differences under patterns of signs.
private struct SignedSums: Sendable {
  /// 256 sums for every eight differences: a set bit keeps the sign, a clear one turns it.
  private let table: [Double]
  private let blockCount: Int
  /// How far from 0 a total counts as extreme: the observed one, less what rounding may take.
  let reach: Double

  init(_ differences: [Double]) {
    blockCount = (differences.count + 7) / 8
    var table = Array(repeating: 0.0, count: blockCount * 256)
    var size = 0.0
    for block in 0..<blockCount {
      for pattern in 0..<256 {
        var sum = 0.0
        for bit in 0..<8 where block * 8 + bit < differences.count {
          let difference = differences[block * 8 + bit]
          sum += pattern >> bit & 1 == 1 ? difference : -difference
        }
        table[block * 256 + pattern] = sum
      }
    }
    var observed = 0.0
    for block in 0..<blockCount { observed += table[block * 256 + 255] }
    for difference in differences { size += difference.magnitude }
    self.table = table
    reach = observed.magnitude - size * Double(differences.count) * 0x1p-52
  }

  /// The total under a pattern of up to 64 signs.
  func total(_ pattern: UInt64) -> Double {
    var sum = 0.0
    for block in 0..<blockCount {
      sum += table[block * 256 + Int(pattern >> (8 * UInt64(block)) & 255)]
    }
    return sum
  }

  /// How many random patterns reach as far.
  func hits(draws: Int, seed: UInt64, reach: Double) -> Int {
    var generator = SplitMix64(seed: seed)
    let sums = table.span
    var hits = 0
    for _ in 0..<draws {
      var total = 0.0
      var block = 0
      while block < blockCount {
        var bits = generator.next()
        let end = min(block + 8, blockCount)
        while block < end {
          total += sums[block * 256 + Int(bits & 255)]
          bits >>= 8
          block += 1
        }
      }
      if total.magnitude >= reach { hits += 1 }
    }
    return hits
  }
}
