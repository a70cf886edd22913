public import EmbeddingSets

/// What the best linear queries could find in an export, or why nobody can say.
public enum LinearOracle: Sendable {
  /// Recall with the export's queries beside recall with the best linear ones.
  case probed(Capacity)
  /// There is no such probe, as a clause that says why.
  case unknown(reason: String)

  /// The analysis, where there is one.
  public var capacity: Capacity? {
    if case .probed(let capacity) = self { capacity } else { nil }
  }

  /// Why there is none.
  public var reason: String? {
    if case .unknown(let reason) = self { reason } else { nil }
  }
}

/// What an oracle is asked: which documents should be found.
public struct OracleQuestion: Sendable {
  /// Rows that should be found.
  public let relevant: RelevantDocuments
  /// Identifiers of the documents, for the order of ties.
  public let identifiers: IdentifierTable
  /// The ridge and the like; curves over dimensions are left out.
  public let options: CapacityOptions

  /// A question.
  public init(relevant: RelevantDocuments, identifiers: IdentifierTable, options: CapacityOptions) {
    self.relevant = relevant
    self.identifiers = identifiers
    var options = options
    options.dimensions = []
    options.drawsRandomSets = false
    self.options = options
  }
}

extension DenseRepresentation {
  /// The ridge oracle over all dimensions.
  public func oracle(_ question: OracleQuestion) async throws -> LinearOracle {
    var options = question.options
    options.similarity = similarity
    return .probed(
      try await Capacity(
        self, relevant: question.relevant, identifiers: question.identifiers, options: options))
  }
}

extension TokenRepresentation {
  /// None: a sum of maxima is not linear in the query.
  public func oracle(_ question: OracleQuestion) async throws -> LinearOracle {
    .unknown(reason: "a sum of maxima is not linear in the query")
  }
}

extension SparseRepresentation {
  /// Most columns with a weight for which the oracle's normal equations are solved.
  static let mostOracleColumns = 2048
  /// Most numbers that documents may become without their zeros left out.
  static let mostOracleValues = 1 << 26

  /// The ridge oracle over the columns that are in use, where there are fewer of them than documents.
  public func oracle(_ question: OracleQuestion) async throws -> LinearOracle {
    let used = (0..<postings.rowCount).filter { !postings.entries(of: $0).isEmpty }
    guard used.count + 1 < documentCount else {
      return .unknown(
        reason: "as many columns as documents express any judgments")
    }
    guard used.count <= Self.mostOracleColumns,
      used.count * max(documentCount, queryCount) <= Self.mostOracleValues
    else { return .unknown(reason: "too many columns to solve for") }
    var places = [Int32](repeating: -1, count: postings.rowCount)
    for (place, column) in used.enumerated() { places[column] = Int32(place) }
    let dense = try DenseRepresentation(
      name: name, documents: Self.whole(documents, places, used.count),
      queries: Self.whole(queries, places, used.count))
    return .probed(
      try await Capacity(
        dense, relevant: question.relevant, identifiers: question.identifiers,
        options: question.options))
  }

  /// Rows with their zeros, of the columns that have a place.
  private static func whole(
    _ matrix: SparseMatrix, _ places: [Int32], _ width: Int
  ) -> InMemorySource {
    var values = [Double](repeating: 0, count: matrix.rowCount * width)
    for row in 0..<matrix.rowCount {
      for entry in matrix.entries(of: row) {
        let place = Int(places[Int(matrix.columns[entry])])
        if place >= 0 { values[row * width + place] = matrix.values[entry] }
      }
    }
    return InMemorySource(values, columnCount: max(1, width), name: "columns in use")
  }
}
