import Findings
import Rendering
import Testing

@Suite("The CSV report")
struct CSVRendererTests {
  private func files(_ report: Report) -> [RenderedFile] {
    CSVRenderer().render(report, style: .plain)
  }

  @Test("is one tidy file a table, the metrics first")
  func golden() {
    let expected = [
      RenderedFile(
        name: "metrics.csv",
        text: """
          subject,id,value,unit,status,reason,low,high
          docs.npy,data.rows,5000,rows,measured,,,
          docs.npy,spectrum.centered.participation-ratio-debiased,114.25,dimensions,measured,,112.5,117
          docs.npy,uniformity@t=2,,nats,undefined,one row,,
          docs.npy,data.norm-cv,,ratio,skipped,"ask for ""data"", please",,

          """),
      RenderedFile(
        name: "findings.csv",
        text: """
          subject,id,severity,message,evidence,advice
          docs.npy,nonfinite-rows,failure,2 rows hold NaN.,data.rows-nonfinite,Find out which step made them.
          docs.npy,dead-dimensions,warning,"dimensions 127, 223, 319 are dead (below 1e-7 of the median spread).","data.columns-dead headroom.prefix-overlap@dims=64,k=10","They carry nothing and waste int8 codes. Drop them, or check the last LayerNorm."
          docs.npy,duplicate-rows,note,2 rows are exact duplicates.,,

          """),
      RenderedFile(
        name: "spectrum.raw.singular-values.csv",
        text: """
          index,singular_value,note
          0,19.5,top
          1,0.1,

          """),
    ]
    #expect(files(SampleReports.healthy) == expected)
  }

  @Test("reads back what was written", arguments: SampleReports.hostileTexts)
  func roundTrip(text: String) throws {
    let files = files(SampleReports.holding(text))
    let metrics = try CSVReading.rows(of: files[0].text)
    #expect(metrics[1] == [text, text, "", "ratio", "undefined", text, "", ""])
    let findings = try CSVReading.rows(of: files[1].text)
    #expect(
      findings.dropFirst() == [
        [text, text, "note", text, text, text], [text, text, "warning", text, text, text],
        [text, text, "failure", text, text, text],
      ])
    #expect(try CSVReading.rows(of: files[2].text) == [[text], [text], [""]])
    #expect(try CSVReading.rows(of: files[3].text) == [["a", text], [text, text]])
  }

  @Test("keeps names given by users inside the directory")
  func names() {
    let series = ["metrics", "../x", "a b", "A B", ""].map {
      Series(id: $0, columns: ["v"], rows: [])
    }
    let sample = SampleReports.empty
    let report = Report(
      command: "c", subject: sample.subject, verdict: "v", highlights: [], metrics: [],
      series: series, findings: [], provenance: sample.provenance)
    #expect(
      files(report).map(\.name) == [
        "metrics.csv", "findings.csv", "metrics-2.csv", "_.._x.csv", "a_b.csv", "A_B-2.csv",
        "_.csv",
      ])
  }
}
