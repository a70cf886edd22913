import ArgumentParser
import Rendering

/// Renders stored report documents again: `embedscope report FILE.json ...`.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Stored reports again, in any form, without the data; several side by side.",
    usage: "embedscope report <FILE.json> ... [<options>]",
    discussion: """
      Examples:
        embedscope report run.json --report html=run.html
        embedscope report monday.json friday.json --report latex=table.tex
        embedscope report run.json --report svg=figures/

      Forms: \(RendererCatalog.all.map(\.id).joined(separator: ", "))
      """)

  @Argument(
    help: ArgumentHelp(
      "Documents that --report json=FILE wrote.", valueName: "FILE.json"),
    completion: .file(extensions: ["json"]))
  var files: [String]

  @OptionGroup(title: "Reports") var shared: SharedOptions

  func run() async throws {
    let output = try ReportOutput(shared)
    try output.emit(files.flatMap { try StoredReports.read($0) })
  }
}
