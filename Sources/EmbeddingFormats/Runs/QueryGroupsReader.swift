/// Reads which group each query belongs to.
///
/// A table of two or more columns, separated by tabs, commas or blanks, with or without a header; or
/// JSON lines, where the group may lie deeper (`metadata.kind`).
public enum QueryGroupsReader {
  private static let queryNames = RunLayout.queryKeys + ["_id", "id", "query"]

  /// The group of each query by identifier.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - column: the column of the header or the path of keys that names the group; by default
  ///     `group`, and in a table without such a column the second one.
  /// - Throws: ``FormatError`` naming the line: for one without query or group, and for a query in two
  ///   groups.
  public static func read(_ path: String, column: String?) throws -> [String: String] {
    let file = try MappedFile(path: path)
    var lines = try TextLines(file)
    while let line = try lines.next() {
      let bytes = lines.buffer.span
      let inner = DecimalText.trimmed(bytes, line)
      guard let first = inner.first else { continue }
      if bytes[first] == 0x7B { return try jsonLines(file, column ?? "group") }
      let separators: [UInt8] = [0x09, 0x2C]
      let text = lines.buffer[line]
      let separator = separators.first { text.contains($0) } ?? 0x20
      return try table(file, separator, column)
    }
    throw FormatError(
      path, expected: "a query and its group on each line", found: "the file is empty",
      remedy: "Write 'query<TAB>group' lines.")
  }

  private static func table(
    _ file: MappedFile, _ separator: UInt8, _ column: String?
  ) throws -> [String: String] {
    var records = try DelimitedRecords(file, separator: separator)
    var groups: [String: String] = [:]
    var query = 0
    var group = 1
    var isFirst = true
    while try records.next() {
      if isFirst {
        isFirst = false
        let names = records.cells.indices.map { records.text($0).lowercased() }
        if let found = names.firstIndex(where: queryNames.contains) {
          query = found
          group = names.firstIndex(of: (column ?? "group").lowercased()) ?? -1
          if group < 0 && column == nil && names.count == 2 { group = 1 - query }
          guard group >= 0 else {
            throw FormatError(
              file.name, .line(records.lineNumber), expected: "a column '\(column ?? "group")'",
              found: "the header has \(listed(names))", remedy: "Choose one with --group-by.")
          }
          continue
        }
        guard column == nil else {
          throw FormatError(
            file.name, .line(records.lineNumber),
            expected: "a header with the columns 'query-id' and '\(column ?? "")'",
            found: "the first line has \(listed(names))", remedy: "Write a header line.")
        }
      }
      guard max(query, group) < records.cells.count else {
        throw FormatError(
          file.name, .line(records.lineNumber), expected: "a query and its group",
          found: "there are \(grouped(records.cells.count)) columns",
          remedy: "Write 'query<TAB>group' lines.")
      }
      try add(
        records.text(query), records.text(group), file.name, records.lineNumber, to: &groups)
    }
    return groups
  }

  private static func jsonLines(_ file: MappedFile, _ path: String) throws -> [String: String] {
    var lines = try TextLines(file)
    var groups: [String: String] = [:]
    let keys = path.split(separator: ".").map(String.init)
    while let line = try lines.next() {
      if Fields.isBlank(lines.buffer.span, line) { continue }
      let value: JSONValue
      do {
        value = try JSONValue(parsing: Array(lines.buffer[line]))
      } catch {
        throw FormatError(
          file.name, .line(lines.lineNumber), expected: error.expected, found: error.found,
          remedy: "Write one JSON object on each line.")
      }
      let query = queryNames.lazy.compactMap { value[$0] }.first.flatMap(text)
      let group = keys.reduce(Optional(value)) { $0?[$1] }.flatMap(text)
      guard let query, let group else {
        throw FormatError(
          file.name, .line(lines.lineNumber),
          expected: "'_id' and '\(path)' with text or a number",
          found: query == nil ? "there is no identifier" : "there is no '\(path)'",
          remedy: "Name the key with --group-by, as in metadata.kind.")
      }
      try add(query, group, file.name, lines.lineNumber, to: &groups)
    }
    return groups
  }

  private static func text(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .number(let number) where number == number.rounded() && number.magnitude < 0x1p53:
      String(Int(number))
    case .bool(let flag): flag ? "true" : "false"
    default: nil
    }
  }

  private static func add(
    _ query: String, _ group: String, _ file: String, _ line: Int,
    to groups: inout [String: String]
  ) throws {
    if let known = groups[query], known != group {
      throw FormatError(
        file, .line(line), expected: "one group for query '\(query)'",
        found: "it is in '\(known)' and in '\(group)'", remedy: "Keep the line that is right.")
    }
    groups[query] = group
  }
}
