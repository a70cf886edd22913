import EmbeddingSets
import Synchronization
import TestSupport
import Testing

@testable import Analysis

/// Rows made from their index, so that a set may be larger than what is kept of its panels.
private final class FormulaSource: EmbeddingSource {
  let name = "formula"
  let shape: EmbeddingShape
  private let reads = Mutex(0)

  init(rowCount: Int, columnCount: Int) {
    shape = EmbeddingShape(rowCount: rowCount, columnCount: columnCount, storedAs: .float32)
  }

  func block(rows: Range<Int>) -> RowBlock {
    reads.withLock { $0 += rows.count }
    let columnCount = shape.columnCount
    var values = [Float](repeating: 0, count: rows.count * columnCount)
    // one component a row: the unit rows are axes
    for row in rows { values[(row - rows.lowerBound) * columnCount + row % 7] = 2 }
    return RowBlock(
      firstRow: rows.lowerBound, rowCount: rows.count, columnCount: columnCount,
      values: .float(values))
  }

  var rowsRead: Int { reads.withLock { $0 } }
}

@Suite("Panels of centered unit rows")
struct UnitPanelTests {
  static func doubles(_ panel: UnitPanel) -> [Double] {
    switch panel.values {
    case .float(let values): values.map(Double.init)
    case .double(let values): values
    }
  }

  static func pass(_ source: any EmbeddingSource) async throws -> RowPassResult {
    try await RowPassRunner(
      source: source, parts: [.columns], fingerprintBudget: 0, jobs: 1, progress: { _ in }
    ).run()
  }

  @Test("squares are those of the values as rounded", arguments: [false, true])
  func squares(single: Bool) {
    let rows = [0.1, 1.0 / 3, -0.7, 0.25, 9, 9]
    let panel = UnitPanel(rows.span, rowCount: 2, columnCount: 2, single: single)
    let wanted = rows.prefix(4).map { single ? Double(Float($0)) : $0 }
    #expect(panel.rowCount == 2 && Self.doubles(panel) == wanted)
    #expect(
      panel.squares == [
        wanted[0] * wanted[0] + wanted[1] * wanted[1],
        wanted[2] * wanted[2] + wanted[3] * wanted[3],
      ])
  }

  @Test("a panel of no rows")
  func empty() {
    let panel = UnitPanel([1.0].span, rowCount: 0, columnCount: 3, single: true)
    #expect(panel.rowCount == 0 && Self.doubles(panel).isEmpty)
  }

  @Test("panels hold the unit rows minus their mean, in order", arguments: [false, true])
  func rows(single: Bool) async throws {
    var seed = Seed(351)
    let rowCount = UnitPanels.panelRows + 40
    var values = Samples.gaussian(rowCount: rowCount, columnCount: 3, &seed)
    values[31] = .nan
    for index in 60..<63 { values[index] = 0 }
    let source = InMemorySource(values, columnCount: 3)
    let panels = try await UnitPanels(
      source, pass: try await Self.pass(source), single: single, jobs: 2)
    let kept = Samples.rows(values, 3).filter { row in
      row.allSatisfy(\.isFinite) && row != [0, 0, 0]
    }
    let wanted = ViewSpectra.rows(kept.flatMap { $0 }, columnCount: 3, view: .unitCentered)
    #expect(panels.count == 2)
    let found = try (0..<2).map { try panels.panel($0) }
    #expect(found.map(\.rowCount) == [UnitPanels.panelRows - 2, 40])
    let rounding = single ? 0x1p-23 : 1e-14
    #expect(
      zip(found.flatMap(Self.doubles), wanted).allSatisfy { ($0 - $1).magnitude <= rounding })
  }

  @Test("panels that do not fit are read again each time, and are the same as kept ones")
  func readAgain() async throws {
    // 25.3 million Floats are beyond the budget; the columns beyond seven are 0
    let width = 24_000
    let small = FormulaSource(rowCount: 1055, columnCount: 7)
    let large = FormulaSource(rowCount: 1055, columnCount: width)
    let last = 1055 - UnitPanels.panelRows
    let smallPass = try await Self.pass(small)
    let largePass = try await Self.pass(large)
    let kept = try await UnitPanels(small, pass: smallPass, single: true, jobs: 1)
    let again = try await UnitPanels(large, pass: largePass, single: true, jobs: 1)
    let before = (small.rowsRead, large.rowsRead)
    let first = try kept.panel(1)
    let second = try again.panel(1)
    #expect(Self.doubles(second) == Self.doubles(try again.panel(1)))
    #expect(first.rowCount == last && second.rowCount == last)
    let (own, other) = (Self.doubles(first), Self.doubles(second))
    for row in 0..<last {
      // the means are summed in other groups: a rounding of the Float
      #expect(isNear(first.squares[row], second.squares[row], relative: 0x1p-22))
      for column in 0..<7 {
        #expect(isNear(own[row * 7 + column], other[row * width + column], relative: 0x1p-23))
      }
    }
    _ = try kept.panel(1)
    #expect(small.rowsRead == before.0)
    #expect(large.rowsRead == before.1 + 2 * last)
  }
}
