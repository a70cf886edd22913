import EmbeddingSets
import Findings
import LinearAlgebra
import Retrieval
import TestSupport
import Testing

@Suite("What limits retrieval over one export")
struct CapacityTests {
  private static func capacity(
    _ documents: InMemorySource, _ queries: InMemorySource, _ relevant: [[Int]],
    _ change: (inout CapacityOptions) -> Void = { _ in }
  ) async throws -> Capacity {
    var options = CapacityOptions()
    options.randomSets = 20
    options.jobs = 2
    change(&options)
    return try await Capacity(
      documents: documents, queries: queries,
      relevant: RelevantDocuments(queries: Array(relevant.indices), documents: relevant),
      identifiers: IdentifierTable((0..<documents.shape.rowCount).map { "d\($0)" }),
      options: options)
  }

  /// Points of the trigonometric moment curve: every pair is the top 2 of some query in 4 dimensions.
  private static func momentCurve(_ count: Int) -> InMemorySource {
    let values = (0..<count).flatMap { index -> [Double] in
      let angle = 2 * Double.pi * Double(index) / Double(count)
      return [Cosine.of(angle), Cosine.of(angle - .pi / 2)]
        + [Cosine.of(2 * angle), Cosine.of(2 * angle - .pi / 2)]
    }
    return InMemorySource(values, columnCount: 4)
  }

  private enum Cosine {
    /// By its series; no library of mathematics is needed for a test.
    static func of(_ angle: Double) -> Double {
      let turn = angle - (angle / (2 * .pi)).rounded() * 2 * .pi
      var (term, sum) = (1.0, 1.0)
      for index in stride(from: 2.0, through: 40, by: 2) {
        term *= -turn * turn / (index * (index - 1))
        sum += term
      }
      return sum
    }
  }

  @Test("random queries over documents in general position: alignment", arguments: Seed.samples(2))
  func alignment(seed: Seed) async throws {
    var seed = seed
    let relevant = (0..<30).map { [$0, $0 + 40] }
    let capacity = try await Self.capacity(
      Exports.vectors(90, 48, &seed), Exports.vectors(30, 48, &seed), relevant)
    #expect(capacity.verdict == .alignment, "\(seed)")
    #expect((capacity.achieved.meanRecall ?? 1) < 0.3)
    #expect((capacity.oracle?.meanRecall ?? 0) > 0.95)
    #expect(capacity.curve.contains { $0.probe == .random && $0.relevant == 2 })
  }

  @Test("queries that are their documents: fine; judged points of the curve lie in 0...1")
  func fine() async throws {
    var seed = Seed(5)
    let documents = Exports.vectors(60, 12, &seed)
    let capacity = try await Self.capacity(documents, documents, (0..<60).map { [$0] }) {
      $0.similarity = .cosine
      $0.dimensions = [2, 8, 12, 99]
    }
    #expect(capacity.verdict == .fine)
    #expect(capacity.achieved.meanRecall == 1 && capacity.margins.positiveShare == 1)
    #expect(Set(capacity.curve.map(\.dimensions)) == [12, 8, 2])
    #expect(capacity.curve.allSatisfy { (0...1).contains($0.recall) })
  }

  @Test("few directions among many columns: collapse; all directions but too few: capacity")
  func capacityOrCollapse() async throws {
    var seed = Seed(7)
    let relevant = (0..<40).map { Array(stride(from: $0, to: 400, by: 37)) }
    let narrow = Exports.vectors(400, 3, &seed)
    let flat = narrow.block(rows: 0..<400).doubles
    let wide = (0..<400).flatMap { row in
      (0..<24).map { $0 < 3 ? Float(flat[row * 3 + $0]) : 0 }
    }
    let collapsed = try await Self.capacity(
      InMemorySource(wide, columnCount: 24), Exports.vectors(40, 24, &seed), relevant)
    #expect(collapsed.verdict == .collapse)
    let small = try await Self.capacity(narrow, Exports.vectors(40, 3, &seed), relevant)
    #expect(small.verdict == .capacity)
    let report = small.report(version: "test", arguments: [])
    #expect(report.findings.first?.id == "capacity-limited")
  }

  @Test("at most d + 1 documents meet any judgments: untestable", arguments: [9, 10])
  func untestable(count: Int) async throws {
    var seed = Seed(9)
    let capacity = try await Self.capacity(
      Exports.vectors(count, 9, &seed), Exports.vectors(4, 9, &seed),
      [[0], [1, 2], [3], [4, 5]])
    #expect(capacity.verdict == .untestable && capacity.oracle?.meanRecall == 1)
  }

  @Test("equal documents have no oracle, a ceiling, and no rank")
  func equal() async throws {
    var seed = Seed(3)
    let row = Exports.values(4, &seed)
    let capacity = try await Self.capacity(
      InMemorySource((0..<20).flatMap { _ in row }, columnCount: 4),
      Exports.vectors(2, 4, &seed), [[3], [19]])
    #expect(capacity.oracle == nil && capacity.bestRecall == nil)
    #expect(capacity.documentSpectrum.effectiveRank == nil)
    let report = capacity.report(version: "test", arguments: [])
    #expect(report["capacity.oracle-recall"]?.value.reason == "all documents are equal")
    // ties go to the later identifier in byte order, and "d9" is the last
    #expect(capacity.achieved.recalls == [0, 0])
  }

  @Test("copies that nobody asked for bound the recall")
  func ceiling() async throws {
    var seed = Seed(4)
    var values = Exports.values(30 * 4, &seed)
    values += values[..<4] + values[..<4] + values[4..<8]
    let capacity = try await Self.capacity(
      InMemorySource(values, columnCount: 4), Exports.vectors(2, 4, &seed), [[0], [1, 32]])
    // query 0: one place, a relevant copy may take it; query 1: both copies are relevant
    #expect(capacity.duplicateCeiling == 1)
    let strict = try await Self.capacity(
      InMemorySource(values, columnCount: 4), Exports.vectors(1, 4, &seed), [[0, 1]])
    // two places: copies of 0 are three, those of 1 are two, one of them relevant
    #expect(strict.duplicateCeiling == 0.5)
  }

  @Test("where least squares misses, logistic regression finds the separating query")
  func logistic() async throws {
    var seed = Seed(6)
    let count = 24
    let relevant = (0..<30).map { _ -> [Int] in
      let first = Int(seed.next() % UInt64(count))
      return [first, (first + 1 + Int(seed.next() % UInt64(count - 1))) % count].sorted()
    }
    let queries = InMemorySource(
      (0..<30 * 4).map { _ in seed.uniform() - 0.5 }, columnCount: 4)
    let capacity = try await Self.capacity(Self.momentCurve(count), queries, relevant)
    #expect((capacity.oracle?.meanRecall ?? 1) < 0.7)
    #expect(capacity.bestRecall == 1 && capacity.untriedQueries == 0)
    #expect(capacity.verdict == .alignment)
  }

  @Test("the result does not depend on jobs")
  func jobs() async throws {
    var seed = Seed(8)
    let (documents, queries) = (Exports.vectors(70, 9, &seed), Exports.vectors(20, 9, &seed))
    let relevant = (0..<20).map { [$0, $0 + 30] }
    let one = try await Self.capacity(documents, queries, relevant) { $0.jobs = 1 }
    let three = try await Self.capacity(documents, queries, relevant) { $0.jobs = 3 }
    #expect(
      one.report(version: "test", arguments: []) == three.report(version: "test", arguments: []))
  }

  @Test("every metric is reported once, in the order of the catalogue")
  func metrics() async throws {
    var seed = Seed(2)
    let report = try await Self.capacity(
      Exports.vectors(20, 4, &seed), Exports.vectors(3, 4, &seed), [[1], [2], [3]]
    ).report(version: "test", arguments: [])
    let defined = RetrievalCatalog.all.filter { $0.family == "capacity" }.map(\.id)
    #expect(report.metrics.map(\.id) == defined)
  }

  @Test(
    "real embeddings: achieved and possible recall, ranks of documents, queries and scores",
    .enabled(if: SharedData.isThere, SharedData.absence))
  func pydoc() async throws {
    var options = CapacityOptions()
    options.jobs = 2
    options.drawsRandomSets = false
    options.dimensions = []
    let queries = try SharedData.set("pydoc-minilm/queries_dense.npy")
    let documents = try SharedData.set("pydoc-minilm/docs_dense.npy")
    let relevant = try SharedData.relevant("pydoc-minilm")
    let asked = relevant.indices.filter { !relevant[$0].isEmpty }
    let capacity = try await Capacity(
      documents: documents, queries: queries,
      relevant: RelevantDocuments(
        queries: asked, documents: asked.map { relevant[$0].sorted() }),
      identifiers: try SharedData.identifiers("pydoc-minilm").documents, options: options)
    #expect(isNear(capacity.achieved.meanRecall, 0.55884463, relative: 0, absolute: 1e-8))
    #expect(isNear(capacity.oracle?.meanRecall, 1, relative: 0, absolute: 0.002))
    #expect(
      isNear(capacity.documentSpectrum.effectiveRank, 248.2991146, relative: 0, absolute: 1e-5))
    #expect(
      isNear(capacity.scoreSpectrum.effectiveRank, 111.4068396, relative: 0, absolute: 1e-4))
  }

  @Test(
    "a benchmark built to be impossible: found by oracle queries, in 64 dimensions too",
    .enabled(if: SharedData.isThere && !isDebugBuild, SharedData.absence))
  func limit() async throws {
    var options = CapacityOptions()
    options.jobs = 2
    options.dimensions = [128, 64, 32, 16]
    let relevant = try SharedData.relevant("limit-minilm/l2k")
    let capacity = try await Capacity(
      documents: SharedData.set("limit-minilm/l2k/docs_dense_f16.npy"),
      queries: SharedData.set("limit-minilm/l2k/queries_dense_f16.npy"),
      relevant: RelevantDocuments(
        queries: Array(relevant.indices), documents: relevant.map { $0.sorted() }),
      identifiers: try SharedData.identifiers("limit-minilm/l2k").documents, options: options)
    #expect(capacity.verdict == .alignment)
    #expect(isNear(capacity.achieved.meanRecall, 0.021, relative: 0, absolute: 1e-9))
    #expect(capacity.oracle?.meanRecall == 1)
    func recall(_ probe: CapacityPoint.Probe, _ relevant: Int?, _ dimensions: Int) -> Double? {
      capacity.curve.first {
        $0.probe == probe && $0.relevant == relevant && $0.dimensions == dimensions
          && $0.basis != .prefix
      }?.recall
    }
    for (dimensions, value) in [(128, 1), (64, 0.970), (32, 0.683), (16, 0.303)] {
      #expect(isNear(recall(.judged, nil, dimensions), value, relative: 0, absolute: 6e-4))
    }
    // 400 random sets: four standard errors of a mean of shares
    for (size, dimensions, value) in [
      (2, 384, 1), (10, 384, 0.998), (50, 384, 0.722), (2, 128, 1), (10, 128, 0.673),
      (50, 128, 0.312), (2, 64, 0.920), (10, 64, 0.370), (50, 64, 0.180), (2, 32, 0.628),
      (10, 32, 0.173), (50, 32, 0.114), (2, 16, 0.272), (10, 16, 0.084), (50, 16, 0.078),
    ] {
      let tolerance = 4 * (value * (1 - value) / Double(400 * size)).squareRoot() * 1.5 + 1e-3
      #expect(
        isNear(recall(.random, size, dimensions), value, relative: 0, absolute: tolerance),
        "\(size) of \(dimensions)")
    }
  }
}
