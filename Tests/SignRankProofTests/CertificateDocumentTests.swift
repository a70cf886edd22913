import EmbeddingSets
import SignRankProof
import TestSupport
import Testing

@Suite("Files of certificates")
struct CertificateDocumentTests {
  private let matrix = RelevanceMatrix(columnCount: 3, relevant: [[0], [1, 2], [0]])

  private var document: CertificateDocument {
    let reduction = Reduction(
      rows: [1, -1, 1], columns: [1, -1, -1], rowRepresentatives: [0], columnRepresentatives: [0],
      virtualRow: 0)
    let augmented = Reduction(
      rows: [1, -1, 1], columns: [1, 2, 2], rowRepresentatives: [0, -1],
      columnRepresentatives: [0, 1], virtualRow: 2)
    return CertificateDocument(
      [
        Certificate(
          .signRank, signRank: 1, frame: .reduction(reduction), evidence: SmallerSide()),
        Certificate(
          .orderingRank, signRank: 2, frame: .reduction(augmented), evidence: SmallerSide()),
        Certificate(
          .signRank, signRank: 1,
          frame: .selection(Selection(rows: [1], columns: [0, 2], hasVirtualRow: false)),
          evidence: AnyMatrix()),
        Certificate(
          .orderingRank, signRank: 1,
          frame: .selection(Selection(rows: [1], columns: [2], hasVirtualRow: true)),
          evidence: AnyMatrix()),
      ], of: matrix, reading: .init(threshold: 1, unjudgedAreHoles: false))
  }

  @Test("What is written is read back the same, and accepted")
  func roundTrip() throws {
    try document.check(against: matrix)
    let read = try CertificateDocument(bytes: document.bytes)
    #expect(read.bytes == document.bytes)
    try read.check(against: matrix)
  }

  @Test("Every cut of the file is unreadable")
  func cuts() {
    let bytes = document.bytes
    for length in 0..<bytes.count - 2 {
      #expect(throws: ProofError.self, "\(length) bytes") {
        try CertificateDocument(bytes: Array(bytes[..<length]))
      }
    }
  }

  @Test("A change of any number, word or field is noticed, or says the same in other words")
  func corruption() throws {
    let original = try CertificateText.value(of: document.bytes)
    var accepted: [CertificateValue] = []
    var count = 0
    for (_, change) in original.changes {
      count += 1
      do throws(ProofError) {
        let read = try CertificateDocument(bytes: CertificateText.bytes(of: change))
        // How the file is read is not part of the claims, it decides which matrix they are about.
        if read.reading != document.reading { continue }
        try read.check(against: matrix)
        accepted.append(change)
      } catch {
        continue
      }
    }
    #expect(count > 150)
    // The evidence is about any row and column, and any member may represent a class of equals: other
    // indices inside the matrix are other proofs of the same claims.
    for change in accepted {
      let read = try CertificateDocument(bytes: CertificateText.bytes(of: change))
      #expect(read.certificates.map(\.value) == document.certificates.map(\.value))
    }
    #expect(accepted.count < count / 8)
  }

  @Test("Another matrix is not what was certified")
  func otherMatrix() {
    for relevant in [
      [[0], [1, 2], [1]], [[0], [1, 2], []], [[0], [1, 2]], [[1], [1, 2], [0]],
    ] {
      let other = RelevanceMatrix(columnCount: 3, relevant: relevant)
      #expect(throws: ProofError.self) { try document.check(against: other) }
    }
    #expect(throws: ProofError.self) { try document.check(against: matrix.widened(to: 4)) }
  }

  @Test("Text that is no certificate is unreadable, whatever it is")
  func notCertificates() {
    for text in [
      "", "[]", "{}", "null", "1.5", "{\"schema\": \"embedscope.certificate/2\"}", "[1e3]",
      String(repeating: "[", count: 1000), "{\"a\": 1} 2", "\"\\u12\"", "99999999999999999999", "-",
      "[01]",
    ] {
      #expect(throws: ProofError.self) { try CertificateDocument(bytes: Array(text.utf8)) }
    }
  }

  @Test("Text with quotes, control characters and other scripts survives")
  func text() throws {
    let value = CertificateValue.object([
      .init("a\"\\\n\u{1}", .text("Ω \t/")), .init("n", .integers([Int.max, -Int.max, 0])),
      .init("e", .list([.object([]), .integers([])])),
    ])
    #expect(try CertificateText.value(of: CertificateText.bytes(of: value)) == value)
  }
}
