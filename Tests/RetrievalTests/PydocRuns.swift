import EmbeddingFormats
import EmbeddingSets
import Foundation
import Testing

@testable import Retrieval

extension SharedData {
  /// The rows of a CSV file without its header, quotes resolved.
  static func rows(_ path: String) throws -> [[String]] {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      var cells = [""]
      var isQuoted = false
      for character in line {
        if character == "\"" {
          isQuoted.toggle()
        } else if character == "," && !isQuoted {
          cells.append("")
        } else {
          cells[cells.count - 1].append(character)
        }
      }
      return cells
    }
  }
}

/// The runs of pydoc-minilm, those that its description tells how to make included.
struct PydocRuns {
  static let set = "pydoc-minilm"
  let judgments: Judgments
  let kinds: QueryGroups
  private(set) var runs: [String: RetrievalRun] = [:]

  /// Reads them; the tied one, which has to be scored first, only where it is wanted.
  init(includesTied: Bool = false) async throws {
    judgments = try JudgmentsReader.read(SharedData.path("\(Self.set)/qrels.tsv")).judgments
    let groups = try QueryGroupsReader.read(
      SharedData.path("\(Self.set)/queries.jsonl"), column: "metadata.kind")
    kinds = QueryGroups(of: try judgments.queryIDs.map { try #require(groups[$0]) })
    for name in ["dense", "bm25", "maxsim"] {
      runs[name] = try await RunReader.read(
        SharedData.path("\(Self.set)/run_\(name).trec"), name: name)
    }
    let bm25 = try #require(runs["bm25"])
    let ids = try String(
      contentsOfFile: SharedData.path("\(Self.set)/query_ids.txt"), encoding: .utf8
    ).split(whereSeparator: \.isNewline).map(String.init)
    let dropped = Set(ids.enumerated().filter { $0.offset % 10 == 0 }.map(\.element))
    runs["bm25_missing"] = RunFactory.run(
      bm25.queries.indices.filter { !dropped.contains(bm25.queries[$0]) }.map { query in
        let entries = bm25.entries(of: query).map { entry in
          (bm25.documents[Int(bm25.ranked[entry])], bm25.scores[entry])
        }
        return (bm25.queries[query], entries)
      }, named: "bm25_missing")
    if includesTied { runs["dense_tied"] = try denseTied() }
  }

  /// Dense scores rounded to two decimals in float32, as numpy rounds them: ties in abundance.
  private func denseTied() throws -> RetrievalRun {
    let names = try SharedData.identifiers(Self.set)
    let dense = try DenseRepresentation(
      name: "dense_tied", documents: SharedData.set("\(Self.set)/docs_dense.npy"),
      queries: SharedData.set("\(Self.set)/queries_dense.npy"))
    var lists: [(String, [(String, Double)])] = []
    let scores = try dense.scores(queries: 0..<names.queries.count)
    for query in names.queries.indices {
      let row = names.documents.indices.map { document in
        let score = Float(scores[query * names.documents.count + document])
        return (document, Double((score * 100).rounded(.toNearestOrEven) / 100))
      }
      let best = row.sorted {
        $0.1 != $1.1 ? $0.1 > $1.1 : names.documents.follows($0.0, $1.0)
      }
      lists.append(
        (names.queries[query], best.prefix(20).map { (names.documents[$0.0], $0.1) }))
    }
    return RunFactory.run(lists, named: "dense_tied")
  }
}
