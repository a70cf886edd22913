import Findings
import Testing

@testable import Checks

@Suite("Presets")
struct PolicyPresetTests {
  private func kinds() -> [InputKind] {
    let ids = [
      "data.rows", "data.dimensions", "data.rows-nonfinite", "data.rows-zero",
      "data.duplicate-rows", "data.columns-dead",
      "spectrum.centered.participation-ratio-debiased", "spectrum.centered.stable-rank",
      "spectrum.centered.effective-rank", "uniformity@t=2", "uniformity-gap@t=2",
      "isotropy.rogue-share", "neighbors.hub-max@k=10", "neighbors.hub-skewness@k=10",
      "neighbors.antihub-share@k=10", "neighbors.near-duplicate-pairs@cosine=0.999",
      "neighbors.main-island-share@k=10",
    ]
    return [
      InputKind(
        id: "embeddings", meaning: "vectors",
        keys: [PolicyKey("path", .path, isRequired: true, "A file.")],
        metrics: ids.map(PolicySamples.descriptor), fingerprint: ["rows"])
    ]
  }

  @Test("are followed to the letter like any policy", arguments: PolicyPreset.all.map(\.name))
  func read(name: String) throws {
    let policy = try PolicyReader(file: "p.yml", kinds: kinds()).read(
      Array("schema: 1\npreset: \(name)\ninputs: {corpus: c, queries: q}\n".utf8))
    #expect(policy.checks.allSatisfy { $0.preset == name && $0.line == nil && $0.skip == nil })
    #expect(Set(policy.checks.map(\.subject.input)) == ["corpus", "queries"])
  }

  @Test("apply to inputs of any name, and say what they miss")
  func oneInput() throws {
    let policy = try PolicyReader(file: "p.yml", kinds: kinds()).read(
      Array("schema: 1\npreset: retrieval-default\ninputs: {docs: c}\n".utf8))
    #expect(policy.checks.contains { $0.id == "docs.data.rows-nonfinite" })
    let missing = policy.checks.filter { $0.skip != nil }
    #expect(missing.map(\.id) == ["queries.data.dimensions"])
    #expect(missing.first?.skip?.contains("no input 'queries'") == true)
  }

  @Test("can be extended and overridden")
  func override() throws {
    let policy = try PolicyReader(file: "p.yml", kinds: kinds()).read(
      Array(
        """
        schema: 1
        preset: [retrieval-default, training-default]
        inputs: {corpus: c}
        checks:
          - {metric: corpus.data.duplicate-rows, skip: "the catalogue repeats itself"}
          - {metric: "*.data.columns-dead", fail: "> 3"}
          - {metric: corpus.data.rows, fail: "< 1000"}
        """.utf8))
    func check(_ id: String) throws -> Policy.Check {
      try #require(policy.checks.first { $0.id == id })
    }
    #expect(try check("corpus.data.duplicate-rows").skip == "the catalogue repeats itself")
    #expect(try check("corpus.data.columns-dead").fail == [Limit(.greater, .number(3))])
    #expect(try check("corpus.data.columns-dead").warn.isEmpty)
    #expect(try check("corpus.data.rows").line == 7)
    #expect(Set(policy.checks.map(\.id)).count == policy.checks.count)
    #expect(try check("corpus.spectrum.centered.effective-rank").baseline?.isRequired == false)
  }
}
