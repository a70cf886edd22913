import ArgumentParser
import EmbeddingFormats
import EmbeddingSets
import Retrieval

/// Exports of documents and queries, each with a name, and how they are scored.
struct RepresentationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Single vectors. Repeatable.", valueName: "NAME=DOCS,QUERIES"),
    transform: { try ExportArgument(parsing: $0, option: "--dense") })
  var dense: [ExportArgument] = []

  @Option(
    help: ArgumentHelp(
      "Token vectors, each with its offsets. Repeatable.",
      valueName: "NAME=DOCS:OFFSETS,QUERIES:OFFSETS"),
    transform: { try ExportArgument(parsing: $0, option: "--tokens") })
  var tokens: [ExportArgument] = []

  @Option(
    help: ArgumentHelp(
      "Sparse weights: matrices of scipy, or JSON lines as SPLADE writes them. Repeatable.",
      valueName: "NAME=DOCS,QUERIES"),
    transform: { try ExportArgument(parsing: $0, option: "--sparse") })
  var sparse: [ExportArgument] = []

  @Option(
    help: ArgumentHelp(
      "Counts of terms, in the same forms, weighted by BM25. Repeatable.",
      valueName: "NAME=DOCS,QUERIES"),
    transform: { try ExportArgument(parsing: $0, option: "--bm25") })
  var bm25: [ExportArgument] = []

  @Option(
    help: ArgumentHelp(
      "Logits of a masked language model with offsets, pooled as SPLADE does. Repeatable.",
      valueName: "NAME=DOCS:OFFSETS,QUERIES:OFFSETS"),
    transform: { try ExportArgument(parsing: $0, option: "--logits") })
  var logits: [ExportArgument] = []

  @Option(
    help: ArgumentHelp("How single vectors compare: dot or cosine.", valueName: "MEASURE"),
    transform: { try DenseRepresentation.Similarity(parsing: $0, option: "--similarity") })
  var similarity = DenseRepresentation.Similarity.dot

  @Option(
    help: ArgumentHelp(
      "Maxima over tokens: exact, or relu (at least 0, as padding makes them).", valueName: "RULE"),
    transform: { try TokenRepresentation.Maximum(parsing: $0, option: "--maxsim") })
  var maxsim = TokenRepresentation.Maximum.exact

  @Option(
    help: ArgumentHelp(
      "Documents that share no term: omitted, or zero (score 0).", valueName: "RULE"),
    transform: { try SparseRepresentation.Unmatched(parsing: $0, option: "--unmatched") })
  var unmatched = SparseRepresentation.Unmatched.omitted

  @Option(
    help: ArgumentHelp("Pooling of logits over tokens: max or sum.", valueName: "RULE"),
    transform: { try SPLADEPooling(parsing: $0, option: "--splade") })
  var splade = SPLADEPooling.max

  @Option(help: ArgumentHelp("k1 and b of BM25.", valueName: "K1,B"))
  var bm25Parameters = "1.2,0.75"

  @OptionGroup(title: "Identifiers") var identifiers: IdentifierOptions

  /// What was opened.
  struct Opened {
    let representations: [any AuditedRepresentation]
    let queries: IdentifierTable
    let documents: IdentifierTable
  }

  /// The names of all exports, in the order they are opened.
  var names: [String] { (dense + tokens + sparse + bm25 + logits).map(\.name) }

  mutating func validate() throws {
    let names = names
    if let twice = names.first(where: { name in names.filter { $0 == name }.count > 1 }) {
      throw ValidationError("two exports are called '\(twice)'; give each a NAME of its own.")
    }
    for argument in tokens + logits where !argument.hasOffsets {
      throw ValidationError(
        "'\(argument.name)' needs offsets: NAME=docs.npy:offsets.npy,queries.npy:offsets.npy.")
    }
    _ = try parameters()
  }

  private func parameters() throws -> BM25 {
    let numbers = bm25Parameters.split(separator: ",").map { Double($0) ?? .nan }
    guard numbers.count == 2, numbers[0] >= 0, numbers[0].isFinite, (0...1).contains(numbers[1])
    else {
      throw ValidationError(
        "--bm25-parameters takes k1 of 0 or more and b of 0 to 1, as in 1.2,0.75.")
    }
    return BM25(k1: numbers[0], b: numbers[1])
  }

  /// Opens every export; all have as many documents and queries as the first.
  func open(judgments: Judgments?) throws -> Opened {
    var opened: [any AuditedRepresentation] = []
    var exports = try SparseExports(sparse + bm25, identifiers)
    for argument in dense {
      let documents = try EmbeddingSetReader.open(argument.documents)
      let queries = try EmbeddingSetReader.open(argument.queries)
      try exports.add(documents: documents, queries: queries)
      opened.append(
        try DenseRepresentation(
          name: argument.name, documents: documents, queries: queries, similarity: similarity))
    }
    for argument in tokens {
      opened.append(
        try TokenRepresentation(
          name: argument.name, documents: argument.documentTokens(),
          queries: argument.queryTokens(), maximum: maxsim))
    }
    for argument in sparse {
      let (documents, queries) = try exports.matrices(argument)
      opened.append(try sparse(argument.name, "sparse", documents, queries))
    }
    for argument in bm25 {
      let (counts, queries) = try exports.matrices(argument)
      opened.append(
        try sparse(argument.name, "bm25", parameters().weights(ofCounts: counts), queries))
    }
    for argument in logits {
      opened.append(
        try sparse(
          argument.name, "sparse", splade.pool(argument.documentTokens()),
          splade.pool(argument.queryTokens())))
    }
    guard let first = opened.first else {
      throw ValidationError("give at least one of --dense, --tokens, --sparse, --bm25, --logits.")
    }
    for other in opened
    where other.documentCount != first.documentCount || other.queryCount != first.queryCount {
      throw OutputError(
        "\(other.name) has \(other.documentCount) documents and \(other.queryCount) queries, "
          + "\(first.name) has \(first.documentCount) and \(first.queryCount).\n"
          + "Exports are compared row by row: give those of the same texts.")
    }
    return Opened(
      representations: opened,
      queries: try IdentifierOptions.table(
        identifiers.queryIds, option: "--query-ids", first.name, rowCount: first.queryCount,
        own: exports.queryIDs, judgments?.queryIDs ?? []),
      documents: try IdentifierOptions.table(
        identifiers.documentIds, option: "--document-ids", first.name,
        rowCount: first.documentCount, own: exports.documentIDs, judgments?.documentIDs ?? []))
  }

  private func sparse(
    _ name: String, _ kind: String, _ documents: SparseMatrix, _ queries: SparseMatrix
  ) throws -> SparseRepresentation {
    try SparseRepresentation(
      name: name, kind: kind, documents: documents, queries: queries, unmatched: unmatched)
  }
}

extension RawRepresentable where Self: CaseIterable, RawValue == String {
  /// The value of a name that an option was given.
  init(parsing text: String, option: String) throws {
    guard let value = Self(rawValue: text) else {
      throw ValidationError(
        "\(option) takes \(Self.allCases.map(\.rawValue).joined(separator: " or ")), not '\(text)'."
      )
    }
    self = value
  }
}

/// `NAME=DOCS,QUERIES`, each a path or `PATH:OFFSETS`.
struct ExportArgument: Sendable, Hashable {
  /// What reports call it.
  let name: String
  private let documentPaths: [String]
  private let queryPaths: [String]

  /// Parses the text of an option.
  init(parsing text: String, option: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let sides = parts.count == 2 ? parts[1].split(separator: ",").map(String.init) : []
    guard sides.count == 2, !parts[0].isEmpty else {
      throw ValidationError("\(option) takes NAME=DOCS,QUERIES, not '\(text)'.")
    }
    name = String(parts[0])
    let isPlain = name.unicodeScalars.allSatisfy { scalar in
      ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
        || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "_"
    }
    guard isPlain else {
      throw ValidationError("\(option): '\(name)' is no name; use letters, digits, - and _.")
    }
    documentPaths = sides[0].split(separator: ":").map(String.init)
    queryPaths = sides[1].split(separator: ":").map(String.init)
    guard (1...2).contains(documentPaths.count), documentPaths.count == queryPaths.count else {
      throw ValidationError("\(option) takes NAME=DOCS,QUERIES, not '\(text)'.")
    }
  }

  /// Whether each side has offsets.
  var hasOffsets: Bool { documentPaths.count == 2 }
  /// The vectors of the documents.
  var documents: String { documentPaths[0] }
  /// The vectors of the queries.
  var queries: String { queryPaths[0] }

  /// The tokens of the documents.
  func documentTokens() throws -> TokenSet {
    try TokenSetReader.open(tokens: documentPaths[0], offsets: documentPaths[1])
  }

  /// The tokens of the queries.
  func queryTokens() throws -> TokenSet {
    try TokenSetReader.open(tokens: queryPaths[0], offsets: queryPaths[1])
  }
}
