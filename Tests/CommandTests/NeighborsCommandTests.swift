import Analysis
import EmbeddingFormats
import EmbeddingSets
import Foundation
import Testing

@testable import embedscope

@Suite("embedscope neighbors")
struct NeighborsCommandTests {
  /// Seeded rows whose lengths vary.
  private static func rows(_ count: Int, seed: UInt64) -> [[Double]] {
    let planted = PlantedSet(.longTail, rowCount: count, columnCount: 4, rank: 2, seed: seed)
    let values = planted.values()
    return (0..<count).map { row in values[4 * row..<4 * row + 4].map { Double($0) } }
  }

  private static func write(_ rows: [[Double]], to name: String, in place: Workspace) throws {
    try place.write(
      NumpyWriter.bytes(rows.flatMap { $0 }.map(Float.init), columnCount: rows[0].count), to: name)
  }

  @Test("writes the lists of a brute-force search, names quoted, whole and the same for any jobs")
  func table() throws {
    try Workspace.use { place in
      let rows = Self.rows(50, seed: 1)
      let queries = Self.rows(9, seed: 2)
      try Self.write(rows, to: "docs.npy", in: place)
      try Self.write(queries, to: "queries.npy", in: place)
      try place.write((0..<50).map { "d,\($0)\n" }.joined(), to: "docs.txt")
      let arguments = [
        "neighbors", "docs.npy", "--ids", "docs.txt", "--metric", "inner-product", "-k", "3",
        "--queries", "queries.npy", "--json",
      ]
      let run = try place.run(arguments + ["--lists", "one.csv", "--jobs", "1"])
      #expect(run.exitCode == 0, "\(run.errors)")
      let other = try place.run(arguments + ["--lists", "two.csv", "--jobs", "2"])
      #expect(try place.text("one.csv") == place.text("two.csv"))
      #expect(run.output == other.output)
      var wanted = "query,query_name,rank,neighbor,neighbor_name,product\n"
      for (query, x) in queries.enumerated() {
        let products = rows.map { zip(x, $0).reduce(0) { $0 + $1.0 * $1.1 } }
        let order = products.indices.sorted {
          products[$0] == products[$1] ? $0 < $1 : products[$0] > products[$1]
        }
        for (rank, row) in order.prefix(3).enumerated() {
          wanted += "\(query),,\(rank + 1),\(row),\"d,\(row)\",\n"
        }
      }
      // products agree to the last digits; the lists altogether
      let found = try place.text("one.csv").split(separator: "\n").dropFirst().map { line in
        String(line[...(line.lastIndex(of: ",") ?? line.startIndex)])
      }
      #expect(found == wanted.split(separator: "\n").dropFirst().map(String.init))
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
      #expect(report["command"] as? String == "neighbors")
      for metric in try #require(report["metrics"] as? [[String: Any]]) {
        let id = try #require(metric["id"] as? String)
        let explained = try ExplainCommand.descriptors(of: id, in: MetricIndex.all)
        #expect(explained.count == 1, "\(id)")
      }
    }
  }

  @Test("writes arrays that are read again, and reports in every form")
  func arrays() throws {
    try Workspace.use { place in
      try place.plant(.longTail, rows: 60, to: "docs.npy")
      let run = try place.run(
        "neighbors", "docs.npy", "--metric", "euclidean", "--lists", "lists.npz", "--report",
        "text", "--report", "html=page.html", "--report", "csv=tables/")
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.output.hasPrefix("docs.npy, 10 nearest rows by Euclidean distance: half of all"))
      #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      #expect(try place.names() == ["docs.npy", "lists.npz", "page.html", "tables"])
      #expect(try place.names("tables").contains("neighbors.hubs.csv"))
      #expect(try place.text("page.html").contains("the same rows by cosine"))
      var options = ReadOptions()
      options.tensor = "distances"
      let values = try EmbeddingSetReader.open(
        place.directory.appendingPathComponent("lists.npz").path, options: options)
      #expect(values.shape.rowCount == 60 && values.shape.columnCount == 10)
    }
  }

  @Test("what cannot be searched is no verdict, and no file appears")
  func refused() throws {
    try Workspace.use { place in
      try place.plant(.powerLaw, rows: 20, to: "docs.npy")
      try place.plant(.powerLaw, columns: 5, to: "narrow.npy")
      try place.write("1,2\nnan,3\n", to: "nan.csv")
      try place.write("", to: "empty.csv")
      for (arguments, mention) in [
        (["docs.npy", "-k", "20"], "Ask for at most 19"),
        (["docs.npy", "-k", "2000000"], "found 20"),
        (["docs.npy", "--queries", "narrow.npy"], "narrow.npy: expected rows of 8 components"),
        (["nan.csv", "-k", "1"], "found 1"), (["empty.csv"], "empty.csv"),
        (["missing.npy"], "missing.npy"),
        (["docs.npy", "--queries", "missing.npy"], "missing.npy"),
        (["docs.npy", "--queries", "docs.npy", "--query-ids", "nan.csv"], "nan.csv"),
      ] {
        let run = try place.run(["neighbors"] + arguments + ["--lists", "lists.csv"])
        #expect(run.exitCode == 2 && run.output.isEmpty, "\(arguments)")
        #expect(run.errors.contains(mention), "\(arguments): \(run.errors)")
      }
      let nowhere = try place.run("neighbors", "docs.npy", "--lists", "no/where/lists.csv")
      #expect(nowhere.exitCode == 2 && nowhere.errors.contains("no/where"))
      #expect(try place.names() == ["docs.npy", "empty.csv", "nan.csv", "narrow.npy"])
      let left = try place.run("neighbors", "nan.csv", "--queries", "nan.csv", "-k", "1")
      #expect(left.exitCode == 0 && left.output.contains("failure: row 1 of nan.csv"))
    }
  }

  @Test(
    "wrong usage is wrong usage",
    arguments: [
      [], ["x.npy", "-k", "0"], ["x.npy", "-k", "-1"], ["x.npy", "-k", "ten"],
      ["x.npy", "--metric", "manhattan"], ["x.npy", "--lists", "x.txt"],
      ["x.npy", "--neighbors-budget", "-1"], ["x.npy", "--query-ids", "y"],
      ["-", "--queries", "-"],
      ["x.npy", "--lists", "y.csv", "--report", "csv=y.csv"],
    ])
  func usage(arguments: [String]) throws {
    let run = try EmbedscopeProcess(["neighbors"] + arguments)
    #expect(run.exitCode == 64 && run.output.isEmpty, "\(run.errors)")
  }
}
