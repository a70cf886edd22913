public import EmbeddingSets

/// Why the sign-rank of a matrix is at least, or at most, some number: what a search hands over and a
/// checker that shares nothing with it accepts or rejects.
///
/// **To add a kind** write one file in `Evidence/` with a type that conforms, and one line of
/// ``EvidenceCatalog``. The type holds the witness as plain whole numbers and proves a bound on the
/// *sign-rank* of the matrix it is given; everything else is done for it:
///
/// * ``Frame`` says how that matrix comes from the user's: rows and columns picked out of it (lower
///   bounds, since sign-rank does not grow when rows and columns are left out), or classes of equal and
///   opposite rows and columns (upper bounds, since such rows and columns do not matter). Both may have
///   the all-ones row of S+ as an additional row.
/// * ``Certificate`` turns the bound on the sign-rank of that matrix into a bound on the sign-rank or
///   ordering rank of the user's.
///
/// The matrix is S = 2A - 1: `relevant` entries are +1, all others -1; where
/// `RelevanceMatrix.hasHoles` the entries that are not listed may take either sign, and
/// a bound has to hold for what that means: a lower bound for *every* way to fill the holes, an upper
/// bound for *some* way. A kind that does not handle holes rejects such matrices
/// (``ProofError/withoutHoles(_:)``). For a small matrix, ``SignMatrix/init(of:)`` is the dense form.
///
/// Checks are exact: whole-number arithmetic with overflow noticed, big integers, combinatorics, or
/// floating point with a proved error bound. They run in polynomial time and look at nothing but the
/// matrix and the fields.
public protocol Evidence: Sendable {
  /// The name in certificates, dashed: `shattered-columns`.
  static var kind: String { get }
  /// Which side the bound is on.
  static var side: BoundSide { get }
  /// One line on what it is and whose theorem makes it a proof.
  static var summary: String { get }
  /// The fields in certificates, in order; whole numbers, text and lists only.
  var fields: [CertificateValue.Field] { get }
  /// Evidence out of its fields; every field is taken, ``CertificateFields/finish()`` is called by the
  /// catalogue.
  ///
  /// - Throws: ``ProofError/unreadable(_:)``.
  init(fields: inout CertificateFields) throws(ProofError)
  /// The bound on the sign-rank of a matrix that this proves: the largest lower or least upper one.
  ///
  /// - Throws: ``ProofError/invalid(_:)`` if it proves nothing about this matrix.
  func provenSignRank(of matrix: RelevanceMatrix) throws(ProofError) -> Int
}

/// Every kind of evidence; the only list of them.
public enum EvidenceCatalog {
  /// All kinds, in the order of documentation.
  public static let all: [any Evidence.Type] = [
    AnyMatrix.self,
    SmallerSide.self,
    ShatteredColumns.self,
    ChainObstruction.self,
    DistinctRows.self,
    AntipodalPathObstruction.self,
    SingularValueBound.self,
    OrientedMatroidRefutation.self,
    SparseLines.self,
    SignChanges.self,
    IntegerFactors.self,
  ]

  /// Reads evidence of a kind.
  static func evidence(
    kind: String, _ value: CertificateValue
  ) throws(ProofError) -> any Evidence {
    guard let type = all.first(where: { $0.kind == kind }) else {
      throw .unreadable("evidence of kind '\(kind)' is unknown")
    }
    var fields = try CertificateFields(value, of: "the evidence '\(kind)'")
    let evidence = try type.init(fields: &fields)
    try fields.finish()
    return evidence
  }
}

/// Which of the two numbers of a matrix a bound is about.
public enum BoundedQuantity: String, Sendable, Hashable, CaseIterable {
  /// rank±(2A - 1): the least rank of a real matrix with these signs.
  case signRank = "sign-rank"
  /// rank_rop(A): the least rank of a real matrix that orders the relevant before the others in every
  /// row; for a 0/1 matrix the least dimension of inner products with a threshold for each row.
  case orderingRank = "ordering-rank"
}

/// The side of a bound.
public enum BoundSide: String, Sendable, Hashable, CaseIterable {
  /// At least.
  case lower
  /// At most.
  case upper
}

extension ProofError {
  /// Rejects a matrix with holes on behalf of a kind of evidence that is about whole ones.
  public static func withoutHoles(_ matrix: RelevanceMatrix) throws(ProofError) {
    if matrix.hasHoles {
      throw .invalid("this kind of evidence is about matrices without unjudged entries")
    }
  }
}

extension SignMatrix {
  /// More entries than this are not made dense: 32 MiB of bits.
  public static let mostEntries = 1 << 28

  /// The dense signs of a matrix.
  ///
  /// - Throws: ``ProofError/invalid(_:)`` for more than ``mostEntries`` entries.
  public init(of matrix: RelevanceMatrix) throws(ProofError) {
    let (count, overflow) = matrix.rowCount.multipliedReportingOverflow(by: matrix.columnCount)
    guard !overflow, count <= Self.mostEntries else {
      throw .invalid("the matrix is too large to be looked at entry by entry")
    }
    self.init(rowCount: matrix.rowCount, columnCount: matrix.columnCount)
    for row in 0..<matrix.rowCount {
      if let judged = matrix.judgedNotRelevant {
        for column in 0..<matrix.columnCount { self[row, column] = 0 }
        for column in judged[row] { self[row, column] = -1 }
      }
      for column in matrix.relevant[row] { self[row, column] = 1 }
    }
  }
}
