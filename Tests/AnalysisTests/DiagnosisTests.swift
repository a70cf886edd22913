import Analysis
import EmbeddingSets
import Findings
import LinearAlgebra
import RealModule
import TestSupport
import Testing

@Suite("What a diagnosis does not depend on")
struct DiagnosisTests {
  @Test("tasks change nothing", arguments: PlantedSet.Kind.allCases)
  func jobs(kind: PlantedSet.Kind) async throws {
    let one = try await Samples.report(kind, rowCount: 700, columnCount: 10) { $0.jobs = 1 }
    for jobs in [1, 2, 3, 8] {
      let many = try await Samples.report(kind, rowCount: 700, columnCount: 10) { $0.jobs = jobs }
      #expect(many == one, "\(jobs) tasks")
    }
  }

  @Test("tasks change nothing where rows are fewer than columns", arguments: [2, 3, 8])
  func wideJobs(jobs: Int) async throws {
    let one = try await Samples.report(.whiteNoise, rowCount: 30, columnCount: 40)
    let many = try await Samples.report(.whiteNoise, rowCount: 30, columnCount: 40) {
      $0.jobs = jobs
    }
    #expect(many == one)
  }

  static let ratioNames = [
    "rank", "effective-rank", "entropy-rank", "participation-ratio", "stable-rank",
    "dims@share=0.5", "dims@share=0.9", "dims@share=0.95", "dims@share=0.99",
  ]

  static func ratios(_ views: [SpectralView]) -> [MetricID] {
    views.flatMap { view in ratioNames.map { MetricID("spectrum.\(view.rawValue).\($0)") } }
  }

  static let scaleFree: [MetricID] = MetricCatalog.ofOneSet.map(\.id).filter { id in
    let text = id.rawValue
    return !text.hasPrefix("data.norm-m") && !text.hasSuffix("sigma-max")
      && text != "isotropy.partition-log-ratio" && text != "isotropy.rogue-dimension"
      // half precision has a range of its own
      && text != "headroom.fp16-overlap@k=10"
  }

  static func expectEqual(
    _ report: Report, _ base: Report, _ ids: [MetricID], relative: Double, absolute: Double = 1e-12,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for id in ids {
      let wanted = try #require(base[id], sourceLocation: sourceLocation)
      let found = try #require(report[id], sourceLocation: sourceLocation)
      #expect(
        found.value.status == wanted.value.status, "\(id)", sourceLocation: sourceLocation)
      if let number = wanted.value.number {
        #expect(
          isNear(found.value.number, number, relative: relative, absolute: absolute),
          "\(id): \(found.value), not \(number)", sourceLocation: sourceLocation)
      }
    }
  }

  static func sample(_ seed: Seed, rowCount: Int = 90, columnCount: Int = 12) -> [Double] {
    var seed = seed
    return Samples.anisotropic(
      rowCount: rowCount, columnCount: columnCount, offset: 0.4, &seed)
  }

  @Test(
    "a power of two as scale of float64 changes no ratio",
    arguments: [-900, -300, -30, 30, 300, 900])
  func powerOfTwo(exponent: Int) async throws {
    let values = Self.sample(Seed(71))
    let base = try await Samples.report(values, columnCount: 12)
    let factor = Double(sign: .plus, exponent: exponent, significand: 1)
    let scaled = try await Samples.report(values.map { $0 * factor }, columnCount: 12)
    try Self.expectEqual(scaled, base, Self.scaleFree, relative: 1e-9)
    for id in ["data.norm-mean", "spectrum.centered.sigma-max"] as [MetricID] {
      #expect(isNear(scaled.number(id), base.number(id).map { $0 * factor }, relative: 1e-12))
    }
  }

  /// Storing the scaled values rounds each by 6e-8; small eigenvalues move by as much.
  @Test("float32 at 1e20 and 1e-30 reads as at 1", arguments: [1e20, 1e-30])
  func floatScale(scale: Double) async throws {
    let values = Self.sample(Seed(72))
    let base = try await Samples.report(InMemorySource(values.map { Float($0) }, columnCount: 12))
    let scaled = try await Samples.report(
      InMemorySource(values.map { Float($0 * scale) }, columnCount: 12))
    // a value at the edge of a byte's step may fall to either side
    let ids = Self.scaleFree.filter { !$0.rawValue.contains("int8") }
    try Self.expectEqual(scaled, base, ids, relative: 1e-5, absolute: 1e-6)
  }

  @Test("the order of rows changes nothing but the blocks of intervals", arguments: Seed.samples(3))
  func permutation(seed: Seed) async throws {
    var generator = seed
    let values = Self.sample(seed)
    let shuffled = Samples.rows(values, 12).shuffled(using: &generator).flatMap { $0 }
    let base = try await Samples.report(values, columnCount: 12)
    let report = try await Samples.report(shuffled, columnCount: 12)
    try Self.expectEqual(report, base, base.metrics.map(\.id), relative: 1e-9)
    #expect(report.subject.digest != base.subject.digest)
  }

  @Test("a rotation changes no spectrum, no cosine, no distance", arguments: [12, 120])
  func rotation(columnCount: Int) async throws {
    var seed = Seed(73)
    let rowCount = 60
    let values = Self.sample(Seed(74), rowCount: rowCount, columnCount: columnCount)
    let turn = MatrixFactory.orthonormalRows(
      rowCount: columnCount, columnCount: columnCount, &seed)
    let rows = Matrix(rowCount: rowCount, columnCount: columnCount, elements: values)
    let turned = product(rows, turn).elements
    let base = try await Samples.report(values, columnCount: columnCount)
    let report = try await Samples.report(turned, columnCount: columnCount)
    let dependent: Set<MetricID> = [
      "isotropy.rogue-dimension", "isotropy.rogue-share", "isotropy.std-unit",
      "data.columns-constant", "data.columns-dead",
    ]
    try Self.expectEqual(
      report, base,
      base.metrics.map(\.id).filter { id in
        // of all cuts and codes, principal axes alone turn with the rows
        !dependent.contains(id)
          && (!id.rawValue.hasPrefix("headroom.") || id.rawValue.contains("pca"))
      }, relative: 1e-8, absolute: 1e-10)
  }

  /// Adding 2¹⁰ to numbers of size 1 rounds them by 1e-13.
  @Test("a constant changes no centered view")
  func offset() async throws {
    let values = Self.sample(Seed(75))
    let base = try await Samples.report(values, columnCount: 12)
    let moved = try await Samples.report(values.map { $0 + 1024 }, columnCount: 12)
    let ids =
      Self.ratios([.centered]) + [
        "spectrum.centered.participation-ratio-debiased", "spectrum.centered.isoscore",
        "spectrum.centered.sigma-max", "isotropy.mean-cosine-centered",
      ]
    try Self.expectEqual(moved, base, ids, relative: 1e-9)
  }

  @Test("every row twice changes no ratio, and is noticed")
  func duplication() async throws {
    let values = Self.sample(Seed(76))
    let base = try await Samples.report(values, columnCount: 12)
    let twice = try await Samples.report(values + values, columnCount: 12)
    try Self.expectEqual(twice, base, Self.ratios(SpectralView.allCases), relative: 1e-10)
    #expect(
      twice.number("data.duplicate-groups") == 90 && twice.number("data.duplicate-rows") == 90)
    #expect(
      isNear(
        twice.number("spectrum.raw.sigma-max"),
        base.number("spectrum.raw.sigma-max").map { $0 * 2.0.squareRoot() }, relative: 1e-12))
  }

  @Test("several files are one set")
  func parts() async throws {
    let values = Self.sample(Seed(77))
    let whole = InMemorySource(values, columnCount: 12, name: "set")
    let cut = try ConcatenatedSource(
      [
        InMemorySource(Array(values[..<84]), columnCount: 12),
        InMemorySource(Array(values[84..<96]), columnCount: 12),
        InMemorySource(Array(values[96...]), columnCount: 12),
      ], name: "set")
    let (one, other) = (try await Samples.report(whole), try await Samples.report(cut))
    #expect(one == other)
  }

  @Test("contributions of the columns add up to the mean cosine", arguments: [0.0, 5])
  func contributions(offset: Double) async throws {
    var seed = Seed(78)
    let values = Samples.anisotropic(rowCount: 80, columnCount: 7, offset: offset, &seed)
    let report = try await Samples.report(values, columnCount: 7)
    let series = try #require(report.series.first { $0.id == "isotropy.contributions" })
    var sum = 0.0
    var largest = 0.0
    for row in series.rows {
      guard case .number(let value) = row[1] else { continue }
      sum += value
      largest = max(largest, value.magnitude)
    }
    #expect(isNear(sum, report.number("isotropy.mean-cosine"), relative: 0, absolute: 1e-14))
    #expect(report.number("isotropy.rogue-share")?.magnitude == largest)
    // and the mean cosine is that of all pairs
    let unit = Samples.rows(Samples.unit(values, columnCount: 7), 7)
    var (cosines, squares) = (0.0, 0.0)
    for i in unit.indices {
      for j in unit.indices where j > i {
        let cosine = zip(unit[i], unit[j]).reduce(0) { $0 + $1.0 * $1.1 }
        cosines += cosine
        squares += cosine * cosine
      }
    }
    let pairs = 80 * 79 / 2.0
    #expect(isNear(sum, cosines / pairs, relative: 0, absolute: 1e-13))
    #expect(
      isNear(
        report.number("isotropy.mean-cosine-squared"), squares / pairs, relative: 0,
        absolute: 1e-13))
  }

  @Test("every interval holds its value")
  func intervals() async throws {
    for kind in PlantedSet.Kind.allCases {
      let report = try await Samples.report(kind, rowCount: 300, columnCount: 12)
      for metric in report.metrics {
        guard let interval = metric.interval, let number = metric.value.number else { continue }
        #expect(interval.low <= number && number <= interval.high, "\(kind) \(metric.id)")
      }
    }
  }
}
