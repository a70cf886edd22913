import EmbeddingSets
import SignRankProof
import TestSupport
import Testing

@testable import SignRank

@Suite("Witnesses of upper bounds")
struct UpperWitnessTests {
  /// The least sᵢⱼ uᵢ·vⱼ / (|uᵢ| |vⱼ|) of the vectors that evidence gives.
  private func margin(_ evidence: any ExplicitWitness, _ problem: SignProblem) throws -> Double {
    let vectors = try evidence.vectors(for: problem)
    #expect(try evidence.provenSignRank(of: problem.matrix) == vectors.dimension)
    return try margin(vectors, problem)
  }

  private func margin(_ vectors: SignVectors, _ problem: SignProblem) throws -> Double {
    let signs = try #require(problem.dense)
    let d = vectors.dimension
    #expect(vectors.rows.count == d * signs.rowCount)
    #expect(vectors.columns.count == d * signs.columnCount)
    func norm(_ values: ArraySlice<Double>) -> Double {
      values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    var least = Double.infinity
    for row in 0..<signs.rowCount {
      let u = vectors.rows[row * d..<(row + 1) * d]
      for column in 0..<signs.columnCount {
        let v = vectors.columns[column * d..<(column + 1) * d]
        let product = zip(u, v).reduce(0.0) { $0 + $1.0 * $1.1 } / (norm(u) * norm(v))
        least = min(least, Double(signs[row, column]) * product)
      }
    }
    return least
  }

  @Test("the moment curve holds sparse rows in both forms, in exactly as many dimensions")
  func sparse() throws {
    for form in SignProblem.Form.allCases {
      for matrix in [RelevanceMatrix.identity(9), .allSubsets(size: 2, of: 7)] {
        let problem = SignProblem(matrix, form: form)
        for areColumns in [false, true] {
          let found = MomentCurveMethod.best(problem.matrix, areColumns: areColumns)
          let evidence = try #require(found.evidence as? SparseLines)
          if evidence.sparsity <= 3 { #expect(try margin(evidence, problem) > 1e-9) }
        }
      }
    }
  }

  @Test("LIMIT lies in four dimensions on a sphere, with the gap that is known")
  func limit() throws {
    let problem = SignProblem(.limit(), form: .augmented)
    let evidence = SparseLines(sparsity: 2, areColumns: false, exceptions: [])
    let witness = try RetrievalWitness(try evidence.vectors(for: problem), of: problem)
    #expect(witness.dimension == 4)
    #expect(witness.hasUnitDocuments)
  }

  @Test("orders with negated columns and exceptions, of rows and of columns, keep every sign")
  func orders() throws {
    for seed in 1...4 as ClosedRange<UInt64> {
      let matrix = RelevanceMatrix.random(rowCount: 6, columnCount: 7, density: 0.5, seed: seed)
      let problem = SignProblem(matrix, form: .plain)
      let dense = try #require(problem.dense)
      for ordersRows in [false, true] {
        let lines = LineBits(dense, ordersRows: ordersRows)
        let order = LineOrder(lines, order: Array(0..<lines.count)).withGreedySigns()
        let evidence = try #require(order.candidate.evidence as? SignChanges)
        #expect(try margin(evidence, problem) > 1e-9, "seed \(seed)")
      }
    }
  }

  @Test("polishing whole-number factors never narrows their margin")
  func factors() throws {
    let problem = SignProblem(.greaterThan(5), form: .plain)
    let evidence = IntegerFactors(
      rows: problem.rows.compactMap { $0 }.map { [1, 2 * $0 + 1] },
      columns: problem.columns.map { [-2 * $0, 1] })
    let vectors = SignVectors(
      dimension: 2, rows: evidence.rows.joined().map { Double($0) },
      columns: evidence.columns.joined().map { Double($0) })
    let plain = try margin(vectors, problem)
    #expect(plain > 0)
    #expect(try margin(evidence, problem) >= plain)
  }
}

@Suite("The nearest point of a hull")
struct NearestPointTests {
  @Test("is known for segments, corners and hulls around the origin")
  func closedForms() throws {
    let middle = try #require(NearestPoint.ofHull([[1, 1], [1, -1]]))
    #expect((middle[0] - 1).magnitude <= 1e-14 && middle[1].magnitude <= 1e-14)
    let corner = try #require(NearestPoint.ofHull([[1, 1], [2, 1], [1, 3]]))
    #expect(corner == [1, 1])
    let around = NearestPoint.ofHull([[1, 0], [-1, 1], [-1, -1]])
    #expect((around ?? [0, 0]).allSatisfy { $0.magnitude <= 1e-12 })
    #expect(NearestPoint.ofHull([]) == nil)
  }

  @Test("has every point on its far side: Wolfe's optimality", arguments: Seed.samples(10))
  func optimality(seed: Seed) throws {
    var seed = seed
    let points = (0..<12).map { _ in
      [2 + seed.uniform(), seed.uniform() - 0.5, seed.uniform() - 0.5]
    }
    let x = try #require(NearestPoint.ofHull(points))
    let square = x.reduce(0) { $0 + $1 * $1 }
    for point in points {
      #expect(zip(x, point).reduce(0) { $0 + $1.0 * $1.1 } >= square - 1e-12, "\(seed)")
    }
  }
}
