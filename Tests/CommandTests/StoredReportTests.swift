import Foundation
import Testing

/// Pages, figures and tables in the repository against the stored reports they were made from: no
/// numerics in between, so every byte must agree.
@Suite("What is rendered from the stored reports")
struct StoredReportTests {
  private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let reports: [String] = {
    let folder = repository.appendingPathComponent("Reports")
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return (names ?? []).filter { $0.hasSuffix("report.json") }.sorted()
  }()

  @Test("pages are what report makes of them", arguments: reports)
  func pages(report: String) throws {
    let stored = Self.repository.appendingPathComponent("Reports/\(report)")
    let page = stored.deletingLastPathComponent().appendingPathComponent("report.html")
    guard FileManager.default.fileExists(atPath: page.path) else { return }
    let run = try EmbedscopeProcess(
      ["report", "Reports/\(report)", "--report", "html"], in: Self.repository)
    #expect(run.exitCode == 0)
    #expect(
      try run.output == String(contentsOf: page, encoding: .utf8),
      "make it again with Scripts/reports")
  }

  @Test("there are pages at all")
  func some() {
    let pages = Self.reports.filter { report in
      let folder = Self.repository.appendingPathComponent("Reports/\(report)")
        .deletingLastPathComponent()
      return FileManager.default.fileExists(
        atPath: folder.appendingPathComponent("report.html").path)
    }
    #expect(!pages.isEmpty)
  }

  private static func tables(in folder: URL) throws -> [String: String] {
    var tables: [String: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasSuffix(".csv") {
      tables[name] = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }
    return tables
  }

  @Test("the tables of the notebook are those of the reports")
  func notebookTables() throws {
    let make = try String(
      contentsOf: Self.repository.appendingPathComponent("Notebooks-data/make"), encoding: .utf8)
    let list = try #require(make.firstMatch(of: /report Reports\/\{([a-z,-]+)\}\/report\.json/)).1
    let names = list.split(separator: ",").map { "Reports/\($0)/report.json" }
    try Workspace.use { place in
      let run = try EmbedscopeProcess(
        ["report"] + names + ["--report", "csv=\(place.directory.path)/"], in: Self.repository)
      #expect(run.exitCode == 0, "\(run.errors)")
      let made = try Self.tables(in: place.directory)
      let stored = try Self.tables(
        in: Self.repository.appendingPathComponent("Notebooks-data/tables"))
      #expect(made.keys.sorted() == stored.keys.sorted())
      for (name, text) in made { #expect(stored[name] == text, "\(name): run Notebooks-data/make") }
    }
  }

  @Test("every column of the tables has a line in the dictionary")
  func dictionary() throws {
    let folder = Self.repository.appendingPathComponent("Notebooks-data")
    let readme = try String(contentsOf: folder.appendingPathComponent("README.md"), encoding: .utf8)
    for (name, text) in try Self.tables(in: folder.appendingPathComponent("tables")) {
      let columns = text.prefix { $0 != "\n" }.split(separator: ",")
      let table = name.dropLast(4)
      let lines = readme.split(separator: "\n").filter { line in
        guard line.hasPrefix("| ") else { return false }
        let key = line.dropFirst(2).prefix { $0 != " " }
        let parts = key.split(separator: "*", omittingEmptySubsequences: false)
        return parts.count == 2
          ? table.hasPrefix(parts[0]) && table.hasSuffix(parts[1]) : table == key
      }
      for column in columns where column != "subject" {
        #expect(lines.contains { $0.contains("`\(column)`") }, "\(name): \(column)")
      }
    }
  }
}
