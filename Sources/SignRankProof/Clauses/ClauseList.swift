/// A formula in conjunctive normal form, or any list of clauses.
///
/// Literals are those of DIMACS: variables count from 1, and a minus negates.
public struct ClauseList: Sendable, Hashable {
  /// The literals of all clauses, one clause after the other.
  public private(set) var literals: [Int32] = []
  /// Where each clause ends in `literals`.
  public private(set) var ends: [Int] = []

  /// No clause.
  public init() {}

  /// The number of clauses.
  public var count: Int { ends.count }

  /// The literals of one clause.
  public subscript(index: Int) -> ArraySlice<Int32> {
    literals[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  /// Adds a clause.
  public mutating func append(_ clause: some Sequence<Int32>) {
    literals.append(contentsOf: clause)
    ends.append(literals.count)
  }

  /// Makes room for clauses to come.
  public mutating func reserve(clauses: Int, literals: Int) {
    ends.reserveCapacity(clauses)
    self.literals.reserveCapacity(literals)
  }
}
