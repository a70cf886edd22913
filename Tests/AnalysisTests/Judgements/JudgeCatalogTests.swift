import EmbeddingSets
import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("Each judgement speaks up for the set that is made for it")
struct JudgeCatalogTests {
  /// A planted set, the finding it must cause, and a threshold that silences it.
  struct Case: Sendable, CustomTestStringConvertible {
    let kind: PlantedSet.Kind
    var rank = 4
    var columnCount = 24
    let finding: String
    let severity: Severity
    var silencing: (name: String, value: Double)?
    var testDescription: String { "\(kind.rawValue): \(finding)" }
  }

  static let cases: [Case] = [
    Case(
      kind: .lowRank, rank: 2, columnCount: 60, finding: "collapse", severity: .warning,
      silencing: ("narrow", 0.001)),
    Case(
      kind: .lowRank, rank: 1, columnCount: 60, finding: "collapse", severity: .failure,
      silencing: ("collapsed", 0.001)),
    Case(
      kind: .lowRank, rank: 1, finding: "top-direction", severity: .warning,
      silencing: ("top-share", 1)),
    Case(
      kind: .clusters, rank: 2, finding: "uniformity-gap", severity: .warning,
      silencing: ("uniformity-gap", 20)),
    Case(
      kind: .rogue, finding: "rogue-dimension", severity: .warning, silencing: ("rogue-share", 1)),
    Case(kind: .offset, finding: "anisotropy", severity: .note, silencing: ("mean-cosine", 1)),
    Case(kind: .offset, finding: "mean-offset", severity: .note, silencing: ("mean-offset", 1)),
    Case(kind: .longTail, finding: "norm-spread", severity: .note, silencing: ("norm-spread", 9)),
    Case(kind: .broken, finding: "dead-dimensions", severity: .warning),
    Case(kind: .broken, finding: "zero-rows", severity: .warning),
    Case(kind: .broken, finding: "duplicate-rows", severity: .note),
  ]

  @Test("planted structure is found, and a threshold moves the line", arguments: cases)
  func found(planted: Case) async throws {
    func report(_ change: (inout DiagnosisOptions) -> Void = { _ in }) async throws -> Report {
      try await Samples.report(
        planted.kind, rowCount: 500, columnCount: planted.columnCount, rank: planted.rank,
        change)
    }
    let finding = try #require(
      try await report().findings.first { $0.id == planted.finding })
    #expect(finding.severity == planted.severity)
    let noise = try await Samples.report(
      .whiteNoise, rowCount: 500, columnCount: planted.columnCount)
    #expect(!noise.findings.contains { $0.id == planted.finding })
    guard let line = planted.silencing else { return }
    let moved = try await report { _ = $0.thresholds.set(line.name, to: line.value) }
    #expect(
      !moved.findings.contains { $0.id == planted.finding && $0.severity == planted.severity })
  }

  @Test(
    "white noise has no findings but what cuts would cost, and is healthy",
    arguments: [[600, 24], [400, 100], [60, 80]])
  func silent(shape: [Int]) async throws {
    let report = try await Samples.report(
      .whiteNoise, rowCount: shape[0], columnCount: shape[1])
    #expect(report.findings.filter { $0.id != "headroom" } == [])
    #expect(report.findings.allSatisfy { $0.severity == .note })
    #expect(report.verdict.hasSuffix("float32. Healthy."))
  }

  @Test("rows that are not finite are listed by index")
  func nonfinite() async throws {
    var seed = Seed(51)
    var values = Samples.gaussian(rowCount: 100, columnCount: 10, &seed)
    for row in [3, 8, 15] { values[row * 10 + 2] = .nan }
    let report = try await Samples.report(values, columnCount: 10)
    let finding = try #require(report.findings.first { $0.id == "nonfinite-rows" })
    #expect(finding.severity == .warning)
    #expect(finding.message.contains("3 rows of 100 hold NaN or infinity (rows 3, 8, 15)"))
    #expect(report.verdict.hasSuffix("Healthy, with 3 rows with NaN or infinity."))
  }

  @Test("a few far rows make a skewed cloud, and a threshold moves the line")
  func skewed() async throws {
    var seed = Seed(52)
    var values = Samples.gaussian(rowCount: 300, columnCount: 10, &seed)
    for row in 0..<6 { for column in 0..<10 { values[row * 10 + column] += 500 } }
    let report = try await Samples.report(values, columnCount: 10)
    #expect(report.findings.contains { $0.id == "centered-anisotropy" && $0.severity == .warning })
    let moved = try await Samples.report(values, columnCount: 10) {
      _ = $0.thresholds.set("mean-cosine-centered", to: 1)
    }
    #expect(!moved.findings.contains { $0.id == "centered-anisotropy" })
  }

  @Test("many copies are a warning, few a note")
  func copies() async throws {
    var seed = Seed(53)
    let values = Samples.gaussian(rowCount: 100, columnCount: 10, &seed)
    let doubled = try await Samples.report(values + values, columnCount: 10)
    let finding = try #require(doubled.findings.first { $0.id == "duplicate-rows" })
    #expect(finding.severity == .warning)
    #expect(finding.message.hasPrefix("100 rows are exact duplicates of others (rows 0 = 100, "))
    let few = try await Samples.report(values + values.prefix(10), columnCount: 10)
    #expect(few.findings.first { $0.id == "duplicate-rows" }?.severity == .note)
  }

  @Test(
    "evidence exists, advice is given, the worst comes first", arguments: PlantedSet.Kind.allCases)
  func wellFormed(kind: PlantedSet.Kind) async throws {
    let ids = Set(MetricCatalog.all.map(\.id))
    let report = try await Samples.report(kind, rowCount: 300, columnCount: 12)
    for finding in report.findings {
      #expect(!finding.evidence.isEmpty && Set(finding.evidence).isSubset(of: ids), "\(finding.id)")
      #expect(!finding.message.isEmpty && !finding.advice.isEmpty)
    }
    let severities = report.findings.map(\.severity)
    #expect(zip(severities, severities.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(report.verdict.hasPrefix("\(kind.rawValue): 300 vectors x 12, float32"))
  }

  @Test("every line is known by its name, and no other is taken")
  func thresholds() {
    var thresholds = Thresholds()
    for line in Thresholds.lines {
      #expect(thresholds[line.name] == line.standard)
      let isMoved = thresholds.set(line.name, to: 0.125)
      #expect(isMoved && thresholds[line.name] == 0.125)
      let isNumber = thresholds.set(line.name, to: .nan)
      #expect(!isNumber && thresholds[line.name] == 0.125)
      #expect(!line.meaning.isEmpty)
    }
    let isKnown = thresholds.set("no-such-line", to: 1)
    #expect(!isKnown)
  }

  @Test("counts and lists read as sentences")
  func wording() {
    #expect(Wording.count(1, "row") == "1 row" && Wording.count(5000, "row") == "5,000 rows")
    #expect(Wording.list([4], of: 1) == "row 4")
    #expect(Wording.list([4, 8, 15], of: 3) == "rows 4, 8, 15")
    #expect(Wording.list(Array(0..<10), of: 1234) == "rows 0, 1, 2, 3, 4 and 1,229 more")
  }
}
