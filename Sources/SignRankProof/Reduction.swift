import EmbeddingSets

/// Rows and columns sorted into classes: members of a class are equal to its representative, or
/// opposite to it.
///
/// Leaving out a row or column that is equal or opposite to another leaves the sign-rank as it is
/// (Handbook of Linear Algebra, chapter 42.6): in a factorisation the same vector, or its negative,
/// serves both. With holes, members agree with the representative wherever both are judged, and the
/// entry of a class is the one sign that any member shows; the reduced matrix then has holes where no
/// member was judged, and its sign-rank is at least that of the whole one.
public struct Reduction: Sendable, Hashable {
  /// A class and a side of it: `class + 1` for members equal to the representative,
  /// `-(class + 1)` for opposite ones; an entry a row of the user's.
  public let rows: [Int]
  /// The same, an entry a column.
  public let columns: [Int]
  /// A user's row for each class; -1 stands for the all-ones row.
  public let rowRepresentatives: [Int]
  /// A user's column for each class.
  public let columnRepresentatives: [Int]
  /// The class and side of the all-ones row of S+, written like those of ``rows``; 0 where it does not
  /// take part.
  public let virtualRow: Int

  /// Whether the all-ones row takes part.
  public var hasVirtualRow: Bool { virtualRow != 0 }

  /// Classes; nothing is checked before a certificate is.
  public init(
    rows: [Int], columns: [Int], rowRepresentatives: [Int], columnRepresentatives: [Int],
    virtualRow: Int
  ) {
    self.rows = rows
    self.columns = columns
    self.rowRepresentatives = rowRepresentatives
    self.columnRepresentatives = columnRepresentatives
    self.virtualRow = virtualRow
  }

  /// The matrix of the classes, after every entry of the whole one was compared with it.
  ///
  /// Costs what the relevant entries cost, not what the dense matrix would: beside the relevant
  /// entries of a row only the number of +1 that the classes predict is counted.
  func matrix(of whole: RelevanceMatrix) throws(ProofError) -> RelevanceMatrix {
    guard rows.count == whole.rowCount, columns.count == whole.columnCount else {
      throw .invalid(
        "the classes are of a \(rows.count) x \(columns.count) matrix, this one is "
          + "\(whole.rowCount) x \(whole.columnCount)")
    }
    try checkSides()
    return whole.hasHoles ? try partialMatrix(of: whole) : try wholeMatrix(of: whole)
  }

  private func checkSides() throws(ProofError) {
    for side in rows + [virtualRow] where side != 0 || !hasVirtualRow {
      if side == 0 && !hasVirtualRow { continue }
      guard side != 0, side.magnitude <= rowRepresentatives.count else {
        throw .invalid("a row is in class \(side), which does not exist")
      }
    }
    guard !rows.contains(0) else { throw .invalid("a row is in no class") }
    for side in columns {
      guard side != 0, side.magnitude <= columnRepresentatives.count else {
        throw .invalid("a column is in class \(side), which does not exist")
      }
    }
    for (index, row) in rowRepresentatives.enumerated() {
      let side = row == -1 ? virtualRow : row >= 0 && row < rows.count ? rows[row] : 0
      guard side == index + 1 else {
        throw .invalid("row \(row) does not represent class \(index + 1)")
      }
    }
    for (index, column) in columnRepresentatives.enumerated() {
      guard column >= 0, column < columns.count, columns[column] == index + 1 else {
        throw .invalid("column \(column) does not represent class \(index + 1)")
      }
    }
  }

  private func wholeMatrix(of whole: RelevanceMatrix) throws(ProofError) -> RelevanceMatrix {
    let classCount = columnRepresentatives.count
    var isRepresentative = [Bool](repeating: false, count: columns.count)
    for column in columnRepresentatives { isRepresentative[column] = true }
    var reduced: [[Int]] = []
    reduced.reserveCapacity(rowRepresentatives.count)
    for row in rowRepresentatives {
      if row == -1 {
        reduced.append(Array(0..<classCount))
      } else {
        reduced.append(
          whole.relevant[row].filter { isRepresentative[$0] }.map { columns[$0] - 1 }.sorted())
      }
    }
    // Columns that equal their representative less those opposite to it, for each class.
    var balance = [Int](repeating: 0, count: classCount)
    var oppositeCount = 0
    for side in columns {
      balance[Int(side.magnitude) - 1] += side.signum()
      if side < 0 { oppositeCount += 1 }
    }
    var plusIn = [Int](repeating: -1, count: classCount)
    var marked = -1
    func check(_ side: Int, _ name: String, relevant: some Collection<Int>) throws(ProofError) {
      let rowClass = Int(side.magnitude) - 1
      var count = oppositeCount
      if marked != rowClass {
        for entry in reduced[rowClass] { plusIn[entry] = rowClass }
        marked = rowClass
      }
      for entry in reduced[rowClass] { count += balance[entry] }
      if side < 0 { count = columns.count - count }
      guard count == relevant.count else {
        throw .invalid(
          "\(name) has \(relevant.count) relevant columns, its class says \(count)")
      }
      for column in relevant {
        let columnSide = columns[column]
        let isPlus = plusIn[Int(columnSide.magnitude) - 1] == rowClass
        guard isPlus == ((columnSide > 0) == (side > 0)) else {
          throw .invalid("\(name) and column \(column) differ from their classes")
        }
      }
    }
    for row in rows.indices { try check(rows[row], "row \(row)", relevant: whole.relevant[row]) }
    if hasVirtualRow { try check(virtualRow, "the all-ones row", relevant: 0..<columns.count) }
    return RelevanceMatrix(columnCount: classCount, relevant: reduced)
  }

  private func partialMatrix(of whole: RelevanceMatrix) throws(ProofError) -> RelevanceMatrix {
    var signs = [[Int: Int]](repeating: [:], count: rowRepresentatives.count)
    func put(_ sign: Int, _ rowSide: Int, _ name: String, _ column: Int) throws(ProofError) {
      let columnSide = columns[column]
      let expected = sign * rowSide.signum() * columnSide.signum()
      let rowClass = Int(rowSide.magnitude) - 1
      let known = signs[rowClass].updateValue(expected, forKey: Int(columnSide.magnitude) - 1)
      guard known == nil || known == expected else {
        throw .invalid("\(name) and column \(column) differ from others of their classes")
      }
    }
    for row in rows.indices {
      for column in whole.relevant[row] { try put(1, rows[row], "row \(row)", column) }
      for column in whole.judgedNotRelevant?[row] ?? [] {
        try put(-1, rows[row], "row \(row)", column)
      }
    }
    if hasVirtualRow {
      for column in columns.indices { try put(1, virtualRow, "the all-ones row", column) }
    }
    return RelevanceMatrix(
      columnCount: columnRepresentatives.count,
      relevant: signs.map { $0.filter { $0.value > 0 }.keys.sorted() },
      judgedNotRelevant: signs.map { $0.filter { $0.value < 0 }.keys.sorted() })
  }

  var value: CertificateValue {
    .object([
      .init("row-classes", .integers(RunLengths.encode(rows))),
      .init("column-classes", .integers(RunLengths.encode(columns))),
      .init("row-representatives", .integers(rowRepresentatives)),
      .init("column-representatives", .integers(columnRepresentatives)),
      .init("all-ones-row", .integer(virtualRow)),
    ])
  }

  init(_ value: CertificateValue) throws(ProofError) {
    var fields = try CertificateFields(value, of: "the reduction")
    rows = try RunLengths.decode(try fields.integers("row-classes"))
    columns = try RunLengths.decode(try fields.integers("column-classes"))
    rowRepresentatives = try fields.integers("row-representatives")
    columnRepresentatives = try fields.integers("column-representatives")
    virtualRow = try fields.integer("all-ones-row")
    try fields.finish()
  }
}

/// Lists as values, each followed by how often it stands there: millions of documents without a
/// judgment are two numbers.
enum RunLengths {
  /// More values than this are refused.
  static let longest = 1 << 30

  static func encode(_ values: [Int]) -> [Int] {
    var output: [Int] = []
    for value in values {
      if let last = output.indices.last, output[last - 1] == value {
        output[last] += 1
      } else {
        output += [value, 1]
      }
    }
    return output
  }

  static func decode(_ runs: [Int]) throws(ProofError) -> [Int] {
    guard runs.count.isMultiple(of: 2) else { throw .unreadable("a run without a length") }
    var output: [Int] = []
    for index in stride(from: 0, to: runs.count, by: 2) {
      guard runs[index + 1] > 0, runs[index + 1] <= longest - output.count else {
        throw .unreadable("a run of \(runs[index + 1]) values")
      }
      output.append(contentsOf: repeatElement(runs[index], count: runs[index + 1]))
    }
    return output
  }
}
