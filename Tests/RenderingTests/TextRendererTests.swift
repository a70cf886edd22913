import Findings
import Rendering
import Testing

@Suite("The text report")
struct TextRendererTests {
  private func text(_ report: Report, colored: Bool = false) -> String {
    TextRenderer().render(report, style: RenderingStyle(isColored: colored))[0].text
  }

  @Test("starts with the answer and ends with where to go")
  func golden() {
    let expected = """
      docs.npy: 5,000 vectors x 384, float32, unit norm. Healthy, with 3 dead
      dimensions.

        lives along   114 of 384 directions   participation ratio, debiased
        mean cosine   0.076                   0.000 after centering

        ! failure: 2 rows hold NaN.
          Find out which step made them.
        ! dimensions 127, 223, 319 are dead (below 1e-7 of the median spread).
          They carry nothing and waste int8 codes. Drop them, or check the last
          LayerNorm.
        . 2 rows are exact duplicates.

        one pass over the file
        More: --report csv=DIR/ --report json=FILE,
          embedscope explain data.rows-nonfinite

      """
    #expect(text(SampleReports.healthy) == expected)
  }

  @Test("without highlights shows every metric, with the reasons of those that are missing")
  func metricsTable() {
    let sample = SampleReports.healthy
    let report = Report(
      command: sample.command, subject: sample.subject, verdict: "One row.", highlights: [],
      metrics: sample.metrics, series: [], findings: [], provenance: sample.provenance)
    let expected = """
      One row.

        data.rows                                        5,000       rows
        spectrum.centered.participation-ratio-debiased   114.25      dimensions
                                                                     [112.5, 117]
        uniformity@t=2                                   undefined   one row
        data.norm-cv                                     skipped     ask for "data",
                                                                     please

        one pass over the file
        More: --report csv=DIR/ --report json=FILE, embedscope explain data.rows

      """
    #expect(text(report) == expected)
  }

  @Test("never exceeds 80 columns", arguments: SampleReports.hostileTexts)
  func width(hostile: String) {
    for line in text(SampleReports.holding(hostile)).split(separator: "\n") {
      #expect(TextLayout.width(of: line) <= 80)
    }
  }

  @Test("lets nothing through that acts on a terminal", arguments: SampleReports.hostileTexts)
  func harmless(hostile: String) {
    let rendered = text(SampleReports.holding(hostile))
    for scalar in rendered.unicodeScalars where scalar != "\n" {
      #expect(scalar.properties.generalCategory != .control)
      #expect(scalar.value != 0x202E)
    }
  }

  @Test("has colour that changes nothing else")
  func color() {
    let report = SampleReports.healthy
    let colored = text(report, colored: true)
    #expect(colored.contains("\u{1B}[1;31m!\u{1B}[0m failure"))
    #expect(colored.replacing(#/\x{1B}\[[0-9;]*m/#, with: "") == text(report))
  }
}
