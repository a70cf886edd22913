public import EmbeddingSets

/// Whole-number vectors for rows and columns whose inner products have the signs of the matrix.
public struct IntegerFactors: Evidence {
  /// `integer-factors`.
  public static let kind = "integer-factors"
  /// At most.
  public static let side = BoundSide.upper
  /// One line about it.
  public static let summary = "whole-number vectors whose inner products have these signs"

  /// A vector for each row.
  public let rows: [[Int]]
  /// A vector for each column.
  public let columns: [[Int]]

  /// A claim about a matrix.
  public init(rows: [[Int]], columns: [[Int]]) {
    self.rows = rows
    self.columns = columns
  }

  /// The fields in certificates.
  public var fields: [CertificateValue.Field] {
    [.init("rows", .integerRows(rows)), .init("columns", .integerRows(columns))]
  }

  /// A claim as it was written.
  public init(fields: inout CertificateFields) throws(ProofError) {
    rows = try fields.integerRows("rows")
    columns = try fields.integerRows("columns")
  }

  /// The length of the vectors, after every inner product was computed exactly.
  ///
  /// Vectors whose inner products could leave 64 bits are refused.
  ///
  /// - Complexity: O(rows × columns × length).
  public func provenSignRank(of matrix: RelevanceMatrix) throws(ProofError) -> Int {
    guard rows.count == matrix.rowCount, columns.count == matrix.columnCount else {
      throw .invalid(
        "there are vectors for \(rows.count) x \(columns.count) lines, the matrix is"
          + " \(matrix.rowCount) x \(matrix.columnCount)")
    }
    guard let length = rows.first?.count ?? columns.first?.count, length > 0 else {
      throw .invalid("the vectors are empty")
    }
    let left = try Self.joined(rows, length)
    let right = try Self.joined(columns, length)
    try Self.requireRoom(left, right, length)
    let signs = try SignMatrix(of: matrix)
    let (a, b) = (left.span, right.span)
    for row in 0..<matrix.rowCount {
      for column in 0..<matrix.columnCount {
        var product = 0
        for k in 0..<length { product &+= a[row * length + k] &* b[column * length + k] }
        let sign = signs[row, column]
        guard sign == 0 || (sign > 0 ? product > 0 : product < 0) else {
          throw .invalid(
            "the product of row \(row) and column \(column) is \(product), the sign is \(sign)")
        }
      }
    }
    return length
  }

  private static func joined(_ vectors: [[Int]], _ length: Int) throws(ProofError) -> [Int] {
    for vector in vectors where vector.count != length {
      throw .invalid("vectors have \(vector.count) and \(length) entries")
    }
    return Array(vectors.joined())
  }

  /// Makes sure that no sum of `length` products can overflow.
  private static func requireRoom(
    _ left: [Int], _ right: [Int], _ length: Int
  ) throws(ProofError) {
    let a = left.reduce(0 as UInt) { max($0, $1.magnitude) }
    let b = right.reduce(0 as UInt) { max($0, $1.magnitude) }
    let product = a.multipliedReportingOverflow(by: b)
    let sum = product.partialValue.multipliedReportingOverflow(by: UInt(length))
    guard !product.overflow, !sum.overflow, sum.partialValue <= UInt(Int.max) else {
      throw .invalid("the entries are too large for products in 64 bits")
    }
  }
}
