/// Positive whole-number weights of the entries of a sign matrix.
public enum EntryWeights: Sendable, Hashable {
  /// One weight for every +1, one for every -1.
  case twoValued(positive: Int, negative: Int)
  /// A weight for every entry, row after row; what stands at a hole does not count.
  case table([[Int]])

  /// All weights 1.
  public static let ones = EntryWeights.twoValued(positive: 1, negative: 1)

  /// The largest weight that any certificate may use.
  public static let most = 1 << 20

  /// The weight of an entry with a sign.
  public func weight(_ row: Int, _ column: Int, sign: Int) -> Int {
    switch self {
    case .twoValued(let positive, let negative): sign > 0 ? positive : negative
    case .table(let rows): rows[row][column]
    }
  }

  /// The largest weight of any entry; what stands at a hole may count.
  public var largest: Int {
    switch self {
    case .twoValued(let positive, let negative): max(positive, negative)
    case .table(let rows): rows.lazy.compactMap { $0.max() }.max() ?? 0
    }
  }

  /// The least weight of an entry that is no hole.
  public func least(in signs: SignMatrix) -> Int {
    switch self {
    case .twoValued(let positive, let negative): return min(positive, negative)
    case .table(let rows):
      var least = Self.most
      for row in 0..<signs.rowCount {
        for column in 0..<signs.columnCount where signs[row, column] != 0 {
          least = min(least, rows[row][column])
        }
      }
      return least
    }
  }

  /// Whether there is a weight from 1 to ``most`` for every entry.
  func fits(_ signs: SignMatrix) -> Bool {
    let range = 1...Self.most
    switch self {
    case .twoValued(let positive, let negative):
      return range.contains(positive) && range.contains(negative)
    case .table(let rows):
      return rows.count == signs.rowCount
        && rows.allSatisfy { $0.count == signs.columnCount && $0.allSatisfy(range.contains) }
    }
  }

  func transposed(of signs: SignMatrix) -> EntryWeights {
    guard case .table(let rows) = self else { return self }
    return .table((0..<signs.columnCount).map { column in rows.map { $0[column] } })
  }

  var field: CertificateValue.Field {
    switch self {
    case .twoValued(let positive, let negative):
      .init("entry-weights", .integers([positive, negative]))
    case .table(let rows): .init("entry-weights", .integerRows(rows))
    }
  }

  init(taking fields: inout CertificateFields) throws(ProofError) {
    switch try fields.value("entry-weights") {
    case .integers(let pair) where pair.count == 2:
      self = .twoValued(positive: pair[0], negative: pair[1])
    case .list(let values):
      var rows: [[Int]] = []
      for value in values {
        guard case .integers(let row) = value else {
          throw .unreadable("'entry-weights' is neither a pair nor a table of whole numbers")
        }
        rows.append(row)
      }
      self = .table(rows)
    default:
      throw .unreadable("'entry-weights' is neither a pair nor a table of whole numbers")
    }
  }
}
