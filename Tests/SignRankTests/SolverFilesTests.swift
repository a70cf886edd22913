import SignRank
import SignRankProof
import Testing

@Suite("The files of solvers")
struct SolverFilesTests {
  private func list(_ clauses: [[Int32]]) -> ClauseList {
    var list = ClauseList()
    for clause in clauses { list.append(clause) }
    return list
  }

  @Test("A formula is written in DIMACS")
  func formula() {
    let text = SolverFiles.formula(list([[1, -12, 305], [], [-7]]), variableCount: 305)
    #expect(String(decoding: text, as: UTF8.self) == "p cnf 305 3\n1 -12 305 0\n0\n-7 0\n")
  }

  @Test("Lemmas are read from plain and from binary proofs, deletions left out")
  func proofs() {
    let expected = list([[1, -2], [-63, 64], [300], []])
    let plain = "1 -2 0\nd 5 6 0\n-63 64 0\r\n300 0\n0\n"
    #expect(SolverFiles.lemmas(Array(plain.utf8)) == expected)
    // 2 v + 1 for -v in groups of seven bits: 127 is one byte, 128 and 600 are two.
    let binary: [UInt8] = [
      0x61, 2, 5, 0, 0x64, 10, 12, 0, 0x61, 127, 0x80, 1, 0, 0x61, 0xD8, 4, 0, 0x61, 0,
    ]
    #expect(SolverFiles.lemmas(binary) == expected)
    #expect(SolverFiles.lemmas([]) == list([]))
  }

  @Test("What is cut off or something else is no proof")
  func damaged() {
    for text in ["1 -2", "1 -2 0\n3", "1 0 2 0\n", "1 - 0\n", "99999999999 0\n", "SAT\n1 0\n"] {
      #expect(SolverFiles.lemmas(Array(text.utf8)) == nil, "\(text)")
    }
    for bytes in [[0x61], [0x61, 0x80], [0x61, 2], [0x62, 2, 0], [0x61, 1, 0]] as [[UInt8]] {
      #expect(SolverFiles.lemmas(bytes) == nil)
    }
    let endless = [0x61] + [UInt8](repeating: 0xFF, count: 40)
    #expect(SolverFiles.lemmas(endless) == nil)
    #expect(SolverFiles.isAnswer(Array("UNSAT\n".utf8)))
    #expect(!SolverFiles.isAnswer(Array("1 2 0\n".utf8)))
  }
}
