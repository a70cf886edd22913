import Analysis
import Checks
import EmbeddingSets
import Findings
import Foundation
import Rendering
import Testing

@testable import embedscope

/// What a check of the planted set in `set.npy` is asked.
private func policy(_ checks: String, inputs: String = "  corpus: {path: set.npy}\n") -> String {
  "schema: 1\ninputs:\n\(inputs)checks:\n\(checks)\n"
}

@Suite("embedscope check")
struct CheckCommandTests {
  private static let rank = "corpus.spectrum.centered.effective-rank"

  /// Runs a policy over a planted set of 60 x 8.
  private func run(
    _ checks: String, _ arguments: String...,
    check body: (EmbedscopeProcess, Workspace) throws -> Void
  ) throws {
    try Workspace.use { place in
      try place.plant(.lowRank)
      try place.write(policy(checks), to: "p.yml")
      try body(try place.run(["check", "--policy", "p.yml"] + arguments), place)
    }
  }

  @Test("passes with 0, warns with 0, fails with 1 and says the line of the policy")
  func verdicts() throws {
    try run("- {metric: corpus.data.rows, fail: \"< 10\"}") { run, _ in
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.output.hasPrefix("PASSED: 1 check (policy p.yml)"))
      #expect(run.errors.isEmpty)
    }
    try run("- {metric: corpus.data.rows, warn: \"< 100\"}") { run, _ in
      #expect(run.exitCode == 0)
      #expect(run.output.contains("should be >= 100 (line 5)"))
    }
    try run("- {metric: corpus.data.rows, warn: \"< 100\"}", "--fail-on", "warn") { run, _ in
      #expect(run.exitCode == 1)
    }
    try run("- {metric: corpus.data.rows, fail: \"< 100\"}") { run, _ in
      #expect(run.exitCode == 1)
      #expect(run.output.hasPrefix("FAILED: 1 of 1 check"))
      #expect(run.output.contains("must be >= 100 (line 5)"))
    }
  }

  @Test(
    "follows the policy of the documentation: limits, a baseline with noise, a metric on the right")
  func documented() throws {
    try Workspace.use { place in
      try place.plant(.whiteNoise)
      try place.plant(.whiteNoise, rows: 40, to: "queries.npy")
      try place.write(
        """
        schema: 1
        inputs:
          corpus:  {path: "s*.npy"}
          queries: {path: queries.npy}
        checks:
          - metric: corpus.spectrum.centered.effective-rank     # INPUT.METRIC-ID; quote ids that contain @
            fail: "< 1"
            warn: "< 1.5"
          - metric: corpus.spectrum.centered.participation-ratio-debiased
            baseline: {max_drop: "5%", noise: 2}
          - metric: "corpus.uniformity@t=2"
            fail: "> corpus.data.dimensions"
          - {metric: queries.data.dimensions, fail: "!= corpus.data.dimensions"}
        """, to: "p.yml")
      #expect(try place.run("check", "--policy", "p.yml").exitCode == 2)
      let first = try place.run("check", "--policy", "p.yml", "--write-baseline", "b.json")
      #expect(first.exitCode == 0, "\(first.output)\(first.errors)")
      let second = try place.run("check", "--policy", "p.yml", "--baseline", "b.json")
      #expect(second.exitCode == 0, "\(second.output)")
      #expect(second.output.contains("pass     4 checks"))
      // the same set in another type: rows agree, the type does not
      try place.plant(.whiteNoise, rows: 59)
      let third = try place.run("check", "--policy", "p.yml", "--baseline", "b.json")
      #expect(third.exitCode == 2)
      #expect(third.output.contains("rows was 60 and is 59"))
      #expect(
        try place.run(
          "check", "--policy", "p.yml", "--baseline", "b.json", "--allow-mismatch", "rows"
        ).exitCode == 0)
      try place.plant(.lowRank)
      let fourth = try place.run("check", "--policy", "p.yml", "--baseline", "b.json")
      #expect(fourth.exitCode == 1, "\(fourth.output)")
      #expect(fourth.output.contains("beyond noise"))
    }
  }

  @Test("evaluates what it can when an input cannot be read, and exits with 2")
  func partial() throws {
    try Workspace.use { place in
      try place.plant(.lowRank)
      try place.write(
        policy(
          """
          - {metric: corpus.data.rows, fail: "< 100"}
          - {metric: queries.data.rows, fail: "< 1"}
          """, inputs: "  corpus: {path: set.npy}\n  queries: {path: gone.npy}\n"), to: "p.yml")
      let run = try place.run("check", "--policy", "p.yml", "--report", "text", "--report", "junit")
      #expect(run.exitCode == 2)
      #expect(run.output.contains("there is no such file"))
      #expect(run.output.contains("1 of 2 checks could not be evaluated; 1 failed"))
      #expect(run.output.contains("<error message"))
      #expect(run.output.contains("<failure message"))
      #expect(run.errors.contains("NO VERDICT"))
    }
  }

  @Test("says which rows are meant, what to do, and where more is told, at 80 columns")
  func advice() throws {
    try Workspace.use { place in
      let values: [Float] = (0..<80).map { $0 == 7 ? .nan : Float($0 * $0 % 17) }
      try place.write(
        Workspace.numpy(shape: "(20, 4)", payload: Workspace.floats(values)), to: "set.npy")
      try place.write(policy("- {metric: corpus.data.rows-nonfinite, fail: \"> 0\"}"), to: "p.yml")
      let run = try place.run(
        "check", "--policy", "p.yml", "--report", "text", "--report", "markdown")
      #expect(run.exitCode == 1)
      #expect(run.output.contains("  . corpus: 1 row of 20 holds NaN or infinity (row 1)."))
      #expect(run.output.contains("batch)\n    and export again."))
      #expect(run.output.contains("\n* corpus: 1 row of 20 holds NaN"))
      #expect(
        run.output.contains(
          "\n  More: embedscope explain data.rows-nonfinite, embedscope diagnose set.npy\n"))
      // another check does not pass over the row either
      try place.write(policy("- {metric: corpus.data.rows, fail: \"< 1\"}"), to: "p.yml")
      let unseen = try place.run("check", "--policy", "p.yml")
      #expect(unseen.exitCode == 2)
      #expect(unseen.output.contains("{metric: corpus.data.rows-nonfinite,"))
    }
  }

  @Test("shows the faults of a policy wherever results are shown, each at its line")
  func refusal() throws {
    try Workspace.use { place in
      try place.write(
        policy("- {metric: corpus.data.row, fail: \"< 1\"}\n- {metric: corpus.data.rows}"),
        to: "p.yml")
      let run = try place.run(
        "check", "--policy", "p.yml", "--report", "text", "--report", "github", "--report",
        "junit=c.xml")
      #expect(run.exitCode == 2)
      let lines = run.output.split(separator: "\n")
      #expect(lines.count == 2)
      #expect(lines[0].hasPrefix("::error file=p.yml,line=5,title=error p.yml%3A5::there is no"))
      #expect(lines[1].hasPrefix("::error file=p.yml,line=6,"))
      #expect(run.errors.hasPrefix("embedscope: p.yml: line 5: there is no metric 'data.row'"))
      #expect(run.errors.hasSuffix("2 faults in p.yml.\n"))
      let junit = try place.text("c.xml")
      #expect(junit.contains("tests=\"2\" failures=\"0\" errors=\"2\""))
      #expect(junit.contains("Did you mean 'data.rows'?"))
    }
  }

  @Test("names keys, not options, where an input cannot be read")
  func keys() {
    let kind = EmbeddingsInput.kind
    #expect(
      CheckRunner.withKeys(of: kind, "truncated.\nread the rest with --allow-truncated.")
        == "truncated. read the rest with allow_truncated: true.")
    #expect(CheckRunner.withKeys(of: kind, "name it with --json-path") == "name it with json_path:")
  }

  @Test("paths are relative to the policy, whatever the working directory")
  func relative() throws {
    try Workspace.use { place in
      try FileManager.default.createDirectory(
        at: place.directory.appendingPathComponent("ci"), withIntermediateDirectories: false)
      try place.plant(.lowRank, to: "ci/set.npy")
      try place.write(policy("- {metric: corpus.data.rows, fail: \"< 10\"}"), to: "ci/p.yml")
      #expect(try place.run("check", "--policy", "ci/p.yml").exitCode == 0)
    }
  }

  @Test("writes every form to its file, and keeps runs in a history without overwriting one")
  func forms() throws {
    try Workspace.use { place in
      try place.plant(.lowRank)
      try place.write(policy("- {metric: corpus.data.rows, fail: \"< 100\"}"), to: "p.yml")
      let targets = CheckRendererCatalog.all.flatMap { ["--report", "\($0.id)=out.\($0.id)"] }
      let arguments = ["check", "--policy", "p.yml", "--history", "runs", "--id", "a/b"] + targets
      #expect(try place.run(arguments).exitCode == 1)
      #expect(try place.run(arguments).exitCode == 1)
      for renderer in CheckRendererCatalog.all {
        #expect(try place.text("out.\(renderer.id)").isEmpty == false)
      }
      let runs = try place.names("runs")
      #expect(runs.count == 2)
      #expect(runs.allSatisfy { $0.contains("_a_b") && $0.hasSuffix(".json") })
      #expect(try place.text("runs/\(runs[0])").contains("\"run\": \"a/b\""))
    }
  }

  @Test("a failing run writes no baseline")
  func failingBaseline() throws {
    try run("- {metric: corpus.data.rows, fail: \"< 100\"}", "--write-baseline", "b.json") {
      run, place in
      #expect(run.exitCode == 1)
      #expect(run.errors.contains("b.json is not written"))
      let names = try place.names()
      #expect(names == ["p.yml", "set.npy"])
    }
  }

  @Test("gives the same bytes for every number of tasks")
  func jobs() throws {
    try Workspace.use { place in
      try place.plant(.lowRank)
      try place.write(
        "schema: 1\npreset: retrieval-default\ninputs: {corpus: set.npy}\n", to: "p.yml")
      let one = try place.run("check", "--policy", "p.yml", "--json", "--jobs", "1")
      let three = try place.run("check", "--policy", "p.yml", "--json", "--jobs", "3")
      #expect(one.output == three.output)
      #expect(one.output.contains("\"preset\": \"retrieval-default\""))
    }
  }

  @Test("measures no family and no view that no check needs")
  func needs() throws {
    func options(
      _ ids: [String]
    ) throws -> (families: [String], views: [String], duplicates: Int) {
      let request = CheckRequest(
        declaration: try Self.declaration(), inputs: [], metrics: ids.map { .init($0) }, jobs: 1,
        seed: 0,
        options: [:], progress: { _, _, _ in })
      let options = EmbeddingsInput.options(request)
      return (
        options.families.map(\.rawValue).sorted(), options.views.map(\.rawValue).sorted(),
        options.duplicateBudget
      )
    }
    let spectrum = try options(["spectrum.unit-raw.vendi@q=1", "spectrum.centered.rank"])
    #expect(spectrum.families == ["spectrum"])
    #expect(spectrum.views == ["centered", "unit-raw"])
    let data = try options(["data.rows", "uniformity@t=2"])
    #expect(data.families == ["data", "uniformity"])
    #expect(data.views.isEmpty)
    #expect(data.duplicates == 0)
    #expect(try options(["data.duplicate-rows"]).duplicates > 0)
  }

  private static func declaration() throws -> InputDeclaration {
    try PolicyReader(file: "p.yml", kinds: CheckInputCatalog.kinds).read(
      Array(policy("- {metric: corpus.data.rows, fail: \"< 1\"}").utf8)
    ).inputs[0]
  }
}

@Suite("The schema of policies")
struct PolicySchemaTests {
  private static let path = "Schemas/embedding-policy.schema.json"

  @Test("is shipped as the program prints it")
  func shipped() throws {
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let shipped = try String(
      contentsOf: repository.appendingPathComponent(Self.path), encoding: .utf8)
    #expect(shipped == PolicySchema.text, "embedscope check --schema > \(Self.path)")
    #expect(try EmbedscopeProcess("check", "--schema").output == shipped)
  }

  /// Every `properties` of a schema, in any depth.
  private func properties(in value: Any) -> Set<String> {
    var names: Set<String> = []
    if let object = value as? [String: Any] {
      for (key, part) in object {
        if key == "properties", let keys = part as? [String: Any] { names.formUnion(keys.keys) }
        names.formUnion(properties(in: part))
      }
    }
    for part in value as? [Any] ?? [] { names.formUnion(properties(in: part)) }
    return names
  }

  @Test("offers the metrics of every kind of input for completion, and the parser takes them")
  func metrics() throws {
    let schema = try #require(
      JSONSerialization.jsonObject(with: Data(PolicySchema.text.utf8)) as? [String: Any])
    let properties = try #require(schema["properties"] as? [String: Any])
    let checks = try #require(properties["checks"] as? [String: Any])
    let items = try #require(checks["items"] as? [String: Any])
    let check = try #require(items["properties"] as? [String: Any])
    let metric = try #require(check["metric"] as? [String: Any])
    let examples = try #require(metric["examples"] as? [String])
    for id in [
      "corpus.neighbors.hub-max@k=10", "pairs.mean-cosine", "qrels.ordering-rank.lower",
      "retrieval.ndcg@k=10", "compare.cosine-min",
    ] {
      #expect(examples.contains(id))
    }
    let policy = """
      schema: 1
      inputs:
        corpus: c.npy
        other: {kind: embeddings, path: o.npy}
        pairs: {path: p.csv, a: corpus}
        qrels: q.tsv
        retrieval: {path: run.trec, qrels: qrels}
        compare: {a: corpus, b: other}
      checks:

      """
    let read = try PolicyReader(file: "p.yml", kinds: CheckInputCatalog.kinds).read(
      Array((policy + examples.map { "- {metric: '\($0)', fail: '< 0'}\n" }.joined()).utf8))
    #expect(read.checks.map(\.id) == examples)
  }

  @Test("knows every key that the parser knows, and no other")
  func keys() throws {
    let fingerprints = CheckInputCatalog.fingerprints
    var known: Set<String> = []
    func add(_ keys: [PolicyKey]) {
      for key in keys {
        known.insert(key.name)
        switch key.shape {
        case .mapping(let inner), .mappings(let inner): add(inner)
        default: break
        }
      }
    }
    add(PolicyKeys.document(fingerprints: fingerprints))
    for kind in CheckInputCatalog.kinds {
      add(PolicyKeys.input(kind, among: CheckInputCatalog.kinds))
    }
    let schema = try JSONSerialization.jsonObject(with: Data(PolicySchema.text.utf8))
    #expect(properties(in: schema) == known)
    for name in known {
      let error = #expect(throws: (any Error).self) {
        try PolicyReader(file: "p.yml", kinds: CheckInputCatalog.kinds)
          .read(Array("\(name)x: 1\n".utf8))
      }
      #expect(String(describing: error).contains("no key '\(name)x'"))
    }
  }
}
