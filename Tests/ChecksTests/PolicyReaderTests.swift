import Findings
import Testing

@testable import Checks

@Suite("A policy")
struct PolicyReaderTests {
  @Test("is read with its inputs, checks, limits and baseline rules")
  func whole() throws {
    let policy = try PolicySamples.policy(
      """
      schema: 1
      inputs:
        corpus: {path: "shards/*.npy", tensor: t, dimensions: 8, allow_truncated: true}
        queries: /abs/q.npy
        pairs: {path: pairs.csv, a: queries, b: corpus}
      checks:
        - metric: corpus.spectrum.rank       # a comment
          fail: "< 100"
          warn: ["< 150", "> corpus.data.dimensions"]
        - metric: corpus.uniformity@t=2
          id: spread
          baseline: {max_drop: "5%", max_increase: 0.1, noise: 2, verdict: warn, allow: [rows, seed], required: false}
        - {metric: pairs.alignment@alpha=2, fail: "> 0.5 * corpus.data.rows"}
        - {metric: queries.data.rows, skip: "later"}
      options: {seed: 7, pair_budget: 1e9, duplicate_budget: 10}
      """)
    let corpus = try #require(policy.inputs.first)
    #expect(corpus.path == "dir/shards/*.npy")
    #expect(corpus.texts["tensor"] == "t" && corpus.integers["dimensions"] == 8)
    #expect(corpus.flags["allow_truncated"] == true)
    #expect(policy.inputs.map(\.kind) == ["embeddings", "embeddings", "pairs"])
    #expect(policy.inputs[1].path == "/abs/q.npy")
    #expect(policy.checks.map(\.line) == [7, 10, 13, 14])
    #expect(policy.checks[0].fail == [Limit(.less, .number(100))])
    let dimensions = Limit.Reference(input: "corpus", metric: "data.dimensions")
    #expect(
      policy.checks[0].warn == [
        Limit(.less, .number(150)), Limit(.greater, .metric(factor: 1, dimensions)),
      ])
    let rule = try #require(policy.checks[1].baseline)
    #expect(policy.checks[1].id == "spread")
    #expect(
      rule.allowances == [
        .init(.drop, .init(5, isPercent: true)), .init(.increase, .init(0.1)),
      ])
    #expect(rule.noise == 2 && rule.verdict == .warn && !rule.isRequired)
    #expect(rule.allowed == ["rows", "seed"])
    #expect(policy.checks[3].skip == "later")
    #expect(policy.seed == 7)
    #expect(policy.options == ["pair_budget": 1e9, "duplicate_budget": 10])
  }

  @Test("asks of an input what its checks and the right sides of limits need, and no more")
  func needs() throws {
    let policy = try PolicySamples.policy(
      """
      schema: 1
      inputs: {corpus: c.npy, queries: q.npy}
      checks:
        - {metric: corpus.spectrum.rank, fail: "< 2% of data.dimensions"}
        - {metric: queries.data.dimensions, fail: "!= corpus.data.dimensions"}
        - {metric: queries.data.rows, fail: "< 1", skip: "not now"}
      """)
    #expect(policy.metrics(of: "corpus") == ["spectrum.rank", "data.dimensions"])
    #expect(policy.metrics(of: "queries") == ["data.dimensions"])
  }

  @Test("may be written as JSON")
  func json() throws {
    let policy = try PolicySamples.policy(
      #"{"schema": 1, "inputs": {"corpus": {"path": "c.npy"}}, "checks": [{"metric": "corpus.data.rows", "fail": "> 5"}]}"#
    )
    #expect(policy.checks[0].fail == [Limit(.greater, .number(5))])
  }

  @Test("with a wildcard checks every input that has the metric, and one of them may be refined")
  func wildcard() throws {
    let policy = try PolicySamples.policy(
      """
      schema: 1
      inputs: {corpus: c.npy, queries: q.npy, pairs: {path: p, a: corpus}}
      checks:
        - {metric: "*.data.rows", fail: "< 5"}
        - {metric: queries.data.rows, fail: "< 1"}
        - {metric: pairs.alignment@alpha=2, fail: "> 1"}
      """)
    #expect(
      policy.checks.map(\.id) == [
        "corpus.data.rows", "queries.data.rows", "pairs.alignment@alpha=2",
      ])
    #expect(policy.checks[1].fail == [Limit(.less, .number(1))])
    #expect(policy.checks[1].line == 5)
  }

  @Test(
    "knows the operators", arguments: Limit.Operator.allCases)
  func operators(comparison: Limit.Operator) throws {
    let policy = try PolicySamples.checking(
      "- {metric: corpus.data.rows, fail: '\(comparison.rawValue)5'}")
    #expect(policy.checks[0].fail == [Limit(comparison, .number(5))])
    #expect(comparison.holds(4, 5) == ["<", "<=", "!="].contains(comparison.rawValue))
    #expect(comparison.holds(5, 5) == ["<=", ">=", "=="].contains(comparison.rawValue))
    #expect(comparison.holds(6, 5) == [">", ">=", "!="].contains(comparison.rawValue))
  }

  @Test("says which inputs nothing looks at; those that others are made of are looked at")
  func unused() throws {
    let policy = try PolicySamples.policy(
      """
      schema: 1
      inputs: {corpus: c.npy, querys: q.npy, pairs: {path: p, a: corpus}}
      checks: [{metric: pairs.alignment@alpha=2, fail: "> 1"}]
      """)
    #expect(policy.unusedInputs == ["querys"])
  }

  @Test("need not say the name of an input twice where an id begins with it")
  func shortID() throws {
    func subject(_ metric: String) throws -> Limit.Reference {
      try PolicySamples.policy(
        "schema: 1\ninputs: {data: {kind: embeddings, path: c.npy}}\n"
          + "checks: [{metric: \(metric), fail: '< data.dimensions'}]\n"
      ).checks[0].subject
    }
    let short = try subject("data.rows")
    #expect(short == Limit.Reference(input: "data", metric: "data.rows"))
    #expect(try subject("data.data.rows") == short)
    #expect(short.text == "data.rows")
  }

  @Test("may name a metric with a parameter that is not listed")
  func parametric() throws {
    let kind = InputKind(
      id: "embeddings", meaning: "vectors",
      keys: [PolicyKey("path", .path, isRequired: true, "A file.")],
      metrics: [PolicySamples.descriptor("recall@k=10")],
      parametric: { id in
        id.base == "recall" ? PolicySamples.descriptor(id.rawValue) : nil
      }, fingerprint: [],
      problem: { $0.path == "dir/bad" ? InputKind.Problem("is bad", remedy: "Be good.") : nil })
    func read(_ path: String, _ metric: String) throws -> Policy {
      try PolicyReader(file: "dir/p.yml", kinds: [kind]).read(
        Array(
          "schema: 1\ninputs: {c: \(path)}\nchecks: [{metric: c.\(metric), fail: '< 1'}]\n".utf8))
    }
    #expect(try read("x", "recall@k=7").checks[0].subject.metric == "recall@k=7")
    #expect(throws: PolicyErrors.self) { try read("x", "precision@k=7") }
    let error = #expect(throws: PolicyErrors.self) { try read("bad", "recall@k=10") }
    #expect(error?.description == "dir/p.yml: line 2: input 'c' is bad.\nBe good.")
  }
}
