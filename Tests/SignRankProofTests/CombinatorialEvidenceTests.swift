import EmbeddingSets
import TestSupport
import Testing

@testable import SignRankProof

@Suite("Combinatorial evidence of lower bounds")
struct CombinatorialEvidenceTests {
  private func matrix(_ rows: [String]) -> RelevanceMatrix {
    RelevanceMatrix(
      columnCount: rows.first?.count ?? 0,
      relevant: rows.map { row in
        row.enumerated().filter { $0.element == "+" }.map(\.offset)
      },
      judgedNotRelevant: rows.joined().contains(".")
        ? rows.map { row in row.enumerated().filter { $0.element == "-" }.map(\.offset) } : nil)
  }

  private func proved(_ evidence: some Evidence, _ matrix: RelevanceMatrix) -> Int? {
    do throws(ProofError) { return try evidence.provenSignRank(of: matrix) } catch { return nil }
  }

  @Test("Three columns with all four patterns prove 3; without one of them, nothing")
  func shattered() {
    let all = ["+++", "++-", "-+-", "-++"]
    let evidence = ShatteredColumns(isTransposed: false)
    #expect(proved(evidence, matrix(all)) == 3)
    #expect(proved(evidence, matrix(Array(all.dropLast()))) == nil)
    #expect(proved(evidence, matrix(["+++", "++-", "-+-", "+-+"])) == nil)
    #expect(proved(evidence, matrix(["+++", "++-", "-+-", "-+."])) == nil)
    #expect(proved(ShatteredColumns(isTransposed: true), matrix(["++--", "+++-", "+-++"])) == nil)
    #expect(proved(ShatteredColumns(isTransposed: true), matrix(["++--", "+++-", "++++"])) == nil)
    #expect(proved(ShatteredColumns(isTransposed: true), matrix(["++--", "+-+-", "++++"])) == 3)
    #expect(proved(evidence, matrix([])) == nil)
  }

  @Test("Rows are counted exactly: 7 lines through the origin leave room for 7 rows in the plane")
  func counted() {
    #expect(DistinctRows.leastDimension(rowCount: 1, columnCount: 7) == 1)
    #expect(DistinctRows.leastDimension(rowCount: 2, columnCount: 7) == 2)
    #expect(DistinctRows.leastDimension(rowCount: 7, columnCount: 7) == 2)
    #expect(DistinctRows.leastDimension(rowCount: 8, columnCount: 7) == 3)
    #expect(DistinctRows.leastDimension(rowCount: 64, columnCount: 7) == 7)
    // Σ_{i<d} C(99, i) up to d = 5 is 3,926,176.
    #expect(DistinctRows.leastDimension(rowCount: 3_926_176, columnCount: 100) == 5)
    #expect(DistinctRows.leastDimension(rowCount: 3_926_177, columnCount: 100) == 6)
    #expect(DistinctRows.leastDimension(rowCount: Int.max, columnCount: 1_000) == 9)
    let evidence = DistinctRows(isTransposed: false)
    #expect(proved(evidence, matrix(["+++", "++-", "+-+", "-++"])) == 3)
    #expect(proved(evidence, matrix(["+++", "++-", "+-+", "-+-"])) == nil)
    #expect(proved(evidence, matrix(["+++", "++-", "++.", "-+-"])) == nil)
  }

  @Test("An obstruction has to refute every column")
  func obstruction() {
    // 2I - J of order 4 without its last column: all four patterns on three columns.
    let rows = ["+--", "-+-", "--+", "---"]
    // Reference ---: plus-sets after negation at column c = 0, 1, 2.
    let right = ChainObstruction(
      referenceRow: 3, obstructions: [[1, 2, 2, 1], [0, 2, 2, 0], [0, 1, 1, 0]])
    #expect(proved(right, matrix(rows)) == 3)
    for column in 0..<3 {
      var wrong = right.obstructions
      wrong[column].swapAt(2, 3)
      let evidence = ChainObstruction(referenceRow: 3, obstructions: wrong)
      #expect(proved(evidence, matrix(rows)) == nil)
    }
    for obstructions in [
      [], Array(right.obstructions.dropLast()), [[1, 2, 2], [0, 2, 2, 0], [0, 1, 1, 0]],
      [[1, 2, 2, 3], [0, 2, 2, 0], [0, 1, 1, 0]], [[-1, 2, 2, 1], [0, 2, 2, 0], [0, 1, 1, 0]],
    ] {
      let evidence = ChainObstruction(referenceRow: 3, obstructions: obstructions)
      #expect(proved(evidence, matrix(rows)) == nil)
    }
    #expect(
      proved(ChainObstruction(referenceRow: 4, obstructions: right.obstructions), matrix(rows))
        == nil)
  }

  @Test("Antipodal paths meet every k-subset or its complement for n = 2k, 2k + 1, 2k + 2")
  func paths() {
    for (n, k) in [(4, 1), (5, 2), (6, 2), (7, 3), (8, 3)] {
      let subsets = (0..<(1 << n)).filter { $0.nonzeroBitCount == k }
      let whole = RelevanceMatrix(
        columnCount: n,
        relevant: subsets.map { subset in (0..<n).filter { subset & (1 << $0) != 0 } })
      #expect(proved(AntipodalPathObstruction(isTransposed: false), whole) == n - 1)
      // One row alone leaves a way through.
      let less = RelevanceMatrix(columnCount: n, relevant: Array(whole.relevant.prefix(1)))
      #expect(proved(AntipodalPathObstruction(isTransposed: false), less) == nil)
    }
  }
}
