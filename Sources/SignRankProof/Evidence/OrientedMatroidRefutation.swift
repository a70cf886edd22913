public import EmbeddingSets

/// No oriented matroid of rank r on the columns has all rows among its topes: sign-rank at least r + 1.
///
/// The statement is ``OrientedMatroidClauses``, made anew from the matrix; the lemmas are accepted one by
/// one by ``RefutationChecker`` until they contradict each other.
public struct OrientedMatroidRefutation: Evidence {
  /// `oriented-matroid-refutation`.
  public static let kind = "oriented-matroid-refutation"
  /// At least.
  public static let side = BoundSide.lower
  /// One line about it.
  public static let summary =
    "rank r needs a rank-r oriented matroid with the rows as topes; the clauses that say so are refuted"

  /// Whether the oriented matroid is one of the rows.
  public let isTransposed: Bool
  /// The rank r that is excluded.
  public let rank: Int
  /// Clauses over the chirotope, each of which follows from the statement and the earlier ones by unit
  /// propagation.
  public let lemmas: ClauseList

  /// The evidence.
  public init(isTransposed: Bool, rank: Int, lemmas: ClauseList) {
    self.isTransposed = isTransposed
    self.rank = rank
    self.lemmas = lemmas
  }

  /// The evidence in a certificate.
  public init(fields: inout CertificateFields) throws(ProofError) {
    isTransposed = try fields.flag("transposed")
    rank = try fields.integer("excluded-rank")
    var list = ClauseList()
    for lemma in try fields.integerRows("lemmas") {
      var clause: [Int32] = []
      for literal in lemma {
        guard let narrow = Int32(exactly: literal) else {
          throw .unreadable("\(literal) is not a literal")
        }
        clause.append(narrow)
      }
      list.append(clause)
    }
    lemmas = list
  }

  /// `transposed`, `excluded-rank` and `lemmas`, in the literals of DIMACS.
  public var fields: [CertificateValue.Field] {
    [
      .init("transposed", .integer(isTransposed ? 1 : 0)),
      .init("excluded-rank", .integer(rank)),
      .init("lemmas", .integerRows((0..<lemmas.count).map { lemmas[$0].map(Int.init) })),
    ]
  }

  /// The excluded rank, plus 1.
  public func provenSignRank(of matrix: RelevanceMatrix) throws(ProofError) -> Int {
    let signs = try SignMatrix(of: matrix).transposed(if: isTransposed)
    let count = signs.columnCount
    guard count <= OrientedMatroidClauses.greatestColumnCount, rank >= 2, rank < count else {
      throw .invalid(
        "there is no statement of rank \(rank) on \(count) columns: 2 <= rank < columns <= "
          + "\(OrientedMatroidClauses.greatestColumnCount)")
    }
    var checker = RefutationChecker(
      OrientedMatroidClauses.clauses(of: signs, rank: rank),
      variableCount: OrientedMatroidClauses.variableCount(columnCount: count, rank: rank))
    for index in 0..<lemmas.count where !checker.isRefuted {
      guard checker.accept(lemmas[index]) else {
        throw .invalid("lemma \(index) does not follow from what stands before it")
      }
    }
    guard checker.isRefuted else { throw .invalid("the lemmas do not contradict each other") }
    return rank + 1
  }
}
