public import SignRankProof

/// The files that solvers read and write: formulas in DIMACS, proofs in DRAT, plain or binary.
public enum SolverFiles {
  /// A formula in DIMACS.
  public static func formula(_ formula: ClauseList, variableCount: Int) -> [UInt8] {
    var text = Array("p cnf \(variableCount) \(formula.count)\n".utf8)
    text.reserveCapacity(5 * formula.literals.count)
    var start = 0
    for end in formula.ends {
      for place in start..<end {
        append(formula.literals[place], to: &text)
        text.append(0x20)
      }
      text.append(0x30)
      text.append(0x0A)
      start = end
    }
    return text
  }

  private static func append(_ literal: Int32, to text: inout [UInt8]) {
    if literal < 0 { text.append(0x2D) }
    var rest = literal.magnitude
    let first = text.count
    repeat {
      text.append(0x30 + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    text[first...].reverse()
  }

  /// The lemmas of a proof in DRAT, in order; what it deletes stays, which harms no lemma.
  ///
  /// - Returns: Nil where the bytes are no such proof.
  public static func lemmas(_ proof: [UInt8]) -> ClauseList? {
    let isText = proof.allSatisfy {
      (0x30...0x39).contains($0) || [0x20, 0x2D, 0x64, 0x0A, 0x0D].contains($0)
    }
    return isText ? textLemmas(proof) : binaryLemmas(proof)
  }

  private static func textLemmas(_ proof: [UInt8]) -> ClauseList? {
    var list = ClauseList()
    for line in proof.split(separator: 0x0A) {
      if line.first == 0x64 { continue }
      var clause: [Int32] = []
      var isEnded = false
      for word in line.split(whereSeparator: { $0 == 0x20 || $0 == 0x0D }) {
        guard !isEnded, let literal = Int32(String(decoding: word, as: UTF8.self)) else {
          return nil
        }
        if literal == 0 { isEnded = true } else { clause.append(literal) }
      }
      // What was cut off in the middle of a line is no lemma.
      guard isEnded else { return nil }
      list.append(clause)
    }
    return list
  }

  /// Each step a letter, then twice the variable, plus 1 where negated, in groups of seven bits.
  private static func binaryLemmas(_ proof: [UInt8]) -> ClauseList? {
    var list = ClauseList()
    var clause: [Int32] = []
    var place = 0
    while place < proof.count {
      let step = proof[place]
      guard step == 0x61 || step == 0x64 else { return nil }
      place += 1
      clause.removeAll(keepingCapacity: true)
      while true {
        var (number, shift): (UInt64, UInt64) = (0, 0)
        repeat {
          guard place < proof.count, shift < 35 else { return nil }
          number |= UInt64(proof[place] & 0x7F) << shift
          shift += 7
          place += 1
        } while proof[place - 1] & 0x80 != 0
        guard number > 0 else { break }
        guard let variable = Int32(exactly: number / 2), variable > 0 else { return nil }
        clause.append(number % 2 == 0 ? variable : -variable)
      }
      if step == 0x61 { list.append(clause) }
    }
    return list
  }

  /// Whether a file is the answer of a solver that writes no proofs, such as minisat: SAT or UNSAT.
  public static func isAnswer(_ bytes: [UInt8]) -> Bool {
    ["SAT", "UNSAT", "INDET"].contains { bytes.starts(with: $0.utf8) }
  }
}
