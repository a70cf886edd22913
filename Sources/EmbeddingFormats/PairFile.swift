public import EmbeddingSets

/// A list of pairs of rows: a delimited text file with a row of the first set and one of the second in
/// the first two cells of each line, as row numbers from 0 or as identifiers.
///
/// Separator and header are told from the file. A column holds identifiers where the set has some and
/// every cell is one of them, else row numbers.
public struct PairFile: Sendable, Hashable {
  /// Rows of the first set.
  public let first: [Int]
  /// Rows of the second set, one for each of ``first``; no pair is there twice.
  public let second: [Int]
  /// How the file was read, for the notes of a report.
  public let note: String
  /// What the user should know.
  public let warnings: [String]

  /// Reads the pairs of two sets, or of one where both are it.
  ///
  /// - Throws: ``FormatError`` with the line for cells that are no row of their set.
  public init(
    _ path: String, first: any EmbeddingSource, second: any EmbeddingSource, areOneSet: Bool
  ) throws {
    var table = try PairTable(path)
    let firstColumn = try RowNames(first)
    let secondColumn = areOneSet ? firstColumn : try RowNames(second)
    let header = table.takeHeader(firstColumn, secondColumn)
    guard !table.lines.isEmpty else {
      throw FormatError(
        path, expected: "a line for each pair",
        found: header == nil ? "it is empty" : "a header only",
        remedy: "Write two cells a line: a row of the first set and a row of the second.")
    }
    let rows = try firstColumn.rows(of: table.first, in: table)
    let columns = try secondColumn.rows(of: table.second, in: table)
    var seen: Set<[Int]> = []
    var kept: (first: [Int], second: [Int]) = ([], [])
    for index in rows.indices {
      if areOneSet, rows[index] == columns[index] {
        throw FormatError(
          path, .line(table.lines[index]), expected: "two different rows of \(first.name)",
          found: "row \(grouped(rows[index])) twice",
          remedy: "Leave pairs of a row with itself out; name the second set with --against.")
      }
      guard seen.insert([rows[index], columns[index]]).inserted else { continue }
      kept.first.append(rows[index])
      kept.second.append(columns[index])
    }
    self.first = kept.first
    self.second = kept.second
    let repeated = rows.count - kept.first.count
    warnings =
      repeated == 0
      ? []
      : ["\(path): \(grouped(repeated)) repeated \(repeated == 1 ? "pair" : "pairs") counted once"]
    let kinds = [table.first, table.second].enumerated().map { index, cells in
      (index == 0 ? firstColumn : secondColumn).holds(cells) ? "identifiers" : "row numbers"
    }
    note =
      "pairs: \(path), "
      + (header.map { "header '\($0)', " } ?? "no header, ")
      + (kinds[0] == kinds[1] ? kinds[0] : kinds.joined(separator: " and "))
  }
}

/// The first two cells of every line of a pair file.
struct PairTable {
  let name: String
  private(set) var first: [String] = []
  private(set) var second: [String] = []
  /// Line of each pair, counted from 1.
  private(set) var lines: [Int] = []

  /// Words that headers of such files are made of.
  private static let headerWords = [
    "id", "row", "query", "doc", "corpus", "anchor", "positive", "source", "target", "first",
    "second", "left", "right", "child", "parent", "view", "index", "text", "sentence", "a", "b",
  ]

  init(_ path: String) throws {
    name = path
    let file = try MappedFile(path: path)
    var records = try DelimitedRecords(file, separator: try Self.separator(of: file))
    while try records.next() {
      guard records.cells.count >= 2 else {
        throw FormatError(
          path, .line(records.lineNumber), expected: "two cells, a row of each set",
          found: "'\(records.text(0))' alone",
          remedy: "Separate them by a comma, a tab, a semicolon or a space.")
      }
      first.append(records.text(0))
      second.append(records.text(1))
      lines.append(records.lineNumber)
    }
  }

  private static func separator(of file: MappedFile) throws -> UInt8 {
    var lines = try TextLines(file)
    while let line = try lines.next() {
      let text = lines.text(line)
      for candidate in ["\t", ",", ";"] where text.contains(candidate) {
        return candidate.utf8.first ?? 0x2C
      }
      if !Fields.isBlank(lines.buffer.span, line) { return 0x20 }
    }
    return 0x2C
  }

  /// Takes the first line away if it names the columns: neither cell is a row, and the file is one of
  /// row numbers, or both cells read like a header.
  mutating func takeHeader(_ firstColumn: RowNames, _ secondColumn: RowNames) -> String? {
    guard let one = first.first, let two = second.first, !firstColumn.isRow(one),
      !secondColumn.isRow(two)
    else { return nil }
    let areNumbers =
      first.count > 1 && RowNames.number(first[1]) != nil && RowNames.number(second[1]) != nil
    guard areNumbers || (Self.readsLikeHeader(one) && Self.readsLikeHeader(two)) else { return nil }
    first.removeFirst()
    second.removeFirst()
    lines.removeFirst()
    return "\(one),\(two)"
  }

  private static func readsLikeHeader(_ cell: String) -> Bool {
    let words = cell.lowercased().split { !$0.isLetter }.map(String.init)
    return !words.isEmpty && words.contains { headerWords.contains($0) }
  }
}

/// What the rows of a set are called: their numbers, and identifiers where it has some.
struct RowNames {
  private let name: String
  private let rowCount: Int
  private let numbers: [String: Int]

  /// - Throws: ``FormatError`` for an identifier that two rows have.
  init(_ source: any EmbeddingSource) throws {
    name = source.name
    rowCount = source.shape.rowCount
    var numbers: [String: Int] = [:]
    for (row, id) in (try (source as? any IdentifiedSource)?.identifiers() ?? []).enumerated() {
      if let other = numbers.updateValue(row, forKey: id) {
        throw FormatError(
          source.name, .row(row), expected: "every identifier once",
          found: "'\(id)' is that of row \(grouped(other)) too",
          remedy: "Pairs by identifier need them unique: use row numbers, or other identifiers.")
      }
    }
    self.numbers = numbers
  }

  /// A row number, if the cell is one.
  static func number(_ cell: String) -> Int? {
    cell.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(cell) : nil
  }

  /// Whether a cell is an identifier or a number.
  func isRow(_ cell: String) -> Bool { numbers[cell] != nil || Self.number(cell) != nil }

  /// Whether every cell is an identifier.
  func holds(_ cells: [String]) -> Bool {
    !numbers.isEmpty && cells.allSatisfy { numbers[$0] != nil }
  }

  /// The rows of some cells.
  func rows(of cells: [String], in table: PairTable) throws -> [Int] {
    if holds(cells) { return cells.compactMap { numbers[$0] } }
    let parsed = cells.map(Self.number)
    if parsed.allSatisfy({ $0 != nil }) {
      return try parsed.enumerated().map { index, row in
        guard let row, row < rowCount else {
          throw FormatError(
            table.name, .line(table.lines[index]),
            expected: "a row of \(name), which are 0 to \(grouped(max(0, rowCount - 1)))",
            found: "found \(cells[index])",
            remedy: "Rows count from 0; check that the pairs belong to these files, in this order.")
        }
        return row
      }
    }
    guard !numbers.isEmpty else {
      let index = parsed.firstIndex { $0 == nil } ?? 0
      throw FormatError(
        table.name, .line(table.lines[index]),
        expected: "a row number, since \(name) has no identifiers",
        found: "found '\(cells[index])'",
        remedy: "Give the identifiers of its rows with --ids (or --against-ids for the second set)."
      )
    }
    let unmatched = cells.enumerated().filter { numbers[$0.element] == nil }
    var seen: Set<String> = []
    let names = unmatched.map(\.element).filter { seen.insert($0).inserted }
    throw FormatError(
      table.name, .line(table.lines[unmatched[0].offset]), expected: "identifiers of \(name)",
      found: "it has no row \(listed(names))",
      remedy: "Check that the pairs were made from these files; identifiers match byte for byte.")
  }
}

/// The group of each row, as a file of labels gives it: one a line, or a one-dimensional `.npy`.
public enum GroupFile {
  /// A number for each row, equal where labels are equal.
  ///
  /// - Throws: ``FormatError`` unless there is one label for each row.
  public static func read(_ path: String, rowCount: Int) throws -> [Int] {
    var numbers: [String: Int] = [:]
    return try IdentifierFile.read(path, rowCount: rowCount).map { label in
      if let number = numbers[label] { return number }
      numbers[label] = numbers.count
      return numbers.count - 1
    }
  }
}
