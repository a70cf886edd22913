public import EmbeddingSets

/// In some order of the columns, some of them negated, no row but a few changes sign more than s times:
/// s + 1 dimensions hold the matrix, and each further row costs at most one.
///
/// Put the columns at increasing angles t_j inside an interval shorter than a full turn, as
/// coefficients of the products of s factors sin((t - τ) / 2). Those products span s + 1 dimensions, and
/// for each row one of them changes sign exactly where the row does: a factor at each change, and the
/// rest in pairs, or singly, outside the interval. Negating a column negates its vector. Open entries
/// take the sign of their neighbour. The same holds with rows and columns exchanged.
///
/// - Source: Alon, Frankl and Rödl, FOCS 1985.
public struct SignChanges: Evidence {
  /// `sign-changes`.
  public static let kind = "sign-changes"
  /// At most.
  public static let side = BoundSide.upper
  /// One line about it.
  public static let summary =
    "an order of the columns in which no row changes sign more than s times: s + 1 dimensions"

  /// s.
  public let changes: Int
  /// Whether the lines that change sign are columns, and ``order`` one of the rows.
  public let areColumns: Bool
  /// The order, a permutation.
  public let order: [Int]
  /// What of the order is negated, ascending.
  public let negated: [Int]
  /// Lines that change sign more often, ascending; each costs a dimension.
  public let exceptions: [Int]

  /// A claim about a matrix.
  public init(
    changes: Int, areColumns: Bool, order: [Int], negated: [Int], exceptions: [Int] = []
  ) {
    self.changes = changes
    self.areColumns = areColumns
    self.order = order
    self.negated = negated
    self.exceptions = exceptions
  }

  /// The fields in certificates.
  public var fields: [CertificateValue.Field] {
    [
      .init("changes", .integer(changes)), .init("columns", .integer(areColumns ? 1 : 0)),
      .init("order", .integers(order)), .init("negated", .integers(negated)),
      .init("exceptions", .integers(exceptions)),
    ]
  }

  /// A claim as it was written.
  public init(fields: inout CertificateFields) throws(ProofError) {
    changes = try fields.integer("changes")
    areColumns = try fields.flag("columns")
    order = try fields.integers("order")
    negated = try fields.integers("negated")
    exceptions = try fields.integers("exceptions")
  }

  /// s + 1 and one for each exception, after the changes of every other line were counted.
  ///
  /// - Complexity: O(rows × columns).
  public func provenSignRank(of matrix: RelevanceMatrix) throws(ProofError) -> Int {
    let (lineCount, length) =
      areColumns
      ? (matrix.columnCount, matrix.rowCount) : (matrix.rowCount, matrix.columnCount)
    guard order.count == length, changes >= 0, changes < max(1, length) else {
      throw .invalid("the order is of \(order.count) lines, the matrix has \(length)")
    }
    var isPlaced = [Bool](repeating: false, count: length)
    for place in order {
      guard place >= 0, place < length, !isPlaced[place] else {
        throw .invalid("the order is not a permutation: \(place)")
      }
      isPlaced[place] = true
    }
    let isNegated = try LineList.marks(negated, count: length)
    let isException = try LineList.marks(exceptions, count: lineCount)
    let signs = try SignMatrix(of: matrix)
    for line in 0..<lineCount where !isException[line] {
      var last = 0
      var count = 0
      for place in order {
        let entry = areColumns ? signs[place, line] : signs[line, place]
        guard entry != 0 else { continue }
        let sign = isNegated[place] ? -entry : entry
        if last != 0, sign != last { count += 1 }
        last = sign
      }
      guard count <= changes else {
        throw .invalid(
          "\(areColumns ? "column" : "row") \(line) changes sign \(count) times, more than"
            + " \(changes)")
      }
    }
    return changes + 1 + exceptions.count
  }
}
