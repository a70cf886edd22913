import Foundation
import Testing

/// Reports/ against what the program makes of Notebooks-data now.
///
/// Text has few digits and is compared exactly. Numbers of tables and JSON are compared with a
/// tolerance, because BLAS has other kernels, and so other last digits, on other processors.
@Suite("The reports in the repository")
struct GoldenReportTests {
  struct Golden: CustomTestStringConvertible, Sendable {
    let folder: String
    let set: String
    var testDescription: String { folder }
  }

  static let all = [
    Golden(folder: "wordnet-minilm", set: "Notebooks-data/wordnet-minilm/docs.npy"),
    Golden(folder: "low-rank", set: "Notebooks-data/planted/low-rank-2000x64.npy"),
    Golden(folder: "power-law", set: "Notebooks-data/planted/power-law-2000x64.npy"),
    Golden(folder: "broken", set: "Notebooks-data/planted/broken-1000x64.npy"),
  ]

  /// Reports of commands other than diagnose, each made as its README or text says.
  static let research = ["alignment", "capacity", "collapse", "critical-n", "sign-rank"]

  private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let reports = repository.appendingPathComponent("Reports")

  private static var updates: Bool { ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" }

  @Test("are what diagnose makes of the data", arguments: all)
  func golden(golden: Golden) throws {
    try Workspace.use { place in
      let path = place.directory.path
      let run = try EmbedscopeProcess(
        [
          "diagnose", golden.set, "--report", "text=\(path)/report.txt", "--report",
          "csv=\(path)/tables/", "--report", "json=\(path)/report.json",
        ], in: Self.repository)
      #expect(run.exitCode == 0, "\(run.errors)")
      let folder = Self.reports.appendingPathComponent(golden.folder)
      guard !Self.updates, FileManager.default.fileExists(atPath: folder.path) else {
        try Self.replace(folder, by: place.directory)
        if !Self.updates { Issue.record("recorded \(folder.path); read it and commit it") }
        return
      }
      let made = try Self.files(in: place.directory)
      let expected = try Self.files(in: folder)
      #expect(made.keys.sorted() == expected.keys.sorted())
      for (name, text) in made {
        guard let other = expected[name] else { continue }
        if let difference = try GoldenComparison.difference(text, other, name: name) {
          Attachment.record(Data(text.utf8), named: "\(golden.folder)-\(name)")
          Issue.record("Reports/\(golden.folder)/\(name): \(difference)")
        }
      }
    }
  }

  @Test("are those of the script that makes them, and no others")
  func folders() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.reports.path)
    let folders = names.filter { !$0.hasSuffix(".md") }.sorted()
    #expect(folders == (Self.all.map(\.folder) + Self.research.filter(folders.contains)).sorted())
    let script = try String(
      contentsOf: Self.repository.appendingPathComponent("Scripts/reports"), encoding: .utf8)
    let calls = script.split(separator: "\n").filter { $0.hasPrefix("report ") }
    #expect(calls.map(String.init) == Self.all.map { "report \($0.folder) \($0.set)" })
  }

  /// Every golden file below a folder, by its path there; pages and figures follow from the JSON.
  private static func files(in folder: URL) throws -> [String: String] {
    var files: [String: String] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    where [".txt", ".csv", ".json"].contains(where: name.hasSuffix) {
      files[name] = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }
    return files
  }

  /// Puts what was made in the place of what was there; a README is written by people and stays.
  private static func replace(_ folder: URL, by new: URL) throws {
    let manager = FileManager.default
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in try manager.contentsOfDirectory(atPath: folder.path) where name != "README.md" {
      try manager.removeItem(at: folder.appendingPathComponent(name))
    }
    for name in try manager.contentsOfDirectory(atPath: new.path) {
      try manager.copyItem(
        at: new.appendingPathComponent(name), to: folder.appendingPathComponent(name))
    }
  }
}

@Suite("Comparing reports")
struct GoldenComparisonTests {
  @Test(
    "sees what a reader would, and not what another processor does",
    arguments: [
      ("r.txt", "a 1.23\n", "a 1.24\n", false), ("r.csv", "v\n1.0000000001\n", "v\n1\n", true),
      ("r.csv", "v\n1.0001\n", "v\n1\n", false), ("r.csv", "v\n1\n", "v\n\n", false),
      ("r.csv", "v\n1e-12\n", "v\n0\n", true), ("r.csv", "v\n1\n", "v\n1\n2\n", false),
      (
        "r.csv", "singular_value,storage_floor\n3e-7,4e-6\n",
        "singular_value,storage_floor\n0,4e-6\n", true
      ),
      (
        "r.csv", "singular_value,storage_floor\n3,4e-6\n",
        "singular_value,storage_floor\n3.1,4e-6\n", false
      ),
      (
        "r.json", #"{"id": "s", "columns": ["v", "storage_floor"], "rows": [[3e-7, 4e-6]]}"#,
        #"{"id": "s", "columns": ["v", "storage_floor"], "rows": [[0, 4e-6]]}"#, true
      ),
      ("r.csv", "v,low,high\n2,1,3\n", "v,low,high\n2,1.01,2.99\n", true),
      ("r.csv", "v,low,high\n2,1,3\n", "v,low,high\n2,1.1,3\n", false),
      ("r.csv", "v,low,high\n2,1,3\n", "v,low,high\n2.01,1,3\n", false),
      ("r.json", #"{"interval": [1, 3]}"#, #"{"interval": [1.01, 3]}"#, true),
      ("r.json", #"{"interval": [1, 3]}"#, #"{"interval": [1.1, 3]}"#, false),
      ("r.json", #"{"a": [1, null]}"#, #"{"a": [1.0000000001, null]}"#, true),
      ("r.json", #"{"a": 1}"#, #"{"a": null}"#, false), ("r.json", #"{"a": 1}"#, "{}", false),
      ("r.json", #"{"a": "x"}"#, #"{"a": "y"}"#, false),
      (
        "r.json", #"{"provenance": {"blas": {"core": "Zen"}}}"#,
        #"{"provenance": {"blas": {"core": "Haswell"}}}"#, true
      ),
    ])
  func comparison(name: String, made: String, expected: String, agrees: Bool) throws {
    #expect(try (GoldenComparison.difference(made, expected, name: name) == nil) == agrees)
  }
}
