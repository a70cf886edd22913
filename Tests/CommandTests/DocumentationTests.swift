import Analysis
import ArgumentParser
import Foundation
import Rendering
import Testing

@testable import embedscope

@Suite("The README")
struct DocumentationTests {
  /// The words in backticks in the first column of a marked table.
  private func entries(ofTable name: String) throws -> [String] {
    let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("README.md")
    let text = try String(contentsOf: readme, encoding: .utf8)
    let start = try #require(text.range(of: "<!-- table: \(name) -->\n"))
    let end = try #require(text.range(of: "<!-- end -->", range: start.upperBound..<text.endIndex))
    return text[start.upperBound..<end.lowerBound].split(separator: "\n").dropFirst(2)
      .flatMap { line in
        line.split(separator: "|")[0].split(separator: "`").enumerated()
          .filter { $0.offset % 2 == 1 }.map { String($0.element) }
      }
  }

  @Test("lists the report formats that there are, in their order")
  func reports() throws {
    #expect(try entries(ofTable: "reports") == RendererCatalog.all.map(\.id))
  }

  @Test("lists every command of the program")
  func commands() throws {
    let documented = try entries(ofTable: "commands")
    for command in Embedscope.configuration.subcommands {
      #expect(documented.contains(command.configuration.commandName ?? ""))
    }
  }

  @Test("lists every family of metrics")
  func families() throws {
    let documented = try entries(ofTable: "families")
    for family in CatalogText.families(of: MetricCatalog.all) {
      #expect(documented.contains(family))
    }
  }
}
