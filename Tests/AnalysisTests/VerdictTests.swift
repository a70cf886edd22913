import Analysis
import EmbeddingSets
import Findings
import TestSupport
import Testing

@Suite("The verdict says in a line what to think of the set")
struct VerdictTests {
  @Test("collapse comes before everything")
  func collapsed() async throws {
    let report = try await Samples.report(.lowRank, rowCount: 400, columnCount: 60, rank: 1)
    #expect(
      report.verdict.contains(". Not usable as it is: collapsed to 1 of 60 directions; also "))
    let point = try await Samples.report(
      InMemorySource([Float](repeating: 2, count: 60), columnCount: 6))
    #expect(point.verdict.contains("Not usable as it is: collapsed to a single point"))
  }

  @Test("trouble with the geometry needs a look, trouble with rows does not hide health")
  func words() async throws {
    let rogue = try await Samples.report(.rogue, rowCount: 400, columnCount: 20)
    #expect(rogue.verdict.contains(". Needs a look: "))
    #expect(rogue.verdict.contains("a rogue dimension"))
    let broken = try await Samples.report(.broken, rowCount: 400, columnCount: 20)
    #expect(broken.verdict.hasSuffix("Healthy, with 1 zero row and 4 dead dimensions."))
  }

  @Test("an offset too large for the stored type is a warning; distinct rows are no collapse")
  func largeOffset() async throws {
    var seed = Seed(62)
    // 40 columns about an offset of 200: bfloat16 keeps steps of 1 there, and u |X| tops every s
    let values = (0..<300 * 40).map { _ in
      Float(bitPattern: Float(200 + 2 * MatrixFactory.gaussian(&seed)).bitPattern & 0xFFFF_0000)
    }
    let report = try await Samples.report(
      InMemorySource(values, columnCount: 40, storedAs: .bfloat16))
    #expect(report.number("spectrum.centered.rank") == 0)
    #expect(report.number("spectrum.centered.effective-rank") ?? 0 > 30)
    #expect(report.findings.contains { $0.id == "storage-noise" && $0.severity == .warning })
    #expect(!report.findings.contains { $0.severity == .failure })
  }

  @Test("a set without one finite row is not usable")
  func nothingFinite() async throws {
    let report = try await Samples.report(
      InMemorySource([Float](repeating: .nan, count: 60), columnCount: 6))
    #expect(report.verdict.contains("Not usable as it is: 10 rows with NaN"))
  }

  @Test("few rows have a dominant direction by necessity, one column a rogue one: no warning")
  func tiny() async throws {
    let pair = try await Samples.report(InMemorySource([1, 0, 0, 1] as [Float], columnCount: 2))
    #expect(!pair.findings.contains { $0.id == "top-direction" })
    let line = try await Samples.report(InMemorySource([1, 0, 2] as [Float], columnCount: 1))
    #expect(!line.findings.contains { $0.id == "rogue-dimension" })
  }

  @Test("one huge row does not read as a collapse of all")
  func outlier() async throws {
    var seed = Seed(63)
    var values = Samples.gaussian(rowCount: 500, columnCount: 8, &seed)
    for column in 0..<8 { values[8 * 390 + column] = 1e25 }
    let report = try await Samples.report(values, columnCount: 8)
    #expect(!report.findings.contains { $0.severity == .failure })
    #expect(report["spectrum.centered.effective-rank"]?.interval != nil)
  }

  @Test("where the spectrum was not measured, health is not claimed")
  func partial() async throws {
    let report = try await Samples.report(.whiteNoise, rowCount: 100, columnCount: 8) {
      $0.families = [.data]
    }
    #expect(report.verdict.hasSuffix("Nothing wrong in what was measured."))
    let one = try await Samples.report(InMemorySource([1, 2] as [Float], columnCount: 2))
    #expect(one.verdict.hasPrefix("memory: 1 vector x 2, float32"))
  }

  @Test("unit norms are mentioned, within what the stored type keeps of 1")
  func unitNorms() async throws {
    var seed = Seed(61)
    let unit = Samples.unit(Samples.gaussian(rowCount: 80, columnCount: 9, &seed), columnCount: 9)
    let report = try await Samples.report(InMemorySource(unit.map(Float.init), columnCount: 9))
    #expect(report.verdict.contains(", unit norm. "))
    let half = try await Samples.report(
      InMemorySource(unit.map { Float(Float16($0)) }, columnCount: 9, storedAs: .float16))
    #expect(half.verdict.contains("float16, unit norm. "))
    let other = try await Samples.report(unit.map { 1.001 * $0 }, columnCount: 9)
    #expect(!other.verdict.contains("unit norm"))
  }

  @Test("highlights have a label, a number and a remark")
  func highlights() async throws {
    let report = try await Samples.report(.whiteNoise, rowCount: 400, columnCount: 20)
    #expect(
      report.highlights.map(\.label) == [
        "lives along", "effective rank", "90 % of variance", "top direction", "uniformity (t=2)",
        "mean cosine", "hubs (k=10)", "local dimension", "norms",
      ])
    #expect(report.highlights.allSatisfy { !$0.value.isEmpty && !$0.remark.isEmpty })
  }
}
