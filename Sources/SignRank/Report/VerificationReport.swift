public import EmbeddingSets
public import Findings
import LinearAlgebra
public import SignRankProof

/// Whether the claims of a certificate hold, as a report.
public struct VerificationReport: Sendable {
  private let certificate: String
  private let matrix: String
  private let document: CertificateDocument
  private let whole: RelevanceMatrix
  private let fault: String?

  /// Whether every claim is proved.
  public var isValid: Bool { fault == nil }

  /// Checks a document against a matrix.
  ///
  /// - Parameters:
  ///   - certificate: the file of the document, as the user named it.
  ///   - matrix: the file of the matrix.
  ///   - document: the certificates and what they say of the matrix.
  ///   - whole: the matrix, queries × documents.
  public init(
    certificate: String, matrix: String, _ document: CertificateDocument, whole: RelevanceMatrix
  ) {
    self.certificate = certificate
    self.matrix = matrix
    self.document = document
    self.whole = whole
    do throws(ProofError) {
      try document.check(against: whole)
      fault = nil
    } catch {
      fault = error.description
    }
  }

  /// The report of a run.
  public func report(
    version: String, arguments: [String], seed: UInt64, notes: [String], stamp: String?
  ) -> Report {
    Report(
      command: "verify",
      subject: Subject(
        name: matrix, rows: whole.rowCount, dimensions: whole.columnCount,
        storedAs: whole.hasHoles ? "relevance with holes" : "relevance", digest: nil),
      verdict: fault == nil
        ? "Valid: \(certificate) proves what it claims about \(matrix)."
        : "Invalid: \(certificate) does not prove what it claims about \(matrix).",
      highlights: document.certificates.map { claim in
        Highlight(
          label: "\(claim.quantity.rawValue) \(claim.side == .lower ? ">=" : "<=") \(claim.value)",
          value: type(of: claim.evidence).kind, remark: type(of: claim.evidence).summary)
      },
      metrics: fault == nil ? metrics : [], series: [],
      findings: fault.map { fault in
        [
          Finding(
            id: "certificate.invalid", severity: .failure,
            message: "\(SignRankText.capitalized(fault)).", evidence: [],
            advice: "Do not rely on its bounds. Was it made from this matrix?")
        ]
      } ?? [],
      provenance: Provenance(
        version: version, arguments: arguments, seed: seed,
        blas: Provenance.Library(
          name: BLASLibrary.name, core: BLASLibrary.coreName, threads: BLASLibrary.threadCount),
        notes: notes, stamp: stamp))
  }

  /// The claims as metrics, the best of each kind.
  private var metrics: [Metric] {
    RankMetrics.all.compactMap { descriptor in
      let values = document.certificates.filter { claim in
        let base = claim.quantity == .signRank ? "signrank" : "ordering-rank"
        return descriptor.id.rawValue == "\(base).\(claim.side.rawValue)"
      }.map(\.value)
      let isLower = descriptor.id.rawValue.hasSuffix("lower")
      guard let best = isLower ? values.max() : values.min() else { return nil }
      return SignRankCatalog.measured(descriptor.id, Double(best))
    }
  }
}
