public import Findings

/// The figures of a report, one SVG file each: for papers and slides.
public struct SVGRenderer: Renderer {
  /// The SVG renderer.
  public init() {}

  /// The name that `--report` takes.
  public let id = "svg"
  /// The ending of its files.
  public let fileExtension = "svg"
  /// What it is for.
  public let summary = "the figures, one file each in a directory; alone, the first"
  /// One file a figure.
  public let fillsDirectory = true

  /// A file a figure, named after it; a line of text where there is nothing to draw.
  public func render(_ reports: [Report], style: RenderingStyle) -> [RenderedFile] {
    let charts = FigureCatalog.charts(of: reports)
    guard !charts.isEmpty else {
      return [RenderedFile(name: "nothing-to-draw.svg", text: Self.nothing)]
    }
    return charts.map { chart in
      RenderedFile(name: chart.id + ".svg", text: ChartDrawing(chart).element.text + "\n")
    }
  }

  private static let nothing: String = {
    let text = SVGElement("text", .text("This report holds no data for a figure."))
      .with("x", 16).with("y", 30).with("font-family", ChartStyle.font)
      .with("font-size", ChartStyle.fontSize)
    return SVGElement("svg", .children([text])).with("xmlns", "http://www.w3.org/2000/svg")
      .with("viewBox", "0 0 640 48").text + "\n"
  }()
}
