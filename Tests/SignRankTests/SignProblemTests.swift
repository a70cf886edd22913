import EmbeddingSets
import SignRank
import SignRankProof
import TestSupport
import Testing

@Suite("Condensed problems")
struct SignProblemTests {
  /// A random matrix with repeated and opposite rows and columns, and holes where asked for.
  private func sample(_ seed: UInt64, holes: Bool) -> RelevanceMatrix {
    var random = SplitMix64(seed: seed)
    let rowCount = 1 + Int(random.next() % 9)
    let columnCount = 1 + Int(random.next() % 9)
    let core = (0..<3).map { _ in (0..<3).map { _ in random.next() % 2 == 0 ? 1 : -1 } }
    let rows = (0..<rowCount).map { _ in (Int(random.next() % 3), random.next() % 2 == 0 ? 1 : -1) }
    let columns = (0..<columnCount).map { _ in
      (Int(random.next() % 3), random.next() % 3 == 0 ? 1 : -1)
    }
    var relevant: [[Int]] = []
    var judged: [[Int]] = []
    for (row, rowSign) in rows {
      var plus: [Int] = []
      var minus: [Int] = []
      for (index, (column, columnSign)) in columns.enumerated() {
        if holes && random.next() % 3 == 0 { continue }
        if core[row][column] * rowSign * columnSign > 0 {
          plus.append(index)
        } else {
          minus.append(index)
        }
      }
      relevant.append(plus)
      judged.append(minus)
    }
    return RelevanceMatrix(
      columnCount: columnCount, relevant: relevant, judgedNotRelevant: holes ? judged : nil)
  }

  @Test("The classes are accepted by the proof, and give the condensed matrix", arguments: 0..<300)
  func reductionHolds(seed: Int) throws {
    for holes in [false, true] {
      let whole = sample(UInt64(seed), holes: holes)
      for form in SignProblem.Form.allCases {
        let problem = SignProblem(whole, form: form)
        let reduced = try Frame.reduction(problem.reduction).matrix(of: whole)
        #expect(reduced == problem.matrix, "seed \(seed), \(form), holes \(holes)")
        // Three different rows and columns up to sign, and the all-ones row.
        if !holes { #expect(problem.matrix.rowCount <= (form == .plain ? 3 : 4)) }
        if !holes && form == .plain { #expect(problem.matrix.columnCount <= 3) }
        let selection =
          problem.rows.last == nil as Int? ? problem.rows.dropLast() : problem.rows[...]
        #expect(!selection.contains(nil))
      }
    }
  }

  /// Whether one line can stand for another: it is judged wherever the other is, with the same signs or
  /// all opposite ones.
  private func serves(_ line: [Int], _ other: [Int]) -> Bool {
    let places = other.indices.filter { other[$0] != 0 }
    return places.allSatisfy { line[$0] == other[$0] }
      || places.allSatisfy { line[$0] == -other[$0] }
  }

  @Test("With holes, no line that is left can stand for another that is left", arguments: 0..<300)
  func minimal(seed: Int) throws {
    let whole = sample(UInt64(seed), holes: true)
    for form in SignProblem.Form.allCases {
      let problem = SignProblem(whole, form: form)
      let signs = try SignMatrix(of: problem.matrix)
      let rows = (0..<signs.rowCount).map { row in
        (0..<signs.columnCount).map { signs[row, $0] }
      }
      let columns = (0..<signs.columnCount).map { column in rows.map { $0[column] } }
      for (lines, virtual) in [(rows, problem.reduction.virtualRow), (columns, 0)] {
        for one in lines.indices {
          for other in lines.indices
          where one != other && serves(lines[one], lines[other])
            // the all-ones row stays, since it is what makes the matrix S+
            && other + 1 != Int(virtual.magnitude)
          {
            Issue.record("seed \(seed), \(form): \(lines[one]) can stand for \(lines[other])")
          }
        }
      }
    }
  }

  @Test("Columns that nobody finds relevant are one class, however many they are")
  func manyEmptyColumns() {
    let whole = RelevanceMatrix(
      columnCount: 1_000_000, relevant: [[0, 7], [7, 999_999], [0, 999_999]])
    let problem = SignProblem(whole, form: .plain)
    #expect(problem.columns == [0, 1, 7, 999_999])
    #expect(problem.matrix.relevant == [[0, 2], [2, 3], [0, 3]])
  }
}
