import EmbeddingSets

/// Puts the parts of a run together: one numbering, entries by query, no document twice.
struct RunAssembly {
  private let file: String
  private var queries = IdentifierTable()
  private var documents = IdentifierTable()
  private var parts: [(part: RunPart, queries: [Int32], documents: [Int32], firstLine: Int)] = []
  private var lineCount = 0

  init(file: String) { self.file = file }

  /// Adds the part that follows those added so far.
  ///
  /// - Throws: ``FormatError`` if a line of it could not be read.
  mutating func add(_ part: RunPart) throws {
    if let fault = part.fault {
      let line = lineCount + fault.line
      throw FormatError(
        file, fault.column.map { .cell(line: line, column: $0) } ?? .line(line),
        expected: fault.expected, found: fault.found, remedy: fault.remedy)
    }
    let queryNumbers = part.queries.indices.map { Int32(queries.intern($0, of: part.queries)) }
    let documentNumbers = part.documents.indices.map {
      Int32(documents.intern($0, of: part.documents))
    }
    parts.append((part, queryNumbers, documentNumbers, lineCount))
    lineCount += part.lineCount
  }

  /// The run.
  ///
  /// - Throws: ``FormatError`` for a document that a query has twice, unless one is to be kept.
  func run(name: String, _ options: RunReadOptions) throws -> RetrievalRun {
    var starts = Array(repeating: 0, count: queries.count + 1)
    for (part, numbers, _, _) in parts {
      for query in part.queryNumbers { starts[Int(numbers[Int(query)]) + 1] += 1 }
    }
    for query in queries.indices { starts[query + 1] += starts[query] }
    let total = starts[queries.count]
    guard total > 0 else {
      throw FormatError(
        file, expected: "a run names at least one document", found: "this one names none",
        remedy: "Check the program that wrote it.")
    }
    var next = starts
    var unordered = Array(repeating: Int32(0), count: total)
    var scores = Array(repeating: 0.0, count: total)
    var lines = Array(repeating: Int32(0), count: total)
    for (part, queryNumbers, documentNumbers, firstLine) in parts {
      for entry in part.scores.indices {
        let query = Int(queryNumbers[Int(part.queryNumbers[entry])])
        let place = next[query]
        next[query] = place + 1
        unordered[place] = documentNumbers[Int(part.documentNumbers[entry])]
        scores[place] = part.scores[entry]
        lines[place] = part.lines[entry] + Int32(clamping: firstLine)
      }
    }
    try resolveDuplicates(&starts, &unordered, &scores, lines, options.duplicates)
    return RetrievalRun(
      name: name, queries: queries, documents: documents, starts: starts, unordered: unordered,
      scores: scores, isSinglePrecision: options.isSinglePrecision)
  }

  private func resolveDuplicates(
    _ starts: inout [Int], _ unordered: inout [Int32], _ scores: inout [Double], _ lines: [Int32],
    _ rule: RunReadOptions.Duplicates
  ) throws {
    var lastPlace = Array(repeating: Int32(-1), count: documents.count)
    var write = 0
    for query in queries.indices {
      let first = write
      for read in starts[query]..<starts[query + 1] {
        let document = Int(unordered[read])
        let known = Int(lastPlace[document])
        // Places of earlier queries lie before `first`: the table never needs clearing.
        if known >= first {
          if rule == .error {
            throw duplicate(query, document, unordered, lines, starts[query], read)
          }
          if rule == .max && scores[read] > scores[known] { scores[known] = scores[read] }
          continue
        }
        unordered[write] = unordered[read]
        scores[write] = scores[read]
        lastPlace[document] = Int32(write)
        write += 1
      }
      starts[query] = first
    }
    starts[queries.count] = write
    unordered.removeLast(unordered.count - write)
    scores.removeLast(scores.count - write)
  }

  private func duplicate(
    _ query: Int, _ document: Int, _ unordered: [Int32], _ lines: [Int32], _ first: Int,
    _ second: Int
  ) -> FormatError {
    let earlier = (first..<second).first { Int(unordered[$0]) == document } ?? first
    return FormatError(
      file, .line(Int(lines[second])),
      expected: "document '\(documents[document])' once for query '\(queries[query])'",
      found: "line \(grouped(Int(lines[earlier]))) has it already",
      remedy: "Remove one, or keep the first or the highest with --duplicates first or max.")
  }
}
