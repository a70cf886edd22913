import Analysis
import ArgumentParser
import EmbeddingFormats
import Foundation
import Rendering
import Testing

@testable import embedscope

private let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

private func text(of path: String) throws -> String {
  try String(contentsOf: repository.appendingPathComponent(path), encoding: .utf8)
}

@Suite("The README")
struct DocumentationTests {
  /// The words in backticks in the first column of a marked table.
  private func entries(ofTable name: String) throws -> [String] {
    let readme = try text(of: "README.md")
    let start = try #require(readme.range(of: "<!-- table: \(name) -->\n"))
    let end = try #require(
      readme.range(of: "<!-- end -->", range: start.upperBound..<readme.endIndex))
    return readme[start.upperBound..<end.lowerBound].split(separator: "\n").dropFirst(2)
      .flatMap { line in
        line.split(separator: "|")[0].split(separator: "`").enumerated()
          .filter { $0.offset % 2 == 1 }.map { String($0.element) }
      }
  }

  @Test("lists the report formats that there are, in their order")
  func reports() throws {
    #expect(try entries(ofTable: "reports") == RendererCatalog.all.map(\.id))
  }

  @Test("lists the file formats that there are, in their order")
  func formats() throws {
    #expect(try entries(ofTable: "formats") == FormatCatalog.all.map(\.id))
  }

  @Test("lists the commands that there are, and no others")
  func commands() throws {
    let commands = Embedscope.configuration.subcommands.compactMap {
      $0.configuration.commandName
    }
    #expect(try entries(ofTable: "commands").sorted() == commands.sorted())
  }

  @Test("lists the families that there are, in their order, and each has metrics")
  func families() throws {
    #expect(try entries(ofTable: "families") == CatalogText.families(of: MetricIndex.all))
    #expect(
      CatalogText.families(of: MetricCatalog.all) == MetricFamily.allCases.map(\.rawValue))
  }

  @Test("shows what the program says of the real set, to the letter")
  func example() throws {
    let command = "$ embedscope diagnose Notebooks-data/wordnet-minilm/docs.npy\n"
    let report = try text(of: "Reports/wordnet-minilm/report.txt")
    #expect(try text(of: "README.md").contains("```\n\(command)\(report)```\n"))
  }

  @Test("shows library code that every build compiles")
  func snippet() throws {
    let code = try text(of: "Snippets/Diagnose.swift")
    #expect(
      try text(of: "README.md").contains(
        "<!-- snippet: Snippets/Diagnose.swift -->\n```swift\n\(code)```\n"))
  }
}

@Suite("The documentation of the libraries")
struct LibraryArticleTests {
  /// What stands behind `Families:` in the articles, with the article.
  private func articles() throws -> [(family: String, file: String)] {
    let sources = repository.appendingPathComponent("Sources")
    let files = try #require(FileManager.default.enumerator(atPath: sources.path))
    var found: [(String, String)] = []
    for case let file as String in files where file.hasSuffix(".md") {
      let article = try text(of: "Sources/\(file)")
      for line in article.split(separator: "\n") where line.hasPrefix("Families: ") {
        found += line.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }
          .map { (String($0.element), file) }
      }
    }
    return found
  }

  @Test("has one article for every family of metrics, in the library that measures it")
  func families() throws {
    let articles = try articles()
    #expect(
      articles.map(\.family).sorted() == CatalogText.families(of: MetricIndex.all).sorted())
    for (family, library) in [
      ("data", "Analysis"), ("signrank", "SignRank"), ("retrieval", "Retrieval"),
      ("trend", "Checks"),
    ] {
      #expect(articles.contains { $0.family == family && $0.file.hasPrefix(library + "/") })
    }
  }

  @Test("has a page for every library of the package")
  func libraries() throws {
    let package = try text(of: "Package.swift")
    for line in package.split(separator: "\n") where line.contains(".library(name: ") {
      let name = try #require(line.split(separator: "\"").dropFirst().first)
      let page = try text(of: "Sources/\(name)/Documentation.docc/\(name).md")
      #expect(page.hasPrefix("# ``\(name)``\n"))
    }
  }
}

@Suite("The other documents")
struct DocumentPathTests {
  @Test(
    "name files that exist",
    arguments: [
      "README.md", "CONTRIBUTING.md", "Reports/README.md", "Notebooks-data/planted/README.md",
    ])
  func paths(document: String) throws {
    let names = try text(of: document).split(separator: "`").enumerated()
      .filter { $0.offset % 2 == 1 }.map(\.element)
    let roots = ["Sources/", "Tests/", "Scripts/", "Notebooks-data/", "Reports/", "Snippets/"]
    for name in names where roots.contains(where: name.hasPrefix) && !name.contains(" ") {
      let path = repository.appendingPathComponent(String(name)).path
      // `XFormat.swift` and the like stand for what is to be written.
      let isPattern =
        name.split(separator: "/").last?.prefix(2).allSatisfy(\.isUppercase) == true
        || name.hasSuffix("/X.swift")
      #expect(isPattern || FileManager.default.fileExists(atPath: path), "\(name)")
      if isPattern {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        #expect(FileManager.default.fileExists(atPath: folder), "\(name)")
      }
    }
  }

  @Test("name the catalogue of each kind where it is")
  func catalogues() throws {
    let contributing = try text(of: "CONTRIBUTING.md")
    for (name, path) in [
      ("AnalyzerCatalog", "Sources/Analysis/Analyzer.swift"),
      ("JudgeCatalog", "Sources/Analysis/Judgements/Judge.swift"),
      ("FormatCatalog", "Sources/EmbeddingFormats/FormatCatalog.swift"),
      ("RendererCatalog", "Sources/Rendering/Renderer.swift"),
      ("RowPass", "Sources/Analysis/Accumulators/RowPass.swift"),
    ] {
      #expect(contributing.contains("`\(name)` in `\(path)`"))
      let declaration = try text(of: path)
      #expect(declaration.contains("enum \(name) {") || declaration.contains("struct \(name):"))
    }
  }
}
