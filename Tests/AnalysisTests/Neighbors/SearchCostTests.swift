import EmbeddingSets
import Findings
import Synchronization
import Testing

@testable import Analysis

@Suite("The cost of searches")
struct SearchCostTests {
  /// What was said.
  private final class Said: Sendable {
    private let texts = Mutex<[String]>([])
    var all: [String] { texts.withLock { $0 } }
    func add(_ text: String) { texts.withLock { $0.append(text) } }
  }

  /// A set that is too large to be looked at here.
  private struct Unread: EmbeddingSource {
    struct Opened: Error {}
    let name = "large"
    let shape: EmbeddingShape
    func block(rows: Range<Int>) throws -> RowBlock { throw Opened() }
  }

  @Test("is said where it is days, with the remedy, and not where it is nothing")
  func announced() {
    let said = Said()
    func announce(_ cost: Double) {
      SearchCost(multiplyAdds: cost, columnCount: 16, jobs: 1)
        .announce("all of it", remedy: "--less", to: said.add)
    }
    announce(1e6)
    #expect(said.all.isEmpty)
    // no processor does 10^18 in ten seconds
    announce(1e18)
    #expect(said.all.count == 1)
    #expect(said.all[0].hasPrefix("all of it will take about "))
    #expect(said.all[0].hasSuffix(" s; --less"))
  }

  @Test("of a comparison is said once, before a row is read")
  func comparison() async throws {
    let said = Said()
    let set = Unread(
      shape: EmbeddingShape(rowCount: 300_000, columnCount: 4096, storedAs: .float32))
    var options = ExportComparisonOptions()
    options.pairBudget = 1e17
    let comparison = ExportComparison(
      of: set, with: set, matching: try .byPosition(set, set), options: options,
      announce: said.add)
    await #expect(throws: Unread.Opened.self) {
      _ = try await comparison.run(version: "test", arguments: [])
    }
    #expect(said.all.count == 1)
    #expect(said.all.first?.contains("--pair-budget") == true)
  }

  @Test(
    "of neighbours is n^2 d, more with white noise, and never over a budget")
  func neighbors() {
    func cost(_ budget: Double, noise: Bool) -> Double {
      SearchCost.ofNeighbors(rowCount: 1000, columnCount: 100, budget: budget, withNoise: noise)
    }
    #expect(cost(1e9, noise: false) == 1e8 && cost(1e9, noise: true) == 2e8)
    #expect(cost(1e7, noise: false) == 1e7 && cost(1e7, noise: true) == 1e7)
  }
}
