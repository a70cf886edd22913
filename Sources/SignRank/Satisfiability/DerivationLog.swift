import SignRankProof

/// What each clause was derived from, so that a refutation holds only what it needs.
///
/// Every clause of the formula, every learned clause and every value implied at level 0 is a number;
/// the last two come with the numbers they follow from by unit propagation.
struct DerivationLog {
  private let entryLimit: Int
  /// What the derivations follow from, one after the other.
  private var antecedents: [Int32] = []
  private var antecedentEnds: [Int] = []
  /// The literals of learned clauses, in DIMACS form; empty for others.
  private var literals: [Int32] = []
  private var literalEnds: [Int] = []
  private var closing: [Int32]?

  /// An empty log, which is given up beyond a number of entries.
  init(entryLimit: Int) { self.entryLimit = entryLimit }

  private var isFull: Bool { antecedents.count + literals.count > entryLimit }

  private mutating func end() -> Int32 {
    antecedentEnds.append(antecedents.count)
    literalEnds.append(literals.count)
    return Int32(antecedentEnds.count - 1)
  }

  /// A clause of the formula.
  mutating func original() -> Int32 { end() }

  /// A value implied at level 0.
  mutating func implied(from numbers: [Int32]) -> Int32 {
    if !isFull { antecedents.append(contentsOf: numbers) }
    return end()
  }

  /// A learned clause.
  mutating func learned(_ clause: [Int32], from numbers: [Int32]) -> Int32 {
    if !isFull {
      antecedents.append(contentsOf: numbers)
      for code in clause { literals.append(code & 1 == 0 ? code / 2 + 1 : -(code / 2 + 1)) }
    }
    return end()
  }

  /// The contradiction itself.
  mutating func close(from numbers: [Int32]) { closing = numbers }

  /// The learned clauses that lead to the contradiction, in order, and the empty clause.
  ///
  /// Nil where the log was given up.
  func refutation() -> ClauseList? {
    guard !isFull else { return nil }
    var needed = [Bool](repeating: false, count: antecedentEnds.count)
    for number in closing ?? [] { needed[Int(number)] = true }
    for number in needed.indices.reversed() where needed[number] {
      let start = number == 0 ? 0 : antecedentEnds[number - 1]
      for antecedent in antecedents[start..<antecedentEnds[number]] {
        needed[Int(antecedent)] = true
      }
    }
    var list = ClauseList()
    for number in needed.indices where needed[number] {
      let start = number == 0 ? 0 : literalEnds[number - 1]
      if literalEnds[number] > start { list.append(literals[start..<literalEnds[number]]) }
    }
    list.append(EmptyCollection())
    return list
  }
}
