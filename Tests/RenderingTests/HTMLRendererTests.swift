import Findings
import Foundation
import Rendering
import Testing

@Suite("The page")
struct HTMLRendererTests {
  private func page(_ reports: [Report]) -> String {
    HTMLRenderer().render(reports, style: .plain)[0].text
  }

  @Test("says the answer first, then findings, figures and numbers")
  func order() throws {
    let report = FigureTests.report(
      "docs.npy", series: [FigureTests.spectrum], metrics: SampleReports.healthy.metrics)
    let text = page([report])
    let places = try [
      "<h1>Healthy.</h1>", "id=\"figures\"", "<svg", "id=\"numbers\"", "id=\"made\"",
    ]
    .map { try #require(text.range(of: $0)).lowerBound }
    #expect(places == places.sorted())
    #expect(text.contains("<code>uniformity@t=2</code>") && text.contains("one row"))
  }

  @Test("lets no text act on it", arguments: SampleReports.hostileTexts)
  func hostile(text: String) {
    let page = page([SampleReports.holding(text), SampleReports.holding("b" + text)])
    #expect(!page.contains("<script"))
    #expect(!page.contains("\u{1B}") && !page.contains("\u{202E}") && !page.contains("\u{0}"))
    // Mustache would have run a tag in a value only if values were templates
    if text.contains("{{x}}") { #expect(page.contains("{{x}}")) }
    if text.contains("a&b") { #expect(page.contains("a&amp;b;c")) }
  }

  @Test("asks for nothing from elsewhere")
  func requests() {
    let text = page([FigureTests.report("docs.npy", series: [FigureTests.spectrum])])
      .replacing("http://www.w3.org/2000/svg", with: "")
    for word in ["http:", "https:", "src=", "@import", "url(", "<script", "<iframe"] {
      #expect(!text.contains(word), "\(word)")
    }
  }

  @Test("stays small whatever the number of rows, and says what it left out")
  func size() {
    let rows: [[Cell]] = (0..<40_000).map { [.integer($0), .number(Double($0).squareRoot())] }
    let series = (0..<12).map {
      Series(id: "series-\($0)", columns: ["index", "value"], rows: rows)
    }
    let text = page([FigureTests.report("big.npy", series: series + [FigureTests.spectrum])])
    #expect(text.utf8.count < 2_000_000)
    #expect(text.contains("The first 200 rows; --report csv=DIR/ writes all."))
  }

  @Test("puts several sets side by side")
  func several() throws {
    let text = page([
      SampleReports.healthy, FigureTests.report("other.npy", series: [FigureTests.spectrum]),
    ])
    #expect(text.contains("<th scope=\"col\">docs.npy</th><th scope=\"col\">other.npy</th>"))
  }
}
