import Findings
import Rendering
import Testing

@Suite("Stored reports")
struct JSONReportReaderTests {
  private func bytes(_ reports: [Report]) -> [UInt8] {
    Array(JSONRenderer().render(reports, style: .plain)[0].text.utf8)
  }

  @Test("come back as they were, one or several")
  func roundTrip() throws {
    for reports in [
      [SampleReports.healthy], [SampleReports.empty],
      [
        SampleReports.healthy, SampleReports.empty,
        FigureTests.report("x", series: [FigureTests.spectrum]),
      ],
    ] {
      let back = try JSONReportReader.reports(in: bytes(reports))
      #expect(bytes(back) == bytes(reports))
      #expect(back.map(\.metrics) == reports.map(\.metrics))
      #expect(back.map(\.findings) == reports.map(\.findings))
    }
  }

  @Test("with hostile texts come back too", arguments: SampleReports.hostileTexts)
  func hostile(text: String) throws {
    let stored = bytes([SampleReports.holding(text)])
    #expect(bytes(try JSONReportReader.reports(in: stored)) == stored)
  }

  @Test("cut short anywhere are refused, never half read")
  func truncation() {
    let stored = bytes([FigureTests.report("x", series: [FigureTests.spectrum])])
    // the last byte is the line feed after the document
    for length in 0..<stored.count - 1 {
      #expect(throws: ReportDocumentError.self) {
        try JSONReportReader.reports(in: Array(stored.prefix(length)))
      }
    }
  }

  @Test(
    "that are something else say what and where",
    arguments: [
      ("{\"schema\": \"other/1\"}", "schema", "found 'other/1'"),
      ("{}", "", "there is no 'schema'"),
      ("[]", "", "another kind"),
      ("{\"schema\": \"embedscope.report/1\"}", "", "there is no"),
      ("{\"schema\": \"embedscope.reports/1\", \"reports\": []}", "reports", "without a report"),
      ("\u{93}NUMPY", "", "no JSON"),
    ])
  func wrong(text: String, place: String, what: String) throws {
    let error = try #require(throws: ReportDocumentError.self) {
      try JSONReportReader.reports(in: Array(text.utf8))
    }
    #expect(error.place == place && error.what.contains(what), "\(error)")
  }

  @Test(
    "with one wrong value name it",
    arguments: [
      ("\"measured\"", "\"guessed\"", "metrics[0].status"),
      ("\"unit\": \"rows\"", "\"unit\": \"miles\"", "metrics[0].unit"),
      ("\"severity\": \"failure\"", "\"severity\": \"bad\"", "findings[0].severity"),
      ("[112.5, 117]", "[117, 112.5]", "metrics[1].interval"),
      ("[112.5, 117]", "[117]", "metrics[1].interval"),
      ("\"value\": 5000", "\"value\": null", "metrics[0].value"),
      ("[1, 0.1, null]", "[1, 0.1]", "series[0].rows"),
    ])
  func damaged(part: String, other: String, place: String) throws {
    let text = String(decoding: bytes([SampleReports.healthy]), as: UTF8.self)
    try #require(text.contains(part))
    let error = try #require(throws: ReportDocumentError.self) {
      try JSONReportReader.reports(in: Array(text.replacing(part, with: other).utf8))
    }
    #expect(error.place == place)
  }
}
