import Findings
import Foundation
import FoundationXML
import Testing

@testable import Rendering

@Suite("The forms of a check")
struct CheckRendererTests {
  @Test("have names of their own and give the same bytes twice")
  func catalogue() {
    let ids = CheckRendererCatalog.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    for renderer in CheckRendererCatalog.all {
      #expect(CheckRendererCatalog.renderer(id: renderer.id)?.summary == renderer.summary)
      for report in [SampleChecks.everyVerdict, SampleChecks.nasty] {
        let text = renderer.render(report, style: .plain)
        #expect(text == renderer.render(report, style: .plain))
        #expect(text.hasSuffix("\n"))
      }
    }
    #expect(CheckRendererCatalog.renderer(id: "none") == nil)
  }

  @Test("as text keep to 80 columns, say the verdict first and the worst check next")
  func text() {
    for report in [SampleChecks.everyVerdict, SampleChecks.nasty] {
      for isColored in [false, true] {
        let text = CheckTextRenderer().render(report, style: RenderingStyle(isColored: isColored))
        for line in text.split(separator: "\n") where !isColored {
          #expect(TextLayout.width(of: line) <= 80, "\(line)")
          #expect(!line.unicodeScalars.contains { $0.value < 0x20 })
        }
        #expect(text.contains("NO VERDICT"))
      }
    }
    let lines = CheckTextRenderer().render(SampleChecks.everyVerdict, style: .plain)
      .split(separator: "\n")
    #expect(lines[0].hasPrefix("NO VERDICT: 1 of 5 checks could not be evaluated; 1 failed"))
    #expect(lines[2].hasPrefix("  error    corpus.error"))
    #expect(lines.contains { $0.contains("because of fail (line 3)") })
  }

  @Test("as JSON are one object with an exit code and every check")
  func json() throws {
    for report in [SampleChecks.everyVerdict, SampleChecks.nasty] {
      let text = CheckJSONRenderer().render(report, style: .plain)
      let object = try #require(
        JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      #expect(object["schema"] as? String == "embedscope.check/1")
      #expect(object["exit_code"] as? Int == 2)
      let checks = try #require(object["checks"] as? [[String: Any]])
      #expect(checks.map { $0["id"] as? String } == report.results.map(\.id))
      #expect(object["policy"] as? String == report.policy)
    }
  }

  @Test("as Markdown are a table whose rows all have its four cells, below 1 MiB")
  func markdown() {
    let renderer = CheckMarkdownRenderer()
    for report in [SampleChecks.everyVerdict, SampleChecks.nasty] {
      let rows = renderer.render(report, style: .plain).split(separator: "\n")
        .filter { $0.hasPrefix("|") }
      #expect(rows.count == report.results.count + 2)
      for row in rows {
        let bars = row.replacing("\\|", with: "").count { $0 == "|" }
        #expect(bars == 5, "\(row)")
        #expect(!row.contains("<"))
      }
    }
    let many = (0..<4000).map { index in
      SampleChecks.result("check-\(index)", .warn, text: String(repeating: "x", count: 400))
    }
    let text = renderer.render(
      SampleChecks.report(many + [SampleChecks.result("worst", .fail)]), style: .plain)
    #expect(text.utf8.count < 1 << 20)
    #expect(text.contains("more are left out here"))
    #expect(text.contains("worst"))
  }

  @Test("as CSV are a table of twelve fields, whatever names hold, numbers unrounded")
  func csv() throws {
    for report in [SampleChecks.everyVerdict, SampleChecks.nasty] {
      let rows = try CSVReading.rows(of: CheckCSVRenderer().render(report, style: .plain))
      #expect(rows.count == report.results.count + 1)
      #expect(rows.allSatisfy { $0.count == 12 })
      #expect(rows.dropFirst().map { $0[0] } == report.results.map(\.id))
      #expect(rows.dropFirst().map { $0[3] } == report.results.map(\.verdict.rawValue))
    }
    let third = SampleChecks.report([SampleChecks.result("a", .pass, value: 1.0 / 3)])
    let row = try CSVReading.rows(of: CheckCSVRenderer().render(third, style: .plain))[1]
    #expect(Double(row[4]) == 1.0 / 3 && row[5] == "1" && row[6] == "2" && row[9] == "3")
  }

  @Test("as a page say the verdict first and what is wrong before what is not, and ask for nothing")
  func page() throws {
    let text = CheckHTMLRenderer().render(SampleChecks.everyVerdict, style: .plain)
    let places = try [
      "<h1>NO VERDICT: ", "id=\"wrong\"", "<code>corpus.error</code>", "<code>corpus.fail</code>",
      "<code>corpus.warn</code>", "id=\"checks\"", "<code>corpus.pass</code>", "rows 10",
    ].map { try #require(text.range(of: $0)).lowerBound }
    #expect(places == places.sorted())
    let nasty = CheckHTMLRenderer().render(SampleChecks.nasty, style: .plain)
    #expect(!nasty.contains("a<b>") && nasty.contains("a&lt;b&gt;&amp;"))
    #expect(!nasty.contains("\u{1B}") && !nasty.contains("\u{0}"))
    for page in [text, nasty] {
      for word in ["http:", "https:", "src=", "@import", "url(", "<script"] {
        #expect(!page.contains(word), "\(word)")
      }
    }
    let passed = SampleChecks.report([SampleChecks.result("a", .pass)])
    #expect(!CheckHTMLRenderer().render(passed, style: .plain).contains("What is wrong"))
  }

  @Test("as LaTeX are one table, the worst check first, with nothing that TeX would act on")
  func latex() throws {
    let text = CheckLaTeXRenderer().render(SampleChecks.everyVerdict, style: .plain)
    let lines = text.split(separator: "\n").filter { $0.hasSuffix("\\\\") }
    #expect(lines.count == SampleChecks.everyVerdict.results.count + 1)
    #expect(
      lines[1].hasPrefix(
        "error & corpus.\\allowbreak{}error & 1.\\allowbreak{}5 {[}1, 2{]} & because"))
    let nasty = CheckLaTeXRenderer().render(SampleChecks.nasty, style: .plain)
    #expect(nasty.contains("a\\textless{}b\\textgreater{}\\&"))
  }

  @Test(
    "as annotations are at most nine and one that counts the rest, with nothing that breaks one")
  func annotations() {
    let many = (0..<30).map { SampleChecks.result("c\($0)", $0 < 20 ? .warn : .fail, line: $0 + 1) }
    let lines = GitHubAnnotationRenderer().render(SampleChecks.report(many), style: .plain)
      .split(separator: "\n")
    #expect(lines.count == 10)
    #expect(lines[0].hasPrefix("::error file=p.yml,line=21,title=fail c20::"))
    #expect(lines[9].hasPrefix("::error file=p.yml,title=21 more::"))
    let nasty = GitHubAnnotationRenderer().render(SampleChecks.nasty, style: .plain)
      .split(separator: "\n")
    #expect(nasty.count == 3)
    for line in nasty {
      // level, properties, message: the colons inside properties are escaped
      let parts = line.dropFirst(2).split(separator: "::", maxSplits: 1)
      #expect(parts.count == 2)
      #expect(!parts[0].contains(":"))
      #expect(!line.contains("\r"))
    }
    let passed = SampleChecks.report([SampleChecks.result("a", .pass)])
    #expect(GitHubAnnotationRenderer().render(passed, style: .plain).isEmpty)
  }
}

@Suite("JUnit XML")
struct JUnitRendererTests {
  /// Elements with their attributes, as a real parser sees them.
  private final class Collector: NSObject, XMLParserDelegate {
    var elements: [(name: String, attributes: [String: String])] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) { elements.append((name, attributes)) }
  }

  private func elements(
    of report: CheckReport
  ) throws -> [(name: String, attributes: [String: String])] {
    let text = JUnitRenderer().render(report, style: .plain)
    let parser = XMLParser(data: Data(text.utf8))
    let collector = Collector()
    parser.delegate = collector
    #expect(parser.parse(), "\(String(describing: parser.parserError)): \(text)")
    return collector.elements
  }

  @Test("is well-formed whatever names hold, with a case a check and counts that add up")
  func wellFormed() throws {
    for report in [SampleChecks.everyVerdict, SampleChecks.nasty] {
      let elements = try elements(of: report)
      #expect(elements.count { $0.name == "testcase" } == report.results.count)
      let root = try #require(elements.first)
      #expect(root.attributes["tests"] == "\(report.results.count)")
      #expect(root.attributes["failures"] == "\(elements.count { $0.name == "failure" })")
      #expect(root.attributes["errors"] == "\(elements.count { $0.name == "error" })")
      #expect(root.attributes["skipped"] == "\(elements.count { $0.name == "skipped" })")
      #expect(elements.count { $0.name == "failure" } == report.count(.fail))
    }
  }

  @Test("says with a suite what is known of its input")
  func notes() throws {
    let sample = SampleChecks.report([SampleChecks.result("a", .fail)])
    let made = sample.provenance
    let report = CheckReport(
      policy: "p.yml", baseline: nil, inputs: sample.inputs, values: [], results: sample.results,
      failsOnWarning: false, writesBaseline: false,
      provenance: Provenance(
        version: "1", arguments: made.arguments, seed: 0, blas: made.blas,
        notes: ["corpus: row 3 <holds> NaN.", "other: nothing."]))
    let text = JUnitRenderer().render(report, style: .plain)
    #expect(
      text.contains("</testcase>\n    <system-out>corpus: row 3 &lt;holds&gt; NaN.</system-out>"))
    #expect(!text.contains("other: nothing"))
    #expect(try elements(of: report).count == 6)
    #expect(
      CheckHTMLRenderer().render(report, style: .plain)
        .contains("<p>corpus: row 3 &lt;holds&gt; NaN.</p>"))
    #expect(
      CheckMarkdownRenderer().render(report, style: .plain)
        .hasSuffix("\n\n* corpus: row 3 &lt;holds&gt; NaN.\n* other: nothing.\n"))
  }

  @Test("counts warnings as failures where they fail the run")
  func warnings() throws {
    let results = [SampleChecks.result("a", .warn), SampleChecks.result("b", .pass)]
    #expect(try elements(of: SampleChecks.report(results)).allSatisfy { $0.name != "failure" })
    let strict = try elements(of: SampleChecks.report(results, failsOnWarning: true))
    #expect(strict.count { $0.name == "failure" } == 1)
  }
}
