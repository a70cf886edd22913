import EmbeddingSets
import SignRank
import SignRankProof
import TestSupport
import Testing

@Suite("Lower bounds")
struct LowerBoundTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let matrix: RelevanceMatrix
    /// The sign-rank, where it is known.
    let truth: Int?
    /// What has to be proved.
    let lower: Int
    let ordering: Int
  }

  static let cases: [Case] = [
    Case(
      testDescription: "constant", matrix: KnownMatrices.matrix(3, 4) { _, _ in false }, truth: 1,
      lower: 1, ordering: 0),
    Case(
      testDescription: "one row", matrix: KnownMatrices.matrix(1, 5) { $1 % 2 == 0 }, truth: 1,
      lower: 1, ordering: 1),
    Case(
      testDescription: "identity 2", matrix: KnownMatrices.identity(2), truth: 1, lower: 1,
      ordering: 1),
    Case(
      testDescription: "identity 3", matrix: KnownMatrices.identity(3), truth: 2, lower: 2,
      ordering: 2),
    Case(
      testDescription: "identity 4", matrix: KnownMatrices.identity(4), truth: 3, lower: 3,
      ordering: 2),
    Case(
      testDescription: "identity 9", matrix: KnownMatrices.identity(9), truth: 3, lower: 3,
      ordering: 2),
    Case(
      testDescription: "greater-than 7", matrix: KnownMatrices.greaterThan(7), truth: 2, lower: 2,
      ordering: 1),
    Case(
      testDescription: "four clusters", matrix: KnownMatrices.matrix(8, 8) { $0 / 2 == $1 / 2 },
      truth: 3, lower: 3, ordering: 2),
    Case(
      testDescription: "Sylvester 2", matrix: KnownMatrices.sylvester(2), truth: 2, lower: 2,
      ordering: 1),
    Case(
      testDescription: "Sylvester 4", matrix: KnownMatrices.sylvester(4), truth: 3, lower: 3,
      ordering: 2),
    Case(
      testDescription: "Sylvester 16", matrix: KnownMatrices.sylvester(16), truth: nil, lower: 5,
      ordering: 4),
    Case(
      testDescription: "2-subsets of 5", matrix: KnownMatrices.allSubsets(of: 5, size: 2), truth: 4,
      lower: 4, ordering: 3),
    Case(
      testDescription: "2-subsets of 8", matrix: KnownMatrices.allSubsets(of: 8, size: 2), truth: 5,
      lower: 5, ordering: 4),
    Case(
      testDescription: "3-subsets of 8", matrix: KnownMatrices.allSubsets(of: 8, size: 3), truth: 7,
      lower: 7, ordering: 6),
    Case(
      testDescription: "disjointness of 3 bits", matrix: KnownMatrices.disjointness(bits: 3),
      truth: 4,
      lower: 4, ordering: 3),
    Case(
      testDescription: "all classes of 5",
      matrix: KnownMatrices.matrix(16, 5) { $0 & (1 << $1) != 0 },
      truth: 5, lower: 5, ordering: 4),
    Case(
      testDescription: "a class of 5 missing",
      matrix: KnownMatrices.matrix(15, 5) { $0 & (1 << $1) != 0 }, truth: 4, lower: 4, ordering: 3),
    Case(testDescription: "LIMIT", matrix: KnownMatrices.limit(), truth: 5, lower: 5, ordering: 4),
    Case(
      testDescription: "Fano", matrix: KnownMatrices.projectivePlane(2), truth: nil, lower: 3,
      ordering: 3),
  ]

  @Test("Known matrices get the bound they should, and none beyond the truth", arguments: cases)
  func known(_ example: Case) throws {
    // The statements for the 1,000 rows of LIMIT, and showing that no six of its columns are shattered,
    // are for optimised builds.
    let isLarge = example.matrix.rowCount > 100
    let only = isLarge ? Set(["shattered-columns", "chain-test", "counting"]) : nil
    let run = try LowerBoundRun(example.matrix, only: only, effort: 1, upper: isLarge ? 5 : nil)
    #expect(run.best >= example.lower, "\(run.byMethod)")
    if let truth = example.truth { #expect(run.best <= truth, "\(run.byMethod)") }
    let ordering = try LowerBoundRun(
      example.matrix, .orderingRank, only: only, effort: 1, upper: isLarge ? 5 : nil)
    #expect(ordering.best >= example.ordering, "\(ordering.byMethod)")
    if let truth = example.truth { #expect(ordering.best <= truth, "\(ordering.byMethod)") }
    #expect(ordering.best >= run.best - 1 && ordering.best <= max(run.best, example.truth ?? 99))
  }

  @Test("Planted factors are never said to be too few", arguments: 1...12)
  func planted(seed: Int) throws {
    let rank = 1 + seed % 4
    let matrix = KnownMatrices.planted(6 + seed % 3, 7, rank: rank, UInt64(seed))
    let run = try LowerBoundRun(matrix)
    #expect(run.best <= rank, "seed \(seed): \(run.byMethod)")
  }

  @Test(
    "Exchange, order, negation and repetition of rows and columns change no exact answer",
    arguments: 1...10)
  func invariance(seed: Int) throws {
    let matrix = KnownMatrices.random(5, 6, UInt64(seed))
    let run = try LowerBoundRun(matrix)
    let disguised = try LowerBoundRun(KnownMatrices.disguised(matrix, UInt64(seed)))
    #expect(run.best == disguised.best, "seed \(seed): \(run.byMethod), \(disguised.byMethod)")
  }

  @Test("All-ones matrices of every shape stay at 1", arguments: 1..<40)
  func allOnes(rowCount: Int) throws {
    for columnCount in [rowCount, rowCount + 1, 39] {
      let ones = KnownMatrices.matrix(rowCount, columnCount) { _, _ in true }
      #expect(try LowerBoundRun(ones, effort: 1).best == 1)
    }
  }
}
