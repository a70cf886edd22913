import ArgumentParser
import Findings

/// `embedscope list`: everything there is.
struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Everything there is: metrics by family, formats, thresholds.",
    discussion: """
      A family is what --only and --skip choose.

      Examples:
        embedscope list
        embedscope list spectrum neighbors
      """)

  @Argument(help: ArgumentHelp("Families to show (default: all).", valueName: "FAMILY"))
  var families: [String] = []

  @Flag(help: "The descriptors as JSON.")
  var json = false

  func run() async throws {
    let all = MetricIndex.all
    let known = CatalogText.families(of: all)
    if let unknown = families.first(where: { !known.contains($0) }) {
      throw ValidationError(
        "there is no family '\(unknown)'; there are \(known.joined(separator: ", "))."
          + Suggestion.sentence(for: unknown, among: known))
    }
    let chosen = families.isEmpty ? all : all.filter { families.contains($0.family) }
    if json { return try StandardStreams.emit(CatalogText.json(chosen)) }
    var text = CatalogText.list(chosen)
    if families.isEmpty {
      let rest = [
        CatalogText.fileFormats(), CatalogText.thresholds(), CatalogText.reportFormats(),
      ]
      text += rest.map { "\n" + $0 }.joined()
    }
    try StandardStreams.emit(text)
  }
}
