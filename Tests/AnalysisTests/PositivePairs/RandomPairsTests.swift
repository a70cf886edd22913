import EmbeddingSets
import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("Random pairs beside positive ones")
struct RandomPairsTests {
  @Test("are never positives, never a row with itself, and the same for a seed")
  func none() {
    let within = PositivePairs(
      first: [0, 0, 1, 3], second: [1, 2, 0, 2], areWithinOneSet: true)
    let usable = [Bool](repeating: true, count: 5)
    let roster = PairRoster(within, firstUsable: usable, secondUsable: usable)
    let random = RandomPairs.draw(roster, columnCount: 1 << 20, seed: 3)
    #expect(random.count == 1024)
    let positives = Set(zip(within.first, within.second).map { $0 * 100 + $1 })
    let drawn = Set(zip(random.first, random.second).map { $0 * 100 + $1 })
    #expect(drawn.isDisjoint(with: positives))
    #expect(zip(random.first, random.second).allSatisfy { $0 != $1 })
    // queries 0, 1 and 3 with all candidates but positives and themselves
    #expect(drawn == [3, 4, 102, 103, 104, 300, 301, 304])
    #expect(RandomPairs.draw(roster, columnCount: 1 << 20, seed: 3) == random)
    #expect(RandomPairs.draw(roster, columnCount: 1 << 20, seed: 4) != random)
  }

  @Test("are none where every candidate is a positive")
  func allPositive() {
    let pairs = PositivePairs(first: [0, 0], second: [0, 1])
    let roster = PairRoster(pairs, firstUsable: [true], secondUsable: [true, true])
    #expect(RandomPairs.draw(roster, columnCount: 4, seed: 1).count == 0)
  }

  @Test("the series counts every positive once, and random ones near the exact distance")
  func series() async throws {
    var seed = Seed(21)
    let (first, second) = PairSamples.views(rowCount: 300, noise: [0.2, 0.5, 1, 2], &seed)
    let report = try await PairSamples.report(
      InMemorySource(first, columnCount: 4), InMemorySource(second, columnCount: 4)
    ) { $0.families = [.alignment] }
    let series = try #require(report.series.first { $0.id == "pairs.cosines" })
    #expect(series.columns == ["low", "high", "positive_pairs", "random_pairs"])
    var (positives, randoms, sum) = (0, 0, 0.0)
    for row in series.rows {
      guard case .number(let low) = row[0], case .integer(let positive) = row[2],
        case .integer(let random) = row[3]
      else {
        Issue.record("a cell of another kind")
        return
      }
      positives += positive
      randoms += random
      sum += Double(random) * (low + 0.005)
    }
    #expect(positives == 300 && randoms == 16_384)
    let exact = 1 - (report.number("pairs.random-distance@alpha=2") ?? 0) / 2
    // cosines have a deviation of at most 1, so 16,384 of them leave the mean within 1/128 in
    // four of five cases and within 5/128 always; half a bin comes on top
    #expect((sum / Double(randoms) - exact).magnitude < 5.0 / 128 + 0.005)
  }
}
