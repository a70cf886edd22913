public import Findings

/// A form that the result of `check` can take.
///
/// As pure as ``Renderer``: the same result and style give the same bytes.
public protocol CheckRenderer: Sendable {
  /// The name that `--report` takes: `junit`.
  var id: String { get }
  /// What it is for, in one line.
  var summary: String { get }

  /// The document.
  func render(_ report: CheckReport, style: RenderingStyle) -> String
}

/// The forms of the result of `check`.
public enum CheckRendererCatalog {
  /// Every form, in the order that help shows.
  ///
  /// The only list of them.
  public static let all: [any CheckRenderer] = [
    CheckTextRenderer(),
    CheckCSVRenderer(),
    CheckJSONRenderer(),
    CheckMarkdownRenderer(),
    CheckLaTeXRenderer(),
    CheckHTMLRenderer(),
    JUnitRenderer(),
    GitHubAnnotationRenderer(),
    OpenMetricsRenderer(),
  ]

  /// The form of an id.
  public static func renderer(id: String) -> (any CheckRenderer)? { all.first { $0.id == id } }
}
