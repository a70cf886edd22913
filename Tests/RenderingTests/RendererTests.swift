import Findings
import Rendering
import Testing

@Suite("Every renderer")
struct RendererTests {
  private static let ids = RendererCatalog.all.map(\.id)

  @Test("has an id, an ending and a summary of its own")
  func catalog() {
    #expect(Set(Self.ids).count == Self.ids.count)
    for renderer in RendererCatalog.all {
      #expect(!renderer.fileExtension.isEmpty && !renderer.summary.isEmpty)
      #expect(RendererCatalog.renderer(id: renderer.id)?.id == renderer.id)
    }
    #expect(RendererCatalog.renderer(id: "jsn") == nil)
  }

  @Test("gives the same bytes for the same report", arguments: ids)
  func purity(id: String) throws {
    let renderer = try #require(RendererCatalog.renderer(id: id))
    for report in [SampleReports.healthy, SampleReports.empty] {
      #expect(
        renderer.render(report, style: .plain) == renderer.render(report, style: .plain))
    }
  }

  @Test("gives complete files with safe names of their own", arguments: ids)
  func files(id: String) throws {
    let renderer = try #require(RendererCatalog.renderer(id: id))
    for text in SampleReports.hostileTexts {
      let files = renderer.render(SampleReports.holding(text), style: .plain)
      #expect(!files.isEmpty)
      #expect(Set(files.map { $0.name.lowercased() }).count == files.count)
      for file in files {
        #expect(file.text.unicodeScalars.last == "\n")
        #expect(file.name.hasSuffix("." + renderer.fileExtension))
        #expect(!file.name.contains("/") && !file.name.hasPrefix("."))
      }
    }
  }
}
