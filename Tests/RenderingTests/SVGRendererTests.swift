import Rendering
import Testing

@Suite("The figures as files")
struct SVGRendererTests {
  @Test("are a document each, well-formed")
  func files() throws {
    let report = FigureTests.report("x", series: [FigureTests.spectrum])
    let files = SVGRenderer().render(report, style: .plain)
    #expect(files.map(\.name) == ["spectrum.svg", "variance.svg"])
    for file in files { #expect(XMLReading.read(file.text) != nil) }
  }

  @Test("hostile names stay names in legends", arguments: SampleReports.hostileTexts)
  func hostile(text: String) throws {
    let reports = [text, text, "b"].map {
      FigureTests.report($0, series: [FigureTests.spectrum])
    }
    for file in SVGRenderer().render(reports, style: .plain) {
      let reading = try #require(XMLReading.read(file.text))
      #expect(reading.named("script").isEmpty && reading.named("svg").count == 1)
    }
  }

  @Test("a report without data for one says so in a drawing")
  func nothing() throws {
    let files = SVGRenderer().render(SampleReports.empty, style: .plain)
    let reading = try #require(XMLReading.read(files[0].text))
    #expect(reading.named("text").first?.text == "This report holds no data for a figure.")
  }
}
