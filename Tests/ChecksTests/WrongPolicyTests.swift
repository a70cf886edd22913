import Testing

@testable import Checks

/// A policy that cannot be followed: its text, the line at fault, and what the message has to say.
struct WrongPolicy: CustomTestStringConvertible, Sendable {
  let name: String
  let text: String
  let line: Int?
  let mentions: [String]

  init(_ name: String, _ text: String, line: Int?, _ mentions: String...) {
    self.name = name
    self.text = text
    self.line = line
    self.mentions = mentions
  }

  var testDescription: String { name }

  private static let head = "schema: 1\ninputs:\n  corpus: {path: c.npy}\nchecks:\n"

  /// A policy whose fifth line starts this check.
  private static func check(
    _ name: String, _ text: String, line: Int = 5, _ first: String, _ second: String = ""
  ) -> WrongPolicy {
    WrongPolicy(name, head + text + "\n", line: line, first, second)
  }

  static let documents = [
    WrongPolicy("an empty file", "", line: nil, "is empty"),
    WrongPolicy("a comment alone", "# nothing\n", line: nil, "is empty"),
    WrongPolicy("a word", "hello\n", line: 1, "mapping of keys", "'hello'"),
    WrongPolicy("a list", "- a\n", line: 1, "a list"),
    WrongPolicy("no schema", "inputs: {corpus: c.npy}\n", line: 1, "no 'schema'"),
    WrongPolicy("another schema", "schema: 2\ninputs: {c: c.npy}\n", line: 1, "schema 2"),
    WrongPolicy("a schema in words", "schema: one\ninputs: {c: c.npy}\n", line: 1, "'one'"),
    WrongPolicy("no inputs", "schema: 1\nchecks: []\n", line: 1, "no 'inputs'"),
    WrongPolicy("inputs without any", "schema: 1\ninputs: {}\n", line: 2, "mapping of names"),
    WrongPolicy(
      "nothing to check", "schema: 1\ninputs: {corpus: c.npy}\n", line: 1, "checks nothing"),
    WrongPolicy(
      "an empty list of checks", "schema: 1\ninputs: {corpus: c.npy}\nchecks: []\n", line: 3,
      "checks nothing"),
    WrongPolicy(
      "a misspelled key", "schema: 1\ninptus: {}\n", line: 2, "'inptus'", "Did you mean 'inputs'?"),
    WrongPolicy(
      "a key twice", "schema: 1\nschema: 1\n", line: 1, "stands twice", "Keep one"),
    WrongPolicy("a tab", "schema: 1\ninputs:\n\tcorpus: c\n", line: 3, "tab", "spaces"),
    WrongPolicy("an open bracket", "schema: [1\ninputs: {}\n", line: 2, "YAML"),
    WrongPolicy("two documents", "schema: 1\n---\nschema: 1\n", line: 2, "another document"),
    WrongPolicy("a missing alias", "schema: 1\ninputs: *none\n", line: 2, "alias"),
    WrongPolicy("a control character", "schema: 1\ninputs: \u{1}\n", line: 2, "YAML"),
    WrongPolicy("a key without a value", "schema: 1\ninputs:\n", line: 2, "has no value"),
    WrongPolicy(
      "an unknown preset", "schema: 1\npreset: retreival-default\ninputs: {c: c.npy}\n", line: 2,
      "Did you mean 'retrieval-default'?"),
    WrongPolicy(
      "an unknown option",
      "schema: 1\noptions: {sede: 1}\ninputs: {corpus: c.npy}\nchecks: [{metric: corpus.data.rows, fail: '< 1'}]\n",
      line: 2, "'sede'", "Did you mean 'seed'?"),
    WrongPolicy(
      "a negative seed",
      "schema: 1\noptions: {seed: -1}\ninputs: {corpus: c.npy}\nchecks: [{metric: corpus.data.rows, fail: '< 1'}]\n",
      line: 2, "at least 0"),
  ]

  static let inputs = [
    WrongPolicy(
      "an input with a dot", "schema: 1\ninputs:\n  a.b: c.npy\n", line: 3, "cannot name an input"),
    WrongPolicy(
      "an unknown key of an input", "schema: 1\ninputs:\n  corpus: {pth: c.npy}\n", line: 3,
      "'pth'", "Did you mean 'path'?"),
    WrongPolicy(
      "an input without a path", "schema: 1\ninputs:\n  corpus: {tensor: x}\n", line: 3,
      "no 'path'"),
    WrongPolicy("an input without anything", "schema: 1\ninputs:\n  corpus:\n", line: 3, "mapping"),
    WrongPolicy(
      "an unknown kind", "schema: 1\ninputs:\n  corpus: {kind: embedings, path: c}\n", line: 3,
      "Did you mean 'embeddings'?"),
    WrongPolicy(
      "an unknown type", "schema: 1\ninputs:\n  corpus: {path: c, dtype: f23}\n", line: 3, "'f23'"),
    WrongPolicy(
      "dimensions of zero", "schema: 1\ninputs:\n  corpus: {path: c, dimensions: 0}\n", line: 3,
      "at least 1"),
    WrongPolicy(
      "a flag in words", "schema: 1\ninputs:\n  corpus: {path: c, allow_truncated: yes}\n",
      line: 3, "true or false"),
    WrongPolicy(
      "pairs of an input that is not there",
      "schema: 1\ninputs:\n  corpus: c.npy\n  pairs: {path: p.csv, a: corpsu}\n", line: 4,
      "'corpsu'", "Did you mean 'corpus'?"),
    WrongPolicy(
      "a path that is a list", "schema: 1\ninputs:\n  corpus: {path: [a, b]}\n", line: 3,
      "one value"),
  ]

  static let checks = [
    check(
      "a misspelled limit", "- {metric: corpus.data.rows, wran: '< 1'}", "'wran'",
      "Did you mean 'warn'?"),
    check("no metric", "- {fail: '< 1'}", "no 'metric'"),
    check(
      "an unknown metric", "- {metric: corpus.data.row, fail: '< 1'}", "'data.row'",
      "Did you mean 'data.rows'?"),
    check(
      "an unknown input", "- {metric: corpsu.data.rows, fail: '< 1'}", "'corpsu'",
      "Did you mean 'corpus'?"),
    check("a metric without an input", "- {metric: rows, fail: '< 1'}", "INPUT.METRIC-ID"),
    check("a metric that no kind has", "- {metric: '*.data.rwos', fail: '< 1'}", "'data.rwos'"),
    check(
      "a metric that no input has", "- {metric: '*.alignment@alpha=2', fail: '< 1'}", "no input"),
    check("nothing demanded", "- {metric: corpus.data.rows}", "demands nothing"),
    check(
      "a limit without an operator", "- {metric: corpus.data.rows, fail: 100}", "no limit", "<, <="),
    check(
      "a limit with an unknown operator", "- {metric: corpus.data.rows, fail: '=< 1'}", "no limit"),
    check("a limit that is not a number", "- {metric: corpus.data.rows, fail: '< nan'}", "nan"),
    check("a limit that is infinite", "- {metric: corpus.data.rows, fail: '< inf'}", "inf"),
    check("a limit of two numbers", "- {metric: corpus.data.rows, fail: '< 1 2'}", "no limit"),
    check("a limit without a number", "- {metric: corpus.data.rows, fail: '<'}", "no limit"),
    check("a limit out of range", "- {metric: corpus.data.rows, fail: '< 1e999'}", "no limit"),
    check("an unquoted >", "- metric: corpus.data.rows\n  fail: > 100", line: 6, "YAML", "quotes"),
    check("an unquoted !=", "- metric: corpus.data.rows\n  fail: != 100", line: 6, "tag", "quotes"),
    check("an unquoted *", "- {metric: *.data.rows, fail: '< 1'}", "YAML"),
    check(
      "an unknown metric on the right", "- {metric: corpus.data.rows, fail: '< corpus.data.dims'}",
      "data.dims"),
    check("a percentage alone", "- {metric: corpus.data.rows, fail: '< 5%'}", "no limit"),
    check("an empty list of limits", "- {metric: corpus.data.rows, fail: []}", "empty list"),
    check("an empty limit", "- {metric: corpus.data.rows, fail: ' '}", "empty"),
    check(
      "a baseline that limits nothing", "- {metric: corpus.data.rows, baseline: {noise: 2}}",
      "limits nothing"),
    check(
      "a misspelled key of a baseline", "- {metric: corpus.data.rows, baseline: {maxdrop: 1}}",
      "Did you mean 'max_drop'?"),
    check(
      "a negative amount", "- {metric: corpus.data.rows, baseline: {max_drop: -1}}", "at least 0"),
    check(
      "an amount in words", "- {metric: corpus.data.rows, baseline: {max_drop: five}}", "'five'"),
    check(
      "noise in words", "- {metric: corpus.data.rows, baseline: {max_drop: 1, noise: two}}", "'two'"
    ),
    check(
      "an unknown part of the fingerprint",
      "- {metric: corpus.data.rows, baseline: {max_drop: 1, allow: row}}", "Did you mean 'rows'?"),
    check(
      "an unknown verdict", "- {metric: corpus.data.rows, baseline: {max_drop: 1, verdict: error}}",
      "'error'"),
    check(
      "a baseline that is a word", "- {metric: corpus.data.rows, baseline: main.json}",
      "mapping of keys"),
    check(
      "a check twice",
      "- {metric: corpus.data.rows, fail: '< 1'}\n- {metric: corpus.data.rows, warn: '< 2'}",
      line: 6, "stands already in line 5"),
    check("an id for every input", "- {metric: '*.data.rows', id: x, fail: '< 1'}", "'id'"),
    check("a check that is a word", "- corpus.data.rows", "a check is a mapping"),
    check("checks that are a mapping", "  metric: corpus.data.rows", line: 5, "'checks' is a list"),
    check("a skip without a reason", "- {metric: corpus.data.rows, skip: ''}", "empty"),
  ]

  static let all = documents + inputs + checks
}

@Suite("A wrong policy")
struct WrongPolicyTests {
  @Test("is refused with file, line and remedy", arguments: WrongPolicy.all)
  func refused(wrong: WrongPolicy) throws {
    let refusal = try #require(throws: PolicyErrors.self) {
      try PolicySamples.policy(wrong.text)
    }
    #expect(refusal.errors.count == 1, "\(refusal)")
    let error = refusal.errors[0]
    #expect(refusal.description == error.description)
    #expect(error.file == "dir/p.yml")
    #expect(error.line == wrong.line, "\(error)")
    #expect(error.remedy.hasSuffix(".") || error.remedy.hasSuffix("?"), "\(error)")
    for words in wrong.mentions {
      #expect(error.description.contains(words), "\(error)")
    }
    #expect(error.description.split(separator: "\n").count == 2)
  }

  @Test("is refused where it is no text, too deep, too large or full of aliases")
  func hostile() {
    func refuses(_ bytes: [UInt8], _ words: String) {
      let error = #expect(throws: PolicyErrors.self) {
        try PolicyReader(file: "p.yml", kinds: PolicySamples.kinds).read(bytes)
      }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
    refuses([0xFF, 0xFE, 0x00], "UTF-8")
    refuses([0x93] + Array("NUMPY".utf8), "UTF-8")
    refuses([UInt8](repeating: 0x23, count: DocumentTree.largestPolicy + 1), "bytes")
    refuses([UInt8](repeating: 0x5B, count: 20_000), "YAML")
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...8 {
      let last = "*a\(level - 1)"
      bomb +=
        "a\(level): &a\(level) ["
        + Array(repeating: last, count: 10).joined(separator: ", ") + "]\n"
    }
    refuses(Array(bomb.utf8), "aliases")
  }

  @Test("cut off at any byte is refused or a policy of its own, and never crashes")
  func truncated() throws {
    let whole =
      "schema: 1\ninputs: {corpus: c.npy}\nchecks:\n- metric: corpus.data.rows\n  fail: \"< 5\"\n"
    _ = try PolicySamples.policy(whole)
    for count in 0..<(whole.utf8.count - 2) {
      #expect(throws: PolicyErrors.self, "\(count)") {
        try PolicyReader(file: "p.yml", kinds: PolicySamples.kinds)
          .read(Array(whole.utf8.prefix(count)))
      }
    }
  }

  @Test("is refused for all its faults at once, in the order of its lines, each with its remedy")
  func all() throws {
    let refusal = try #require(throws: PolicyErrors.self) {
      try PolicySamples.policy(
        """
        schema: 1
        preset: retreival-default
        inputs:
          corpus: {path: c.npy, dimensions: 0, pth: x}
          a.b: c.npy
          pairs: {path: p.csv, a: corpsu}
          thing: {kind: embedings, path: t.npy}
        checks:
          - {metric: corpus.data.row, fail: "100", warn: "< 5 6"}
          - {metric: corpsu.data.rows, wran: "< 1"}
          - {metric: corpus.data.rows, fail: "> corpus.data.dims", baseline: {max_drop: five, noise: two, allow: [row]}}
          - {metric: thing.data.rows, fail: "< 1"}
          - corpus.data.rows
          - {metric: corpus.spectrum.rank}
          - {metric: corpus.data.dimensions, fail: "< 1"}
          - {metric: corpus.data.dimensions, fail: "< 2"}
        options: {sede: 1, pair_budget: many}
        """)
    }
    let expected: [(Int, String)] = [
      (2, "'retreival-default'"), (4, "'pth'"), (4, "'dimensions'"), (5, "'a.b'"),
      (6, "'corpsu'"), (7, "'embedings'"), (9, "'data.row'"), (9, "fail: 100"),
      (9, "warn: < 5 6"), (10, "'wran'"), (10, "'corpsu'"), (11, "'max_drop'"), (11, "'row'"),
      (11, "'noise'"), (11, "'data.dims'"), (13, "a check is a mapping"), (14, "demands nothing"),
      (16, "stands already in line 15"), (17, "'sede'"), (17, "'pair_budget'"),
    ]
    #expect(refusal.errors.map(\.line) == expected.map(\.0), "\(refusal)")
    for (error, (_, words)) in zip(refusal.errors, expected) {
      #expect(error.problem.contains(words), "\(error)")
      #expect(error.file == "dir/p.yml" && !error.remedy.isEmpty)
    }
    #expect(refusal.description.hasSuffix("\n20 faults in dir/p.yml."))
    #expect(refusal.description.split(separator: "\n").count == 2 * 20 + 1)
  }

  @Test("lists no more faults than somebody reads")
  func many() throws {
    let checks = (0..<100).map { "- {metric: corpus.data.row\($0), fail: '< 1'}\n" }.joined()
    let refusal = try #require(throws: PolicyErrors.self) { try PolicySamples.checking(checks) }
    #expect(refusal.errors.count == 100)
    #expect(refusal.description.contains("\n60 more are not listed.\n100 faults in dir/p.yml."))
  }
}
