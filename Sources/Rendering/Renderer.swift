public import Findings

/// One document of a rendered report.
public struct RenderedFile: Hashable, Sendable {
  /// Its name inside a report directory: `metrics.csv`.
  public let name: String
  /// Its text, complete and ending in a line feed.
  public let text: String

  /// A document.
  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

/// What the place a report goes to can show.
public struct RenderingStyle: Hashable, Sendable {
  /// Whether terminal colours may be used; only the text report has any.
  public let isColored: Bool

  /// A style.
  public init(isColored: Bool = false) { self.isColored = isColored }

  /// No colour: what files and pipes get.
  public static let plain = RenderingStyle()
}

/// A form that a report can take.
///
/// A renderer is pure: the same report and style give the same bytes, always. It sees a finished
/// report and nothing else, so it can neither compute nor open a file.
public protocol Renderer: Sendable {
  /// The name that `--report` takes: `json`.
  var id: String { get }
  /// The ending of its files, without the dot.
  var fileExtension: String { get }
  /// What it is for, in one line.
  var summary: String { get }

  /// Whether its documents are meant for a directory, so that a path that names no file of its
  /// kind is one (`csv=out`).
  var fillsDirectory: Bool { get }

  /// The documents of some reports, at least one; the first is the one that standard output or a
  /// file path gets, all of them go into a directory.
  ///
  /// - Parameters:
  ///   - reports: one report, or several to be put side by side; at least one.
  ///   - style: what the place they go to can show.
  func render(_ reports: [Report], style: RenderingStyle) -> [RenderedFile]
}

extension Renderer {
  /// One document is the rule.
  public var fillsDirectory: Bool { false }

  /// The documents of one report.
  public func render(_ report: Report, style: RenderingStyle) -> [RenderedFile] {
    render([report], style: style)
  }
}

/// The renderers there are.
public enum RendererCatalog {
  /// Every renderer, in the order that help and `list` show.
  public static let all: [any Renderer] = [
    TextRenderer(),
    CSVRenderer(),
    JSONRenderer(),
    MarkdownRenderer(),
    LaTeXRenderer(),
    HTMLRenderer(),
    SVGRenderer(),
  ]

  /// The renderer of an id.
  public static func renderer(id: String) -> (any Renderer)? { all.first { $0.id == id } }
}
