import EmbeddingSets
import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("InfoNCE over growing numbers of candidates")
struct ContrastiveCurveTests {
  private func curve(_ report: Report) throws -> [[Cell]] {
    try #require(report.series.first { $0.id == "infonce.curve" }).rows
  }

  private func number(_ cell: Cell) -> Double? {
    switch cell {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }

  @Test("orthogonal pairs: ln(1 + (N - 1) e^(-1/tau)) at every N, whatever was drawn")
  func orthogonal() async throws {
    let n = 80
    let identity = (0..<n * n).map { $0 / n == $0 % n ? 1.0 : 0 }
    let set = InMemorySource(identity, columnCount: n)
    let report = try await PairSamples.report(set, set) { $0.families = [.contrastive] }
    let rows = try curve(report)
    #expect(rows.count == 6)
    for row in rows {
      let count = try #require(number(row[0]))
      let tau = try #require(number(row[2]))
      let wanted = logarithm(1 + (count - 1) * exponential(-1 / tau))
      #expect(isNear(number(row[3]), wanted, relative: 2.4e-9))
      #expect(isNear(number(row[4]), logarithm(count) - wanted, relative: 1e-8, absolute: 1e-8))
    }
    #expect(rows.map { number($0[7]) } == [2, 2, 2, 1, 1, 1])
  }

  @Test("on average a small batch reads as the definition over random batches does")
  func average() async throws {
    var seed = Seed(9)
    let (first, second) = PairSamples.views(rowCount: 640, noise: [0.5, 0.5, 0.5, 0.5], &seed)
    let report = try await PairSamples.report(
      InMemorySource(first, columnCount: 4), InMemorySource(second, columnCount: 4)
    ) { $0.families = [.contrastive] }
    let rows = try curve(report)
    let cosines = PairSamples.cosines(first, second, columnCount: 4)
    // consecutive batches of 32: the rows are independent, so any batches do
    let losses = (0..<20).map { batch in
      let range = batch * 32..<(batch + 1) * 32
      let block = range.map { row in range.map { cosines[row][$0] } }
      let own = Dictionary(uniqueKeysWithValues: (0..<32).map { ($0, Set([$0])) })
      return PairSamples.mean(PairSamples.losses(block, positives: own, temperature: 1))
    }
    let row = try #require(rows.first { number($0[0]) == 32 && number($0[2]) == 1 })
    let error = try #require(number(row[6]))
    // the difference of two means of 20 batches each: five standard errors
    #expect(
      isNear(
        number(row[3]), PairSamples.mean(losses), relative: 0,
        absolute: 5 * 2.0.squareRoot() * error))
  }

  @Test("no row is drawn twice, positives of others are left out, too few pairs have no curve")
  func repeated() async throws {
    var seed = Seed(2)
    let values = Samples.gaussian(rowCount: 100, columnCount: 3, &seed)
    let hub = PositivePairs(
      first: Array(1..<100), second: [Int](repeating: 0, count: 99), areWithinOneSet: true)
    let report = try await PairSamples.report(
      InMemorySource(values, columnCount: 3), pairs: hub)
    #expect(try curve(report).isEmpty)
  }
}
