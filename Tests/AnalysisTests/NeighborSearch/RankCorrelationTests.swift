import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("Spearman's rank correlation")
struct RankCorrelationTests {
  @Test("is 1 for any rising function, -1 for any falling one, and has no value for a constant")
  func monotone() {
    let values = (0..<40).map { Double($0 * 7 % 40) }
    let rising = RankCorrelation(values, values.map { $0 * $0 * $0 - 5 })
    #expect(rising.value == 1 && rising.interval?.low == 1)
    #expect(RankCorrelation(values, values.map { -$0 }).value == -1)
    #expect(RankCorrelation(values, values.map { _ in 2 }).value == nil)
    #expect(RankCorrelation([], []).value == nil && RankCorrelation([1], [2]).value == nil)
  }

  @Test("equal values share their mean rank")
  func ties() {
    // ranks 1, 2.5, 2.5, 4 against 1, 3, 2, 4: 4.5 / sqrt(4.5 x 5)
    let tied = RankCorrelation([1, 2, 2, 3], [1, 3, 2, 4])
    #expect(isNear(tied.value, 4.5 / (4.5 * 5).squareRoot()))
  }

  @Test(
    "the interval of independent numbers covers 0 as often as it says", arguments: [false, true])
  func coverage(hasTies: Bool) {
    var seed = Seed(51)
    var covered = 0
    for _ in 0..<200 {
      let left = (0..<60).map { _ in MatrixFactory.gaussian(&seed) }
      let right = (0..<60).map { _ in
        let value = MatrixFactory.gaussian(&seed)
        return hasTies ? value.rounded() : value
      }
      if let interval = RankCorrelation(left, right).interval, interval.low <= 0,
        interval.high >= 0
      {
        covered += 1
      }
    }
    // 190 of 200 wanted; four standard deviations of a binomial count are 12
    #expect(covered >= 178)
  }
}
