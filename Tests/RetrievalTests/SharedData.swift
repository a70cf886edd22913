import EmbeddingFormats
import EmbeddingSets
import Foundation
import Retrieval
import Testing

/// Reference sets that lie beside the project where it is developed; tests that need them are skipped
/// where they are missing.
enum SharedData {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("shared/data")

  static let isThere = FileManager.default.fileExists(atPath: path("pydoc-minilm/expected.csv"))
  static let absence: Comment = "needs the reference sets in ../shared/data"

  /// Where tests are not optimised the last of some cases, the largest, is left out.
  static func cases<Case>(_ all: [Case]) -> [Case] { isDebugBuild ? all.dropLast() : all }

  static func path(_ name: String) -> String { root.appendingPathComponent(name).path }

  static func lines(_ name: String) throws -> [String] {
    try String(contentsOfFile: path(name), encoding: .utf8)
      .split(separator: "\n").map { String($0).trimmingCharacters(in: ["\r"]) }
  }

  static func set(_ name: String) throws -> any EmbeddingSource {
    try EmbeddingSetReader.open(path(name))
  }

  static func sparse(_ name: String) throws -> SparseMatrix {
    try ScipySparseReader.open(path(name))
  }

  static func tokens(_ folder: String, _ kind: String) throws -> TokenSet {
    try TokenSetReader.open(
      tokens: path("\(folder)/\(kind)_tokens.npy"), offsets: path("\(folder)/\(kind)_offsets.npy"))
  }

  /// The relevant documents of each query, as numbers of their rows.
  static func relevant(_ folder: String, level: Int = 1) throws -> [Set<Int>] {
    let documents = try lines("\(folder)/doc_ids.txt")
    let places = Dictionary(uniqueKeysWithValues: zip(documents, documents.indices))
    let queries = try lines("\(folder)/query_ids.txt")
    let rows = Dictionary(uniqueKeysWithValues: zip(queries, queries.indices))
    var relevant = [Set<Int>](repeating: [], count: queries.count)
    for line in try lines("\(folder)/qrels.tsv").dropFirst() {
      let fields = line.components(separatedBy: "\t")
      guard let grade = Int(fields[2]), grade >= level else { continue }
      relevant[try #require(rows[fields[0]])].insert(try #require(places[fields[1]]))
    }
    return relevant
  }

  /// Identifiers of the documents and queries of a set, in the order of its rows.
  static func identifiers(
    _ folder: String
  ) throws -> (queries: IdentifierTable, documents: IdentifierTable) {
    (
      IdentifierTable(try lines("\(folder)/query_ids.txt")),
      IdentifierTable(try lines("\(folder)/doc_ids.txt"))
    )
  }

  /// Checks the recall of a representation at some depths, to the digits that are given.
  static func expectRecall(
    _ representation: any Representation, _ folder: String, _ expected: [Int: Double],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let identifiers = try identifiers(folder)
    let run = try await RetrievalRun(
      of: representation, depth: 100, queries: identifiers.queries,
      documents: identifiers.documents, jobs: 2)
    let relevant = try relevant(folder)
    for (depth, recall) in expected {
      #expect(
        abs(meanRecall(run, relevant, at: depth) - recall) <= 1e-9, "@\(depth)",
        sourceLocation: sourceLocation)
    }
  }

  /// Mean share of the relevant documents among the first.
  private static func meanRecall(
    _ run: RetrievalRun, _ relevant: [Set<Int>], at depth: Int
  ) -> Double {
    var sum = 0.0
    var scored = 0
    for (query, relevant) in relevant.enumerated() where !relevant.isEmpty {
      let hits = run.entries(of: query).prefix(depth).count {
        relevant.contains(Int(run.ranked[$0]))
      }
      sum += Double(hits) / Double(relevant.count)
      scored += 1
    }
    return sum / Double(scored)
  }
}
