import EmbeddingSets
import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("The catalogue is what reports hold")
struct AnalyzerCatalogTests {
  /// The ids that the contract with users names.
  static let contract: [String] = {
    var ids = [
      "data.rows", "data.dimensions", "data.rows-nonfinite", "data.rows-zero",
      "data.columns-constant", "data.columns-dead", "data.duplicate-groups",
      "data.duplicate-rows", "data.norm-mean", "data.norm-min", "data.norm-max", "data.norm-cv",
      "spectrum.centered.participation-ratio-debiased", "spectrum.raw.rankme@eps=1e-7",
      "spectrum.centered.isoscore", "isotropy.mean-cosine", "isotropy.mean-cosine-squared",
      "isotropy.mean-cosine-centered", "isotropy.self-cluster", "isotropy.std-unit",
      "isotropy.partition-log-ratio", "isotropy.rogue-dimension", "isotropy.rogue-share",
    ]
    for order in ["1", "2", "inf"] { ids.append("spectrum.unit-raw.vendi@q=\(order)") }
    for fit in ["11-50,weights=none", "6-100,weights=none", "6-100,weights=1/rank"] {
      ids += ["alpha", "alpha-r2"].map { "spectrum.centered.\($0)@ranks=\(fit)" }
    }
    for t in [1, 2, 4] { ids += ["uniformity@t=\(t)", "uniformity-gap@t=\(t)"] }
    ids += PairAnalyzerCatalogTests.contract
    ids += [
      "hub-skewness@k=10", "hub-max@k=10", "antihub-share@k=10", "hub-occurrence@k=10",
      "hub-robin-hood@k=10", "hub-skewness-white-noise@k=10",
      "near-duplicate-pairs@cosine=0.999", "outliers@k=10", "islands@k=10",
      "main-island-share@k=10", "relative-contrast@k=10",
    ].map { "neighbors.\($0)" }
    ids += [
      "twonn", "twonn-mle", "levina-bickel@k=20", "levina-bickel-mean@k=20", "rows-dropped",
    ].map { "intrinsic-dimension.\($0)" }
    for dims in [16, 32, 64, 128, 256, 512, 1024] {
      ids += ["prefix-overlap", "random-overlap", "pca-overlap"].map {
        "headroom.\($0)@dims=\(dims),k=10"
      }
    }
    ids += [64, 128, 256, 512].map { "headroom.prefix-gain@dims=\($0),k=10" }
    ids += [
      "int8-overlap@k=10", "int8-codes-overlap@k=10", "fp16-overlap@k=10", "binary-overlap@k=10",
      "binary-rescored-overlap@pool=40,k=10",
      "binary-rescored-overlap@pool=100,k=10",
    ].map { "headroom.\($0)" }
    ids.append("transform.trial-rows")
    for candidate in ["center", "all-but-top"] {
      ids += [
        "hub-skewness-gain@k=10", "uniformity-gain@t=2", "neighbor-overlap@k=10",
        "one-sided-overlap@k=10",
      ].map { "transform.\(candidate).\($0)" }
    }
    for view in ["raw", "centered", "unit-raw", "unit-centered"] {
      ids += [
        "rank", "effective-rank", "entropy-rank", "participation-ratio", "stable-rank",
        "sigma-max", "dims@share=0.5", "dims@share=0.9", "dims@share=0.95", "dims@share=0.99",
      ].map { "spectrum.\(view).\($0)" }
    }
    return ids
  }()

  @Test("every id of the contract is there, and no id twice")
  func contractIds() {
    let ids = MetricCatalog.all.map(\.id.rawValue)
    #expect(Set(ids).count == ids.count)
    #expect(Set(Self.contract).subtracting(ids).isEmpty)
    #expect(Set(ids).subtracting(Self.contract).isEmpty)
  }

  @Test("every definition says everything", arguments: MetricCatalog.all)
  func complete(descriptor: MetricDescriptor) {
    for text in [
      descriptor.id.rawValue, descriptor.title, descriptor.definition, descriptor.formula,
      descriptor.range, descriptor.reading, descriptor.edgeCases, descriptor.source,
    ] { #expect(!text.isEmpty) }
    #expect(MetricFamily(rawValue: descriptor.family) != nil)
    #expect(!descriptor.id.rawValue.contains(" "))
  }

  /// Every choice of the first four families, each with another choice of the next three.
  static let familySets: [Set<MetricFamily>] = (1..<16).map { bits in
    let choice = bits | bits * 5 % 8 << 4
    return Set(
      MetricFamily.allCases.enumerated().filter { choice >> $0.offset & 1 == 1 }.map(\.element))
  }

  @Test("each analyzer emits exactly its definitions, in order, for every choice of families")
  func families() async throws {
    for (index, families) in Self.familySets.enumerated() {
      let views = Set(
        SpectralView.allCases.enumerated().filter { index >> $0.offset & 1 == 1 }.map(\.element))
      let report = try await Samples.report(.broken, rowCount: 240, columnCount: 9) {
        $0.families = families
        $0.views = views
      }
      let analyzers = AnalyzerCatalog.all.filter { families.contains($0.family) }
      #expect(report.metrics.map(\.id) == analyzers.flatMap { $0.descriptors.map(\.id) })
      for (metric, descriptor) in zip(report.metrics, analyzers.flatMap { $0.descriptors }) {
        #expect(metric.unit == descriptor.unit)
        #expect(metric.value.reason?.isEmpty != true)
      }
      for view in SpectralView.allCases where families.contains(.spectrum) {
        let metric = report[MetricID("spectrum.\(view.rawValue).rank")]
        #expect((metric?.value.status == "skipped") != views.contains(view), "\(view)")
      }
    }
  }

  @Test(
    "a number does not depend on what else is computed",
    arguments: MetricFamily.allCases.filter { !MetricFamily.ofPairs.contains($0) })
  func alone(family: MetricFamily) async throws {
    let whole = try await Samples.report(.broken, rowCount: 240, columnCount: 9)
    let alone = try await Samples.report(.broken, rowCount: 240, columnCount: 9) {
      $0.families = [family]
    }
    for metric in alone.metrics {
      let other = try #require(whole[metric.id])
      #expect(other.value.status == metric.value.status)
      guard let number = metric.value.number else { continue }
      #expect(isNear(number, other.value.number, relative: 1e-12, absolute: 1e-13), "\(metric.id)")
    }
  }

  @Test("ids of series are unique, and their cells match their columns")
  func series() async throws {
    let report = try await Samples.report(.broken, rowCount: 240, columnCount: 9)
    #expect(Set(report.series.map(\.id)).count == report.series.count)
    #expect(
      Set(report.series.map(\.id)).isSuperset(of: [
        "data.columns", "data.duplicates", "isotropy.contributions", "uniformity.errors",
        "spectrum.centered.singular-values",
      ]))
  }
}
