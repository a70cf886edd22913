import Findings
import Rendering

/// Where the reports of a check go.
///
/// Made before the work starts, so that a path that cannot be written fails at once.
struct CheckOutput {
  private let targets: [(renderer: any CheckRenderer, path: String?)]
  private let style: RenderingStyle

  /// Checks every path.
  init(_ targets: [ReportTarget], isColored: Bool) throws {
    style = RenderingStyle(isColored: isColored)
    self.targets = try targets.map { target in
      guard let renderer = CheckRendererCatalog.renderer(id: target.format) else {
        preconditionFailure("--report let an unknown format through: \(target.format)")
      }
      if let path = target.path { try OutputWriter.checkFile(path) }
      return (renderer, target.path)
    }
  }

  /// Renders the report in every form and puts it where it belongs, with other files that appear
  /// together with it or not at all.
  ///
  /// With `isForPrograms` the text does not go to standard output, because an error says the same.
  func emit(_ report: CheckReport, files: OutputWriter, isForPrograms: Bool = false) throws {
    var files = files
    var answer = ""
    for target in targets {
      if let path = target.path {
        files.add(path, target.renderer.render(report, style: .plain))
      } else if !isForPrograms || target.renderer.id != CheckTextRenderer().id {
        answer += target.renderer.render(report, style: style)
      }
    }
    try files.commit()
    if !answer.isEmpty { try StandardStreams.emit(answer) }
  }
}
