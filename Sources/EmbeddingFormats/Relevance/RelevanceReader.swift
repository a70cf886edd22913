public import EmbeddingSets

/// A relevance matrix as it was read, with the names of its rows and columns and what a user should
/// know about the file.
public struct RelevanceInput: Sendable {
  /// Queries by documents.
  public let matrix: RelevanceMatrix
  /// Identifiers of the rows; nil where the file has none.
  public let queryIDs: [String]?
  /// Identifiers of the first columns; the others, and all of them in files that have none, are
  /// nameless.
  public let documentIDs: [String]
  /// What was unusual but harmless, as sentences.
  public let cautions: [String]

  /// What to call a row: its identifier, or its number counted from 0.
  public func queryName(_ row: Int) -> String { queryIDs.map { $0[row] } ?? "\(row)" }

  /// What to call a column: its identifier, or its number counted from 0.
  public func documentName(_ column: Int) -> String {
    column < documentIDs.count ? documentIDs[column] : "\(column)"
  }
}

/// How judgments become a matrix.
public struct RelevanceOptions: Sendable, Hashable {
  /// The documents that there are beside the judged ones.
  public enum Documents: Sendable, Hashable {
    /// The judged ones only.
    case judged
    /// So many in all.
    case count(Int)
    /// These; all of them, judged or not.
    case identifiers([String])
  }

  /// The least grade that is relevant.
  public var threshold: Int
  /// Whether pairs that were not judged may take either sign; else they count as not relevant.
  public var unjudgedAreHoles: Bool
  /// The documents that there are.
  public var documents: Documents

  /// Options; by default grade 1 is relevant and everything else is not.
  public init(
    threshold: Int = 1, unjudgedAreHoles: Bool = false, documents: Documents = .judged
  ) {
    self.threshold = threshold
    self.unjudgedAreHoles = unjudgedAreHoles
    self.documents = documents
  }
}

/// Reads relevance matrices: a 0/1 table of commas without a header, an array of numpy, or judgments.
///
/// Rows are queries, columns documents. Numbers of tables and arrays are grades too; `?`, an empty cell
/// and NaN were not judged. Of judgments, queries are in order of first appearance, and documents too,
/// followed by those that ``RelevanceOptions/documents`` adds: a certificate speaks about the same
/// columns whether or not the other documents are named.
public enum RelevanceReader {
  /// The matrix in a file, or in standard input where the path is `-`.
  ///
  /// - Throws: ``FormatError``.
  public static func read(
    _ path: String, options: RelevanceOptions = RelevanceOptions()
  ) throws -> RelevanceInput {
    let file =
      path == "-"
      ? try MappedFile(standardInputNamed: "standard input") : try MappedFile(path: path)
    return try read(file, options)
  }

  static func read(_ file: MappedFile, _ options: RelevanceOptions) throws -> RelevanceInput {
    let leading = try file.elements(UInt8.self, at: 0, count: min(6, file.byteCount))
    let input =
      if leading == NumpyHeader.magic {
        try RelevanceArray.read(file, options)
      } else if try RelevanceTable.recognises(file) {
        try RelevanceTable.read(file, options)
      } else {
        try matrix(of: try JudgmentsReader.read(file), options, name: file.name)
      }
    try checkEntries(input, name: file.name)
    return input
  }

  /// The matrix of judgments.
  ///
  /// - Throws: ``FormatError`` where the documents are fewer than those that were judged.
  public static func matrix(
    of input: JudgmentsInput, _ options: RelevanceOptions, name: String
  ) throws -> RelevanceInput {
    let judgments = input.judgments
    var cautions = input.cautions
    var names = judgments.documentIDs
    var columnCount = names.count
    switch options.documents {
    case .judged: break
    case .count(let count):
      guard count >= columnCount else {
        throw FormatError(
          name, expected: "--documents says that there are \(grouped(count)) documents",
          found: "the judgments name \(grouped(columnCount))",
          remedy: "Give the size of the whole collection.")
      }
      columnCount = count
    case .identifiers(let identifiers):
      var known = Set(names)
      var unknown = known
      for identifier in identifiers {
        unknown.remove(identifier)
        if known.insert(identifier).inserted { names.append(identifier) }
      }
      columnCount = names.count
      if !unknown.isEmpty {
        let first = names.first { unknown.contains($0) } ?? ""
        cautions.append(
          "\(grouped(unknown.count)) judged \(unknown.count == 1 ? "document is" : "documents are") "
            + "not among the given ones (first: '\(first)'); kept as columns")
      }
    }
    var relevant: [[Int]] = []
    var others: [[Int]] = []
    relevant.reserveCapacity(judgments.queryCount)
    for query in 0..<judgments.queryCount {
      var plus: [Int] = []
      var minus: [Int] = []
      for entry in judgments.entries(of: query) {
        if judgments.grades[entry] >= options.threshold {
          plus.append(judgments.documents[entry])
        } else if options.unjudgedAreHoles {
          minus.append(judgments.documents[entry])
        }
      }
      relevant.append(plus)
      if options.unjudgedAreHoles { others.append(minus) }
    }
    return RelevanceInput(
      matrix: RelevanceMatrix(
        columnCount: columnCount, relevant: relevant,
        judgedNotRelevant: options.unjudgedAreHoles ? others : nil),
      queryIDs: judgments.queryIDs, documentIDs: names, cautions: cautions)
  }

  private static func checkEntries(
    _ input: RelevanceInput, name: String
  ) throws {
    let matrix = input.matrix
    guard matrix.rowCount > 0, matrix.columnCount > 0 else {
      throw FormatError(
        name, expected: "a matrix has rows and columns",
        found: "this one is \(matrix.rowCount) x \(matrix.columnCount)",
        remedy: "Check the program that wrote it.")
    }
  }
}
