import Analysis
import Checks
import EmbeddingFormats
import EmbeddingSets
import Findings
import Foundation
import Synchronization
import Testing

@testable import embedscope

/// Files for the policy of the documentation: a corpus in two shards, queries near its first rows,
/// pairs and judgments that say so.
private struct RetrievalFiles {
  let place: Workspace
  var rows = 400
  var columns = 200
  static let queryCount = 30

  /// White noise, and queries that are its first rows with a tenth of noise.
  func write(_ kind: PlantedSet.Kind = .whiteNoise, noise: Double = 0.1) throws {
    let values = PlantedSet(kind, rowCount: rows, columnCount: columns, rank: 2, seed: 7).values()
    let half = rows / 2 * columns
    try FileManager.default.createDirectory(
      at: place.directory.appendingPathComponent("shards"), withIntermediateDirectories: true)
    try place.write(
      NumpyWriter.bytes(Array(values[..<half]), columnCount: columns), to: "shards/0.npy")
    try place.write(
      NumpyWriter.bytes(Array(values[half...]), columnCount: columns), to: "shards/1.npy")
    let count = Self.queryCount * columns
    let disturbance = PlantedSet(
      .whiteNoise, rowCount: Self.queryCount, columnCount: columns, rank: 1, seed: 8
    ).values()
    let queries = (0..<count).map { values[$0] + Float(noise) * disturbance[$0] }
    try place.write(NumpyWriter.bytes(queries, columnCount: columns), to: "queries.npy")
    let numbers = 0..<Self.queryCount
    try place.write(
      "query,document\n" + numbers.map { "\($0),\($0)\n" }.joined(), to: "pairs.csv")
    try place.write(numbers.map { "\($0)\t0\t\($0)\t1\n" }.joined(), to: "qrels.tsv")
  }

  static let inputs = """
    schema: 1
    inputs:
      corpus:  {path: "shards/*.npy"}
      queries: {path: queries.npy}
      pairs:   {path: pairs.csv, a: queries, b: corpus}
      qrels:   {path: qrels.tsv}

    """
}

@Suite("The inputs of a policy")
struct CheckInputTests {
  /// Runs checks over the files.
  private func run(
    _ checks: String, inputs: String = "", in place: Workspace, _ arguments: String...
  ) throws -> EmbedscopeProcess {
    try place.write(RetrievalFiles.inputs + inputs + "checks:\n" + checks + "\n", to: "p.yml")
    return try place.run(["check", "--policy", "p.yml"] + arguments)
  }

  private static let documented = """
    - metric: corpus.spectrum.centered.effective-rank     # INPUT.METRIC-ID of the contract; quote ids that contain @
      fail: "< 100"
      warn: "< 150"
    - metric: corpus.spectrum.centered.participation-ratio-debiased
      baseline: {max_drop: "5%", noise: 2}                 # also max_increase, max_change; absolute or %; noise in standard errors
    - metric: "qrels.ordering-rank.lower"
      fail: "> corpus.data.dimensions"                     # another metric may stand on the right
    """

  @Test("pass, fail and have no verdict in the policy of the issue, to the letter")
  func documented() throws {
    try Workspace.use { place in
      let files = RetrievalFiles(place: place)
      try files.write()
      let unbased = try run(Self.documented, in: place)
      #expect(unbased.exitCode == 2)
      #expect(unbased.output.contains("needs a baseline"))
      let first = try run(Self.documented, in: place, "--write-baseline", "b.json")
      #expect(first.exitCode == 0, "\(first.output)\(first.errors)")
      let second = try run(Self.documented, in: place, "--baseline", "b.json")
      #expect(second.exitCode == 0, "\(second.output)")
      #expect(second.output.hasPrefix("PASSED: 3 checks (policy p.yml, baseline b.json)"))
      // what nothing looks at is said, not silently passed over
      #expect(second.output.contains("pairs: no check looks at this input; it was not read"))
      try files.write(.lowRank)
      let collapsed = try run(Self.documented, in: place, "--baseline", "b.json")
      #expect(collapsed.exitCode == 1)
      #expect(collapsed.output.hasPrefix("FAILED: 2 of 3 checks"))
      #expect(collapsed.output.contains("beyond noise"))
      try place.write("0\t0\n", to: "qrels.tsv")
      let broken = try run(Self.documented, in: place, "--baseline", "b.json")
      #expect(broken.exitCode == 2)
      #expect(broken.output.contains("1 of 3 checks could not be evaluated; 2 failed"))
      #expect(broken.output.contains("input qrels: "))
    }
  }

  @Test("judgments fail where they need more dimensions than the corpus has")
  func judgments() throws {
    try Workspace.use { place in
      try RetrievalFiles(place: place, columns: 1).write()
      // one relevant document a query cannot be put first along a line
      let check = #"- {metric: qrels.ordering-rank.lower, fail: "> corpus.data.dimensions"}"#
      let run = try run(check, in: place)
      #expect(run.exitCode == 1, "\(run.output)\(run.errors)")
      #expect(run.output.contains("qrels.ordering-rank.lower"))
      #expect(run.output.contains("must be <= corpus.data.dimensions (1)"))
      try place.write("0\t0\t0\tmany\n", to: "qrels.tsv")
      let broken = try self.run(check, in: place)
      #expect(broken.exitCode == 2)
      #expect(broken.output.contains("qrels.tsv"))
    }
  }

  @Test("pairs pass, fail and have no verdict; an id that begins with the input is said once")
  func pairs() throws {
    try Workspace.use { place in
      let files = RetrievalFiles(place: place, rows: 60, columns: 16)
      try files.write()
      let checks = """
        - {metric: "pairs.alignment@alpha=2", fail: "> 0.5", baseline: {max_increase: 0.05}}
        - {metric: pairs.mean-cosine, fail: "< 0.9"}
        """
      let first = try run(checks, in: place, "--write-baseline", "b.json")
      #expect(first.exitCode == 0, "\(first.output)\(first.errors)")
      #expect(try place.text("b.json").contains("\"id\": \"pairs.mean-cosine\""))
      #expect(try run(checks, in: place, "--baseline", "b.json").exitCode == 0)
      try files.write(noise: 3)
      let apart = try run(checks, in: place, "--baseline", "b.json")
      #expect(apart.exitCode == 1, "\(apart.output)\(apart.errors)")
      #expect(apart.output.hasPrefix("FAILED: 2 of 2 checks"))
      try place.write("query,document\n0,60\n", to: "pairs.csv")
      let outside = try run(checks, in: place, "--baseline", "b.json")
      #expect(outside.exitCode == 2)
      #expect(outside.output.contains("pairs.csv"))
    }
  }

  @Test("a run is held to trec_eval's numbers, at any cutoff, and a drop of nDCG fails")
  func run() throws {
    try Workspace.use { place in
      try RetrievalFiles(place: place, rows: 60, columns: 16).write()
      // the relevant document second for every third query, first for the others
      func ranking(_ isSecond: (Int) -> Bool) -> String {
        (0..<RetrievalFiles.queryCount).map { query in
          let ranked = isSecond(query) ? ["x", "\(query)"] : ["\(query)", "x"]
          return ranked.enumerated().map {
            "\(query) Q0 \($0.element) \($0.offset + 1) \(2 - $0.offset) tag\n"
          }.joined()
        }.joined()
      }
      try place.write(ranking { $0 % 3 == 0 }, to: "run.trec")
      let inputs = "  run: {path: run.trec, qrels: qrels}\n"
      let checks = """
        - {metric: run.retrieval.ndcg@k=10, fail: "< 0.87", baseline: {max_drop: 0.01, noise: 2}}
        - {metric: run.retrieval.mrr@k=7, fail: ["< 0.8333333", "> 0.8333334"]}
        - {metric: run.retrieval.queries-missing, fail: "> 0"}
        """
      let first = try run(checks, inputs: inputs, in: place, "--write-baseline", "b.json")
      #expect(first.exitCode == 0, "\(first.output)\(first.errors)")
      #expect(try run(checks, inputs: inputs, in: place, "--baseline", "b.json").exitCode == 0)
      try place.write(ranking { $0 != 0 }, to: "run.trec")
      let worse = try run(checks, inputs: inputs, in: place, "--baseline", "b.json")
      #expect(worse.exitCode == 1, "\(worse.output)")
      #expect(worse.output.contains("-26.7 % against the baseline 0.87698"))
      // other judgments are not comparable, however many there are
      try place.write(
        (0..<RetrievalFiles.queryCount).map { "\($0)\t0\tx\t1\n" }.joined(), to: "qrels.tsv")
      let other = try run(checks, inputs: inputs, in: place, "--baseline", "b.json")
      #expect(other.exitCode == 2)
      #expect(other.output.contains("judgments was"))
      try place.write("0 Q0 0 1 nan tag\n", to: "run.trec")
      #expect(try run(checks, inputs: inputs, in: place, "--baseline", "b.json").exitCode == 2)
    }
  }

  @Test("vectors are ranked: near copies come first, and queries of noise find nothing")
  func vectors() throws {
    try Workspace.use { place in
      let files = RetrievalFiles(place: place, rows: 60, columns: 16)
      try files.write()
      let inputs = """
          retrieval: {documents: corpus, queries: queries, qrels: qrels, similarity: cosine}

        """
      let checks = """
        - {metric: "retrieval.ndcg@k=10", fail: "< 0.999"}
        - {metric: "retrieval.recall@k=10", fail: "< 1"}
        """
      let near = try run(checks, inputs: inputs, in: place)
      #expect(near.exitCode == 0, "\(near.output)\(near.errors)")
      try files.write(noise: 10)
      let far = try run(checks, inputs: inputs, in: place)
      #expect(far.exitCode == 1, "\(far.output)\(far.errors)")
      #expect(far.output.contains("retrieval.ndcg@k=10"))
      // judgments that name no row
      try place.write("0\t0\tdoc-1\t1\n", to: "qrels.tsv")
      let unnamed = try run(checks, inputs: inputs, in: place)
      #expect(unnamed.exitCode == 2)
      #expect(unnamed.output.contains("identifiers"))
    }
  }

  @Test(
    "neighbours are checked by a preset of their own, which clusters and copies do not get past")
  func neighborsPreset() throws {
    try Workspace.use { place in
      try place.write(
        "schema: 1\npreset: neighbors-default\ninputs: {corpus: set.npy}\n", to: "p.yml")
      try place.plant(.clusters, rows: 120)
      let clusters = try place.run("check", "--policy", "p.yml", "--fail-on", "warn")
      #expect(clusters.exitCode == 1, "\(clusters.output)\(clusters.errors)")
      #expect(clusters.output.contains("warn     corpus.neighbors.main-island-share@k=10"))
      #expect(clusters.output.contains("islands"))
      // beyond the budget nothing is known, and nothing passes
      try place.plant(.whiteNoise, rows: 3000)
      try place.write(
        "schema: 1\npreset: neighbors-default\ninputs: {corpus: set.npy}\n"
          + "options: {neighbors_budget: 1}\n", to: "p.yml")
      let sampled = try place.run("check", "--policy", "p.yml")
      #expect(sampled.exitCode == 2)
      #expect(sampled.output.contains("neighbors_budget of the policy's options"))
    }
  }

  @Test("two exports pass where they agree and fail where one moved")
  func exports() throws {
    try Workspace.use { place in
      try RetrievalFiles(place: place, rows: 60, columns: 16).write()
      try place.plant(.whiteNoise, rows: 60, columns: 16, to: "new.npy")
      let inputs = "  new: new.npy\n  exports: {a: corpus, b: new}\n"
      let checks = """
        - {metric: exports.compare.cosine-min, fail: "< 0.999"}
        - {metric: "exports.compare.neighbor-overlap@k=10", fail: "< 0.95"}
        """
      let same = try run(checks, inputs: inputs, in: place)
      #expect(same.exitCode == 0, "\(same.output)\(same.errors)")
      try place.plant(.powerLaw, rows: 60, columns: 16, to: "new.npy")
      #expect(try run(checks, inputs: inputs, in: place).exitCode == 1)
      try place.plant(.whiteNoise, rows: 59, columns: 16, to: "new.npy")
      let shorter = try run(checks, inputs: inputs, in: place)
      #expect(shorter.exitCode == 2)
      #expect(shorter.output.contains("could not be evaluated"))
    }
  }
}

@Suite("What an input measures")
struct CheckNeedsTests {
  private func request(
    _ ids: [String], path: String = "set.npy",
    progress: @escaping @Sendable (String, Int, Int) -> Void = { _, _, _ in }
  ) throws -> CheckRequest {
    let policy = try PolicyReader(file: "p.yml", kinds: CheckInputCatalog.kinds).read(
      Array(
        """
        schema: 1
        inputs: {corpus: \(path), other: {kind: embeddings, path: b.npy}, compare: {a: corpus, b: other}}
        checks: [{metric: corpus.data.rows, fail: "< 1"}]
        """.utf8))
    let input = ids.first?.hasPrefix("compare.") == true ? policy.inputs[2] : policy.inputs[0]
    return CheckRequest(
      declaration: input, inputs: policy.inputs, metrics: ids.map { .init($0) }, jobs: 1, seed: 0,
      options: [:], progress: progress)
  }

  @Test("is the family of the metric and nothing else, for every metric there is")
  func families() throws {
    for descriptor in MetricCatalog.ofOneSet {
      let options = EmbeddingsInput.options(try request([descriptor.id.rawValue]))
      #expect(options.families.map(\.rawValue) == [descriptor.family], "\(descriptor.id)")
      #expect(options.views.count == (descriptor.family == "spectrum" ? 1 : 0))
      #expect(options.includesPartition == (descriptor.id == "isotropy.partition-log-ratio"))
    }
  }

  /// The tasks that measuring told of.
  private func tasks(_ ids: [String]) async throws -> Set<String> {
    let place = Workspace(directory: try EmbedscopeProcess.temporaryDirectory())
    defer {
      do {
        try FileManager.default.removeItem(at: place.directory)
      } catch {
        Issue.record(error)
      }
    }
    try place.plant(.whiteNoise)
    let seen = TaskList()
    let path = place.directory.appendingPathComponent("set.npy").path
    let measured = try await EmbeddingsInput.measure(
      try request(ids, path: path) { task, _, _ in seen.add(task) })
    #expect(measured.metrics.map(\.id.rawValue) == ids)
    #expect(measured.metrics.allSatisfy { $0.value.number != nil })
    return seen.tasks
  }

  @Test("of a policy of spectra neither sweeps over pairs nor searches neighbours")
  func spectra() async throws {
    let spectra = try await tasks([
      "data.rows", "spectrum.centered.effective-rank", "isotropy.rogue-share",
    ])
    #expect(spectra == ["reading rows"])
    let neighbors = try await tasks(["neighbors.hub-max@k=10"])
    #expect(neighbors.isStrictSuperset(of: ["reading rows"]))
  }

  @Test("of two exports is neither neighbours nor a diagnosis, unless a check asks")
  func exports() throws {
    let cheap = ExportsInput.options(try request(["compare.cosine-min", "compare.cka"]))
    #expect(!cheap.comparesNeighbors && !cheap.comparesMetrics)
    let neighbors = ExportsInput.options(try request(["compare.neighbor-overlap@k=10"]))
    #expect(neighbors.comparesNeighbors && !neighbors.comparesMetrics)
    let moved = ExportsInput.options(try request(["compare.metrics-moved"]))
    #expect(!moved.comparesNeighbors && moved.comparesMetrics)
  }

  @Test("is explained with the options that a policy has")
  func reasons() {
    let metric = Metric(
      "x", .skipped(reason: "too much; raise --neighbors-budget"), unit: .ratio)
    #expect(
      CheckRunner.withOptionsOfPolicies(metric).value.reason
        == "too much; raise neighbors_budget of the policy's options")
  }
}

/// Names of tasks, from several tasks at once.
private final class TaskList: Sendable {
  private let names = Mutex<Set<String>>([])

  var tasks: Set<String> { names.withLock { $0 } }

  func add(_ name: String) { names.withLock { _ = $0.insert(name) } }
}
