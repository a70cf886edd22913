public import EmbeddingSets

/// Why the columns cannot be put in an order along a half-turn: sign-rank at least 3.
///
/// In the plane, negate columns until a reference row is + on all of them. They lie in an open half-plane
/// now, and one of them, c, comes first by angle. Negate rows until they are + at c: every row is + on
/// an initial part of the order, so the plus-sets form a chain. Hence, if for *every* column c two rows
/// a and b and two columns x and y exist such that, after these negations, a is + at x and - at y while
/// b is - at x and + at y, there is no such plane.
public struct ChainObstruction: Evidence {
  /// `chain-obstruction`.
  public static let kind = "chain-obstruction"
  /// At least.
  public static let side = BoundSide.lower
  /// One line about it.
  public static let summary =
    "in the plane, rows are initial parts of one order of the columns; every first column is refuted"

  /// The row that is made + everywhere.
  public let referenceRow: Int
  /// For every column c, in order: a, b, x, y.
  public let obstructions: [[Int]]

  /// The evidence: a reference row, and for every column the rows a, b and columns x, y.
  public init(referenceRow: Int, obstructions: [[Int]]) {
    self.referenceRow = referenceRow
    self.obstructions = obstructions
  }

  /// The evidence in a certificate.
  public init(fields: inout CertificateFields) throws(ProofError) {
    referenceRow = try fields.integer("reference-row")
    obstructions = try fields.integerRows("obstructions")
  }

  /// `reference-row` and `obstructions`.
  public var fields: [CertificateValue.Field] {
    [
      .init("reference-row", .integer(referenceRow)),
      .init("obstructions", .integerRows(obstructions)),
    ]
  }

  /// 3.
  public func provenSignRank(of matrix: RelevanceMatrix) throws(ProofError) -> Int {
    let signs = try SignMatrix(of: matrix)
    let (rows, columns) = (0..<signs.rowCount, 0..<signs.columnCount)
    guard !columns.isEmpty, obstructions.count == signs.columnCount else {
      throw .invalid("there is not one obstruction for each of \(signs.columnCount) columns")
    }
    guard rows.contains(referenceRow) else { throw .invalid("the reference row does not exist") }
    for (first, entry) in obstructions.enumerated() {
      guard entry.count == 4, rows.contains(entry[0]), rows.contains(entry[1]),
        columns.contains(entry[2]), columns.contains(entry[3])
      else { throw .invalid("the obstruction of column \(first) names rows or columns wrongly") }
      /// The sign after the negations; 0 where a hole is involved.
      func sign(_ row: Int, _ column: Int) -> Int {
        signs[row, column] * signs[referenceRow, column] * signs[row, first]
          * signs[referenceRow, first]
      }
      let (a, b, x, y) = (entry[0], entry[1], entry[2], entry[3])
      guard sign(a, x) == 1, sign(a, y) == -1, sign(b, x) == -1, sign(b, y) == 1 else {
        throw .invalid("column \(first) is not kept from being the first")
      }
    }
    return 3
  }
}
