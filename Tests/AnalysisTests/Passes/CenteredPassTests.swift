import EmbeddingSets
import Findings
import LinearAlgebra
import RealModule
import TestSupport
import Testing

@testable import Analysis

@Suite("A second read: directions about the mean, and the partition function")
struct CenteredPassTests {
  /// ln Σ exp(p) by the plainest loop over numbers that do not overflow.
  static func plain(_ projections: [Double]) -> Double {
    let high = projections.max() ?? 0
    return high + .log(projections.reduce(0) { $0 + .exp($1 - high) })
  }

  @Test("running logarithms of sums merge as one", arguments: [0, 1, 5, 12, 13])
  func logSumExp(cut: Int) {
    var seed = Seed(91)
    // far beyond the range of exp
    let values = (0..<13 * 2).map { _ in 800 * MatrixFactory.gaussian(&seed) }
    var (whole, first, second) = (LogSumExp(count: 2), LogSumExp(count: 2), LogSumExp(count: 2))
    whole.add(values, rowCount: 13)
    first.add(Array(values[..<(2 * cut)]), rowCount: cut)
    second.add(Array(values[(2 * cut)...]), rowCount: 13 - cut)
    first.merge(second)
    for column in 0..<2 {
      let own = stride(from: column, to: 26, by: 2).map { values[$0] }
      for (index, wanted) in [
        (column, Self.plain(own)), (2 + column, Self.plain(own.map { -$0 })),
      ] {
        #expect(isNear(whole.values()[index], wanted, relative: 1e-10))
        #expect(isNear(first.values()[index], wanted, relative: 1e-10))
      }
    }
  }

  @Test("one direction: the log ratio is known", arguments: [1.0, 30, 2000])
  func partition(scale: Double) async throws {
    // all rows equal a: along a/|a| the sum is n exp(|a|), against it n exp(-|a|), else n
    let values = (0..<6).flatMap { _ -> [Double] in [0.6 * scale, 0.8 * scale, 0] }
    let report = try await Samples.report(values, columnCount: 3)
    #expect(isNear(report.number("isotropy.partition-log-ratio"), -2 * scale, relative: 1e-9))
  }

  @Test("the ratio is that of plain sums along the eigenvectors", arguments: [30, 4])
  func plainPartition(rowCount: Int) async throws {
    var seed = Seed(92)
    let values = Samples.anisotropic(rowCount: rowCount, columnCount: 6, offset: 0.3, &seed)
    let spectra = try await ViewSpectra(InMemorySource(values, columnCount: 6))
    let vectors = try #require(spectra[.raw]?.rightVectors)
    var logarithms = vectors.rowCount < 6 ? [Double.log(Double(rowCount))] : []
    for index in 0..<vectors.rowCount {
      let projections = Samples.rows(values, 6).map { dot($0, vectors.row(index)) }
      logarithms += [Self.plain(projections), Self.plain(projections.map { -$0 })]
    }
    let wanted = (logarithms.min() ?? 0) - (logarithms.max() ?? 0)
    let report = try await Samples.report(values, columnCount: 6)
    #expect(
      isNear(report.number("isotropy.partition-log-ratio"), wanted, relative: 1e-8))
  }

  @Test("mean cosine about the mean by plain pairs", arguments: [0.0, 100], [9, 40])
  func centeredCosine(offset: Double, rowCount: Int) async throws {
    var seed = Seed(93)
    let values = Samples.anisotropic(
      rowCount: rowCount, columnCount: 12, offset: offset, &seed)
    let rows = Samples.rows(
      Samples.unit(Samples.centered(values, columnCount: 12), columnCount: 12), 12)
    var sum = 0.0
    for i in rows.indices { for j in rows.indices where j != i { sum += dot(rows[i], rows[j]) } }
    let report = try await Samples.report(values, columnCount: 12)
    #expect(
      isNear(
        report.number("isotropy.mean-cosine-centered"),
        sum / Double(rowCount * (rowCount - 1)), relative: 0, absolute: 1e-10))
  }

  @Test("rows that are the mean have no direction")
  func meanRows() async throws {
    // the mean is (1, 1), which two rows are
    let values: [Double] = [1, 1, 0, 1, 2, 1, 1, 1, 1, 0, 1, 2]
    let report = try await Samples.report(values, columnCount: 2)
    // four directions, two pairs opposite, others orthogonal
    #expect(isNear(report.number("isotropy.mean-cosine-centered"), -1 / 3.0))
  }
}
