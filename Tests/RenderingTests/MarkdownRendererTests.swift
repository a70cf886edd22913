import Rendering
import Testing

@Suite("The report in Markdown")
struct MarkdownRendererTests {
  @Test("has the answer, a table, the findings, and all metrics folded away")
  func parts() {
    let text = MarkdownRenderer().render(SampleReports.healthy, style: .plain)[0].text
    #expect(text.hasPrefix("**docs.npy: 5,000 vectors x 384"))
    #expect(text.contains("| lives along | 114 of 384 directions |"))
    #expect(text.contains("- **failure** 2 rows hold NaN. Find out"))
    #expect(text.contains("<details><summary>All 4 metrics</summary>\n\n| metric |"))
    #expect(text.contains("| uniformity&#64;t=2 | undefined | one row | nats |"))
  }

  @Test(
    "rows have as many cells as the head, whatever the texts", arguments: SampleReports.hostileTexts
  )
  func hostile(text: String) {
    let report = SampleReports.holding(text)
    let lines = MarkdownRenderer().render([report, report], style: .plain)[0].text
      .split(separator: "\n")
    func cells(_ line: Substring) -> Int {
      line.replacing("\\\\", with: "").replacing("\\|", with: "").split(
        separator: "|", omittingEmptySubsequences: false
      ).count
    }
    let tables = lines.split { !$0.hasPrefix("|") }
    #expect(!tables.isEmpty)
    for table in tables {
      #expect(Set(table.map(cells)).count == 1, "\(table.prefix(3))")
    }
    #expect(!lines.contains { $0.contains("<script") })
  }
}
