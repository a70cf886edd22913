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
        "mean cosine", "norms",
      ])
    #expect(report.highlights.allSatisfy { !$0.value.isEmpty && !$0.remark.isEmpty })
  }
}
