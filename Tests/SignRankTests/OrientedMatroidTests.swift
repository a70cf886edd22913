import EmbeddingSets
import SignRankProof
import TestSupport
import Testing

@testable import SignRank

@Suite("Oriented matroids with the rows as topes")
struct OrientedMatroidTests {
  private func signs(_ rowCount: Int, _ columnCount: Int, _ seed: UInt64) throws -> SignMatrix {
    try SignMatrix(of: KnownMatrices.random(rowCount, columnCount, seed))
  }

  private func isPossible(_ signs: SignMatrix, rank: Int) throws -> Bool {
    let statement = OrientedMatroidClauses.clauses(of: signs, rank: rank)
    let variables = OrientedMatroidClauses.variableCount(
      columnCount: signs.columnCount, rank: rank)
    #expect(
      statement.count
        <= OrientedMatroidClauses.greatestClauseCount(
          columnCount: signs.columnCount, rank: rank, rowCount: signs.rowCount))
    var solver = ConflictDrivenSolver(statement, variableCount: variables)
    switch solver.solve() {
    case .satisfiable(let values):
      #expect(ConflictDrivenSolverTests.holds(statement, values))
      return true
    case .unsatisfiable(let lemmas):
      let lemmas = try #require(lemmas)
      #expect(ConflictDrivenSolverTests.refutes(lemmas, statement, variables: variables))
      return false
    case .undecided:
      Issue.record("not decided")
      return true
    }
  }

  @Test("Rank 2 is possible exactly where the chain test finds an order", arguments: 1...40)
  func plane(seed: Int) throws {
    // Few rows, so that both answers occur.
    let matrix = try signs(2 + seed % 4, 4 + seed % 3, UInt64(seed))
    let hasOrder = if case .order = PlaneOrder.decide(matrix) { true } else { false }
    #expect(try isPossible(matrix, rank: 2) == hasOrder, "seed \(seed)")
  }

  @Test("Rank n - 1 is possible exactly where a class of signs is missing")
  func allClasses() throws {
    for missing in 0..<8 {
      let rows = (0..<8).filter { $0 != missing }
      let matrix = try SignMatrix(
        of: KnownMatrices.matrix(7, 4) { rows[$0] & (1 << $1) != 0 })
      #expect(try isPossible(matrix, rank: 3))
    }
    let all = try SignMatrix(of: KnownMatrices.matrix(8, 4) { $0 & (1 << $1) != 0 })
    #expect(try !isPossible(all, rank: 3))
  }

  @Test("Rank n - 2 is possible exactly where an antipodal path is free", arguments: 1...40)
  func paths(seed: Int) throws {
    let matrix = try signs(4 + seed % 9, 5 + seed % 2, UInt64(seed))
    let hasPath: Bool
    switch AntipodalPath.search(matrix, deadline: .never) {
    case .path(let path):
      hasPath = true
      var vertex = path.start
      let rows = (0..<matrix.rowCount).map { Int(matrix.positive[$0]) }
      let all = (1 << matrix.columnCount) - 1
      for column in path.order {
        #expect(!rows.contains(vertex) && !rows.contains(vertex ^ all), "seed \(seed)")
        vertex ^= 1 << column
      }
      #expect(Set(path.order).count == matrix.columnCount && vertex == path.start ^ all)
    case .none: hasPath = false
    case .undecided:
      Issue.record("not decided")
      return
    }
    #expect(try isPossible(matrix, rank: matrix.columnCount - 2) == hasPath, "seed \(seed)")
    // The proof tries all paths in its own way.
    let whole = KnownMatrices.random(4 + seed % 9, 5 + seed % 2, UInt64(seed))
    let evidence = AntipodalPathObstruction(isTransposed: false)
    do throws(ProofError) {
      #expect(try evidence.provenSignRank(of: whole) == matrix.columnCount - 1 && !hasPath)
    } catch { #expect(hasPath, "seed \(seed): \(error)") }
  }

  @Test("Vectors of rank 3 and 4 are oriented matroids of that rank", arguments: 1...12)
  func planted(seed: Int) throws {
    let rank = 3 + seed % 2
    let matrix = try SignMatrix(
      of: KnownMatrices.planted(9, rank + 3, rank: rank, UInt64(seed)))
    #expect(try isPossible(matrix, rank: rank), "seed \(seed)")
  }

  @Test("The Fano plane has sign-rank at least 4; a flipped sign or a lemma less is noticed")
  func fano() throws {
    let fano = KnownMatrices.projectivePlane(2)
    let problem = SignProblem(fano, form: .plain)
    let result = try OrientedMatroidMethod().search(
      problem, SearchContext(effort: 8, deadline: .never, seed: 0, lower: 3, upper: 7))
    let candidate = try #require(result.candidates.last)
    #expect(candidate.signRank == 4)
    let evidence = try #require(candidate.evidence as? OrientedMatroidRefutation)
    let certificate = Certificate(
      .signRank, signRank: 4, frame: problem.frame(of: candidate), evidence: evidence)
    try certificate.check(against: fano)
    #expect(throws: ProofError.self) {
      try certificate.check(against: KnownMatrices.planted(7, 7, rank: 3, 1))
    }
    var fewer = ClauseList()
    for index in 0..<evidence.lemmas.count / 2 { fewer.append(evidence.lemmas[index]) }
    let cut = OrientedMatroidRefutation(isTransposed: false, rank: 3, lemmas: fewer)
    #expect(throws: ProofError.self) { try cut.provenSignRank(of: fano) }
  }
}
