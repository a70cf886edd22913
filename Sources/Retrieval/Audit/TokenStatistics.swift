import EmbeddingSets
import Findings
import LinearAlgebra
import Streaming

/// What a late-interaction export holds, and how its scores behave.
struct TokenStatistics: Sendable {
  let tokenCounts: [Int]
  let queryTokens: Double
  let emptyDocuments: Int
  let columnCount: Int
  let bytesPerDocument: Double?
  /// Effective rank of the tokens of each document looked at; nothing for documents without.
  let documentRanks: [Double]
  let tokenSpectrum: SingularSpectrum
  let scoreSpectrum: SingularSpectrum
  let scoreRank: Int
  let negativeShare: Double?
  /// Mean over queries of Spearman's correlation of score and length among documents that are not
  /// relevant.
  let lengthBias: Double?
  /// Mean tokens of the ten best documents over that of all.
  let topLengthRatio: Double?

  /// 95 % intervals over documents, documents and queries.
  let rankInterval: Interval?
  let tokenInterval: Interval?
  let biasInterval: Interval?

  private static let documentLimit = 2000

  init(_ representation: TokenRepresentation, _ options: AuditOptions) async throws {
    let documents = representation.documents
    tokenCounts = (0..<documents.itemCount).map(documents.tokenCount(of:))
    queryTokens =
      Double(representation.queries.tokens.shape.rowCount)
      / Double(max(1, representation.queryCount))
    emptyDocuments = representation.emptyDocumentCount
    columnCount = documents.columnCount
    bytesPerDocument = representation.cost.bytesPerDocument
    let looked = options.queries(of: documents.itemCount, limit: Self.documentLimit)
    documentRanks = try await Self.ranks(documents, looked, jobs: options.jobs)
    tokenSpectrum = try Self.spectrum(documents.tokens)
    let asked = options.queries(
      of: representation.queryCount,
      limit: min(options.queryLimit, max(1, (1 << 26) / max(1, documents.itemCount))))
    let sample = try await ScoreSample(representation, asked, tokenCounts, options)
    scoreSpectrum = sample.spectrum
    let largest = scoreSpectrum.values.first ?? 0
    // scores are sums of products in single precision
    scoreRank = scoreSpectrum.rank(
      tolerance: Double(max(asked.count, documents.itemCount)) * 0x1p-24 * largest)
    negativeShare = sample.negativeShare
    lengthBias = sample.lengthBias
    rankInterval = try await options.interval(documentRanks)
    tokenInterval = try await options.interval(tokenCounts.map(Double.init))
    biasInterval = try await options.interval(sample.biases)
    topLengthRatio = sample.topLengthRatio
  }

  /// exp of the entropy of the singular values of each document's tokens, not centred.
  private static func ranks(
    _ documents: TokenSet, _ looked: [Int], jobs: Int
  ) async throws -> [Double] {
    var ranks: [Double] = []
    let blocks = ranges(of: looked.count, length: 16)
    try await orderedMap(count: blocks.count, width: jobs) { index in
      try blocks[index].compactMap { place -> Double? in
        let rows = documents.rows(of: looked[place]..<looked[place] + 1)
        guard !rows.isEmpty else { return nil }
        let values = try documents.tokens.block(rows: rows).doubles
        let width = documents.columnCount
        var gram = SymmetricMatrix(zero: min(width, rows.count))
        if rows.count < width {
          gram.addGramOfColumns(ofRows: values.span, columnCount: width)
        } else {
          gram.addGram(ofRows: values.span, rowCount: rows.count)
        }
        return SingularSpectrum(gramEigenvalues: try gram.eigenvalues()).effectiveRank
      }
    } consume: { _, part in
      ranks += part
    }
    return ranks
  }

  /// All tokens, not centred.
  private static func spectrum(_ tokens: any EmbeddingSource) throws -> SingularSpectrum {
    var gram = SymmetricMatrix(zero: tokens.shape.columnCount)
    for rows in ranges(of: tokens.shape.rowCount, length: 4096) {
      gram.addGram(ofRows: try tokens.block(rows: rows).doubles.span, rowCount: rows.count)
    }
    return SingularSpectrum(gramEigenvalues: try gram.eigenvalues())
  }
}

/// The scores of some queries, looked at one by one.
private struct ScoreSample {
  var spectrum: SingularSpectrum
  var negativeShare: Double?
  var lengthBias: Double?
  var topLengthRatio: Double?
  /// The correlation of each query that has one.
  var biases: [Double]

  init(
    _ representation: TokenRepresentation, _ asked: [Int], _ lengths: [Int],
    _ options: AuditOptions
  ) async throws {
    var relevant: [Int: [Int]] = [:]
    if let judged = options.relevant {
      for (query, documents) in zip(judged.queries, judged.documents) {
        relevant[query] = documents
      }
    }
    let part = try representation.asked(by: representation.queries.selecting(asked))
    let blocks = part.queryBlocks
    let (known, count) = (relevant, lengths.count)
    var scores: [Double] = []
    var (negative, maxima, biases, tops): (Int, Int, [Double], [Double]) = (0, 0, [], [])
    let filled = lengths.count { $0 > 0 }
    try await orderedMap(count: blocks.count, width: options.jobs) { index in
      var rows = [Double](repeating: 0, count: blocks[index].count * count)
      var negative = 0
      for documents in part.documentBlocks {
        let tile = try part.tile(queries: blocks[index], documents: documents)
        negative += tile.negativeMaxima
        for row in 0..<blocks[index].count {
          for column in 0..<documents.count {
            rows[row * count + documents.lowerBound + column] =
              tile.scores[row * documents.count + column]
          }
        }
      }
      let biases = blocks[index].enumerated().map { row, query in
        LengthBias(
          Array(rows[row * count..<(row + 1) * count]), lengths, without: known[asked[query]] ?? [])
      }
      return (rows, negative, biases)
    } consume: { index, outcome in
      scores += outcome.0
      negative += outcome.1
      maxima += part.queries.rows(of: blocks[index]).count * filled
      biases += outcome.2.compactMap(\.correlation)
      tops += outcome.2.compactMap(\.topLength)
    }
    spectrum = try ScoreSpectrum.ofScores(scores, rowCount: asked.count, columnCount: count)
    negativeShare = maxima == 0 ? nil : Double(negative) / Double(maxima)
    self.biases = biases
    lengthBias = biases.isEmpty ? nil : biases.reduce(0, +) / Double(biases.count)
    let mean = Double(lengths.reduce(0, +)) / Double(max(1, count))
    topLengthRatio =
      tops.isEmpty || mean == 0 ? nil : tops.reduce(0, +) / Double(tops.count) / mean
  }
}

/// Whether longer documents score higher for one query.
private struct LengthBias {
  /// Spearman's correlation of score and length; nil where one of them does not vary.
  let correlation: Double?
  /// Mean length of the ten best.
  let topLength: Double?

  init(_ scores: [Double], _ lengths: [Int], without relevant: [Int]) {
    let left = Set(relevant)
    let others = scores.indices.filter { !left.contains($0) && scores[$0].isFinite }
    correlation = Self.correlation(
      Self.ranks(others.map { scores[$0] }), Self.ranks(others.map { Double(lengths[$0]) }))
    let best = scores.indices.filter { scores[$0].isFinite }
      .sorted { (scores[$0], $1) > (scores[$1], $0) }.prefix(10)
    topLength =
      best.isEmpty ? nil : Double(best.reduce(0) { $0 + lengths[$1] }) / Double(best.count)
  }

  /// Ranks, the mean of them where values tie.
  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var first = 0
    while first < order.count {
      var end = first + 1
      while end < order.count, values[order[end]] == values[order[first]] { end += 1 }
      for place in first..<end { ranks[order[place]] = Double(first + end - 1) / 2 }
      first = end
    }
    return ranks
  }

  private static func correlation(_ x: [Double], _ y: [Double]) -> Double? {
    guard x.count > 2 else { return nil }
    let mean = Double(x.count - 1) / 2
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for index in x.indices {
      let (a, b) = (x[index] - mean, y[index] - mean)
      xx += a * a
      yy += b * b
      xy += a * b
    }
    return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : nil
  }
}

extension TokenSet {
  /// Some items in memory, in the order given.
  func selecting(_ items: [Int]) throws -> TokenSet {
    let rows = items.flatMap { Array(self.rows(of: $0..<$0 + 1)) }
    let starts = items.reduce(into: [0]) { $0.append($0[$0.count - 1] + tokenCount(of: $1)) }
    guard items.count < itemCount else { return self }
    return TokenSet(tokens: try RowSelection(tokens, rows: rows).inMemory(), offsets: starts)
  }
}
