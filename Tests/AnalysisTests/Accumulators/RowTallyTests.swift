import Streaming
import TestSupport
import Testing

@testable import Analysis

/// A tally as an accumulator of its own.
private struct Tallying: Accumulator {
  var tally = RowTally()
  typealias Row = (row: Int, norm: Double?, fingerprint: UInt64)
  init(_ configuration: Int) {}
  mutating func consume(_ block: [Row]) {
    for row in block { tally.add(row: row.row, norm: row.norm, fingerprint: row.fingerprint) }
  }
  mutating func merge(_ later: Tallying) { tally.merge(later.tally) }
  func save(to archive: inout StateWriter) { tally.save(to: &archive) }
  init(restoring archive: inout StateReader) throws { tally = try RowTally(restoring: &archive) }
}

@Suite("Rows are counted, and their norms summed up")
struct RowTallyTests {
  fileprivate static func blocks(_ norms: [Double?], equal: Bool = false) -> [[Tallying.Row]] {
    let rows = norms.enumerated().map { index, norm -> Tallying.Row in
      (index, norm, equal ? 7 : UInt64(index % 5))
    }
    return [Array(rows.prefix(2)), Array(rows.dropFirst(2).prefix(9)), Array(rows.dropFirst(11))]
  }

  static let sequences: [[Double?]] = [
    [], [nil, nil, nil], [0, 0, 0], [0.1], [0.1, 0.1, 0.1, 0.3], [nil, 0.1, 0.7, 0.3],
    forty, [0x1p200, 0x1p-400, 0x1p200, nil, 0, 0x1p190],
  ]

  private static var forty: [Double?] {
    (0..<40).map { row -> Double? in
      if row % 7 == 3 { return nil }
      return row % 5 == 0 ? 0 : 0.1 * Double(row)
    }
  }

  @Test("all laws hold", arguments: sequences, [false, true])
  func laws(norms: [Double?], equal: Bool) throws {
    let laws = AccumulatorLaws<Tallying>(0, blocks: Self.blocks(norms, equal: equal)) {
      var differences = Disagreements()
      differences.compare($0.tally, $1.tally)
      return differences.found
    }
    let violations = try laws.violations()
    #expect(violations == [])
  }

  @Test("mean and scatter of the norms are the textbook's")
  func moments() {
    var tally = RowTally()
    for (row, norm) in [2.0, 4, 4, 4, 5, 5, 7, 9].enumerated() {
      tally.add(row: row, norm: norm, fingerprint: UInt64(row))
    }
    #expect(tally.normMean == 5 && tally.normScatter == 32)
    #expect(tally.normMinimum == 2 && tally.normMaximum == 9)
    #expect(isNear(tally.normVariation, (32.0 / 7).squareRoot() / 5))
  }

  @Test("the first ten of each kind are listed by index")
  func lists() {
    var tally = RowTally()
    for row in 0..<40 {
      tally.add(row: row, norm: row.isMultiple(of: 2) ? nil : 0, fingerprint: 0)
    }
    #expect(tally.nonfiniteRows == Array(stride(from: 0, to: 20, by: 2)))
    #expect(tally.zeroRows == Array(stride(from: 1, to: 20, by: 2)))
    #expect(tally.finiteCount == 20 && tally.directionCount == 0)
  }

  @Test("the digest tells order and values apart")
  func digest() {
    func digest(_ fingerprints: [UInt64]) -> UInt64 {
      var tally = RowTally()
      for (row, value) in fingerprints.enumerated() {
        tally.add(row: row, norm: 1, fingerprint: value)
      }
      return tally.digest
    }
    #expect(
      Set([[1, 2, 3], [2, 1, 3], [1, 2, 4], [1, 2], [1, 2, 3, 0]].map(digest)).count == 5)
  }

  @Test("rows are all equal until one differs")
  func equality() {
    var tally = RowTally()
    #expect(tally.allRowsEqual)
    tally.add(row: 0, norm: nil, fingerprint: 3)
    tally.add(row: 1, norm: 1, fingerprint: 4)
    tally.add(row: 2, norm: 1, fingerprint: 4)
    #expect(tally.allRowsEqual)
    tally.add(row: 3, norm: 1, fingerprint: 5)
    #expect(!tally.allRowsEqual)
  }
}
