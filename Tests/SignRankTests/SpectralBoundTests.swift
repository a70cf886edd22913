import EmbeddingSets
import SignRankProof
import TestSupport
import Testing

@testable import SignRank

@Suite("Spectral bounds")
struct SpectralBoundTests {
  /// Ratios of singular values are within some units of rounding of their closed form.
  private let tolerance = 64 * Double.ulpOfOne

  private static let spectral: Set = ["forster", "forster-simon", "two-weights"]

  @Test("Forster's ratio is the closed form")
  func forster() throws {
    func ratio(_ matrix: RelevanceMatrix) throws -> Double {
      try LowerBoundRun(matrix, only: ["forster"]).figures["signrank.forster-ratio"] ?? 0
    }
    // ||2I - J|| = n - 2 for n >= 4.
    for n in [4, 5, 8, 20] {
      let expected = Double(n) / Double(max(n - 2, 2))
      #expect(abs(try ratio(KnownMatrices.identity(n)) - expected) <= tolerance * expected)
    }
    for n in [4, 16, 64] {
      let expected = Double(n).squareRoot()
      #expect(abs(try ratio(KnownMatrices.sylvester(n)) - expected) <= tolerance * expected)
    }
    // Fano: S S′ = 8 I - J, so ||S|| = √8.
    let fano = 7 / 8.0.squareRoot()
    #expect(abs(try ratio(KnownMatrices.projectivePlane(2)) - fano) <= tolerance * fano)
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let matrix: RelevanceMatrix
    /// Bounds by method; what is not named is not asked for.
    let bounds: [String: Int]
  }

  static let cases = [
    Case(
      testDescription: "Sylvester 16", matrix: KnownMatrices.sylvester(16),
      bounds: ["forster": 4, "forster-simon": 4]),
    Case(
      testDescription: "Sylvester 64", matrix: KnownMatrices.sylvester(64),
      bounds: ["forster": 8, "forster-simon": 8]),
    Case(
      testDescription: "plane of order 3", matrix: KnownMatrices.projectivePlane(3),
      bounds: ["forster": 3, "forster-simon": 4]),
    Case(
      testDescription: "plane of order 5", matrix: KnownMatrices.projectivePlane(5),
      bounds: ["forster": 2, "forster-simon": 3]),
    Case(
      testDescription: "2-subsets of 12", matrix: KnownMatrices.allSubsets(of: 12, size: 2),
      bounds: ["forster": 2, "forster-simon": 3]),
    Case(
      testDescription: "LIMIT", matrix: KnownMatrices.limit(),
      bounds: ["forster": 2, "two-weights": 3]),
    Case(
      testDescription: "cycle of 40",
      matrix: KnownMatrices.matrix(40, 40) { $1 == $0 || $1 == ($0 + 1) % 40 },
      bounds: ["forster": 2, "two-weights": 3]),
    Case(
      testDescription: "identity 8", matrix: KnownMatrices.identity(8), bounds: ["two-weights": 2]),
  ]

  @Test("Known matrices get the known bound, each by its method", arguments: cases)
  func known(_ example: Case) throws {
    for (method, bound) in example.bounds {
      let run = try LowerBoundRun(example.matrix, only: [method], effort: 1)
      #expect(run.byMethod[method] == bound, "\(method)")
    }
  }

  /// A row of the table of spectral bounds that an independent semidefinite solver made.
  struct TableRow: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let matrix: RelevanceMatrix
    let forster: Double
    /// Forster's ratio for the best weights of entries.
    let weighted: Double
    /// Whether symmetry makes two weights as good as any.
    let isTwoValued: Bool
    let shattered: Int
  }

  static let tableRows = [
    TableRow(
      testDescription: "identity 8", matrix: KnownMatrices.identity(8), forster: 1.333,
      weighted: 2, isTwoValued: true, shattered: 3),
    TableRow(
      testDescription: "greater-than 8", matrix: KnownMatrices.greaterThan(8), forster: 1.561,
      weighted: 1.561, isTwoValued: false, shattered: 2),
    TableRow(
      testDescription: "Sylvester 4", matrix: KnownMatrices.sylvester(4), forster: 2, weighted: 2,
      isTwoValued: true, shattered: 3),
    TableRow(
      testDescription: "Sylvester 16", matrix: KnownMatrices.sylvester(16), forster: 4,
      weighted: 4, isTwoValued: true, shattered: 5),
    TableRow(
      testDescription: "Fano", matrix: KnownMatrices.projectivePlane(2), forster: 2.475,
      weighted: 2.475, isTwoValued: true, shattered: 3),
    TableRow(
      testDescription: "2-subsets of 8", matrix: KnownMatrices.allSubsets(of: 8, size: 2),
      forster: 2, weighted: 2.528, isTwoValued: true, shattered: 5),
    TableRow(
      testDescription: "2-subsets of 10", matrix: KnownMatrices.allSubsets(of: 10, size: 2),
      forster: 1.667, weighted: 2.5, isTwoValued: true, shattered: 5),
    TableRow(
      testDescription: "3-subsets of 8", matrix: KnownMatrices.allSubsets(of: 8, size: 3),
      forster: 2.733, weighted: 2.733, isTwoValued: true, shattered: 5),
    TableRow(
      testDescription: "disjointness of 3 bits", matrix: KnownMatrices.disjointness(bits: 3),
      forster: 1.456, weighted: 1.717, isTwoValued: false, shattered: 4),
    TableRow(
      testDescription: "disjointness of 4 bits", matrix: KnownMatrices.disjointness(bits: 4),
      forster: 1.407, weighted: 1.801, isTwoValued: false, shattered: 5),
  ]

  /// Three digits are given.
  private let tableTolerance = 6e-4

  @Test("Value by value what an independent solver found for small matrices", arguments: tableRows)
  func solved(_ row: TableRow) throws {
    let run = try LowerBoundRun(
      row.matrix, only: ["forster", "shattered-columns", "shattered-rows"], effort: 16)
    let ratio = try #require(run.figures["signrank.forster-ratio"])
    #expect(abs(ratio - row.forster) <= tableTolerance)
    #expect(run.best >= row.shattered, "\(run.byMethod)")
    // Ours is Forster and Simon's, which is never below Forster's for the same weights: where two weights
    // are as good as any, its score reaches the table's.
    let signs = try #require(SignProblem(row.matrix, form: .plain).dense)
    let chosen = try TwoValuedWeights(signs, deadline: .never)
    if row.isTwoValued { #expect(chosen.score >= row.weighted - tableTolerance) }
    // A proof needs more than the ratio: a whole number itself excludes only what is below it.
    let best = try LowerBoundRun(
      row.matrix, only: ["forster-simon", "two-weights", "entry-weights"], effort: 1)
    #expect(Double(best.best) >= (row.weighted - tableTolerance).rounded(.up), "\(best.byMethod)")
  }

  @Test("A planted submatrix is found by weights of rows and columns")
  func submatrix() throws {
    // Sylvester's matrix of order 16, which alone proves 4, in a corner of a greater-than pattern.
    let matrix = KnownMatrices.matrix(32, 32) { row, column in
      row < 16 && column < 16 ? (row & column).nonzeroBitCount % 2 == 0 : row > column
    }
    let plain = try LowerBoundRun(matrix, only: ["forster-simon"]).best
    let weighted = try LowerBoundRun(matrix, only: ["row-column-weights"], effort: 6).best
    #expect(plain < 4 && weighted >= 3 && weighted > plain)
  }

  @Test("Spectral bounds with holes are below those of every way to fill them", arguments: 1...8)
  func holes(seed: Int) throws {
    var random = Seed(UInt64(seed))
    let full = KnownMatrices.sylvester(16)
    let isOpen = (0..<16).map { _ in (0..<16).map { _ in random.next() % 12 == 0 } }
    let open = RelevanceMatrix(
      columnCount: 16,
      relevant: (0..<16).map { row in full.relevant[row].filter { !isOpen[row][$0] } },
      judgedNotRelevant: (0..<16).map { row in
        (0..<16).filter { !isOpen[row][$0] && !full.relevant[row].contains($0) }
      })
    // The descent once, as it is slow without optimisation.
    let methods = seed == 1 ? Self.spectral.union(["entry-weights"]) : Self.spectral
    let run = try LowerBoundRun(open, only: methods, effort: 1)
    #expect(run.best >= 2 && run.best <= 4, "seed \(seed): \(run.byMethod)")
  }

  @Test("The score of a spectrum is where k times the sum of k squares meets the threshold")
  func score() {
    // k * 4 k = 16 at k = 2.
    #expect(SpectralClaim.forsterSimonScore(squares: [4, 4, 4, 4], threshold: 16) == 2)
    // (1 + x)(10 + x) = 22 at x = 1.
    #expect(SpectralClaim.forsterSimonScore(squares: [10, 1, 1], threshold: 22) == 2)
    #expect(SpectralClaim.forsterSimonScore(squares: [1, 1], threshold: 100) == 2)
  }
}
