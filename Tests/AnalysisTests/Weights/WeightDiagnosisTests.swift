import EmbeddingSets
import Findings
import LinearAlgebra
import TestSupport
import Testing

@testable import Analysis

@Suite("Weight matrices")
struct WeightDiagnosisTests {
  private func source(_ rows: Int, _ columns: Int, _ values: [Double]) -> any EmbeddingSource {
    InMemorySource(values, columnCount: columns)
  }

  private func report(_ matrices: [(String, any EmbeddingSource)]) async throws -> Report {
    try await WeightDiagnosis(
      of: matrices.map { (name: $0.0, source: $0.1) }, name: "model", jobs: 2,
      thresholds: Thresholds()
    ).run(version: "test", arguments: [], seed: 0)
  }

  @Test("planted ranks are found in both shapes, and low rank is flagged")
  func planted() async throws {
    var seed = Seed(3)
    let flat = MatrixFactory.matrix(
      rowCount: 24, columnCount: 10, singularValues: [Double](repeating: 2, count: 10), &seed)
    let low = MatrixFactory.matrix(
      rowCount: 10, columnCount: 24, singularValues: [5, 5, 5], &seed)
    let report = try await report([
      ("flat", source(24, 10, flat.elements)), ("low", source(10, 24, low.elements)),
      ("zero", source(4, 4, [Double](repeating: 0, count: 16))),
    ])
    #expect(report.metrics.map(\.id) == WeightCatalog.descriptors.map(\.id))
    #expect(report.number("weights.matrices") == 3)
    #expect(report.number("weights.low-rank") == 1)
    #expect(report.number("weights.rank-deficient") == 1)
    #expect(report.number("weights.unusable") == 1)
    #expect(isNear(report.number("weights.effective-rank-share-min"), 0.3, relative: 1e-6))
    let rows = try #require(report.series.first).rows
    #expect(rows[0][4] == .integer(10) && rows[1][4] == .integer(3) && rows[2][4] == .integer(0))
    #expect(rows[1][9] == .text("low rank") && rows[2][9] == .text("zero"))
    for (row, wanted) in [(0, 10.0), (1, 3.0)] {
      for column in 5...7 {
        guard case .number(let value) = rows[row][column] else {
          Issue.record("no number")
          continue
        }
        // equal singular values: effective rank, participation ratio and stable rank are their number
        #expect(isNear(value, wanted, relative: 1e-6))
      }
    }
    #expect(
      report.findings.map(\.id) == [
        "unusable-weights", "low-rank-weights", "rank-deficient-weights",
      ])
  }

  @Test("a matrix with NaN is unusable, and random ones are fine")
  func others() async throws {
    var seed = Seed(4)
    var broken = Samples.gaussian(rowCount: 6, columnCount: 6, &seed)
    broken[7] = .nan
    let report = try await report([
      ("broken", source(6, 6, broken)),
      ("random", source(60, 40, Samples.gaussian(rowCount: 60, columnCount: 40, &seed))),
    ])
    #expect(report.number("weights.unusable") == 1)
    #expect(report.number("weights.low-rank") == 0)
    #expect(report.findings.first?.severity == .failure)
  }
}
