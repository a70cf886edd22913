import EmbeddingSets

/// Judgments as one JSON object, as ranx and pytrec_eval hold them: `{"query": {"document": grade}}`.
enum JudgmentDocument {
  /// Longest file that is read as one value.
  private static let longest = 1 << 30
  private static let remedy = "Write {\"query\": {\"document\": 1}}, or TREC lines."

  /// Whether a first line starts such an object: all its values are objects, or it goes on.
  static func isStart(_ line: [UInt8]) -> Bool {
    do throws(JSONFault) {
      guard case .object(let entries) = try JSONValue(parsing: line), !entries.isEmpty else {
        return false
      }
      return entries.allSatisfy { if case .object = $0.value { true } else { false } }
    } catch {
      // a line that is cut off inside is an error of its own where there are keys of judgments
      let text = String(decoding: line, as: UTF8.self)
      return error.isEnd && !JudgmentLayouts.queryNames.contains { text.contains("\"\($0)\"") }
    }
  }

  /// The judgments in the order of the text.
  static func judgments(of file: MappedFile) throws -> [(
    query: String, document: String, grade: Int
  )] {
    let value = try JSONValue(
      wholeOf: file, atMost: longest, shorten: "Write the judgments as TREC lines.", remedy: remedy)
    guard case .object(let queries) = value else {
      throw FormatError(
        file.name, expected: "an object of queries", found: "it is \(value.kind)", remedy: remedy)
    }
    return try queries.flatMap { query, documents in
      guard case .object(let entries) = documents else {
        throw FormatError(
          file.name, expected: "an object of documents and grades for query '\(query)'",
          found: "it is \(documents.kind)", remedy: remedy)
      }
      return try entries.map { document, grade in
        guard case .number(let number) = grade, let whole = Int(exactly: number) else {
          throw FormatError(
            file.name, expected: "a whole grade of document '\(document)' for query '\(query)'",
            found: "it is \(grade.kind)", remedy: remedy)
        }
        return (query, document, whole)
      }
    }
  }
}
