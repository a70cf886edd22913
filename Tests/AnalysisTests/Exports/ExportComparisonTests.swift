import EmbeddingSets
import Findings
import LinearAlgebra
import TestSupport
import Testing

@testable import Analysis

@Suite("Two exports of the same rows")
struct ExportComparisonTests {
  static let rowCount = 120
  static let columnCount = 8

  /// Seeded normal rows with falling variances, so that every direction is its own.
  static func rows(_ seed: UInt64, columns: Int = columnCount, count: Int = rowCount) -> [Double] {
    var generator = SplitMix64(seed: seed)
    return (0..<count * columns).map { index in
      let sum = (0..<12).reduce(0.0) { total, _ in
        total + Double.random(in: 0..<1, using: &generator)
      }
      return (sum - 6) * (1 + 3 / Double(1 + index % columns)) + 0.5
    }
  }

  static func set(_ values: [Double], columns: Int = columnCount, name: String = "a")
    -> InMemorySource
  {
    InMemorySource(values, columnCount: columns, name: name)
  }

  static func compare(
    _ first: InMemorySource, _ second: InMemorySource, options: ExportComparisonOptions = .init()
  ) async throws -> Report {
    try await ExportComparison(
      of: first, with: second, matching: try .byPosition(first, second), options: options
    ).run(version: "test", arguments: [])
  }

  static func number(_ report: Report, _ id: String) throws -> Double {
    try #require(report[MetricID(id)]?.value.number, "\(id)")
  }

  /// Rows times a rotation in the planes of neighbouring columns.
  static func rotated(_ values: [Double], by angle: (Double, Double) = (0.6, 0.8)) -> [Double] {
    var result = values
    for start in stride(from: 0, to: values.count, by: columnCount) {
      for column in 0..<columnCount - 1 {
        let (x, y) = (result[start + column], result[start + column + 1])
        result[start + column] = angle.1 * x - angle.0 * y
        result[start + column + 1] = angle.0 * x + angle.1 * y
      }
    }
    return result
  }

  @Test("a copy is the same in every number")
  func copy() async throws {
    let values = Self.rows(1)
    let report = try await Self.compare(Self.set(values), Self.set(values, name: "b"))
    #expect(report.verdict.hasSuffix("The same, value for value."))
    #expect(report.metrics.map(\.id) == ExportComparisonCatalog.all.map(\.id))
    #expect(try Self.number(report, "compare.change-max") == 0)
    #expect(try Self.number(report, "compare.cosine-min") == 1)
    for size in [1, 10, 100] {
      #expect(try Self.number(report, "compare.neighbor-overlap@k=\(size)") == 1)
      #expect(
        try Self.number(report, "compare.neighbor-overlap-null@k=\(size)")
          == Double(size) / Double(Self.rowCount - 1))
    }
    // sums of n d products, each rounded once
    let tolerance = Double(Self.rowCount * Self.columnCount) * 0x1p-52
    for id in ["compare.cka", "compare.cka-debiased"] {
      #expect(try (Self.number(report, id) - 1).magnitude <= tolerance)
    }
    #expect(try Self.number(report, "compare.procrustes") <= tolerance)
    #expect(try Self.number(report, "compare.metrics-moved") == 0)
    #expect(report.findings.isEmpty)
  }

  @Test("a copy in half precision has not moved, though its norms are no longer all 1")
  func halfPrecision() async throws {
    let rows = Samples.unit(Self.rows(9), columnCount: Self.columnCount).map { Float($0) }
    let report = try await Self.compare(
      InMemorySource(rows, columnCount: Self.columnCount, name: "a"),
      InMemorySource(
        rows.map { Float(Float16($0)) }, columnCount: Self.columnCount, storedAs: .float16,
        name: "b"))
    #expect(try Self.number(report, "compare.metrics-moved") == 0)
    #expect(try Self.number(report, "compare.change-max") > 0)
    // rows that shrink to half their length have
    let half = rows.enumerated().map { $0.offset < rows.count / 2 ? $0.element : $0.element / 2 }
    let other = try await Self.compare(
      InMemorySource(rows, columnCount: Self.columnCount, name: "a"),
      InMemorySource(half, columnCount: Self.columnCount, name: "b"))
    #expect(try Self.number(other, "compare.metrics-moved") > 0)
  }

  @Test("a rotated, scaled and shifted copy has the same geometry in other axes")
  func rotation() async throws {
    let values = Self.rows(2)
    // the shift would move cosines of the rows as stored, so the neighbours are those of a rotation
    let turned = Self.rotated(values).map { 4 * $0 }
    let report = try await Self.compare(Self.set(values), Self.set(turned, name: "b"))
    // rotations in eight planes, three roundings each, beside those of a copy
    let tolerance = 64 * Double(Self.rowCount * Self.columnCount) * 0x1p-52
    #expect(try Self.number(report, "compare.procrustes") <= tolerance)
    #expect(try (Self.number(report, "compare.cka-debiased") - 1).magnitude <= tolerance)
    #expect(try (Self.number(report, "compare.subspace-cosine@k=1") - 1).magnitude <= tolerance)
    #expect(try Self.number(report, "compare.neighbor-overlap@k=10") == 1)
    #expect(try (Self.number(report, "compare.norm-ratio") - 4).magnitude <= 4 * tolerance)
    #expect(report.verdict.contains("in other axes") && report.verdict.contains("cannot be mixed"))
    #expect(report.findings.map(\.id).contains("axes-changed"))
    #expect(report.findings.map(\.id).contains("norms-changed"))
  }

  @Test("unrelated sets: debiased CKA near 0, biased one near d / (n + d), overlap near its null")
  func unrelated() async throws {
    let first = Self.set(Self.rows(3))
    let second = Self.set(Self.rows(4), name: "b")
    let report = try await Self.compare(first, second)
    // the standard error of debiased CKA of independent rows is about 1/n times a few
    #expect(try Self.number(report, "compare.cka-debiased").magnitude < 10 / Double(Self.rowCount))
    #expect(try Self.number(report, "compare.cka") > Self.number(report, "compare.cka-debiased"))
    let overlap = try Self.number(report, "compare.neighbor-overlap@k=10")
    let null = try Self.number(report, "compare.neighbor-overlap-null@k=10")
    // 120 lists of ten draws: five standard errors
    let error = (null * (1 - null) / Double(10 * Self.rowCount)).squareRoot()
    #expect((overlap - null).magnitude < 5 * error)
    #expect(report.verdict.contains("Another geometry"))
    #expect(report.findings.first?.id == "neighbours-changed")
  }

  @Test("sets of different dimension are compared where that has a meaning")
  func dimensions() async throws {
    let values = Self.rows(5)
    let cut = (0..<Self.rowCount).flatMap { row in
      values[row * Self.columnCount..<row * Self.columnCount + 6]
    }
    let report = try await Self.compare(
      Self.set(values), Self.set(cut, columns: 6, name: "b"))
    for id in ["compare.cosine-mean", "compare.cosine-min", "compare.change-max"] {
      let metric = try #require(report[MetricID(id)])
      #expect(metric.value.status == "undefined")
      #expect(metric.value.reason == "the sets have 8 and 6 dimensions")
    }
    #expect(try Self.number(report, "compare.neighbor-overlap@k=10") > 0.5)
    #expect(report.verdict.contains("x 8 and 6."))
  }

  @Test("the number of tasks changes nothing, exact or sampled", arguments: [4e11, 1e3])
  func jobs(budget: Double) async throws {
    var options = ExportComparisonOptions()
    options.pairBudget = budget
    let first = Self.set(Self.rows(6))
    let second = Self.set(Self.rows(6).map { ($0 * 64).rounded() / 64 }, name: "b")
    let one = try await Self.compare(first, second, options: options)
    options.jobs = 3
    let three = try await Self.compare(first, second, options: options)
    #expect(one == three)
    #expect(one.provenance.notes.isEmpty == (budget > 1e4))
  }

  @Test("rows that are not finite in either set are left out of both, and fail")
  func nonfinite() async throws {
    var first = Self.rows(7)
    var second = Self.rows(7)
    first[3 * Self.columnCount] = .nan
    second[9 * Self.columnCount + 1] = .infinity
    let report = try await Self.compare(Self.set(first), Self.set(second, name: "b"))
    #expect(try Self.number(report, "compare.rows") == Double(Self.rowCount - 2))
    #expect(try Self.number(report, "compare.rows-left-out") == 2)
    #expect(report.findings.first?.id == "rows-left-out")
    #expect(report.findings.first?.severity == .failure)
    #expect(try Self.number(report, "compare.change-max") == 0)
  }

  @Test(
    "tiny, constant and zero sets are undefined with reasons, never wrong", arguments: [1, 2, 3, 5])
  func tiny(count: Int) async throws {
    let values = Self.rows(8, count: count)
    let same = try await Self.compare(Self.set(values), Self.set(values, name: "b"))
    #expect(same[MetricID("compare.neighbor-overlap@k=10")]?.value.status == "undefined")
    #expect((same[MetricID("compare.cka-debiased")]?.value.number == nil) == (count < 4))
    let constant = [Double](repeating: 2, count: count * Self.columnCount)
    let flat = try await Self.compare(Self.set(constant), Self.set(values, name: "b"))
    #expect(flat[MetricID("compare.cka")]?.value.status == "undefined")
    let zero = [Double](repeating: 0, count: count * Self.columnCount)
    let nothing = try await Self.compare(Self.set(zero), Self.set(zero, name: "b"))
    #expect(nothing[MetricID("compare.cosine-mean")]?.value.status == "undefined")
    #expect(nothing[MetricID("compare.norm-ratio")]?.value.status == "undefined")
  }

  @Test("scale changes nothing that is free of scale", arguments: [0x1p-300, 0x1p300])
  func scale(factor: Double) async throws {
    let values = Self.rows(9)
    let other = Self.rotated(values, by: (0.28, 0.96))
    let plain = try await Self.compare(Self.set(values), Self.set(other, name: "b"))
    let scaled = try await Self.compare(
      Self.set(values.map { $0 * factor }), Self.set(other.map { $0 * factor }, name: "b"))
    for id in [
      "compare.cka", "compare.cka-debiased", "compare.procrustes-distance", "compare.cosine-mean",
      "compare.neighbor-overlap@k=10", "compare.subspace-cosine@k=1",
    ] {
      let (a, b) = (try Self.number(plain, id), try Self.number(scaled, id))
      #expect((a - b).magnitude <= 1e-12 * max(1, a.magnitude), "\(id)")
    }
  }

  @Test("the rows that moved most come first")
  func worst() async throws {
    let values = Self.rows(10)
    var moved = values
    for column in 0..<Self.columnCount { moved[77 * Self.columnCount + column] *= -1 }
    let report = try await Self.compare(Self.set(values), Self.set(moved, name: "b"))
    let series = try #require(report.series.first { $0.id == "compare.worst-rows" })
    #expect(series.rows.count == 20)
    #expect(series.rows[0][0] == .integer(77))
    // a sum of d squares, each rounded
    let least = try Self.number(report, "compare.cosine-min")
    #expect((least + 1).magnitude <= Double(Self.columnCount) * 0x1p-52)
    #expect(series.rows[0][4] == .number(least))
  }
}

@Suite("Rows of two sets are matched")
struct RowMatchingTests {
  private static let five = InMemorySource([1, 2, 3, 4, 5] as [Double], columnCount: 1, name: "a")
  private static let four = InMemorySource([1, 2, 3, 4] as [Double], columnCount: 1, name: "b")

  @Test("by position only where there are as many")
  func position() throws {
    #expect(try RowMatching.byPosition(Self.five, Self.five).first == [0, 1, 2, 3, 4])
    let error = try #require(throws: ExportComparisonError.self) {
      try RowMatching.byPosition(Self.five, Self.four)
    }
    #expect(error.description.contains("expected 5 rows, as in a, found 4"))
  }

  @Test("by identifiers in the order of the first set; the rest is counted")
  func identifiers() throws {
    let matching = try RowMatching.byIdentifiers(
      ["x", "y", "z"], ["z", "w", "x"], names: ("a", "b"))
    #expect(matching.first == [0, 2] && matching.second == [2, 0])
    #expect(matching.identifiers == ["x", "z"] && matching.unmatched == 2)
  }

  @Test("an identifier that is there twice, or none in common, is an error")
  func wrong() throws {
    for (first, second) in [(["x", "x"], ["x"]), (["x"], ["x", "x"]), (["x"], ["y"])] {
      #expect(throws: ExportComparisonError.self) {
        try RowMatching.byIdentifiers(first, second, names: ("a", "b"))
      }
    }
  }
}
