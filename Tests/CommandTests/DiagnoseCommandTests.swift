import Analysis
import EmbeddingSets
import Findings
import Foundation
import Testing

@testable import embedscope

@Suite("diagnose")
struct DiagnoseCommandTests {
  @Test("answers in words within 80 columns, with nothing on standard error")
  func text() throws {
    try Workspace.use { place in
      try place.plant(.broken, rows: 250)
      let run = try place.run("diagnose", "set.npy")
      #expect(run.exitCode == 0)
      #expect(run.errors.isEmpty)
      #expect(run.output.hasPrefix("set.npy: 250 vectors x 8, float32. "))
      #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      #expect(!run.output.contains("\u{1B}"))
    }
  }

  @Test("emits every metric of the catalogue exactly once, in its order, in CSV and JSON")
  func complete() throws {
    try Workspace.use { place in
      try place.plant(.whiteNoise)
      let csv = try place.run("diagnose", "set.npy", "--report", "csv")
      let lines = csv.output.split(separator: "\n")
      #expect(lines.first == "subject,id,value,unit,status,reason,low,high")
      #expect(lines.count == MetricCatalog.ofOneSet.count + 1)
      let json = try place.run("diagnose", "set.npy", "--json")
      let document = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
      let object = try #require(document as? [String: Any])
      #expect(object["schema"] as? String == Report.schema)
      let metrics = try #require(object["metrics"] as? [[String: Any]])
      #expect(metrics.map { $0["id"] as? String } == MetricCatalog.ofOneSet.map(\.id.rawValue))
    }
  }

  @Test("gives the same bytes twice and for every --jobs, in every form")
  func sameBytes() throws {
    try Workspace.use { place in
      // More rows than one shard, so that there is something to put together.
      try place.plant(.longTail, rows: 6000, columns: 6)
      var answers: [[String]] = []
      for jobs in ["1", "1", "2", "3", "8"] {
        let run = try place.run(
          "diagnose", "set.npy", "--jobs", jobs, "--report", "json=out/r.json", "--report",
          "csv=out/tables/", "--report", "text", "--report", "csv=-")
        #expect(run.exitCode == 2, "a directory that is missing is refused for a file")
        let made = try place.run(
          "diagnose", "set.npy", "--jobs", jobs, "--report", "json=r.json", "--report",
          "csv=tables/", "--report", "text")
        #expect(made.exitCode == 0)
        let tables = try place.names("tables").map { try place.text("tables/\($0)") }
        answers.append([made.output, try place.text("r.json")] + tables)
      }
      for answer in answers { #expect(answer == answers[0]) }
    }
  }

  @Test("the budget decides between all pairs and a sample, and says so; --jobs still does not")
  func sampled() throws {
    try Workspace.use { place in
      try place.plant(.powerLaw, rows: 3000, columns: 6)
      let runs = try ["1", "3"].map {
        try place.run(
          "diagnose", "set.npy", "--json", "--pair-budget", "1000", "--seed", "5", "--jobs", $0)
      }
      #expect(runs[0].exitCode == 0)
      #expect(runs[0].output == runs[1].output)
      #expect(runs[0].output.contains("uniformity: sampled"))
      let other = try place.run(
        "diagnose", "set.npy", "--json", "--pair-budget", "1000", "--seed", "6")
      #expect(other.output != runs[0].output)
    }
  }

  @Test(
    "computes the families that were asked for and no others",
    arguments: [
      (["--only", "data"], ["data"]),
      (
        ["--skip", "spectrum,uniformity"],
        ["data", "isotropy", "neighbors", "intrinsic-dimension", "headroom", "transform"]
      ),
      (["--only", "data,spectrum", "--skip", "data"], ["spectrum"]),
    ])
  func families(options: [String], expected: [String]) throws {
    try Workspace.use { place in
      try place.plant(.whiteNoise)
      let run = try place.run(["diagnose", "set.npy", "--report", "csv"] + options)
      let ids = Set(
        run.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[1] })
      let wanted = MetricCatalog.ofOneSet.filter { expected.contains($0.family) }
      #expect(ids == Set(wanted.map { Substring(csv($0.id.rawValue)) }))
    }
  }

  /// The part of an id before its first comma, quoted as a CSV cell where it has one.
  private func csv(_ id: String) -> String {
    id.contains(",") ? "\"" + id.split(separator: ",")[0] : id
  }

  @Test("shows the views that were asked for, and says of the others that nobody did")
  func views() throws {
    try Workspace.use { place in
      try place.plant(.whiteNoise)
      let run = try place.run(
        "diagnose", "set.npy", "--views", "centered", "--report", "csv=tables/")
      #expect(run.exitCode == 0)
      #expect(
        try place.names("tables").filter { $0.hasPrefix("spectrum") }
          == ["spectrum.centered.singular-values.csv"])
      let metrics = try place.text("tables/metrics.csv")
      #expect(metrics.contains("set.npy,spectrum.raw.rank,,dimensions,skipped,"))
      #expect(metrics.contains("set.npy,spectrum.centered.rank,8,dimensions,measured,"))
    }
  }

  @Test("a threshold moves the line of a finding")
  func thresholds() throws {
    try Workspace.use { place in
      try place.plant(.powerLaw)
      let strict = try place.run("diagnose", "set.npy", "--threshold", "narrow=0.99")
      let loose = try place.run("diagnose", "set.npy")
      #expect(strict.output.contains("the set lives along"))
      #expect(!loose.output.contains("the set lives along"))
    }
  }

  @Test(
    "names that do not exist are wrong usage, with the nearest that does",
    arguments: [
      (["--only", "spectum"], "Did you mean 'spectrum'?"),
      (["--skip", "dta"], "Did you mean 'data'?"),
      (["--views", "centred"], "Did you mean 'centered'?"),
      (["--threshold", "narow=0.2"], "Did you mean 'narrow'?"),
      (["--threshold", "narrow"], "NAME=VALUE"), (["--threshold", "narrow=wide"], "NAME=VALUE"),
      (["--threshold", "narrow=inf"], "finite"),
      (["--format", "npyy"], "Did you mean 'npy'"), (["--dtype", "f3"], "--dtype 'f3'"),
      (["--report", "jsn"], "Did you mean 'json'?"), (["--dimensions", "0"], "--dimensions"),
      (["--only", "data", "--skip", "data"], "no family"), (["--jobs", "0"], "--jobs"),
      (["--pair-budget", "nan"], "--pair-budget"),
    ])
  func usage(options: [String], mentioned: String) throws {
    try Workspace.use { place in
      try place.plant(.whiteNoise)
      let run = try place.run(["diagnose", "set.npy"] + options)
      #expect(run.exitCode == 64)
      #expect(run.output.isEmpty)
      #expect(run.errors.hasPrefix("embedscope: "))
      #expect(run.errors.contains(mentioned), "\(run.errors)")
    }
  }

  @Test("rows with NaN are left out, counted and warned of; that is an answer, not an error")
  func nonfinite() throws {
    try Workspace.use { place in
      let payload = Workspace.floats([1, 2, .nan, 4, 5, 7, .infinity, 1])
      try place.write(Workspace.numpy(shape: "(4, 2)", payload: payload), to: "set.npy")
      let run = try place.run("diagnose", "set.npy", "--report", "csv", "--report", "text=r.txt")
      #expect(run.exitCode == 0)
      #expect(run.output.contains("set.npy,data.rows-nonfinite,2,"))
      #expect(try place.text("r.txt").contains("2 rows of 4 hold NaN or infinity (rows 1, 3)"))
    }
  }

  @Test(
    "one row, equal rows and zero rows get a verdict",
    arguments: [
      [[1, 2]], [[3, 4], [3, 4], [3, 4]], [[0, 0], [0, 0]], [[.nan, 1]], [[1e20, 1], [1, 1e20]],
    ] as [[[Float]]])
  func degenerate(rows: [[Float]]) throws {
    try Workspace.use { place in
      let payload = Workspace.floats(rows.flatMap { $0 })
      try place.write(
        Workspace.numpy(shape: "(\(rows.count), 2)", payload: payload), to: "set.npy")
      let run = try place.run("diagnose", "set.npy")
      #expect(run.exitCode == 0)
      #expect(run.errors.isEmpty)
      #expect(run.output.hasPrefix("set.npy: \(rows.count) vector"))
    }
  }

  @Test("standard input gives the metrics of the file, whatever the format")
  func standardInput() throws {
    try Workspace.use { place in
      let rows: [[Float]] = [[1, 2], [3, -4], [0.5, 8]]
      let payload = Workspace.floats(rows.flatMap { $0 })
      let npy = Workspace.numpy(shape: "(3, 2)", payload: payload)
      let csv = rows.map { "\($0[0]),\($0[1])\n" }.joined()
      let jsonl = rows.map { "[\($0[0]), \($0[1])]\n" }.joined()
      let inputs: [(bytes: [UInt8], options: [String])] = [
        (npy, ["--format", "npy"]), (Array(csv.utf8), ["--format", "csv"]),
        (Array(jsonl.utf8), ["--format", "jsonl"]),
        (payload, ["--format", "raw", "--dimensions", "2"]),
      ]
      var answers: Set<String> = []
      for (bytes, options) in inputs {
        let run = try EmbedscopeProcess(
          ["diagnose", "-", "--report", "csv", "--only", "data,isotropy,uniformity"] + options,
          in: place.directory, input: Data(bytes))
        #expect(run.exitCode == 0, "\(options): \(run.errors)")
        answers.insert(run.output.split(separator: "\n").filter { !$0.contains("dead") }.joined())
      }
      #expect(answers.count == 1)
      #expect(answers.first?.contains("data.norm-mean") == true)
    }
  }

  @Test("standard input without a format is refused with the way out")
  func standardInputWithoutFormat() throws {
    try Workspace.use { place in
      let run = try place.run("diagnose", "-", input: Data("1,2\n".utf8))
      #expect(run.exitCode == 2)
      #expect(run.errors.contains("standard input") && run.errors.contains("--format"))
    }
  }

  @Test("shards in a directory are one set, the same as the whole")
  func shards() throws {
    try Workspace.use { place in
      let values: [Float] = [1, 2, 3, -4, 0.5, 8, 2, 2]
      try place.write(
        Workspace.numpy(shape: "(4, 2)", payload: Workspace.floats(values)), to: "all.npy")
      try FileManager.default.createDirectory(
        at: place.directory.appendingPathComponent("shards"), withIntermediateDirectories: false)
      for (name, part) in [("a", values.prefix(4)), ("b", values.suffix(4))] {
        try place.write(
          Workspace.numpy(shape: "(2, 2)", payload: Workspace.floats(Array(part))),
          to: "shards/\(name).npy")
      }
      let answers = try ["all.npy", "shards", "shards/*.npy"].map { name in
        let run = try place.run("diagnose", name, "--report", "csv")
        #expect(run.exitCode == 0)
        return run.output.replacing(name + ",", with: "")
      }
      #expect(Set(answers).count == 1)
    }
  }

  @Test("colour is for terminals, and for those who insist; NO_COLOR is honoured")
  func color() throws {
    try Workspace.use { place in
      try place.plant(.broken, rows: 250)
      let plain = try place.run("diagnose", "set.npy", environment: ["NO_COLOR": "1"])
      let forced = try place.run(
        "diagnose", "set.npy", "--color", "always", environment: ["NO_COLOR": "1"])
      #expect(!plain.output.contains("\u{1B}["))
      #expect(forced.output.contains("\u{1B}[1m"))
      #expect(forced.output.replacing(#/\x{1B}\[[0-9;]*m/#, with: "") == plain.output)
    }
  }
}
