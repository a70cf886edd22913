import EmbeddingSets
import LinearAlgebra

/// One run of the free-embedding experiment.
///
/// Can gradient descent place n documents on the unit sphere so that a query vector of its own finds
/// each of their k-subsets?
///
/// Queries and documents are unit vectors, free of any text. All C(n, k) queries form one batch with
/// all documents as candidates, and the loss is the mean over positives of -log softmax(cosine / τ).
/// Adam moves all vectors, which are then scaled back to length 1.
///
/// - Source: Weller, Boratko, Naim and Lee, "On the theoretical limitations of embedding-based
///   retrieval", ICLR 2026; loss, optimiser and stopping rule as in their released script, which
///   averages the logarithms (the paper's footnote has the sum inside the logarithm).
public struct FreeEmbedding: Sendable {
  /// Constants of the experiment; the defaults are the published ones.
  public struct Recipe: Hashable, Sendable {
    /// Step of Adam.
    public var learningRate: Float = 0.01
    /// τ.
    public var temperature: Float = 0.1
    /// Iterations after which a run is given up.
    public var iterationLimit = 100_000
    /// Iterations between looks at the accuracy.
    public var checkInterval = 50
    /// Iterations without improvement of the loss after which a run has stalled.
    public var patience = 1000
    /// What counts as an improvement.
    public var leastImprovement = 1e-5

    /// The published recipe.
    public init() {}
  }

  /// How a run ended.
  public enum Ending: String, Hashable, Sendable, CaseIterable {
    /// Every query had its documents on top.
    case solved
    /// The loss no longer fell.
    case stalled
    /// The iterations ran out.
    case exhausted
  }

  /// What a run came to.
  public struct Outcome: Hashable, Sendable {
    /// d.
    public let dimension: Int
    /// n.
    public let documentCount: Int
    /// How it ended.
    public let ending: Ending
    /// The best share of relevant documents among the top k at any look.
    public let accuracy: Double
    /// Iterations it took.
    public let iterationCount: Int
    /// The last loss in nats; never below log k.
    public let loss: Double

    /// An outcome from its parts, for a state that was saved.
    public init(
      dimension: Int, documentCount: Int, ending: Ending, accuracy: Double, iterationCount: Int,
      loss: Double
    ) {
      self.dimension = dimension
      self.documentCount = documentCount
      self.ending = ending
      self.accuracy = accuracy
      self.iterationCount = iterationCount
      self.loss = loss
    }
  }

  /// d.
  public let dimension: Int
  /// n.
  public let documentCount: Int
  /// k.
  public let subsetSize: Int
  /// The constants.
  public let recipe: Recipe

  private let queryCount: Int
  private let positives: [UInt32]
  private var queries: [Float]
  private var documents: [Float]
  private var queryGradient: [Float]
  private var documentGradient: [Float]
  private var queryState: EmbeddingKernels.Adam
  private var documentState: EmbeddingKernels.Adam
  private var tile: [Float]

  /// Queries of a tile: its products stay in the second-level cache.
  private static let tileRows = 256

  /// Random unit vectors for n documents and all C(n, k) queries.
  ///
  /// - Precondition: d >= 1 and 1 <= k <= n.
  public init(
    documentCount: Int, dimension: Int, subsetSize: Int, seed: UInt64, recipe: Recipe = Recipe()
  ) {
    precondition(dimension >= 1, "a dimension is positive")
    precondition(subsetSize >= 1 && subsetSize <= documentCount, "subsets are not empty and fit")
    self.dimension = dimension
    self.documentCount = documentCount
    self.subsetSize = subsetSize
    self.recipe = recipe
    let subsets = RelevanceMatrix.allSubsets(size: subsetSize, of: documentCount).relevant
    queryCount = subsets.count
    positives = subsets.joined().map { UInt32($0) }
    // A stream of its own for every size, so that a run does not depend on those before it.
    let stream = SplitMix64.mix(seed &+ UInt64(documentCount) << 32 &+ UInt64(dimension))
    var generator = GaussianGenerator(seed: stream)
    queries = Self.unitRows(queryCount, dimension, &generator)
    documents = Self.unitRows(documentCount, dimension, &generator)
    queryGradient = [Float](repeating: 0, count: queries.count)
    documentGradient = [Float](repeating: 0, count: documents.count)
    queryState = EmbeddingKernels.Adam(count: queries.count)
    documentState = EmbeddingKernels.Adam(count: documents.count)
    tile = [Float](repeating: 0, count: min(Self.tileRows, queryCount) * documentCount)
  }

  /// Runs until every query is answered, the loss stalls or the iterations run out.
  ///
  /// - Complexity: 6 d C(n, k) n operations and C(n, k) n exponentials an iteration.
  public mutating func run() throws -> Outcome {
    var best = Double.infinity
    var accuracy = 0.0
    var stalledFor = 0
    var loss = 0.0
    var iteration = 0
    var ending = Ending.exhausted
    while iteration < recipe.iterationLimit {
      loss = step()
      if loss < best - recipe.leastImprovement {
        best = loss
        stalledFor = 0
      } else {
        stalledFor += 1
      }
      iteration += 1
      let isStalled = stalledFor >= recipe.patience
      // The published script looks after iterations 1, 51, 101, ... and once more at the end.
      if isStalled || (iteration - 1).isMultiple(of: recipe.checkInterval)
        || iteration == recipe.iterationLimit
      {
        try Task.checkCancellation()
        accuracy = max(accuracy, currentAccuracy())
        if accuracy == 1 {
          ending = .solved
          break
        }
        if isStalled {
          ending = .stalled
          break
        }
      }
    }
    return Outcome(
      dimension: dimension, documentCount: documentCount, ending: ending, accuracy: accuracy,
      iterationCount: iteration, loss: loss)
  }

  /// One step of gradient descent; the loss before it.
  mutating func step() -> Double {
    let pairCount = Float(queryCount * subsetSize)
    for at in documentGradient.indices { documentGradient[at] = 0 }
    var sum = 0.0
    for rows in tiles {
      Self.cosines(queries, rows, documents, documentCount, dimension, into: &tile)
      sum += Self.contrast(
        &tile, rows, documentCount, positives, subsetSize, temperature: recipe.temperature,
        scale: 1 / (pairCount * recipe.temperature))
      Self.pullQueries(tile, rows, documents, documentCount, dimension, into: &queryGradient)
      Self.pullDocuments(tile, rows, queries, documentCount, dimension, into: &documentGradient)
    }
    queryState.step(
      &queries, gradient: queryGradient, rowCount: queryCount, columnCount: dimension,
      rate: recipe.learningRate)
    documentState.step(
      &documents, gradient: documentGradient, rowCount: documentCount, columnCount: dimension,
      rate: recipe.learningRate)
    return sum / Double(queryCount * subsetSize)
  }

  /// The share of relevant documents among the top k of their queries.
  mutating func currentAccuracy() -> Double {
    var hits = 0
    for rows in tiles {
      Self.cosines(queries, rows, documents, documentCount, dimension, into: &tile)
      hits += EmbeddingKernels.topHits(
        tile, rowCount: rows.count, columnCount: documentCount,
        positives: positives.span.extracting(entries(rows, subsetSize)), positiveCount: subsetSize)
    }
    return Double(hits) / Double(queryCount * subsetSize)
  }

  private var tiles: [Range<Int>] {
    stride(from: 0, to: queryCount, by: Self.tileRows).map {
      $0..<min($0 + Self.tileRows, queryCount)
    }
  }

  // Functions of their arrays alone, because a span of one property may not be passed beside another
  // property that changes.

  private static func cosines(
    _ queries: [Float], _ rows: Range<Int>, _ documents: [Float], _ documentCount: Int,
    _ dimension: Int, into tile: inout [Float]
  ) {
    BLAS.singleProductTransposed(
      left: queries.span.extracting(entries(rows, dimension)), leftRows: rows.count,
      right: documents.span, rightRows: documentCount, depth: dimension, into: &tile)
  }

  private static func contrast(
    _ tile: inout [Float], _ rows: Range<Int>, _ documentCount: Int, _ positives: [UInt32],
    _ subsetSize: Int, temperature: Float, scale: Float
  ) -> Double {
    EmbeddingKernels.contrastiveGradient(
      &tile, rowCount: rows.count, columnCount: documentCount,
      positives: positives.span.extracting(entries(rows, subsetSize)), positiveCount: subsetSize,
      inverseTemperature: 1 / temperature, gradientScale: scale)
  }

  private static func pullQueries(
    _ tile: [Float], _ rows: Range<Int>, _ documents: [Float], _ documentCount: Int,
    _ dimension: Int, into gradient: inout [Float]
  ) {
    BLAS.singleProduct(
      left: tile.span, rows: rows.count, right: documents.span, columns: dimension,
      depth: documentCount, into: &gradient, at: rows.lowerBound * dimension)
  }

  private static func pullDocuments(
    _ tile: [Float], _ rows: Range<Int>, _ queries: [Float], _ documentCount: Int,
    _ dimension: Int, into gradient: inout [Float]
  ) {
    BLAS.addSingleTransposedProduct(
      left: tile.span, rows: documentCount,
      right: queries.span.extracting(entries(rows, dimension)), columns: dimension,
      depth: rows.count, to: &gradient)
  }

  private static func unitRows(
    _ count: Int, _ width: Int, _ generator: inout GaussianGenerator
  ) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(count * width)
    for _ in 0..<count {
      let row = (0..<width).map { _ in generator.next() }
      let norm = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      values += row.map { Float($0 / norm) }
    }
    return values
  }
}

/// Where rows lie in a row-major array.
private func entries(_ rows: Range<Int>, _ width: Int) -> Range<Int> {
  rows.lowerBound * width..<rows.upperBound * width
}
