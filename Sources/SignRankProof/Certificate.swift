public import EmbeddingSets

/// A bound on the sign-rank or ordering rank of a user's matrix, with what proves it.
///
/// Evidence bounds the sign-rank b of the framed matrix. With S = 2A - 1, S+ = S with an all-ones row
/// appended, and rank_rop the ordering rank:
///
/// * rank_rop(A) = rank±(S+) - 1, exactly: affine points x_j in dimension d are vectors (x_j, 1) in
///   dimension d + 1 on which the all-ones row is (0, 1); conversely, vectors with w·v_j > 0 for all j
///   can be scaled to w·v_j = 1, and coordinates chosen with w the last of them.
/// * rank±(S) <= rank±(S+) <= rank±(S) + 1, because a row costs at most one dimension.
///
/// So b counts as b, or as b - 1, as ``value(forSignRank:of:_:hasVirtualRow:)`` says.
public struct Certificate: Sendable {
  /// What is bounded.
  public let quantity: BoundedQuantity
  /// On which side.
  public let side: BoundSide
  /// The bound.
  public let value: Int
  /// How the matrix that the evidence is about comes from the user's.
  public let frame: Frame
  /// What proves it.
  public let evidence: any Evidence

  /// A claim; nothing is checked before ``check(against:)``.
  public init(
    quantity: BoundedQuantity, side: BoundSide, value: Int, frame: Frame, evidence: any Evidence
  ) {
    self.quantity = quantity
    self.side = side
    self.value = value
    self.frame = frame
    self.evidence = evidence
  }

  /// The claim about a quantity that follows when the framed matrix has its sign-rank bounded by
  /// `signRank` on the side of the evidence.
  public init(
    _ quantity: BoundedQuantity, signRank: Int, frame: Frame, evidence: any Evidence
  ) {
    let side = type(of: evidence).side
    self.init(
      quantity: quantity, side: side,
      value: Self.value(
        forSignRank: signRank, of: quantity, side, hasVirtualRow: frame.hasVirtualRow),
      frame: frame, evidence: evidence)
  }

  /// The bound on a quantity of the user's matrix that follows from a bound on the sign-rank of the
  /// framed one.
  public static func value(
    forSignRank bound: Int, of quantity: BoundedQuantity, _ side: BoundSide, hasVirtualRow: Bool
  ) -> Int {
    let costsOne =
      switch (quantity, side) {
      case (.signRank, .lower): hasVirtualRow
      case (.signRank, .upper): false
      case (.orderingRank, .lower): true
      case (.orderingRank, .upper): hasVirtualRow
      }
    return costsOne ? bound - 1 : bound
  }

  /// Accepts the claim, or says why not: the frame fits the matrix entry by entry, the evidence holds
  /// for the framed matrix, and it proves exactly the value.
  ///
  /// - Throws: ``ProofError/invalid(_:)``.
  public func check(against matrix: RelevanceMatrix) throws(ProofError) {
    guard type(of: evidence).side == side else {
      throw .invalid("evidence for \(side == .lower ? "an upper" : "a lower") bound is given")
    }
    guard frame.side == side else {
      throw .invalid(
        side == .lower
          ? "a lower bound needs a selection of rows and columns"
          : "an upper bound needs all rows and columns in classes")
    }
    let bound = try evidence.provenSignRank(of: try frame.matrix(of: matrix))
    let proven = Self.value(
      forSignRank: bound, of: quantity, side, hasVirtualRow: frame.hasVirtualRow)
    guard proven == value else {
      throw .invalid("the evidence proves \(proven), the claim is \(value)")
    }
  }

  /// The certificate as it is written.
  public var json: CertificateValue {
    .object([
      .init("quantity", .text(quantity.rawValue)), .init("side", .text(side.rawValue)),
      .init("value", .integer(value)), frame.field,
      .init("kind", .text(type(of: evidence).kind)), .init("evidence", .object(evidence.fields)),
    ])
  }

  /// A certificate as it was written.
  ///
  /// - Throws: ``ProofError/unreadable(_:)``.
  public init(_ json: CertificateValue) throws(ProofError) {
    var fields = try CertificateFields(json, of: "a certificate")
    let quantityName = try fields.text("quantity")
    let sideName = try fields.text("side")
    guard let quantity = BoundedQuantity(rawValue: quantityName) else {
      throw .unreadable("the quantity '\(quantityName)' is unknown")
    }
    guard let side = BoundSide(rawValue: sideName) else {
      throw .unreadable("the side '\(sideName)' is unknown")
    }
    self.quantity = quantity
    self.side = side
    value = try fields.integer("value")
    frame = try Frame(taking: &fields)
    let kind = try fields.text("kind")
    evidence = try EvidenceCatalog.evidence(kind: kind, try fields.value("evidence"))
    try fields.finish()
  }
}
