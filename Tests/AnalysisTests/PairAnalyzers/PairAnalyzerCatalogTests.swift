import EmbeddingSets
import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("The catalogue of pair metrics is what reports hold")
struct PairAnalyzerCatalogTests {
  /// The ids that the contract with users names for pairs, and ours beside them.
  static let contract: [String] = {
    var ids = [
      "pairs.count", "pairs.left-out", "alignment@alpha=1", "alignment@alpha=2",
      "pairs.mean-cosine", "pairs.random-distance@alpha=2", "alignment-relative@alpha=2",
      "infonce-ceiling", "infonce-ceiling@candidates=paired", "augmentation.ratio-min",
      "augmentation.ratio-median", "augmentation.ratio-max", "augmentation.null-directions",
      "augmentation.dominated-directions", "augmentation.signal-directions",
      "augmentation.opposed-directions", "lidar@delta=0.0001", "lidar.groups", "lidar.views",
    ]
    for side in ["first", "second"] {
      ids += ["pairs.uniformity", "pairs.uniformity-gap"].map { "\($0)@side=\(side),t=2" }
    }
    for tau in ["0.05", "0.1", "1"] {
      ids += [
        "infonce-loss", "infonce-loss-reverse", "infonce-loss-symmetric", "infonce-bound",
        "infonce-bound-bits", "infonce-bound-share",
      ].map { "\($0)@tau=\(tau)" }
      ids += ["infonce-loss", "infonce-bound"].map { "\($0)@tau=\(tau),candidates=paired" }
    }
    return ids
  }()

  @Test("every id of the contract is there, and no id twice")
  func contractIds() {
    let ids = PairAnalyzerCatalog.all.flatMap { $0.descriptors.map(\.id.rawValue) }
    #expect(ids.sorted() == Self.contract.sorted())
    #expect(Set(ids).count == ids.count)
  }

  @Test(
    "each analyzer emits exactly its definitions, in order, with pairs, without and with none left")
  func emitted() async throws {
    var seed = Seed(4)
    let source = InMemorySource(
      Samples.gaussian(rowCount: 40, columnCount: 5, &seed), columnCount: 5)
    let zeros = InMemorySource([Double](repeating: 0, count: 10), columnCount: 5)
    let reports = [
      try await PairSamples.report(source, source),
      try await PairSamples.report(
        source, pairs: PositivePairs(first: [], second: [], areWithinOneSet: true)),
      try await PairSamples.report(zeros, zeros),
    ]
    let descriptors = PairAnalyzerCatalog.all.flatMap { $0.descriptors }
    for report in reports {
      #expect(report.metrics.map(\.id) == descriptors.map(\.id))
      #expect(report.metrics.map(\.unit) == descriptors.map(\.unit))
      #expect(report.metrics.allSatisfy { $0.value.reason?.isEmpty != true })
      #expect(Set(report.series.map(\.id)).count == report.series.count)
    }
  }
}
