import Findings
import Testing

@Suite("A series is a table without ragged rows")
struct SeriesTests {
  @Test("every kind of cell is kept as given")
  func cells() {
    let rows: [[Cell]] = [[.integer(0), .number(0.5)], [.text("a"), .empty]]
    let series = Series(id: "s", columns: ["x", "y"], rows: rows)
    #expect(series.id == "s" && series.columns == ["x", "y"] && series.rows == rows)
  }

  @Test("a table may be empty")
  func empty() {
    #expect(Series(id: "s", columns: ["x"], rows: []).rows.isEmpty)
    #expect(Series(id: "s", columns: [], rows: [[]]).rows == [[]])
  }

  @Test("a whole number is no number with a fraction part")
  func kinds() {
    #expect(Cell.integer(1) != .number(1))
    #expect(Cell.text("") != .empty)
  }

  @Test("a row with a cell too few or too many traps")
  func ragged() async {
    await #expect(processExitsWith: .failure) {
      _ = Series(id: "s", columns: ["x", "y"], rows: [[.empty, .empty], [.empty]])
    }
    await #expect(processExitsWith: .failure) {
      _ = Series(id: "s", columns: ["x"], rows: [[.empty, .empty]])
    }
  }

  @Test("a cell that is not finite traps")
  func nonfinite() async {
    await #expect(processExitsWith: .failure) {
      _ = Series(id: "s", columns: ["x"], rows: [[.number(.infinity)]])
    }
    await #expect(processExitsWith: .failure) {
      _ = Series(id: "s", columns: ["x"], rows: [[.number(1)], [.number(.nan)]])
    }
  }
}
