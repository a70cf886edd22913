import EmbeddingFormats
import EmbeddingSets
import LinearAlgebra
import Retrieval
import Streaming

/// Scores of late interaction in process, beside the products they cannot do without.
///
/// Usage: `late-interaction DOCS DOC-OFFSETS QUERIES QUERY-OFFSETS JOBS REPEATS`. Prints seconds of the
/// scores, seconds of the products, and the sum of all scores.
@main
enum LateInteraction {
  static func main() async throws {
    BLASLibrary.relaunchWithBetterCore(CommandLine.arguments)
    BLASLibrary.useOneThread()
    let words = CommandLine.arguments.dropFirst()
    let paths = Array(words.prefix(4))
    let numbers = words.dropFirst(4).compactMap { Int($0) }
    guard paths.count == 4, numbers.count == 2 else { fatalError("four paths, jobs and repeats") }
    let documents = try inMemory(TokenSetReader.open(tokens: paths[0], offsets: paths[1]))
    let queries = try inMemory(TokenSetReader.open(tokens: paths[2], offsets: paths[3]))
    let scorer = try TokenRepresentation(name: "tokens", documents: documents, queries: queries)
    let found = try await measure(scorer, jobs: numbers[0], repeats: numbers[1])
    print(found.scores, found.products, found.sum)
  }

  /// Median seconds of the scores and of the products, and the sum of all scores.
  private static func measure(
    _ scorer: TokenRepresentation, jobs: Int, repeats: Int
  ) async throws -> (scores: Double, products: Double, sum: Double) {
    let blocks = scorer.queryBlocks
    var times: [Double] = []
    var products: [Double] = []
    var sum = 0.0
    for _ in 0..<repeats {
      times.append(
        try await seconds {
          sum = 0
          try await orderedMap(count: blocks.count, width: jobs) { index in
            try scorer.scores(queries: blocks[index])
          } consume: { _, scores in
            for score in scores { sum += score }
          }
        })
      products.append(
        try await seconds {
          try await orderedMap(count: blocks.count, width: jobs) { index in
            try multiply(scorer, blocks[index])
          } consume: { _, _ in
          }
        })
    }
    return (times.sorted()[times.count / 2], products.sorted()[products.count / 2], sum)
  }

  private static func inMemory(_ set: TokenSet) throws -> TokenSet {
    let shape = set.tokens.shape
    guard case .float(let values) = try set.tokens.block(rows: 0..<shape.rowCount).values else {
      fatalError("the benchmark is about float32")
    }
    return TokenSet(
      tokens: InMemorySource(values, columnCount: shape.columnCount), offsets: set.offsets)
  }

  private static func multiply(_ scorer: TokenRepresentation, _ queries: Range<Int>) throws -> Float
  {
    let left = try floats(scorer.queries, queries)
    var tile: [Float] = []
    for documents in scorer.documentBlocks {
      let right = try floats(scorer.documents, documents)
      let size = left.rows * right.rows
      if tile.count < size { tile = [Float](repeating: 0, count: size) }
      BLAS.singleProductTransposed(
        left: left.values.span, leftRows: left.rows, right: right.values.span,
        rightRows: right.rows, depth: scorer.documents.columnCount, into: &tile)
    }
    return tile.first ?? 0
  }

  private static func floats(
    _ set: TokenSet, _ items: Range<Int>
  ) throws -> (values: [Float], rows: Int) {
    let rows = set.rows(of: items)
    guard case .float(let values) = try set.tokens.block(rows: rows).values else {
      fatalError("the benchmark is about float32")
    }
    return (values, rows.count)
  }

  private static func seconds(_ work: () async throws -> Void) async throws -> Double {
    let start = ContinuousClock.now
    try await work()
    let elapsed = (ContinuousClock.now - start).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
  }
}
