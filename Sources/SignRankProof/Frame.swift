public import EmbeddingSets

/// How the matrix that evidence speaks about comes from the user's matrix.
///
/// Rows and columns are the user's, counted from 0 in the user's order. `hasVirtualRow` appends the
/// all-ones row of S+ behind the rows of the matrix; evidence sees it as one more row.
public enum Frame: Sendable, Hashable {
  /// Rows and columns picked out of the matrix; for lower bounds.
  case selection(Selection)
  /// All rows and columns, sorted into classes of equal and opposite ones; for upper bounds.
  case reduction(Reduction)

  /// Whether the all-ones row of S+ takes part.
  public var hasVirtualRow: Bool {
    switch self {
    case .selection(let selection): selection.hasVirtualRow
    case .reduction(let reduction): reduction.hasVirtualRow
    }
  }

  /// The side on which a bound on the framed matrix bounds the whole one.
  var side: BoundSide {
    switch self {
    case .selection: .lower
    case .reduction: .upper
    }
  }

  /// The framed matrix, after every entry that it depends on was looked at.
  ///
  /// - Throws: ``ProofError/invalid(_:)`` if the frame does not fit the matrix.
  public func matrix(of whole: RelevanceMatrix) throws(ProofError) -> RelevanceMatrix {
    switch self {
    case .selection(let selection): try selection.matrix(of: whole)
    case .reduction(let reduction): try reduction.matrix(of: whole)
    }
  }

  var field: CertificateValue.Field {
    switch self {
    case .selection(let selection): .init("selection", selection.value)
    case .reduction(let reduction): .init("reduction", reduction.value)
    }
  }

  init(taking fields: inout CertificateFields) throws(ProofError) {
    if let value = fields.optionalValue("selection") {
      self = .selection(try Selection(value))
    } else {
      self = .reduction(try Reduction(try fields.value("reduction")))
    }
  }
}

/// A submatrix: sign-rank does not grow when rows and columns are left out.
public struct Selection: Sendable, Hashable {
  /// The user's rows, in the order in which evidence counts them.
  public let rows: [Int]
  /// The user's columns, in the order in which evidence counts them.
  public let columns: [Int]
  /// Whether the all-ones row follows the rows.
  public let hasVirtualRow: Bool

  /// A submatrix.
  public init(rows: [Int], columns: [Int], hasVirtualRow: Bool) {
    self.rows = rows
    self.columns = columns
    self.hasVirtualRow = hasVirtualRow
  }

  func matrix(of whole: RelevanceMatrix) throws(ProofError) -> RelevanceMatrix {
    var place: [Int: Int] = [:]
    for (index, column) in columns.enumerated() {
      guard column >= 0, column < whole.columnCount else {
        throw .invalid("column \(column) is not in the matrix")
      }
      guard place.updateValue(index, forKey: column) == nil else {
        throw .invalid("column \(column) is picked twice")
      }
    }
    var seen: Set<Int> = []
    var relevant: [[Int]] = []
    var judged: [[Int]] = []
    for row in rows {
      guard row >= 0, row < whole.rowCount else {
        throw .invalid("row \(row) is not in the matrix")
      }
      guard seen.insert(row).inserted else { throw .invalid("row \(row) is picked twice") }
      relevant.append(whole.relevant[row].compactMap { place[$0] }.sorted())
      if let notRelevant = whole.judgedNotRelevant {
        judged.append(notRelevant[row].compactMap { place[$0] }.sorted())
      }
    }
    if hasVirtualRow {
      relevant.append(Array(columns.indices))
      judged.append([])
    }
    return RelevanceMatrix(
      columnCount: columns.count, relevant: relevant,
      judgedNotRelevant: whole.hasHoles ? judged : nil)
  }

  var value: CertificateValue {
    .object([
      .init("rows", .integers(rows)), .init("columns", .integers(columns)),
      .init("all-ones-row", .integer(hasVirtualRow ? 1 : 0)),
    ])
  }

  init(_ value: CertificateValue) throws(ProofError) {
    var fields = try CertificateFields(value, of: "the selection")
    rows = try fields.integers("rows")
    columns = try fields.integers("columns")
    hasVirtualRow = try fields.flag("all-ones-row")
    try fields.finish()
  }
}

extension CertificateFields {
  /// Takes a yes or no, written as 1 or 0.
  public mutating func flag(_ key: String) throws(ProofError) -> Bool {
    let number = try integer(key)
    guard number == 0 || number == 1 else { throw .unreadable("'\(key)' is neither 0 nor 1") }
    return number == 1
  }
}
