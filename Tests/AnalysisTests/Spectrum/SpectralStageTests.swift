import EmbeddingSets
import Findings
import LinearAlgebra
import RealModule
import TestSupport
import Testing

@testable import Analysis

@Suite("Spectra by the route that size and condition call for")
struct SpectralStageTests {
  static func explicit(_ values: [Double], _ columnCount: Int, _ view: SpectralView) throws
    -> [Double]
  {
    try Matrix(
      rowCount: values.count / columnCount, columnCount: columnCount,
      elements: ViewSpectra.rows(values, columnCount: columnCount, view: view)
    ).singularValues()
  }

  /// Gram routes lose half of the digits of the smallest values: 2⁻²⁵ of the Frobenius norm.
  @Test(
    "singular values are those of the explicit view",
    arguments: [[50, 8], [9, 8], [8, 8], [7, 8], [5, 40]], SpectralView.allCases)
  func explicitViews(shape: [Int], view: SpectralView) async throws {
    var seed = Seed(21)
    let (n, d) = (shape[0], shape[1])
    let values = Samples.anisotropic(rowCount: n, columnCount: d, offset: 1, &seed)
    let spectra = try await ViewSpectra(InMemorySource(values, columnCount: d))
    let statistics = try #require(spectra[view])
    let wanted = try Self.explicit(values, d, view)
    #expect(statistics.singularValues.count == min(n, d))
    for (value, expected) in zip(statistics.singularValues, wanted) {
      #expect(isNear(value, expected, relative: 1e-9, absolute: 0x1p-25 * wanted[0]))
    }
    #expect(statistics.rank == min(n - (view.isCentered ? 1 : 0), d))
  }

  @Test(
    "the n x n and the d x d route agree on one set", arguments: [(12, 12), (10, 12), (11, 12)])
  func routes(rowCount: Int, columnCount: Int) async throws {
    var seed = Seed(22)
    let values = Samples.anisotropic(
      rowCount: rowCount, columnCount: columnCount, offset: 0.3, &seed)
    // rows that are not finite count for the route and for nothing else
    let extra = [Double](repeating: .nan, count: 3 * columnCount)
    let small = try await Samples.report(values, columnCount: columnCount)
    let large = try await Samples.report(values + extra, columnCount: columnCount)
    for metric in small.metrics where metric.id.rawValue != "data.rows" {
      if metric.id == "data.rows-nonfinite" { continue }
      let other = try #require(large[metric.id])
      #expect(metric.value.status == other.value.status, "\(metric.id)")
      if let number = metric.value.number {
        #expect(
          isNear(other.value.number, number, relative: 1e-7, absolute: 1e-11), "\(metric.id)")
      }
    }
  }

  @Test("values below the floor of the Gram matrix are found by QR, and it is said")
  func orthogonal() async throws {
    var seed = Seed(23)
    for rowCount in [60, 8] {
      let wanted = (0..<8).map { Double.pow(10, -1.5 * Double($0)) }
      let matrix = MatrixFactory.matrix(
        rowCount: rowCount, columnCount: 8, singularValues: wanted, &seed)
      let spectra = try await ViewSpectra(InMemorySource(matrix.elements, columnCount: 8))
      let raw = try #require(spectra[.raw])
      #expect(raw.route == .orthogonal)
      #expect(spectra.notes.contains { $0.hasPrefix("spectrum.raw: QR") })
      for (value, expected) in zip(raw.singularValues, wanted) {
        #expect(isNear(value, expected, relative: 1e-9, absolute: 1e-14))
      }
      #expect(raw.rank == 8)
    }
  }

  @Test("well-conditioned sets need no second read")
  func gram() async throws {
    var seed = Seed(24)
    let values = Samples.anisotropic(rowCount: 60, columnCount: 8, &seed)
    let tall = try await ViewSpectra(InMemorySource(values, columnCount: 8))
    #expect(SpectralView.allCases.allSatisfy { tall[$0]?.route == .gram })
    let wide = try await ViewSpectra(InMemorySource(values, columnCount: 60))
    #expect(SpectralView.allCases.allSatisfy { wide[$0]?.route == .rowGram })
    #expect(tall.notes.isEmpty && wide.notes.isEmpty)
  }

  @Test("unit views of unit rows are the other views, for any number of tasks", arguments: [1, 3])
  func unitRows(jobs: Int) async throws {
    var seed = Seed(25)
    let values = Samples.unit(
      Samples.gaussian(rowCount: 50, columnCount: 6, &seed), columnCount: 6)
    let spectra = try await ViewSpectra(InMemorySource(values, columnCount: 6), jobs: jobs)
    #expect(spectra.pass.unitRowsAreRows)
    #expect(spectra[.unitRaw]?.singularValues == spectra[.raw]?.singularValues)
    #expect(spectra[.unitCentered]?.singularValues == spectra[.centered]?.singularValues)
    #expect(spectra[.unitRaw]?.view == .unitRaw)
  }

  @Test("eigenvectors are orthonormal and span the rows", arguments: [30, 5])
  func vectors(rowCount: Int) async throws {
    var seed = Seed(26)
    let values = Samples.anisotropic(rowCount: rowCount, columnCount: 8, &seed)
    let spectra = try await ViewSpectra(InMemorySource(values, columnCount: 8))
    let vectors = try #require(spectra[.raw]?.rightVectors)
    #expect(vectors.rowCount == min(rowCount, 8))
    // the n x n route divides by singular values: rounding grows with the condition
    #expect(Residuals.orthogonality(ofRows: vectors) <= 100 * Residuals.threshold)
    let rows = Matrix(rowCount: rowCount, columnCount: 8, elements: values)
    let projected = product(rows, vectors, transposeB: true)
    let first = (0..<rowCount).reduce(0.0) { $0 + projected[$1, 0] * projected[$1, 0] }
    let top = try #require(spectra[.raw]?.singularValues.first)
    #expect(isNear(first, top * top, relative: 1e-10))
  }

  @Test("views that do not exist say why")
  func undefined() async throws {
    let one = try await ViewSpectra(InMemorySource([3, 4] as [Double], columnCount: 2))
    #expect(one[.raw]?.singularValues == [5] && one[.centered] == nil && one[.unitRaw] != nil)
    let zero = try await ViewSpectra(InMemorySource([0, 0, 0, 0] as [Double], columnCount: 2))
    #expect(zero[.raw]?.rank == 0 && zero[.unitRaw] == nil)
    for view in [SpectralView.unitRaw, .unitCentered] {
      guard case .undefined(let reason)? = zero.outcomes[view] else {
        Issue.record("\(view) of zero rows is not undefined")
        continue
      }
      #expect(!reason.isEmpty)
    }
  }
}
