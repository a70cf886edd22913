import EmbeddingFormats
import EmbeddingSets
import Findings
import Foundation
import TestSupport
import Testing

@testable import Analysis

@Suite("A fit is kept and used again")
struct FittedTransformTests {
  typealias S = TransformSamples

  private static func inFile<T>(_ bytes: [UInt8], _ body: (String) throws -> T) throws -> T {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "embedscope-fit-\(UUID().uuidString)")
    try Data(bytes).write(to: url)
    defer {
      do { try FileManager.default.removeItem(at: url) } catch { Issue.record(error) }
    }
    return try body(url.path)
  }

  @Test(
    "kept and read again it gives the same bytes",
    arguments: TransformSamples.everyStep + [
      "center,all-but-top=2,pca=3,normalize,int8", "whiten=auto",
    ])
  func roundTrip(recipe: String) async throws {
    try Self.expectSame(try await S.fit(recipe, S.values(21)), recipe)
  }

  /// Apart from the test and never inlined into it: splitting that coroutine crashes Swift 6.3.1 with
  /// optimisation.
  @inline(never)
  private static func expectSame(_ fit: FittedTransform, _ recipe: String) throws {
    let again = try inFile(NamedTensorFile.bytes(fit.tensors)) {
      try FittedTransform(restoring: try NamedTensorFile.read($0))
    }
    #expect(again.tensors == fit.tensors)
    #expect(again.text == recipe && again.fittedRowCount == S.rowCount)
    let block = RowBlock(
      firstRow: 0, rowCount: S.rowCount, columnCount: S.columnCount, values: .double(S.values(22)))
    #expect(try again.stored(block, of: "a") == fit.stored(block, of: "a"))
    #expect(again.storedType == fit.storedType && again.bytesPerRow == fit.bytesPerRow)
  }

  @Test("the number of tasks changes no bit of it")
  func jobs() async throws {
    let source = InMemorySource(S.values(23), columnCount: S.columnCount)
    let recipe = try TransformRecipe(parsing: "all-but-top=1,whiten=auto,int8")
    let one = try await FittedTransform(fitting: recipe, to: source, jobs: 1)
    let three = try await FittedTransform(fitting: recipe, to: source, jobs: 3)
    #expect(one.tensors == three.tensors)
  }

  @Test("a file that was cut anywhere is refused; a damaged one never gives other numbers")
  func damage() async throws {
    let fit = try await S.fit("pca=2", S.values(24))
    let bytes = NamedTensorFile.bytes(fit.tensors)
    for count in 0..<bytes.count {
      #expect(throws: FormatError.self, "\(count) bytes") {
        try Self.inFile(Array(bytes[..<count])) { try NamedTensorFile.read($0) }
      }
    }
    for place in bytes.indices {
      var wrong = bytes
      wrong[place] ^= 0x10
      do {
        let other = try Self.inFile(wrong) {
          try FittedTransform(restoring: try NamedTensorFile.read($0))
        }
        // a letter in the name of the set, or a digit of its rows
        #expect(other.tensors.tensors == fit.tensors.tensors, "byte \(place)")
        #expect(other.text == fit.text && other.inputColumnCount == fit.inputColumnCount)
      } catch is FormatError {
        continue
      } catch is TransformError {
        continue
      }
    }
  }

  @Test("texts and numbers that do not belong together are refused")
  func mismatch() async throws {
    let kept = try await S.fit("whiten,truncate=2", S.values(25)).tensors
    func refused(_ change: (inout NamedTensors) -> Void) {
      var wrong = kept
      change(&wrong)
      #expect(throws: TransformError.self) { try FittedTransform(restoring: wrong) }
    }
    refused { $0.texts["schema"] = "embedscope.transform/2" }
    refused { $0.texts["steps"] = nil }
    refused { $0.texts["steps"] = "center,truncate=2" }
    refused { $0.texts["steps"] = "whiten,truncate=3" }
    refused { $0.texts["dimensions"] = "7" }
    refused { $0.texts["dimensions"] = "99999999999999999999" }
    refused { $0.texts["output_type"] = "int8" }
    refused { $0.texts["fitted_rows"] = "-1" }
    refused { $0.texts["float64"] = "maybe" }
    refused { $0.tensors.removeLast() }
    refused { $0.tensors.append(.init(name: "2.axes", shape: [1], values: [1])) }
    refused { $0.tensors.append(.init(name: "mean", shape: [1], values: [1])) }
  }
}

@Suite("Before and after a transform")
struct TransformComparisonTests {
  typealias S = TransformSamples

  static func report(
    _ recipe: String, _ values: [Double], columns: Int, queries: [Double]? = nil, jobs: Int = 1,
    _ change: (inout TransformOptions) -> Void = { _ in }
  ) async throws -> Report {
    let source = InMemorySource(values, columnCount: columns, name: "set")
    var options = TransformOptions()
    options.jobs = jobs
    change(&options)
    return try await TransformComparison(
      of: source,
      by: try await FittedTransform(
        fitting: try TransformRecipe(parsing: recipe), to: source, jobs: jobs),
      queries: queries.map { InMemorySource($0, columnCount: columns, name: "queries") },
      isFittedHere: true, options: options
    ).run(version: "test", arguments: [])
  }

  @Test("a rotation changes no number that goes by angles")
  func rotation() async throws {
    let values = S.values(31, offset: 1)
    let report = try await Self.report("project=6", values, columns: 6)
    #expect(report.metrics.map(\.id) == TransformCatalog.all.map(\.id))
    #expect(report.number("transform.neighbor-overlap@k=10") == 1)
    for name in [
      "effective-rank", "uniformity@t=2", "mean-cosine", "hub-skewness@k=10",
      "participation-ratio-debiased", "antihub-share@k=10",
    ] {
      let before = report.number(MetricID("transform.before.\(name)"))
      #expect(
        isNear(
          report.number(MetricID("transform.after.\(name)")), before, relative: 1e-11,
          absolute: 1e-12), "\(name)")
    }
    #expect(report.number("transform.hub-skewness-change@k=10") == 0)
  }

  @Test("centering takes an offset off: the mean cosine, the gap and the neighbours say so")
  func offset() async throws {
    var seed = Seed(32)
    let values = Samples.gaussian(rowCount: 200, columnCount: 12, &seed).map { $0 + 2 }
    let queries = Samples.gaussian(rowCount: 40, columnCount: 12, &seed).map { $0 + 2 }
    let report = try await Self.report("center", values, columns: 12, queries: queries)
    #expect(report.number("transform.before.mean-cosine").map { $0 > 0.7 } == true)
    #expect(report.number("transform.after.mean-cosine").map { $0.magnitude < 0.01 } == true)
    let gap = (
      report.number("transform.before.uniformity-gap@t=2"),
      report.number("transform.after.uniformity-gap@t=2")
    )
    #expect(gap.0.map { $0 > 1 } == true && gap.1.map { $0 < 0.1 } == true)
    // a query with the mean still in it favours rows of large norm
    #expect(report.number("transform.query-overlap@k=10").map { $0 > 0.3 && $0 < 1 } == true)
    let plain = try #require(report.number("transform.query-overlap-unfitted@k=10"))
    #expect(plain < 0.95)
    let finding = try #require(report.findings.first { $0.id == "same-fit" })
    #expect(finding.message.contains("find \(NumberText.percent(plain)) of the neighbours"))
    #expect(report["transform.after.hub-skewness@k=10"]?.interval != nil)
    #expect(report["transform.hub-skewness-change@k=10"]?.interval != nil)
  }

  @Test(
    "quantised rows keep what headroom says they keep", arguments: ["int8", "binary", "float16"])
  func headroom(step: String) async throws {
    var seed = Seed(33)
    let values = Samples.anisotropic(rowCount: 160, columnCount: 24, &seed)
    let report = try await Self.report(step, values, columns: 24)
    let diagnosis = try await Samples.report(values, columnCount: 24) { $0.families = [.headroom] }
    let name = step == "float16" ? "fp16" : step
    #expect(
      report.number("transform.neighbor-overlap@k=10")
        == diagnosis.number(MetricID("headroom.\(name)-overlap@k=10")))
    let bytes = ["int8": 24.0, "binary": 3, "float16": 48]
    #expect(report.number("transform.after.bytes-per-row") == bytes[step])
    #expect(report.number("transform.before.bytes-per-row") == 192)
    #expect(report.verdict.contains("of 192 bytes a row"))
  }

  @Test("the number of tasks changes nothing, exact or sampled", arguments: [1e12, 1e3])
  func jobs(budget: Double) async throws {
    var seed = Seed(34)
    let values = Samples.anisotropic(rowCount: 230, columnCount: 8, &seed)
    func run(_ jobs: Int) async throws -> Report {
      try await Self.report("pca=4,int8-one-scale", values, columns: 8, jobs: jobs) {
        $0.neighborsBudget = budget
      }
    }
    let one = try await run(1)
    let three = try await run(3)
    #expect(one == three)
    // of a sample hubs are not known
    #expect((one.number("transform.after.hub-skewness@k=10") == nil) == (budget < 1e4))
    #expect(one.number("transform.neighbor-overlap@k=10") != nil)
  }

  @Test("rows that the transform maps to nothing are counted and warned of")
  func lost() async throws {
    var seed = Seed(35)
    var values = Samples.gaussian(rowCount: 60, columnCount: 4, &seed)
    for index in 0..<2 { values[index] = 0 }
    let report = try await Self.report("truncate=2", values, columns: 4)
    #expect(report.number("transform.rows-without-direction") == 1)
    #expect(report.findings.contains { $0.id == "rows-without-direction" })
    #expect(report["transform.hub-skewness-change@k=10"]?.interval == nil)
  }

  @Test("few rows for a fit of axes, whitening and changed neighbours are said")
  func findings() async throws {
    var seed = Seed(36)
    let values = Samples.anisotropic(rowCount: 40, columnCount: 12, &seed)
    let report = try await Self.report("whiten=auto", values, columns: 12)
    for id in ["few-rows", "whitening", "same-fit"] {
      #expect(report.findings.contains { $0.id == id }, "\(id)")
    }
    let plain = try await Self.report("normalize", values, columns: 12)
    #expect(plain.findings.isEmpty && plain.number("transform.neighbor-overlap@k=10") == 1)
  }

  @Test("tiny sets are undefined with reasons", arguments: [2, 5])
  func tiny(count: Int) async throws {
    var seed = Seed(37)
    let values = Samples.gaussian(rowCount: count, columnCount: 3, &seed)
    let report = try await Self.report("center", values, columns: 3)
    #expect(report.isUndefined("transform.neighbor-overlap@k=10"))
    #expect(report.isUndefined("transform.after.hub-skewness@k=10"))
    #expect(report.metrics.count == TransformCatalog.all.count)
  }
}
