import EmbeddingSets
import LinearAlgebra

/// One point of a capacity curve.
public struct CapacityPoint: Sendable, Hashable {
  /// Whose relevant documents.
  public enum Probe: String, Sendable {
    /// Those of the judgments.
    case judged
    /// Random sets: no labels are needed.
    case random
  }
  /// Which dimensions.
  public enum Basis: String, Sendable {
    /// All of them.
    case all
    /// The leading principal components.
    case pca
    /// The first columns, as a Matryoshka model would be cut.
    case prefix
  }

  /// Whose relevant documents.
  public let probe: Probe
  /// Documents of each random set; nil for judgments.
  public let relevant: Int?
  /// Which dimensions.
  public let basis: Basis
  /// How many.
  public let dimensions: Int
  /// Mean recall at the number of relevant documents.
  public let recall: Double
  /// Queries, or random sets.
  public let queries: Int
}

/// Runs oracle queries against the documents, over all dimensions and over fewer.
struct CapacityProbe {
  let documents: DenseRepresentation
  let moments: DocumentMoments
  let axes: Eigensystem
  let identifiers: IdentifierTable
  let options: CapacityOptions

  /// The oracle for relevant documents.
  func oracle(_ relevant: RelevantDocuments) throws -> OracleQueries {
    OracleQueries(
      moments, relevantSums: try relevant.sums(documents.documents),
      relevantCounts: relevant.documents.map(\.count), ridge: options.ridge)
  }

  /// How well some query vectors do.
  func rankings(
    of queries: Matrix, _ relevant: RelevantDocuments
  ) async throws -> ProbedRankings {
    let asking = try documents.asked(
      by: InMemorySource(queries.elements, columnCount: queries.columnCount, name: "oracle")
    ).comparing(by: .dot)
    return try await ProbedRankings(
      asking, relevant: relevant.documents, identifiers: identifiers, jobs: options.jobs)
  }

  /// The curve of judged queries over principal components and prefixes.
  func judgedCurve(_ relevant: RelevantDocuments) async throws -> [CapacityPoint] {
    let oracle = try oracle(relevant)
    var points: [CapacityPoint] = []
    for dimensions in options.curveDimensions(of: moments.mean.count) {
      for basis in [CapacityPoint.Basis.pca, .prefix] {
        let queries =
          basis == .pca
          ? oracle.principal(dimensions, axes: axes) : try oracle.prefix(dimensions)
        let recall = try await rankings(of: queries, relevant).meanRecall
        points.append(
          CapacityPoint(
            probe: .judged, relevant: nil, basis: basis, dimensions: dimensions,
            recall: recall ?? 0, queries: relevant.count))
      }
    }
    return points
  }

  /// The curve of random sets, which needs no labels: how many relevant documents a query could have.
  func randomCurve() async throws -> [CapacityPoint] {
    var points: [CapacityPoint] = []
    let width = moments.mean.count
    for size in options.randomSizes where 2 * size <= moments.count {
      let sets = randomSets(of: size)
      let oracle = try oracle(sets)
      for dimensions in [width] + options.curveDimensions(of: width) {
        let queries =
          dimensions == width ? try oracle.full() : oracle.principal(dimensions, axes: axes)
        let recall = try await rankings(of: queries, sets).meanRecall
        points.append(
          CapacityPoint(
            probe: .random, relevant: size, basis: dimensions == width ? .all : .pca,
            dimensions: dimensions, recall: recall ?? 0, queries: sets.count))
      }
    }
    return points
  }

  private func randomSets(of size: Int) -> RelevantDocuments {
    var generator = SplitMix64(seed: options.seed &+ UInt64(size))
    let sets = (0..<options.randomSets).map { _ in
      SeededSample.draw(size, from: moments.count, &generator)
    }
    return RelevantDocuments(queries: Array(sets.indices), documents: sets)
  }
}

/// Draws without replacement.
enum SeededSample {
  /// Some numbers below a count, ascending (Floyd's algorithm).
  static func draw(
    _ size: Int, from count: Int, _ generator: inout SplitMix64
  ) -> [Int] {
    precondition(size <= count, "a sample is no larger than what it is drawn from")
    var chosen: Set<Int> = []
    for last in count - size..<count {
      let pick = Int.random(in: 0...last, using: &generator)
      if !chosen.insert(pick).inserted { chosen.insert(last) }
    }
    return chosen.sorted()
  }
}
