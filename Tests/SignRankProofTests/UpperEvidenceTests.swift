import EmbeddingSets
import SignRankProof
import Testing

@Suite("Evidence of upper bounds")
struct UpperEvidenceTests {
  private let pairs = RelevanceMatrix.allSubsets(size: 2, of: 6)

  private func isRejected(_ evidence: any Evidence, _ matrix: RelevanceMatrix) -> Bool {
    do {
      _ = try evidence.provenSignRank(of: matrix)
      return false
    } catch {
      if case .invalid = error { return true }
      return false
    }
  }

  @Test("sparse lines are counted, and an entry more is rejected")
  func sparseLines() throws {
    let claim = SparseLines(sparsity: 2, areColumns: false, exceptions: [])
    #expect(try claim.provenSignRank(of: pairs) == 5)
    var relevant = pairs.relevant
    relevant[4] = [0, 2, 5]
    let denser = RelevanceMatrix(columnCount: 6, relevant: relevant)
    #expect(isRejected(claim, denser))
    #expect(
      try SparseLines(sparsity: 2, areColumns: false, exceptions: [4])
        .provenSignRank(of: denser) == 6)
    // a co-sparse row counts by its other sign
    relevant[4] = [0, 1, 2, 3, 5]
    #expect(
      try claim.provenSignRank(of: RelevanceMatrix(columnCount: 6, relevant: relevant)) == 5)
    for exceptions in [[15], [-1], [3, 3], [4, 3]] {
      #expect(
        isRejected(SparseLines(sparsity: 2, areColumns: false, exceptions: exceptions), pairs))
    }
    #expect(isRejected(SparseLines(sparsity: -1, areColumns: false, exceptions: []), pairs))
    #expect(isRejected(SparseLines(sparsity: 1, areColumns: true, exceptions: []), pairs))
    #expect(
      try SparseLines(sparsity: 5, areColumns: true, exceptions: []).provenSignRank(of: pairs)
        == 11)
  }

  @Test("open entries do not count against sparse lines")
  func sparseHoles() throws {
    let holed = RelevanceMatrix(
      columnCount: 4, relevant: [[0, 1], [2]], judgedNotRelevant: [[2], [0]])
    #expect(
      try SparseLines(sparsity: 1, areColumns: false, exceptions: []).provenSignRank(of: holed)
        == 3)
  }

  @Test("sign changes are counted along the order, with negated columns and exceptions")
  func signChanges() throws {
    let matrix = RelevanceMatrix.greaterThan(4)
    #expect(
      try SignChanges(changes: 1, areColumns: false, order: [0, 1, 2, 3], negated: [])
        .provenSignRank(of: matrix) == 2)
    // swapping two columns of the order breaks it for one row, which may be left out
    let swapped = SignChanges(changes: 1, areColumns: false, order: [0, 2, 1, 3], negated: [])
    #expect(isRejected(swapped, matrix))
    #expect(
      try SignChanges(
        changes: 1, areColumns: false, order: [0, 2, 1, 3], negated: [], exceptions: [1]
      ).provenSignRank(of: matrix) == 3)
    // negating the last two columns moves the change of the first row and makes another elsewhere
    #expect(
      isRejected(
        SignChanges(changes: 1, areColumns: false, order: [0, 1, 2, 3], negated: [2, 3]), matrix))
    for order in [[0, 1, 2], [0, 1, 2, 2], [0, 1, 2, 4], [-1, 0, 1, 2]] {
      #expect(
        isRejected(SignChanges(changes: 3, areColumns: false, order: order, negated: []), matrix))
    }
    #expect(
      isRejected(
        SignChanges(changes: 1, areColumns: false, order: [0, 1, 2, 3], negated: [4]), matrix))
    #expect(
      try SignChanges(changes: 1, areColumns: true, order: [3, 2, 1, 0], negated: [])
        .provenSignRank(of: matrix) == 2)
  }

  @Test("whole-number factors are multiplied out, and every flipped entry is rejected")
  func factors() throws {
    let matrix = RelevanceMatrix.greaterThan(3)
    let evidence = IntegerFactors(
      rows: [[1, 1], [1, 3], [1, 5]], columns: [[0, 1], [-2, 1], [-4, 1]])
    #expect(try evidence.provenSignRank(of: matrix) == 2)
    for row in 0..<3 {
      for column in 0..<3 {
        var relevant = matrix.relevant.map(Set.init)
        relevant[row].formSymmetricDifference([column])
        #expect(
          isRejected(
            evidence, RelevanceMatrix(columnCount: 3, relevant: relevant.map { $0.sorted() })))
      }
    }
    var columns = evidence.columns
    columns.swapAt(0, 2)
    #expect(isRejected(IntegerFactors(rows: evidence.rows, columns: columns), matrix))
    // a product of 0 has no sign
    #expect(isRejected(IntegerFactors(rows: [[0]], columns: [[1]]), .identity(1)))
  }

  @Test("factors whose products could overflow, or that do not fit, are rejected")
  func overflow() throws {
    let one = RelevanceMatrix.identity(1)
    #expect(
      isRejected(IntegerFactors(rows: [[Int.max, 1]], columns: [[Int.max, 1]]), one))
    #expect(isRejected(IntegerFactors(rows: [[.min]], columns: [[.min]]), one))
    #expect(isRejected(IntegerFactors(rows: [[1, 2]], columns: [[1]]), one))
    #expect(isRejected(IntegerFactors(rows: [[]], columns: [[]]), one))
    #expect(isRejected(IntegerFactors(rows: [[1], [1]], columns: [[1]]), one))
    #expect(
      try IntegerFactors(rows: [[1 << 40]], columns: [[1 << 22]]).provenSignRank(of: one) == 1)
  }

  @Test("what is written is read back the same")
  func roundTrip() throws {
    let claims: [any Evidence] = [
      SparseLines(sparsity: 2, areColumns: true, exceptions: [1, 4]),
      SignChanges(
        changes: 3, areColumns: false, order: [2, 0, 1], negated: [1], exceptions: [0]),
      IntegerFactors(rows: [[1, -2]], columns: [[3, 4], [0, 1]]),
    ]
    for claim in claims {
      var fields = try CertificateFields(.object(claim.fields), of: "evidence")
      let read = try type(of: claim).init(fields: &fields)
      try fields.finish()
      #expect(read.fields.map(\.key) == claim.fields.map(\.key))
      #expect(read.fields.map(\.value) == claim.fields.map(\.value))
    }
  }
}
