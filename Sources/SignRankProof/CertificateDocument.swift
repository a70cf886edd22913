public import EmbeddingSets

/// A file of certificates about one matrix: what `signrank --certificate` writes and `verify` reads.
public struct CertificateDocument: Sendable {
  /// The form of the file.
  public static let schema = "embedscope.certificate/1"

  /// How the user's file became the matrix, so that `verify` reads it the same way.
  public struct Reading: Sendable, Hashable {
    /// The least grade that is relevant.
    public let threshold: Int
    /// Whether pairs that were not judged may take either sign.
    public let unjudgedAreHoles: Bool

    /// A way of reading.
    public init(threshold: Int, unjudgedAreHoles: Bool) {
      self.threshold = threshold
      self.unjudgedAreHoles = unjudgedAreHoles
    }
  }

  /// The size of the matrix, which every certificate depends on.
  public struct Size: Sendable, Hashable {
    /// Number of rows, the queries.
    public let rows: Int
    /// Number of columns, the documents.
    public let columns: Int
    /// Number of relevant entries.
    public let relevant: Int

    /// The size of a matrix.
    public init(of matrix: RelevanceMatrix) {
      rows = matrix.rowCount
      columns = matrix.columnCount
      relevant = matrix.relevant.reduce(0) { $0 + $1.count }
    }

    init(rows: Int, columns: Int, relevant: Int) {
      self.rows = rows
      self.columns = columns
      self.relevant = relevant
    }
  }

  /// How the user's file became the matrix.
  public let reading: Reading
  /// The size of the matrix.
  public let size: Size
  /// The claims.
  public let certificates: [Certificate]

  /// A document about a matrix.
  public init(_ certificates: [Certificate], of matrix: RelevanceMatrix, reading: Reading) {
    self.certificates = certificates
    self.reading = reading
    size = Size(of: matrix)
  }

  /// The bytes of the file.
  public var bytes: [UInt8] {
    CertificateText.bytes(
      of: .object([
        .init("schema", .text(Self.schema)),
        .init(
          "reading",
          .object([
            .init("threshold", .integer(reading.threshold)),
            .init("unjudged", .text(reading.unjudgedAreHoles ? "hole" : "not-relevant")),
          ])),
        .init(
          "matrix",
          .object([
            .init("rows", .integer(size.rows)), .init("columns", .integer(size.columns)),
            .init("relevant", .integer(size.relevant)),
          ])),
        .init("certificates", .list(certificates.map(\.json))),
      ]))
  }

  /// The document in the bytes of a file.
  ///
  /// - Throws: ``ProofError/unreadable(_:)``.
  public init(bytes: [UInt8]) throws(ProofError) {
    var fields = try CertificateFields(try CertificateText.value(of: bytes), of: "the file")
    let schema = try fields.text("schema")
    guard schema == Self.schema else {
      throw .unreadable("the schema is '\(schema)', not '\(Self.schema)'")
    }
    var how = try CertificateFields(try fields.value("reading"), of: "'reading'")
    let unjudged = try how.text("unjudged")
    guard unjudged == "hole" || unjudged == "not-relevant" else {
      throw .unreadable("'unjudged' is neither 'hole' nor 'not-relevant'")
    }
    reading = Reading(
      threshold: try how.integer("threshold"), unjudgedAreHoles: unjudged == "hole")
    try how.finish()
    var sides = try CertificateFields(try fields.value("matrix"), of: "'matrix'")
    size = Size(
      rows: try sides.integer("rows"), columns: try sides.integer("columns"),
      relevant: try sides.integer("relevant"))
    try sides.finish()
    switch try fields.value("certificates") {
    case .list(let values):
      var certificates: [Certificate] = []
      for value in values { certificates.append(try Certificate(value)) }
      self.certificates = certificates
    default: throw .unreadable("'certificates' is not a list of certificates")
    }
    try fields.finish()
  }

  /// Accepts every claim about a matrix, or says of the first that is not proved why.
  ///
  /// - Throws: ``ProofError/invalid(_:)``.
  public func check(against matrix: RelevanceMatrix) throws(ProofError) {
    let actual = Size(of: matrix)
    guard actual == size else {
      throw .invalid(
        "the certificate is about \(size.rows) x \(size.columns) with \(size.relevant) relevant "
          + "entries, the matrix is \(actual.rows) x \(actual.columns) with \(actual.relevant)")
    }
    guard !certificates.isEmpty else { throw .invalid("there is no claim in it") }
    for (index, certificate) in certificates.enumerated() {
      do throws(ProofError) {
        try certificate.check(against: matrix)
      } catch {
        throw .invalid(
          "claim \(index + 1) (\(certificate.quantity.rawValue) "
            + "\(certificate.side == .lower ? ">=" : "<=") \(certificate.value)): "
            + error.description)
      }
    }
  }
}
