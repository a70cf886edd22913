import EmbeddingSets
import SignRankProof
import Testing

@Suite("Certificates")
struct CertificateTests {
  /// Rows 0 and 2 equal, row 1 opposite to them, columns 1 and 2 equal.
  private let matrix = RelevanceMatrix(columnCount: 3, relevant: [[0], [1, 2], [0]])
  private let reduction = Reduction(
    rows: [1, -1, 1], columns: [1, -1, -1], rowRepresentatives: [0], columnRepresentatives: [0],
    virtualRow: 0)

  @Test("A frame of classes is accepted where it fits, and gives the matrix of representatives")
  func fittingReduction() throws {
    let frame = Frame.reduction(reduction)
    #expect(
      try frame.matrix(of: matrix) == RelevanceMatrix(columnCount: 1, relevant: [[0]]))
    try Certificate(.signRank, signRank: 1, frame: frame, evidence: SmallerSide())
      .check(against: matrix)
  }

  @Test("A flipped entry of the matrix, a swapped class and another value are rejected")
  func corrupted() throws {
    let frame = Frame.reduction(reduction)
    let certificate = Certificate(.signRank, signRank: 1, frame: frame, evidence: SmallerSide())
    for row in 0..<3 {
      for column in 0..<3 {
        var relevant = matrix.relevant.map(Set.init)
        relevant[row].formSymmetricDifference([column])
        let flipped = RelevanceMatrix(columnCount: 3, relevant: relevant.map { $0.sorted() })
        #expect(throws: ProofError.self) { try certificate.check(against: flipped) }
      }
    }
    for value in [0, 2] {
      let claim = Certificate(
        quantity: .signRank, side: .upper, value: value, frame: frame, evidence: SmallerSide())
      #expect(throws: ProofError.self) { try claim.check(against: matrix) }
    }
  }

  @Test("What is written is read back the same, and accepted")
  func roundTrip() throws {
    let claims = [
      Certificate(
        .signRank, signRank: 1, frame: .reduction(reduction), evidence: SmallerSide()),
      Certificate(
        .orderingRank, signRank: 1,
        frame: .selection(Selection(rows: [2], columns: [1], hasVirtualRow: false)),
        evidence: AnyMatrix()),
    ]
    for claim in claims {
      let text = CertificateText.bytes(of: claim.json)
      let read = try Certificate(try CertificateText.value(of: text))
      #expect(CertificateText.bytes(of: read.json) == text)
      try read.check(against: matrix)
    }
  }

  @Test("The all-ones row counts as the theorem of the augmented matrix says")
  func values() {
    func value(_ quantity: BoundedQuantity, _ side: BoundSide, _ hasVirtualRow: Bool) -> Int {
      Certificate.value(forSignRank: 5, of: quantity, side, hasVirtualRow: hasVirtualRow)
    }
    #expect(value(.signRank, .lower, false) == 5)
    #expect(value(.signRank, .lower, true) == 4)
    #expect(value(.orderingRank, .lower, false) == 4)
    #expect(value(.orderingRank, .lower, true) == 4)
    #expect(value(.signRank, .upper, false) == 5)
    #expect(value(.signRank, .upper, true) == 5)
    #expect(value(.orderingRank, .upper, false) == 5)
    #expect(value(.orderingRank, .upper, true) == 4)
  }
}
