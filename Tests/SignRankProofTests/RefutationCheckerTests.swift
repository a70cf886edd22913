import EmbeddingSets
import SignRankProof
import TestSupport
import Testing

@Suite("Refutations, lemma by lemma")
struct RefutationCheckerTests {
  private func list(_ clauses: [[Int32]]) -> ClauseList {
    var list = ClauseList()
    for clause in clauses { list.append(clause) }
    return list
  }

  /// A checker that may be asked in the midst of an expectation.
  private final class Checking {
    private var checker: RefutationChecker
    var isRefuted: Bool { checker.isRefuted }

    init(_ formula: ClauseList, variableCount: Int) {
      checker = RefutationChecker(formula, variableCount: variableCount)
    }

    func accept(_ lemma: [Int32]) -> Bool { checker.accept(lemma) }
  }

  /// All sign patterns of three variables: unsatisfiable, and no unit follows before a lemma.
  private var cube: ClauseList {
    var cube: [[Int32]] = []
    for first in [1, -1] as [Int32] {
      for second in [2, -2] as [Int32] {
        for third in [3, -3] as [Int32] { cube.append([first, second, third]) }
      }
    }
    return list(cube)
  }

  @Test("Units that contradict each other need no lemma")
  func units() {
    #expect(RefutationChecker(list([[1], [-1]]), variableCount: 1).isRefuted)
    #expect(RefutationChecker(list([[1], [-1, 2], [-2]]), variableCount: 2).isRefuted)
    #expect(!RefutationChecker(list([[1, 2], [-1, 2]]), variableCount: 2).isRefuted)
    #expect(RefutationChecker(list([[]]), variableCount: 1).isRefuted)
    #expect(!RefutationChecker(ClauseList(), variableCount: 0).isRefuted)
  }

  @Test("Lemmas that follow lead to the contradiction; one that does not is refused")
  func lemmas() {
    let checker = Checking(cube, variableCount: 3)
    #expect(!checker.isRefuted)
    #expect(!checker.accept([1]), "no unit propagation from -1 alone")
    #expect(!checker.accept([]))
    #expect(checker.accept([1, 2]))
    #expect(checker.accept([1, 1]))
    #expect(!checker.isRefuted)
    #expect(checker.accept([-1, 2]))
    #expect(checker.isRefuted)
  }

  @Test("Literals that do not exist are refused, tautologies say nothing")
  func oddities() {
    let checker = Checking(cube, variableCount: 3)
    for lemma in [[0], [4], [-4], [Int32.max], [Int32.min]] as [[Int32]] {
      #expect(!checker.accept(lemma))
    }
    #expect(checker.accept([1, -1]))
    #expect(!checker.accept([]))
  }

  @Test("A satisfied formula is never refuted, whatever is offered", arguments: 1...30)
  func sound(seed: Int) {
    var random = Seed(UInt64(seed))
    // Clauses that the assignment "all true" satisfies.
    let formula = list(
      (0..<40).map { _ in
        let clause = (0..<3).map { _ in
          Int32(random.next() % 10 + 1) * (random.next() & 1 == 0 ? 1 : -1)
        }
        return clause.contains { $0 > 0 } ? clause : clause.map { -$0 }
      })
    let checker = Checking(formula, variableCount: 10)
    for _ in 0..<200 {
      let lemma = (0..<(random.next() % 4)).map { _ in
        Int32(random.next() % 10 + 1) * (random.next() & 1 == 0 ? 1 : -1)
      }
      if checker.accept(lemma) {
        #expect(lemma.contains { $0 > 0 }, "seed \(seed): \(lemma) is false where all hold")
      }
    }
    #expect(!checker.isRefuted)
  }

  @Test("Three lemmas show that all classes of four columns exclude rank 3; fewer show nothing")
  func evidence() throws {
    let all = RelevanceMatrix(
      columnCount: 4, relevant: (0..<8).map { row in (0..<4).filter { row & (1 << $0) != 0 } })
    // The chirotope of rank 3 on four columns is four signs, the first of them true; every value of the
    // others is forbidden.
    let lemmas: [[Int32]] = [[2, 3], [2], [3]]
    let evidence = OrientedMatroidRefutation(isTransposed: false, rank: 3, lemmas: list(lemmas))
    #expect(try evidence.provenSignRank(of: all) == 4)
    let seven = RelevanceMatrix(columnCount: 4, relevant: Array(all.relevant.dropLast()))
    for (rank, lemmas, matrix) in [
      (3, Array(lemmas.prefix(2)), all), (3, Array(lemmas.suffix(2)), all), (3, lemmas, seven),
      (Int.min, lemmas, all), (-1, lemmas, all), (0, lemmas, all),
      (1, lemmas, all), (4, lemmas, all), (5, lemmas, all), (Int.max, lemmas, all),
    ] {
      let evidence = OrientedMatroidRefutation(
        isTransposed: false, rank: rank, lemmas: list(lemmas))
      #expect(throws: ProofError.self) { try evidence.provenSignRank(of: matrix) }
    }
  }
}
