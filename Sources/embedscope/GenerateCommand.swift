import ArgumentParser
import EmbeddingFormats
import EmbeddingSets

/// `embedscope generate KIND`: seeded inputs whose structure is known.
struct GenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Seeded embedding sets with a planted structure, as .npy.",
    usage: "embedscope generate <KIND> --output <FILE> [<options>]",
    discussion: """
      Kinds:
      \(PlantedSet.Kind.allCases.map { "  \($0.rawValue): \($0.summary)" }
        .joined(separator: "\n"))

      The same kind, sizes and seed give the same bytes.
      """)

  @Argument(help: ArgumentHelp("What to plant.", valueName: "KIND"))
  var kind: String

  @Option(help: ArgumentHelp("Vectors.", valueName: "N"))
  var rows = 1000

  @Option(help: ArgumentHelp("Components of each.", valueName: "N"))
  var dimensions = 64

  @Option(help: ArgumentHelp("Directions of low-rank, clusters of clusters.", valueName: "N"))
  var rank = 8

  @Option(help: ArgumentHelp("Seed.", valueName: "N"))
  var seed: UInt64 = 0

  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write it.", valueName: "FILE"))
  var output: String

  mutating func validate() throws {
    for (name, value) in [("--rows", rows), ("--dimensions", dimensions), ("--rank", rank)]
    where value < 1 || value > 1 << 31 {
      throw ValidationError("\(name) takes a number from 1 to 2147483648, not \(value).")
    }
    guard rows.multipliedReportingOverflow(by: dimensions).partialValue <= 1 << 30,
      rank.multipliedReportingOverflow(by: dimensions).partialValue <= 1 << 30
    else { throw ValidationError("more than 2^30 values are not made in memory.") }
  }

  func run() async throws {
    let known = PlantedSet.Kind.allCases.map(\.rawValue)
    guard let kind = PlantedSet.Kind(rawValue: kind) else {
      throw ValidationError(
        "there is no kind '\(kind)'; there are \(known.joined(separator: ", "))."
          + Suggestion.sentence(for: kind, among: known))
    }
    try OutputWriter.checkFile(output)
    let planted = PlantedSet(
      kind, rowCount: rows, columnCount: dimensions, rank: rank, seed: seed)
    var writer = OutputWriter()
    writer.add(output, NumpyWriter.bytes(planted.values(), columnCount: dimensions))
    try writer.commit()
  }
}
