import Streaming
import TestSupport
import Testing

@testable import Analysis

/// Fingerprints as an accumulator of their own.
private struct Prints: Accumulator {
  var prints: RowFingerprints
  init(_ configuration: Int) { prints = RowFingerprints(budget: configuration) }
  mutating func consume(_ block: [UInt64]) { prints.add(block) }
  mutating func merge(_ later: Prints) { prints.merge(later.prints) }
  func save(to archive: inout StateWriter) { prints.save(to: &archive) }
  init(restoring archive: inout StateReader) throws {
    prints = try RowFingerprints(restoring: &archive)
  }
}

@Suite("Fingerprints of rows are kept up to a budget")
struct RowFingerprintsTests {
  static let blocks: [[UInt64]] = [[5, 1], [], [7, 1, 5], [9], [5, 7]]

  @Test("all laws hold below, at and beyond the budget", arguments: [0, 1, 2, 5, 7, 8, 100])
  func laws(budget: Int) throws {
    let laws = AccumulatorLaws<Prints>(budget, blocks: Self.blocks) { merged, whole in
      merged.prints == whole.prints ? [] : ["\(merged.prints), not \(whole.prints)"]
    }
    let violations = try laws.violations()
    #expect(violations == [])
  }

  @Test("the budget is met exactly")
  func budget() {
    for (budget, exceeds) in [(7, true), (8, false)] {
      var prints = RowFingerprints(budget: budget)
      for block in Self.blocks { prints.add(block) }
      #expect(prints.isExceeded == exceeds)
      #expect(prints.values.count == (exceeds ? 0 : 8))
    }
  }

  @Test("groups hold equal fingerprints in row order, by their first rows")
  func groups() {
    var prints = RowFingerprints(budget: 100)
    #expect(prints.candidateGroups().isEmpty)
    for block in Self.blocks { prints.add(block) }
    #expect(prints.candidateGroups() == [[0, 4, 6], [1, 3], [2, 7]])
  }
}
