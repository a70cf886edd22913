public import EmbeddingSets

/// Sparse vectors as text: JSON lines with weights by term, as SPLADE and Anserini write them.
///
/// An object a line with an identifier (`id`, `_id`, `docid`, `qid`) and the weights: `vector` with a
/// weight for each term, or `indices` and `values` with numbers of columns. One JSON object of objects,
/// `{"id": {"term": weight}}`, is read too. Documents and queries share one vocabulary, in the order in
/// which terms first occur, documents first.
public enum SparseTextReader {
  /// Documents and queries with their identifiers.
  public struct Export: Sendable {
    /// One row a document.
    public let documents: SparseMatrix
    /// One row a query, with the columns of the documents.
    public let queries: SparseMatrix
    /// Identifiers of the documents, in row order.
    public let documentIDs: [String]
    /// Identifiers of the queries, in row order.
    public let queryIDs: [String]
  }

  /// Longest file that is read as one JSON object.
  static let longestDocument = 1 << 30

  /// Whether a file looks like this: its first byte that is no blank opens an object.
  public static func recognises(_ path: String) throws -> Bool {
    let file = try MappedFile(path: path)
    var lines = try TextLines(file)
    guard try file.elements(UInt8.self, at: 0, count: min(2, file.byteCount)) != [0x50, 0x4B],
      let line = try lines.next()
    else { return false }
    return lines.buffer[DecimalText.trimmed(lines.buffer.span, line)].first == 0x7B
  }

  /// Reads both sides of an export.
  ///
  /// - Throws: ``FormatError`` naming the line: for one that is no such object, a weight that is no
  ///   finite number, an identifier that is there twice.
  /// - Complexity: O(entries); all of it is held in memory.
  public static func read(documents: String, queries: String) throws -> Export {
    var vocabulary = IdentifierTable()
    let first = try SparseTextRows(MappedFile(path: documents), &vocabulary)
    let second = try SparseTextRows(MappedFile(path: queries), &vocabulary)
    let isNumbered = first.isNumbered ?? second.isNumbered ?? false
    if let other = second.isNumbered, other != isNumbered {
      throw FormatError(
        queries,
        expected: isNumbered
          ? "'indices' and 'values', as the documents have" : "terms, as the documents have",
        found: "the other form", remedy: "Export both sides in one way.")
    }
    let columnCount = isNumbered ? max(first.width, second.width) : vocabulary.count
    return Export(
      documents: first.matrix(columnCount), queries: second.matrix(columnCount),
      documentIDs: first.identifiers, queryIDs: second.identifiers)
  }
}

/// The rows of one side.
private struct SparseTextRows {
  private(set) var identifiers: [String] = []
  /// Whether columns are numbers; nil without an entry.
  private(set) var isNumbered: Bool?
  /// One more than the largest number of a column.
  private(set) var width = 0
  private var starts = [0]
  private var columns: [Int32] = []
  private var values: [Double] = []
  private var lineOfIdentifier: [String: Int] = [:]
  private let name: String

  private static let remedy =
    "Write {\"id\": \"d1\", \"vector\": {\"term\": 0.5}} on each line, or give scipy's .npz."

  init(_ file: MappedFile, _ vocabulary: inout IdentifierTable) throws {
    name = file.name
    var lines = try TextLines(file)
    while let line = try lines.next() {
      if Fields.isBlank(lines.buffer.span, line) { continue }
      let value: JSONValue
      do throws(JSONFault) {
        value = try JSONValue(parsing: Array(lines.buffer[line]))
      } catch {
        if identifiers.isEmpty, error.isEnd {
          try takeDocument(file, &vocabulary)
          return
        }
        throw FormatError(
          name, .cell(line: lines.lineNumber, column: error.offset + 1), expected: error.expected,
          found: error.found, remedy: Self.remedy)
      }
      if identifiers.isEmpty, try takeDocument(value, &vocabulary) { continue }
      try take(value, lines.lineNumber, &vocabulary)
    }
    guard !identifiers.isEmpty else {
      throw FormatError(
        name, expected: "a sparse vector on each line", found: "there are none",
        remedy: Self.remedy)
    }
  }

  func matrix(_ columnCount: Int) -> SparseMatrix {
    SparseMatrix(
      rowCount: identifiers.count, columnCount: columnCount, starts: starts, columns: columns,
      values: values)
  }

  /// A file that is one object of objects, over several lines.
  private mutating func takeDocument(
    _ file: MappedFile, _ vocabulary: inout IdentifierTable
  ) throws {
    let value = try JSONValue(
      wholeOf: file, atMost: SparseTextReader.longestDocument,
      shorten: "Write one vector to a line.", remedy: Self.remedy)
    guard try takeDocument(value, &vocabulary) else {
      throw fault(1, "an identifier and a vector", "it is \(value.kind) without them")
    }
  }

  /// Takes an object of objects; false for anything else.
  private mutating func takeDocument(
    _ value: JSONValue, _ vocabulary: inout IdentifierTable
  ) throws -> Bool {
    guard case .object(let entries) = value, !entries.isEmpty,
      entries.allSatisfy({ if case .object = $0.value { true } else { false } }),
      value["vector"] == nil
    else { return false }
    for (identifier, weights) in entries { try add(identifier, weights, 1, &vocabulary) }
    return true
  }

  private mutating func take(
    _ value: JSONValue, _ line: Int, _ vocabulary: inout IdentifierTable
  ) throws {
    guard let identifier = Self.identifier(of: value) else {
      throw fault(line, "an object with 'id'", "it is \(value.kind) without one")
    }
    if let weights = value["vector"] {
      try add(identifier, weights, line, &vocabulary)
    } else if let indices = value["indices"], let numbers = value["values"] {
      try add(identifier, indices, numbers, line)
    } else {
      throw fault(line, "'vector', or 'indices' and 'values'", "there is neither")
    }
  }

  private static func identifier(of value: JSONValue) -> String? {
    for key in ["id", "_id", "docid", "qid"] {
      switch value[key] {
      case .string(let text)?: return text
      case .number(let number)? where Int(exactly: number) != nil: return String(Int(number))
      default: continue
      }
    }
    return nil
  }

  private mutating func begin(_ identifier: String, _ line: Int) throws {
    if let first = lineOfIdentifier.updateValue(line, forKey: identifier) {
      throw fault(
        line, "each identifier once", "'\(identifier)' is in line \(grouped(first)) already")
    }
    identifiers.append(identifier)
  }

  private mutating func add(
    _ identifier: String, _ weights: JSONValue, _ line: Int, _ vocabulary: inout IdentifierTable
  ) throws {
    guard case .object(let entries) = weights else {
      throw fault(line, "an object of terms and weights", "'vector' is \(weights.kind)")
    }
    try begin(identifier, line)
    for (term, value) in entries {
      guard case .number(let weight) = value, weight.isFinite else {
        throw fault(line, "a finite weight of term '\(term)'", "it is \(value.kind)")
      }
      try set(isNumbered: false, line)
      columns.append(Int32(vocabulary.intern(term)))
      values.append(weight)
    }
    starts.append(columns.count)
  }

  private mutating func add(
    _ identifier: String, _ indices: JSONValue, _ weights: JSONValue, _ line: Int
  ) throws {
    try begin(identifier, line)
    let (places, numbers) = (Self.numbers(indices), Self.numbers(weights))
    guard let places, let numbers, places.count == numbers.count else {
      throw fault(
        line, "as many 'indices' as 'values', all numbers",
        "there are \(grouped(places?.count ?? 0)) and \(grouped(numbers?.count ?? 0))")
    }
    for (place, weight) in zip(places, numbers) {
      guard let column = Int32(exactly: place), column >= 0, column < Int32.max, weight.isFinite
      else {
        throw fault(line, "columns from 0 and finite weights", "column \(place) has \(weight)")
      }
      try set(isNumbered: true, line)
      width = max(width, Int(column) + 1)
      columns.append(column)
      values.append(weight)
    }
    starts.append(columns.count)
  }

  private static func numbers(_ value: JSONValue) -> [Double]? {
    switch value {
    case .numbers(let numbers, _): numbers
    case .array(let none) where none.isEmpty: []
    default: nil
    }
  }

  private mutating func set(isNumbered new: Bool, _ line: Int) throws {
    if isNumbered == !new {
      throw fault(line, "one way to write vectors", "terms and numbers of columns are mixed")
    }
    isNumbered = new
  }

  private func fault(_ line: Int, _ expected: String, _ found: String) -> FormatError {
    FormatError(name, .line(line), expected: expected, found: found, remedy: Self.remedy)
  }
}
