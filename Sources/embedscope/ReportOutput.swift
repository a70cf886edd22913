import Findings
import Rendering

/// Where the reports of one run go.
///
/// Made before the work starts, so that a path that cannot be written fails at once; used once, at
/// the end. Files are complete before a byte goes to standard output.
struct ReportOutput {
  private enum Place {
    case standardOutput
    case file(String)
    case directory(String)
  }

  private let targets: [(renderer: any Renderer, place: Place)]
  private let style: RenderingStyle

  /// Checks every path.
  init(_ options: SharedOptions) throws {
    style = RenderingStyle(isColored: options.isColored)
    targets = try options.reports.map { target in
      guard let renderer = RendererCatalog.renderer(id: target.format) else {
        preconditionFailure("--report let an unknown format through: \(target.format)")
      }
      return (renderer, try Self.place(of: target, renderer))
    }
  }

  /// Renders the report in every form and puts it where it belongs.
  func emit(_ report: Report) throws { try emit([report]) }

  /// Renders reports side by side in every form and puts them where they belong.
  func emit(_ reports: [Report]) throws {
    var files = OutputWriter()
    var answer = ""
    for target in targets {
      switch target.place {
      case .standardOutput:
        answer += target.renderer.render(reports, style: style)[0].text
      case .file(let path):
        files.add(path, target.renderer.render(reports, style: .plain)[0].text)
      case .directory(let path):
        let directory = path.hasSuffix("/") ? path : path + "/"
        for file in target.renderer.render(reports, style: .plain) {
          files.add(directory + file.name, file.text)
        }
      }
    }
    try files.commit()
    if !answer.isEmpty { try StandardStreams.emit(answer) }
  }

  /// A path is a directory if it ends in a slash, if it is one, or if the form fills one and
  /// the path does not look like one of its files (`csv=out`).
  private static func place(of target: ReportTarget, _ renderer: any Renderer) throws -> Place {
    guard let path = target.path else { return .standardOutput }
    let looksLikeDirectory =
      renderer.fillsDirectory && !path.hasSuffix("." + renderer.fileExtension)
    let isNamedDirectory = path.hasSuffix("/")
    if try isNamedDirectory || OutputWriter.isDirectory(path)
      || (looksLikeDirectory && !OutputWriter.isFile(path))
    {
      try OutputWriter.checkDirectory(path)
      return .directory(path)
    }
    try OutputWriter.checkFile(path)
    return .file(path)
  }
}
