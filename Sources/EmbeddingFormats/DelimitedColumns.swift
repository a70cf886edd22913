/// Which columns of a table hold what, told from its first two records.
struct DelimitedColumns: Hashable {
  /// Whether the first record names the columns.
  var hasHeader: Bool
  /// The column of identifiers, if there is one.
  var identifierColumn: Int?
  /// The column whose cells hold whole vectors in brackets, if there is one.
  var arrayColumn: Int?

  private static let identifierNames = ["", "id", "_id", "ids", "name", "token", "custom_id"]

  /// One record as far as it matters here.
  struct Sample: Hashable {
    var texts: [String] = []
    var areNumbers: [Bool] = []
    var areArrays: [Bool] = []

    init(_ records: DelimitedRecords) {
      for cell in records.cells.indices {
        areNumbers.append(records.number(cell) != nil)
        areArrays.append(records.isArray(cell))
        // Only short cells are names or column numbers.
        texts.append(records.cells[cell].count <= 64 ? records.text(cell) : "…")
      }
    }

    var namesIdentifiers: Bool {
      identifierNames.contains(texts.first?.lowercased() ?? "none")
    }
  }

  /// The columns of a table that starts with these records.
  ///
  /// A first record of the numbers 0, 1, 2... above a record with a fraction is taken for column
  /// numbers, which data frames write as a header.
  init(first: Sample, second: Sample?) {
    if let column = first.areArrays.firstIndex(of: true) {
      hasHeader = false
      arrayColumn = column
      identifierColumn = column == 0 ? nil : 0
      return
    }
    if let second, let column = second.areArrays.firstIndex(of: true) {
      hasHeader = true
      arrayColumn = column
      identifierColumn = first.texts.firstIndex { Self.identifierNames.contains($0.lowercased()) }
      if identifierColumn == column { identifierColumn = nil }
      return
    }
    let isNamed = first.namesIdentifiers
    let othersAreNumbers = first.areNumbers.dropFirst().allSatisfy { $0 }
    let firstIsNumber = first.areNumbers.first ?? true
    hasHeader =
      !othersAreNumbers || (isNamed && !firstIsNumber)
      || (first.texts.count == 1 && !firstIsNumber)
      || Self.areColumnNumbers(first.texts, above: second)
    if hasHeader {
      let secondStartsWithText = second.map { !($0.areNumbers.first ?? true) } ?? false
      identifierColumn =
        isNamed || (secondStartsWithText && first.texts.count > 1) ? 0 : nil
    } else {
      identifierColumn = firstIsNumber ? nil : 0
    }
  }

  private static func areColumnNumbers(_ texts: [String], above second: Sample?) -> Bool {
    guard let second, texts.count >= 2, texts == texts.indices.map(String.init) else {
      return false
    }
    return second.texts.contains { $0.contains(".") || $0.lowercased().contains("e") }
  }
}
