import EmbeddingSets
import LinearAlgebra
import TestSupport
import Testing

@testable import Analysis

@Suite("The rows of a view, read again")
struct ViewRowsTests {
  /// Nine rows of three columns: the third is zero, the fifth has a NaN, the sixth an infinity.
  static func values(_ seed: inout Seed, offset: Double = 0) -> [Double] {
    var values = Samples.anisotropic(rowCount: 9, columnCount: 3, offset: offset, &seed)
    for index in 6..<9 { values[index] = 0 }
    values[13] = .nan
    values[15] = .infinity
    return values
  }

  /// The rows of a view by plain loops.
  static func plainRows(_ values: [Double], columnCount: Int, view: SpectralView) -> [Double] {
    let kept = Samples.rows(values, columnCount).filter { row in
      row.allSatisfy(\.isFinite) && (!view.isUnit || row.contains { $0 != 0 })
    }
    return ViewSpectra.rows(kept.flatMap { $0 }, columnCount: columnCount, view: view)
  }

  static func rows(
    _ source: any EmbeddingSource, view: SpectralView,
    parts: RowPass.Parts = [.columns, .rawMoments, .unitMoments]
  ) async throws -> ViewRows {
    let pass = try await RowPassRunner(
      source: source, parts: parts, fingerprintBudget: 0, jobs: 1, progress: { _ in }
    ).run()
    return ViewRows(source: source, pass: pass, view: view)
  }

  static func areNear(_ values: some Sequence<Double>, _ wanted: [Double]) -> Bool {
    let values = Array(values)
    return values.count == wanted.count
      && zip(values, wanted).allSatisfy { isNear($0, $1, relative: 1e-12, absolute: 1e-12) }
  }

  @Test("each range holds the rows that belong to the view", arguments: SpectralView.allCases)
  func ranges(view: SpectralView) async throws {
    var seed = Seed(321)
    let values = Self.values(&seed, offset: 1)
    let source = InMemorySource(values, columnCount: 3)
    let rows = try await Self.rows(source, view: view)
    let wanted = Samples.rows(Self.plainRows(values, columnCount: 3, view: view), 3)
    let left = view.isUnit ? [2, 4, 5] : [4, 5]
    var reader = RowReader(rows, origin: rows.origin())
    for range in [0..<9, 0..<3, 2..<3, 4..<6, 3..<8, 8..<9, 0..<9] {
      let count = try reader.read(range)
      let kept = range.filter { !left.contains($0) }
      #expect(count == kept.count, "\(range)")
      let places = kept.map { row in row - left.count { $0 < row } }
      #expect(
        Self.areNear(reader.rows.prefix(3 * count), places.flatMap { wanted[$0] }), "\(range)")
    }
  }

  @Test("Float rows are read as the Doubles they are", arguments: SpectralView.allCases)
  func floats(view: SpectralView) async throws {
    var seed = Seed(322)
    let values = Self.values(&seed).map { Float($0) }
    let rows = try await Self.rows(InMemorySource(values, columnCount: 3), view: view)
    var reader = RowReader(rows, origin: rows.origin())
    let count = try reader.read(0..<9)
    let wanted = Self.plainRows(values.map(Double.init), columnCount: 3, view: view)
    #expect(Self.areNear(reader.rows.prefix(3 * count), wanted))
  }

  @Test(
    "the origin is the mean of the view's rows, from moments or from columns",
    arguments: SpectralView.allCases,
    [[.columns, .rawMoments, .unitMoments], .columns] as [RowPass.Parts])
  func origin(view: SpectralView, parts: RowPass.Parts) async throws {
    var seed = Seed(323)
    let values = Self.values(&seed, offset: 2)
    let rows = try await Self.rows(
      InMemorySource(values, columnCount: 3), view: view, parts: parts)
    guard view.isCentered else {
      #expect(rows.origin() == [0, 0, 0])
      return
    }
    let kept = Samples.rows(
      Self.plainRows(values, columnCount: 3, view: view.isUnit ? .unitRaw : .raw), 3)
    let mean = (0..<3).map { column in
      kept.reduce(0) { $0 + $1[column] } / Double(kept.count)
    }
    #expect(Self.areNear(rows.origin(), mean))
  }

  @Test("the matrix of a view, with its norm before centering", arguments: SpectralView.allCases)
  func matrix(view: SpectralView) async throws {
    var seed = Seed(324)
    let values = Self.values(&seed, offset: 3)
    let rows = try await Self.rows(InMemorySource(values, columnCount: 3), view: view)
    let (matrix, norm) = try rows.matrix()
    #expect(matrix.rowCount == (view.isUnit ? 6 : 7) && matrix.columnCount == 3)
    #expect(Self.areNear(matrix.elements, Self.plainRows(values, columnCount: 3, view: view)))
    let plain = Self.plainRows(values, columnCount: 3, view: view.isUnit ? .unitRaw : .raw)
    #expect(isNear(norm, dot(plain, plain).squareRoot()))
  }

  @Test("a set without one row of the view is an empty matrix", arguments: SpectralView.allCases)
  func nothing(view: SpectralView) async throws {
    let rows = try await Self.rows(
      InMemorySource([Double.nan, 1, 0, .infinity], columnCount: 2), view: view)
    let (matrix, norm) = try rows.matrix()
    #expect(matrix.rowCount == 0 && norm == 0)
    var reader = RowReader(rows, origin: rows.origin())
    #expect(try reader.read(0..<2) == 0)
  }

  @Test("extreme rows are read in scaled units", arguments: [-600, 600])
  func scaled(exponent: Int) async throws {
    let size = Double(sign: .plus, exponent: exponent, significand: 1)
    let values = [3.0, 4, -1, 2, 0.5, 0.25, 2, 2].map { $0 * size }
    let rows = try await Self.rows(InMemorySource(values, columnCount: 2), view: .raw)
    let scale = rows.pass.state.configuration.scale
    let (matrix, _) = try rows.matrix()
    // powers of two change no digit
    #expect(matrix.elements == values.map { $0 * scale })
    #expect(matrix.elements.allSatisfy { $0.magnitude <= 8 })
  }

  @Test(
    "the triangular factor has the singular values of the view, whatever the tasks",
    arguments: SpectralView.allCases, [[3, 5], [60, 4]])
  func triangularFactor(view: SpectralView, shape: [Int]) async throws {
    var seed = Seed(325)
    let columnCount = shape[1]
    var values = Samples.anisotropic(
      rowCount: shape[0], columnCount: columnCount, offset: 0.5, &seed)
    values += Array(repeating: 0, count: columnCount)
    values += Array(repeating: .nan, count: columnCount)
    let rows = try await Self.rows(
      InMemorySource(values, columnCount: columnCount), view: view)
    let factor = try await rows.triangularFactor(jobs: 1)
    #expect(factor == (try await rows.triangularFactor(jobs: 2)))
    #expect(factor.rowCount == columnCount && factor.columnCount == columnCount)
    let wanted = try rows.matrix().matrix.singularValues()
    let found = Array(try factor.singularValues().prefix(wanted.count))
    #expect(Residuals.values(found, wanted, count: shape[0]) <= Residuals.threshold)
    for row in 0..<columnCount {
      for column in 0..<row { #expect(factor[row, column] == 0) }
    }
  }
}
