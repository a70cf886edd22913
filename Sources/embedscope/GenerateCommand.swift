import ArgumentParser
import EmbeddingFormats
import EmbeddingSets

/// `embedscope generate KIND`: seeded inputs whose structure is known.
struct GenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Seeded embedding sets and relevance matrices whose structure is known.",
    usage: "embedscope generate <KIND> --output <FILE> [<options>]",
    discussion: """
      Embedding sets, as .npy:
      \(PlantedSet.Kind.allCases.map { "  \($0.rawValue): \($0.summary)" }
        .joined(separator: "\n"))

      Relevance matrices (queries by documents):
      \(PlantedRelevanceKind.allCases.map { "  \($0.rawValue): \($0.summary)" }
        .joined(separator: "\n"))

      A matrix is written as the file ending says:
      \(RelevanceWriter.all.map { writer in
        "  " + writer.fileEndings.map { ".\($0)" }.joined(separator: ", ") + ": \(writer.summary)"
      }.joined(separator: "\n"))

      The same kind, sizes and seed give the same bytes.

      Examples:
        embedscope generate low-rank --rows 5000 --dimensions 384 --rank 16 --output set.npy
        embedscope generate k-subsets --documents 12 --k 2 --output qrels.tsv
      """)

  @Argument(help: ArgumentHelp("What to plant.", valueName: "KIND"))
  var kind: String

  @Option(
    name: [.long, .customLong("queries")],
    help: ArgumentHelp(
      "Vectors (default: 1000), or queries (default: as many as documents).", valueName: "N"))
  var rows: Int?

  @Option(
    name: [.long, .customLong("documents")],
    help: ArgumentHelp(
      "Components of each vector (default: 64), or documents (default: 16, for limit 46).",
      valueName: "N"))
  var dimensions: Int?

  @Option(
    help: ArgumentHelp(
      "Directions of low-rank, clusters of clusters (default: 8); blocks (4); planted-rank (3).",
      valueName: "N"))
  var rank: Int?

  @Option(
    help: ArgumentHelp(
      "Documents a query, for k-subsets and random-sparse (default: 2).", valueName: "N"))
  var k: Int?

  @Option(
    help: ArgumentHelp(
      "Bits of disjointness, prime of projective-plane (default: 3).", valueName: "N"))
  var order: Int?

  @Option(
    help: ArgumentHelp("Probability of a relevant pair, for random (default: 0.5).", valueName: "P")
  )
  var density: Double?

  @Option(help: ArgumentHelp("Seed.", valueName: "N"))
  var seed: UInt64 = 0

  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write it.", valueName: "FILE"))
  var output: String

  mutating func validate() throws {
    for (name, value) in [("--rows", rows), ("--dimensions", dimensions), ("--rank", rank)] {
      guard let value else { continue }
      guard value >= 1 && value <= 1 << 31 else {
        throw ValidationError("\(name) takes a number from 1 to 2147483648, not \(value).")
      }
    }
    if let density, !(density >= 0 && density <= 1) {
      throw ValidationError("--density takes a probability from 0 to 1, not \(density).")
    }
  }

  func run() async throws {
    var writer = OutputWriter()
    if let kind = PlantedSet.Kind(rawValue: kind) {
      writer.add(output, try embeddings(kind))
    } else if let kind = PlantedRelevanceKind(rawValue: kind) {
      writer.add(output, try relevance(kind))
    } else {
      let known =
        PlantedSet.Kind.allCases.map(\.rawValue) + PlantedRelevanceKind.allCases.map(\.rawValue)
      throw ValidationError(
        "there is no kind '\(kind)'; there are \(known.joined(separator: ", "))."
          + Suggestion.sentence(for: kind, among: known))
    }
    try writer.commit()
  }

  private func embeddings(_ kind: PlantedSet.Kind) throws -> [UInt8] {
    for (name, isGiven) in [
      ("--k", k != nil), ("--order", order != nil), ("--density", density != nil),
    ]
    where isGiven {
      throw ValidationError(
        "\(name) is for relevance matrices; \(kind.rawValue) is a set of vectors.")
    }
    let (rows, dimensions, rank) = (rows ?? 1000, dimensions ?? 64, rank ?? 8)
    guard rows.multipliedReportingOverflow(by: dimensions).partialValue <= 1 << 30,
      rank.multipliedReportingOverflow(by: dimensions).partialValue <= 1 << 30
    else { throw ValidationError("more than 2^30 values are not made in memory.") }
    try OutputWriter.checkFile(output)
    let planted = PlantedSet(
      kind, rowCount: rows, columnCount: dimensions, rank: rank, seed: seed)
    return NumpyWriter.bytes(planted.values(), columnCount: dimensions)
  }

  private func relevance(_ kind: PlantedRelevanceKind) throws -> [UInt8] {
    guard let writer = RelevanceWriter.forPath(output) else {
      let endings = RelevanceWriter.all.flatMap(\.fileEndings).map { ".\($0)" }
      throw ValidationError(
        "\(output): the ending does not say how to write a relevance matrix; it is one of "
          + endings.joined(separator: ", ") + ".")
    }
    let matrix: RelevanceMatrix
    do {
      matrix = try kind.matrix(
        PlantedRelevanceKind.Sizes(
          rowCount: rows, columnCount: dimensions, subsetSize: k, order: order, rank: rank,
          density: density, seed: seed))
    } catch {
      throw ValidationError(error.description)
    }
    let entries = matrix.rowCount.multipliedReportingOverflow(by: matrix.columnCount)
    guard !writer.isDense || (!entries.overflow && entries.partialValue <= 1 << 30) else {
      throw ValidationError(
        "\(matrix.rowCount) x \(matrix.columnCount) entries are too many for a dense file;"
          + " write judgments instead (.qrels, .tsv or .jsonl).")
    }
    try OutputWriter.checkFile(output)
    return writer.bytes(matrix)
  }
}
