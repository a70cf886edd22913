import EmbeddingSets
import Findings

/// Single vectors pooled from the tokens of an export in several ways, side by side.
struct PoolingAudit {
  /// One way to make a vector of tokens.
  enum Pooling: String, CaseIterable {
    /// The first token, `[CLS]` in BERT's order.
    case cls
    /// The last token.
    case last
    /// The mean of all.
    case mean
    /// The largest value of each component.
    case max
    /// The mean with weights 1, 2, 3, … (SGPT).
    case weighted

    /// The pooled vector; zeros where there is no token.
    func vector(_ tokens: [Double], width: Int) -> [Double] {
      var result = [Double](repeating: 0, count: width)
      let count = tokens.count / width
      guard count > 0 else { return result }
      switch self {
      case .cls: return Array(tokens[..<width])
      case .last: return Array(tokens[(tokens.count - width)...])
      case .max:
        result = Array(tokens[..<width])
        for row in 1..<Swift.max(1, count) {
          for column in 0..<width {
            result[column] = Swift.max(result[column], tokens[row * width + column])
          }
        }
      case .mean, .weighted:
        for row in 0..<count {
          let weight = self == .mean ? 1 : Double(row + 1)
          for column in 0..<width { result[column] += weight * tokens[row * width + column] }
        }
      }
      return result
    }
  }

  private let representation: TokenRepresentation
  private let options: AuditOptions

  init(_ representation: TokenRepresentation, _ options: AuditOptions) {
    self.representation = representation
    self.options = options
  }

  /// Recall at the number of relevant documents by cosine, effective rank of the centred unit rows, and
  /// mean cosine between documents, for each pooling.
  func table(id: String) async throws -> Series {
    var rows: [[Cell]] = []
    for pooling in Pooling.allCases {
      let dense = try DenseRepresentation(
        name: pooling.rawValue, documents: pooled(representation.documents, pooling),
        queries: pooled(representation.queries, pooling), similarity: .cosine)
      rows.append([
        .text(pooling.rawValue), try await recall(dense), try await rank(dense),
        try cosine(dense.documents, dense.documentNorms.zeroCount),
      ])
    }
    return Series(
      id: id, columns: ["pooling", "recall", "effective_rank", "mean_cosine"], rows: rows)
  }

  /// Unit rows; items without tokens, or whose tokens cancel, are zero.
  private func pooled(_ set: TokenSet, _ pooling: Pooling) throws -> InMemorySource {
    var values: [Float] = []
    values.reserveCapacity(set.itemCount * set.columnCount)
    for item in 0..<set.itemCount {
      let tokens = try set.tokens.block(rows: set.rows(of: item..<item + 1)).doubles
      let vector = pooling.vector(tokens, width: set.columnCount)
      let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      values += vector.map { Float(norm > 0 ? $0 / norm : 0) }
    }
    return InMemorySource(values, columnCount: set.columnCount, name: pooling.rawValue)
  }

  private func recall(_ dense: DenseRepresentation) async throws -> Cell {
    guard let relevant = options.relevant, relevant.count > 0 else { return .empty }
    let asked = try dense.asked(by: RowSelection(dense.queries, rows: relevant.queries).inMemory())
    let rankings = try await ProbedRankings(
      asked, relevant: relevant.documents, identifiers: options.identifiers, jobs: options.jobs)
    return rankings.meanRecall.map(Cell.number) ?? .empty
  }

  private func rank(_ dense: DenseRepresentation) async throws -> Cell {
    let moments = try await DocumentMoments(of: dense.documents, jobs: options.jobs)
    return try moments.spectrum().effectiveRank.map(Cell.number) ?? .empty
  }

  /// (|Σ u|² - n) / (n (n - 1)) over rows that are not zero.
  private func cosine(_ source: any EmbeddingSource, _ zeros: Int) throws -> Cell {
    let count = Double(source.shape.rowCount - zeros)
    guard count > 1 else { return .empty }
    let means = try ColumnMeans(source).means
    let total =
      means.reduce(0) { $0 + $1 * $1 } * Double(source.shape.rowCount)
      * Double(source.shape.rowCount)
    return .number((total - count) / (count * (count - 1)))
  }
}
