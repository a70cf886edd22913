import EmbeddingSets
import Foundation
import Testing

/// One way to break a check, with what is written where and how it is run.
///
/// None of them may pass.
struct BrokenCheck: CustomTestStringConvertible, Sendable {
  let name: String
  var policy = sound
  var files: [(String, [UInt8])] = []
  var arguments: [String] = []
  var exitCode: Int32 = 2
  var mentions = ""

  var testDescription: String { name }

  static let sound = """
    schema: 1
    inputs:
      corpus: {path: set.npy}
    checks:
      - metric: corpus.data.rows
        fail: "< 10"
    """

  private static let six = Workspace.floats([1, 2, 3, 4, 5, 7])

  /// The sound policy with a set that is not.
  private static func set(_ name: String, _ bytes: [UInt8], _ mentions: String) -> BrokenCheck {
    BrokenCheck(name: name, files: [("set.npy", bytes)], mentions: mentions)
  }

  private static func set(_ name: String, _ text: String, _ mentions: String) -> BrokenCheck {
    set(name, Array(text.utf8), mentions)
  }

  private static func policy(_ name: String, _ text: String, _ mentions: String) -> BrokenCheck {
    BrokenCheck(name: name, policy: text, mentions: mentions)
  }

  /// The sound policy with another check.
  private static func check(_ name: String, _ text: String, _ mentions: String) -> BrokenCheck {
    policy(
      name, "schema: 1\ninputs:\n  corpus: {path: set.npy}\nchecks:\n- \(text)\n", mentions)
  }

  private static func baseline(_ name: String, _ text: String, _ mentions: String) -> BrokenCheck {
    BrokenCheck(
      name: name,
      policy: """
        schema: 1
        inputs: {corpus: set.npy}
        checks:
          - {metric: corpus.data.rows, fail: "< 10", baseline: {max_drop: 1}}
        """,
      files: [("b.json", Array(text.utf8))], arguments: ["--baseline", "b.json"],
      mentions: mentions)
  }

  static let sets = [
    set("an empty set", "", "empty"),
    set("a set of text", "this is no array\n", "byte 0"),
    set("a truncated set", Workspace.numpy(shape: "(300, 2)", payload: six), "2,400 bytes"),
    set("a set without rows", Workspace.numpy(shape: "(0, 2)"), "no rows"),
    set("a pickled set", Workspace.numpy(type: "'|O'", shape: "(3, 2)", payload: six), "pickle"),
    set("a set of negative size", Workspace.numpy(shape: "(-3, 2)", payload: six), "negative"),
    set(
      "a set larger than memory",
      Workspace.numpy(shape: "(4611686018427387904, 2)", payload: six), "bytes"),
    set(
      "a set of complex numbers", Workspace.numpy(type: "'<c8'", shape: "(3, 1)", payload: six),
      "<c8"),
    set("a flat set", Workspace.numpy(shape: "(6,)", payload: six), "two dimensions"),
    policy(
      "a set that is not there", sound.replacing("set.npy", with: "gone.npy"), "no such file"),
    policy("a pattern without a match", sound.replacing("set.npy", with: "'x*.npy'"), "x*.npy"),
    policy("a set that is the policy", sound.replacing("set.npy", with: "p.yml"), "p.yml"),
    policy(
      "a tensor that is not there", sound.replacing("set.npy}", with: "set.npy, format: fbin}"),
      "set.npy"),
    policy(
      "identifiers that are not there",
      sound.replacing("set.npy}", with: "set.npy, ids: ids.txt}"), "ids.txt"),
  ]

  static let metrics = [
    BrokenCheck(
      name: "a metric undefined for one row",
      policy: sound.replacing("data.rows", with: "spectrum.centered.effective-rank"),
      files: [("set.npy", Workspace.numpy(shape: "(1, 6)", payload: six))], mentions: "undefined"),
    BrokenCheck(
      name: "a metric undefined for rows of NaN",
      policy: sound.replacing("data.rows", with: "spectrum.raw.effective-rank")
        + "\n  - {metric: corpus.data.rows-nonfinite, fail: '> 3'}",
      files: [
        (
          "set.npy",
          Workspace.numpy(
            shape: "(3, 2)", payload: Workspace.floats([.nan, .nan, .nan, .nan, .nan, .nan]))
        )
      ], mentions: "undefined"),
    BrokenCheck(
      name: "a row of NaN that no check asks for",
      files: [
        (
          "set.npy",
          Workspace.numpy(
            shape: "(20, 2)",
            payload: Workspace.floats((0..<40).map { $0 == 7 ? .nan : Float($0) }))
        )
      ], mentions: "1 row of 20 holds NaN or infinity (row 3)"),
    BrokenCheck(
      name: "a metric beyond its budget",
      policy: sound.replacing("data.rows", with: "data.duplicate-rows")
        + "\noptions: {duplicate_budget: 1}", mentions: "skipped"),
    BrokenCheck(
      name: "an undefined metric on the right",
      policy: sound.replacing("\"< 10\"", with: "\"< spectrum.centered.effective-rank\""),
      files: [("set.npy", Workspace.numpy(shape: "(1, 6)", payload: six))], mentions: "undefined"),
    check("every check skipped", "{metric: corpus.data.rows, skip: later}", "nothing was checked"),
  ]

  static let policies = [
    policy("an empty policy", "", "is empty"),
    policy("a policy of bytes", "\u{0}\u{1}", "YAML"),
    policy("a policy without checks", "schema: 1\ninputs: {corpus: set.npy}\n", "checks nothing"),
    policy("a misspelled section", sound.replacing("checks:", with: "cheks:"), "'checks'"),
    policy("a misspelled limit", sound.replacing("fail:", with: "fial:"), "'fail'"),
    policy("an unknown metric", sound.replacing("data.rows", with: "data.row"), "'data.rows'"),
    policy("an unknown input", sound.replacing("corpus.data", with: "corpsu.data"), "'corpus'"),
    policy("an unquoted >", sound.replacing("\"< 10\"", with: "> 10"), "quotes"),
    policy("an unquoted !=", sound.replacing("\"< 10\"", with: "!= 10"), "quotes"),
    policy("a limit without operator", sound.replacing("\"< 10\"", with: "10"), "no limit"),
    policy("a limit of NaN", sound.replacing("\"< 10\"", with: "\"< nan\""), "nan"),
    policy("another schema", sound.replacing("schema: 1", with: "schema: 9"), "schema 9"),
    policy("a policy cut off", String(sound.prefix(90)), "has no value"),
    policy("an unknown preset", sound + "\npreset: strict\n", "'strict'"),
    check(
      "a check twice",
      "{metric: corpus.data.rows, fail: '< 1'}\n- {metric: corpus.data.rows, fail: '< 1'}", "line 5"
    ),
    check(
      "a baseline that was not given", "{metric: corpus.data.rows, baseline: {max_drop: 1}}",
      "needs a baseline"),
    BrokenCheck(
      name: "a policy that is not there", arguments: ["--policy", "gone.yml"], mentions: "gone.yml"),
    BrokenCheck(
      name: "a policy that is a directory", arguments: ["--policy", "."], mentions: "directory"),
  ]

  static let baselines = [
    baseline("an empty baseline", "", "b.json"),
    baseline("a cut baseline", "{\"schema\": \"embedscope.baseline/1\", \"inp", "b.json"),
    baseline(
      "a baseline of another kind", "{\"schema\": \"embedscope.report/1\"}", "not a baseline"),
    baseline(
      "a baseline without the metric",
      """
      {"schema": "embedscope.baseline/1", "version": "1", "inputs": [],
       "values": [{"id": "x", "value": 1, "interval": null, "revision": 1}]}
      """, "has no corpus.data.rows"),
    baseline(
      "a baseline of another definition",
      """
      {"schema": "embedscope.baseline/1", "version": "1",
       "inputs": [{"name": "corpus", "kind": "embeddings", "fingerprint": {}}],
       "values": [{"id": "corpus.data.rows", "value": 1, "interval": null, "revision": 99}]}
      """, "definition was revision 99"),
    baseline(
      "a baseline of fewer facts",
      """
      {"schema": "embedscope.baseline/1", "version": "1",
       "inputs": [{"name": "corpus", "kind": "embeddings", "fingerprint": {"rows": "60"}}],
       "values": [{"id": "corpus.data.rows", "value": 60, "interval": null, "revision": 1}]}
      """, "dimensions was not there"),
    BrokenCheck(
      name: "a baseline that is not there", arguments: ["--baseline", "gone.json"],
      mentions: "gone.json"),
  ]

  static let usage = [
    BrokenCheck(
      name: "an unknown part of the fingerprint", arguments: ["--allow-mismatch", "row"],
      exitCode: 64, mentions: "'rows'"),
    BrokenCheck(
      name: "an unknown form", arguments: ["--report", "junti"], exitCode: 64, mentions: "'junit'"),
    BrokenCheck(
      name: "an unknown verdict", arguments: ["--fail-on", "error"], exitCode: 64, mentions: "error"
    ),
    BrokenCheck(
      name: "a name without a history", arguments: ["--id", "x"], exitCode: 64,
      mentions: "--history"),
    BrokenCheck(
      name: "a report that cannot be written", arguments: ["--report", "json=no/such/x.json"],
      mentions: "no/such"),
    BrokenCheck(
      name: "a baseline that cannot be written", arguments: ["--write-baseline", "no/such/b.json"],
      mentions: "no/such"),
    BrokenCheck(
      name: "a history that is a file", arguments: ["--history", "set.npy"], mentions: "set.npy"),
  ]

  static let all = sets + metrics + policies + baselines + usage
}

@Suite("A check that cannot be evaluated")
struct CheckRefusalTests {
  @Test("never passes and never counts as a failure", arguments: BrokenCheck.all)
  func refused(broken: BrokenCheck) throws {
    try Workspace.use { place in
      try place.plant(.lowRank)
      try place.write(broken.policy, to: "p.yml")
      for (name, bytes) in broken.files { try place.write(bytes, to: name) }
      let policy = broken.arguments.contains("--policy") ? [] : ["--policy", "p.yml"]
      let run = try place.run(["check"] + policy + broken.arguments)
      #expect(run.exitCode == broken.exitCode, "\(run.output)\(run.errors)")
      // lines are wrapped at 80 columns
      let said = (run.output + run.errors).split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
      #expect(said.contains(broken.mentions), "\(said)")
      #expect(run.errors.hasPrefix("embedscope: "), "\(run.errors)")
      #expect(!run.output.contains("PASSED"))
    }
  }

  @Test("and there are more than forty ways tried; what they break passes unbroken")
  func sound() throws {
    #expect(BrokenCheck.all.count >= 40)
    try Workspace.use { place in
      try place.plant(.lowRank)
      try place.write(BrokenCheck.sound, to: "p.yml")
      #expect(try place.run("check", "--policy", "p.yml").exitCode == 0)
    }
  }

  @Test("because the policy is missing is wrong usage")
  func usage() throws {
    let run = try EmbedscopeProcess("check")
    #expect(run.exitCode == 64)
    #expect(run.errors.contains("--policy FILE is missing"))
  }
}
