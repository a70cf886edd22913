import Findings
import Synchronization
import Testing

@testable import SignRank

@Suite("The free-embedding experiment")
struct FreeEmbeddingTests {
  @Test("a step moves against the gradient of the loss: finite differences agree")
  func gradient() {
    // One step of Adam from a fresh state moves every parameter by the rate against the sign of its
    // gradient, so a small rate lowers the loss; three thousand steps bring it near log k.
    var recipe = FreeEmbedding.Recipe()
    recipe.learningRate = 0.001
    var search = FreeEmbedding(
      documentCount: 5, dimension: 5, subsetSize: 2, seed: 1, recipe: recipe)
    let losses = (0..<40).map { _ in search.step() }
    for (before, after) in zip(losses, losses.dropFirst()) { #expect(after < before) }
    #expect(losses[39] > 2.log())
  }

  @Test("one document in one dimension has loss 0 and is solved at once")
  func trivial() throws {
    var search = FreeEmbedding(documentCount: 1, dimension: 1, subsetSize: 1, seed: 3)
    let outcome = try search.run()
    #expect(outcome.ending == .solved && outcome.iterationCount == 1 && outcome.accuracy == 1)
    #expect(outcome.loss.magnitude <= 1e-6)
  }

  @Test("unit vectors in the plane hold three documents in pairs, and four never: Radon")
  func plane() throws {
    var three = FreeEmbedding(documentCount: 3, dimension: 2, subsetSize: 2, seed: 5)
    #expect(try three.run().ending == .solved)
    for seed in 1...3 {
      var recipe = FreeEmbedding.Recipe()
      recipe.iterationLimit = 600
      var four = FreeEmbedding(
        documentCount: 4, dimension: 2, subsetSize: 2, seed: UInt64(seed), recipe: recipe)
      let outcome = try four.run()
      #expect(outcome.ending == .exhausted && outcome.accuracy < 1)
      #expect(outcome.iterationCount == 600)
    }
  }

  @Test("the same seed gives the same run, another seed another one")
  func seeded() throws {
    func run(_ seed: UInt64) throws -> FreeEmbedding.Outcome {
      var search = FreeEmbedding(documentCount: 6, dimension: 4, subsetSize: 2, seed: seed)
      return try search.run()
    }
    #expect(try run(8) == run(8))
    #expect(try run(8).loss != run(9).loss)
  }

  @Test("a run whose loss stands still stalls after its patience")
  func stalled() throws {
    var recipe = FreeEmbedding.Recipe()
    recipe.learningRate = 0
    recipe.patience = 70
    var search = FreeEmbedding(
      documentCount: 6, dimension: 2, subsetSize: 2, seed: 2, recipe: recipe)
    let outcome = try search.run()
    #expect(outcome.ending == .stalled && outcome.iterationCount == 71)
  }
}

extension Int {
  fileprivate func log() -> Double { self == 2 ? 0.6931471805599453 : .nan }
}

@Suite("The search for a critical size")
struct CriticalSizeSearchTests {
  /// A search over sizes that are solved up to an edge, with what it evaluated.
  private func search(
    edge: Int, start: Int, solvedToo: Set<Int> = []
  ) async throws -> (CriticalSizeSearch.Result, [Int]) {
    let seen = Mutex<[Int]>([])
    let result = try await CriticalSizeSearch(dimension: 3, subsetSize: 2, start: start).run {
      size in
      seen.withLock { $0.append(size) }
      let isSolved = size <= edge || solvedToo.contains(size)
      return FreeEmbedding.Outcome(
        dimension: 3, documentCount: size, ending: isSolved ? .solved : .stalled,
        accuracy: isSolved ? 1 : 0.5, iterationCount: 1, loss: 1)
    }
    return (result, seen.withLock { $0 })
  }

  @Test("finds the edge from above and below, and evaluates no size twice", arguments: 1...40)
  func edges(edge: Int) async throws {
    for start in [2, 7, 40] {
      let (result, seen) = try await search(edge: edge, start: start)
      #expect(result.criticalSize == max(edge, 1))
      #expect(Set(seen).count == seen.count)
      #expect(seen.allSatisfy { $0 >= 2 })
      #expect(result.outcomes.map(\.documentCount) == seen.sorted())
    }
  }

  @Test("sweeps from 4 below to 5 above, and says what lies beyond the edge")
  func sweep() async throws {
    let (result, seen) = try await search(edge: 20, start: 6, solvedToo: [23])
    #expect(Set(16...25).isSubset(of: seen))
    #expect(result.criticalSize == 20)
    #expect(result.largestSolved == 23 && result.smallestFailed == 21)
  }
}

@Suite("The published critical sizes")
struct PublishedCriticalSizesTests {
  @Test("the published cubic is the least-squares cubic through the table, to its printed digits")
  func cubic() throws {
    let points = PublishedCriticalSizes.table.map { (x: Double($0.dimension), y: Double($0.size)) }
    #expect(points.count == 42)
    let fit = try PolynomialFit(points, degree: 3)
    for (ours, (printed, digit)) in zip(
      fit.coefficients, zip(PublishedCriticalSizes.cubic, [1e-4, 1e-4, 1e-4, 1e-4]))
    {
      #expect((ours - printed).magnitude <= digit / 2 * (1 + 1e-9))
    }
    #expect((fit.determination - 0.99858).magnitude <= 5e-6)
  }

  @Test("without the last three points the cubic term is gone")
  func artefact() throws {
    // numpy.polyfit of the same points: 0.000160153 for d <= 42, -3.34e-5 for d <= 40.
    let points = PublishedCriticalSizes.table.map { (x: Double($0.dimension), y: Double($0.size)) }
    let upTo40 = try PolynomialFit(points.filter { $0.x <= 40 }, degree: 3)
    #expect((upTo40.coefficients[3] + 3.34342e-5).magnitude <= 1e-9)
    let upTo42 = try PolynomialFit(points.filter { $0.x <= 42 }, degree: 3)
    #expect((upTo42.coefficients[3] - 1.60153e-4).magnitude <= 1e-9)
    let parabola = try PolynomialFit(points.filter { $0.x <= 40 }, degree: 2)
    #expect((parabola.value(at: 4096) - 4_719_390.1).magnitude <= 1)
    #expect((parabola.determination - 0.999946).magnitude <= 1e-6)
  }

  @Test("a polynomial is recovered from its own values")
  func exact() throws {
    let coefficients = [3, -2, 0.5, 0.25]
    let points = (0..<9).map { x in
      (x: Double(x) - 4, y: PolynomialFit.value(coefficients, at: Double(x) - 4))
    }
    let fit = try PolynomialFit(points, degree: 3)
    for (found, planted) in zip(fit.coefficients, coefficients) {
      #expect((found - planted).magnitude <= 1e-12)
    }
    #expect((fit.determination - 1).magnitude <= 1e-14)
    #expect(try PolynomialFit([(0, 2), (1, 2)], degree: 0).determination == 1)
  }

  @Test("the exact limits are those of the ordering rank of all pairs")
  func exactLimits() {
    // rank_rop of all pairs of n documents: 0, 2, then min(n - 2, 4).
    func rank(_ n: Int) -> Int { n == 2 ? 0 : n == 3 ? 2 : min(n - 2, 4) }
    for dimension in 1...6 {
      let feasible = (2...40).filter { rank($0) <= dimension }
      switch PublishedCriticalSizes.exactWithInnerProducts(dimension: dimension) {
      case .documents(let count): #expect(feasible == Array(2...count))
      case .none: #expect(feasible.count == 39)
      }
    }
    #expect(PublishedCriticalSizes.exactWithUnitVectors(dimension: 2) == .documents(3))
    #expect(PublishedCriticalSizes.exactWithUnitVectors(dimension: 4).description == "infinite")
  }
}

@Suite("The state of a study")
struct CriticalSizeStateTests {
  private let study = CriticalSizeStudy(dimensions: 2...3, subsetSize: 2, seed: 4)

  private func filled() -> CriticalSizeState {
    var state = CriticalSizeState(of: study)
    for size in 2...5 {
      state.append(
        FreeEmbedding.Outcome(
          dimension: 2, documentCount: size, ending: size < 4 ? .solved : .stalled,
          accuracy: 1 / Double(size), iterationCount: 10 * size, loss: 0.1 + Double(size) / 3))
    }
    return state
  }

  @Test("reads back as it was")
  func roundTrip() throws {
    let state = filled()
    #expect(try CriticalSizeState(parsing: state.text, of: study) == state)
  }

  @Test("refuses a text that ends early, at every byte")
  func truncated() {
    let text = filled().text
    for count in 0..<text.utf8.count where !text.prefix(count).hasSuffix("\n") {
      #expect(throws: CriticalSizeState.Fault.self) {
        try CriticalSizeState(parsing: String(text.prefix(count)), of: study)
      }
    }
  }

  @Test("refuses the state of another study and damaged lines, and says which line")
  func foreign() {
    let other = CriticalSizeStudy(dimensions: 2...3, subsetSize: 2, seed: 5)
    let fault = #expect(throws: CriticalSizeState.Fault.self) {
      try CriticalSizeState(parsing: filled().text, of: other)
    }
    #expect(fault?.line == 1)
    for damage in ["solved", "0.5,20,", ",2,"] {
      let text = filled().text.replacing(damage, with: "x", maxReplacements: 1)
      let fault = #expect(throws: CriticalSizeState.Fault.self) {
        try CriticalSizeState(parsing: text, of: study)
      }
      #expect(fault?.line == 3)
    }
  }

  @Test("a study goes on from known outcomes to the same results, whatever the number of jobs")
  func resumed() async throws {
    var recipe = FreeEmbedding.Recipe()
    recipe.iterationLimit = 150
    let study = CriticalSizeStudy(dimensions: 1...2, subsetSize: 1, seed: 4, recipe: recipe)
    let all = Mutex<[FreeEmbedding.Outcome]>([])
    let whole = try await study.run(jobs: 1, known: []) { outcome in
      all.withLock { $0.append(outcome) }
    }
    let known = all.withLock { Array($0.prefix($0.count / 2)) }
    let repeated = Mutex<[FreeEmbedding.Outcome]>([])
    let resumed = try await study.run(jobs: 2, known: known) { outcome in
      repeated.withLock { $0.append(outcome) }
    }
    #expect(resumed == whole)
    #expect(repeated.withLock { $0.count } == all.withLock { $0.count } - known.count)
    let report = try CriticalSizeReport(study, whole).report(
      version: "1", arguments: [], stamp: nil)
    #expect(report.metrics.map(\.id) == CriticalSizeMetrics.all.map(\.id))
    #expect(report.metrics[0].value.status == "undefined")
    #expect(report.series.map(\.id) == ["critical-n.table", "critical-n.runs", "critical-n.fits"])
    #expect(report.series[0].rows.count == 2)
  }
}
