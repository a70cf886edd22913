import EmbeddingSets
import Findings
import LinearAlgebra
import RealModule
import TestSupport
import Testing

@testable import Analysis

@Suite("The partition function along known eigenvectors")
struct PartitionRatioTests {
  static let id: MetricID = "isotropy.partition-log-ratio"
  /// Relative error of the kernel's exponential, in the smallest and the largest sum.
  static let exponential = 2 * 2.4e-10

  static func ratio(
    _ values: [Double], columnCount: Int, budget: Double = 4e11
  ) async throws -> Report {
    try await Samples.report(values, columnCount: columnCount) {
      $0.families = [.isotropy]
      $0.pairBudget = budget
    }
  }

  @Test("axes of different lengths, both ways", arguments: [[3.0, 2, 1], [5, 0.5, 0.1]])
  func axes(lengths: [Double]) async throws {
    // the Gram matrix is diagonal: Z along axis k is 2 cosh(a_k) + 2 (d - 1), for either sign
    var values: [Double] = []
    for (axis, length) in lengths.enumerated() {
      for sign in [1.0, -1] { values += lengths.indices.map { $0 == axis ? sign * length : 0 } }
    }
    let rest = Double(2 * (lengths.count - 1))
    let logarithms = lengths.map { Double.log(2 * .cosh($0) + rest) }
    let wanted = (logarithms.min() ?? 0) - (logarithms.max() ?? 0)
    let report = try await Self.ratio(values, columnCount: lengths.count)
    #expect(isNear(report.number(Self.id), wanted, relative: 0, absolute: Self.exponential))
  }

  @Test("axes one way only: the signs differ")
  func halfAxes() async throws {
    let lengths = [4.0, 2, 1]
    let values = lengths.indices.flatMap { axis in
      lengths.indices.map { $0 == axis ? lengths[axis] : 0 }
    }
    let logarithms = lengths.flatMap { [Double.log(2 + .exp($0)), .log(2 + .exp(-$0))] }
    let wanted = (logarithms.min() ?? 0) - (logarithms.max() ?? 0)
    let report = try await Self.ratio(values, columnCount: 3)
    #expect(isNear(report.number(Self.id), wanted, relative: 0, absolute: Self.exponential))
  }

  @Test("a rotation changes nothing", arguments: Seed.samples(3))
  func rotation(seed: Seed) async throws {
    var seed = seed
    let lengths = [3.0, 1.5, 0.5]
    let vectors = MatrixFactory.orthonormalRows(rowCount: 3, columnCount: 3, &seed)
    var values: [Double] = []
    for (axis, length) in lengths.enumerated() {
      for sign in [1.0, -1] { values += vectors.row(axis).map { sign * length * $0 } }
    }
    let logarithms = lengths.map { Double.log(2 * .cosh($0) + 4) }
    let report = try await Self.ratio(values, columnCount: 3)
    #expect(
      isNear(
        report.number(Self.id), logarithms[2] - logarithms[0], relative: 0, absolute: 1e-9))
  }

  @Test("it is never above 0, and falls when the rows grow", arguments: Seed.samples(4))
  func scale(seed: Seed) async throws {
    var seed = seed
    let values = Samples.anisotropic(rowCount: 20, columnCount: 4, offset: 0.2, &seed)
    var last = 0.0
    for factor in [1e-3, 0.5, 2, 8] {
      let report = try await Self.ratio(values.map { $0 * factor }, columnCount: 4)
      let value = try #require(report.number(Self.id))
      #expect(value <= 0 && value < last)
      last = value
    }
  }

  @Test("zero rows: every sum is n")
  func zeroRows() async throws {
    let report = try await Self.ratio([0, 0, 0, 0, 0, 0], columnCount: 2)
    #expect(isNear(report.number(Self.id), 0, absolute: Self.exponential))
  }

  @Test("no finite row, or beyond the budget: there is a reason")
  func reasons() async throws {
    let broken = try await Self.ratio([.nan, 1, 2, .infinity], columnCount: 2)
    #expect(broken.isUndefined(Self.id))
    let skipped = try await Self.ratio([1, 2, 3, 4], columnCount: 2, budget: 7)
    #expect(skipped[Self.id]?.value.status == "skipped")
    #expect(skipped.reason(Self.id)?.contains("--pair-budget") == true)
    // n d² = 8 fits
    #expect(try await Self.ratio([1, 2, 3, 4], columnCount: 2, budget: 8).number(Self.id) != nil)
  }
}
