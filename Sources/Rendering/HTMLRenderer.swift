public import Findings
import Mustache

/// The report as one page that can be mailed: answer, findings, figures, the numbers behind them.
///
/// Self-contained: no script, no font, no picture from elsewhere, so it makes no request. Its size
/// depends on the dimension at most, never on the number of rows.
public struct HTMLRenderer: Renderer {
  /// The HTML renderer.
  public init() {}

  /// The name that `--report` takes.
  public let id = "html"
  /// The ending of its files.
  public let fileExtension = "html"
  /// What it is for.
  public let summary = "one self-contained page with figures, to read, print or mail"

  /// One document, `report.html`.
  public func render(_ reports: [Report], style: RenderingStyle) -> [RenderedFile] {
    do {
      let template = try MustacheTemplate(string: PageTemplate.text)
      return [RenderedFile(name: "report.html", text: template.render(PageContent(reports)))]
    } catch {
      preconditionFailure("the page's own template is wrong: \(error)")
    }
  }
}
