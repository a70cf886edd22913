import Analysis
import Findings
import Foundation
import Testing

@testable import embedscope

@Suite("list and explain")
struct CatalogCommandTests {
  private static let catalog = ["a.rank", "b@k=10", "b@k=20", "uniformity@t=2"].map {
    MetricDescriptor(
      id: MetricID($0), family: $0.hasPrefix("a") ? "a" : "b", title: "Title", definition: "What.",
      formula: "n", unit: .ratio, range: "[0, 1]", reading: "Good.", edgeCases: "None.",
      source: "A paper")
  }

  @Test("list names every metric of the catalogue and every report format")
  func list() throws {
    let run = try EmbedscopeProcess("list")
    #expect(run.exitCode == 0)
    for descriptor in MetricIndex.all {
      #expect(run.output.contains("\n  \(descriptor.id.rawValue)"))
    }
    #expect(run.output.contains("\n  json "))
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("list shows one family when asked for it")
  func family() throws {
    let run = try EmbedscopeProcess("list", "data")
    #expect(run.output.contains("data.rows"))
    #expect(!run.output.contains("uniformity"))
  }

  @Test(
    "explain takes ids as policies write them",
    arguments: [
      ("corpus.spectrum.centered.effective-rank", "spectrum.centered.effective-rank"),
      ("corpus.uniformity@t=2", "uniformity@t=2"),
      ("retrieval.ndcg@k=10", "retrieval.NAME.ndcg@k=10"),
      ("dense.retrieval.ndcg@k=20", "retrieval.NAME.ndcg@k="),
    ])
  func policies(id: String, explained: String) throws {
    let found = try ExplainCommand.descriptors(of: id, in: MetricIndex.all)
    #expect(found.count == 1 && found[0].id.rawValue.hasPrefix(explained))
    #expect(throws: (any Error).self) {
      try ExplainCommand.descriptors(of: "corpus.data.nothing-of-\(id.count)", in: MetricIndex.all)
    }
  }

  @Test("explain has something to say of every metric, within 80 columns")
  func explainAll() throws {
    for descriptor in MetricIndex.all {
      let text = CatalogText.explanation(of: descriptor)
      for part in ["definition", "formula", "range", "reading", "edge cases", "source"] {
        #expect(text.contains("\n  \(part) "))
      }
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
    let run = try EmbedscopeProcess("explain", "data.rows")
    #expect(run.exitCode == 0)
    #expect(run.output.hasPrefix("data.rows: "))
  }

  @Test("both speak JSON")
  func json() throws {
    for arguments in [["list", "--json"], ["explain", "data.rows", "--json"]] {
      let run = try EmbedscopeProcess(arguments)
      let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
      let metrics = try #require((document as? [String: Any])?["metrics"] as? [[String: String]])
      #expect(metrics[0]["id"] == "data.rows")
    }
  }

  @Test("an id without its parameters stands for every set of them")
  func base() throws {
    let found = try ExplainCommand.descriptors(of: "b", in: Self.catalog)
    #expect(found.map(\.id) == ["b@k=10", "b@k=20"])
    #expect(try ExplainCommand.descriptors(of: "b@k=20", in: Self.catalog).count == 1)
  }

  @Test(
    "a wrong id is met with the nearest right ones",
    arguments: [
      ("a.rnak", "Did you mean 'a.rank'?"), ("unifrmity", "Did you mean 'uniformity'?"),
      ("b@k=11", "Did you mean 'b@k=10' or 'b@k=20'?"), ("rank", "Did you mean 'a.rank'?"),
      ("zzzzzz", "there is no metric 'zzzzzz'. See:"),
    ])
  func suggestion(id: String, sentence: String) throws {
    let error = #expect(throws: (any Error).self) {
      try ExplainCommand.descriptors(of: id, in: Self.catalog)
    }
    #expect(String(describing: try #require(error)).contains(sentence))
  }
}
