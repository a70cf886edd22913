import Analysis
import EmbeddingSets
import Findings
import TestSupport

/// Small sets with known structure, and reports on them.
enum Samples {
  /// Rows of independent Gaussian components whose spread falls from 2 to 0.5 over the columns.
  static func anisotropic(
    rowCount: Int, columnCount: Int, offset: Double = 0, _ seed: inout Seed
  ) -> [Double] {
    var values: [Double] = []
    for _ in 0..<rowCount {
      for column in 0..<columnCount {
        let spread = 2 - 1.5 * Double(column) / Double(max(1, columnCount - 1))
        values.append(spread * MatrixFactory.gaussian(&seed) + offset)
      }
    }
    return values
  }

  /// White noise.
  static func gaussian(rowCount: Int, columnCount: Int, _ seed: inout Seed) -> [Double] {
    (0..<rowCount * columnCount).map { _ in MatrixFactory.gaussian(&seed) }
  }

  /// The rows scaled to norm 1.
  static func unit(_ values: [Double], columnCount: Int) -> [Double] {
    rows(values, columnCount).flatMap { row in
      let norm = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return row.map { $0 / norm }
    }
  }

  /// The rows one by one.
  static func rows(_ values: [Double], _ columnCount: Int) -> [[Double]] {
    stride(from: 0, to: values.count, by: columnCount).map {
      Array(values[$0..<$0 + columnCount])
    }
  }

  /// The rows minus their mean.
  static func centered(_ values: [Double], columnCount: Int) -> [Double] {
    let rows = rows(values, columnCount)
    var mean = [Double](repeating: 0, count: columnCount)
    for row in rows { for column in mean.indices { mean[column] += row[column] } }
    for column in mean.indices { mean[column] /= Double(rows.count) }
    return rows.flatMap { row in zip(row, mean).map { $0 - $1 } }
  }

  /// A report with options changed from the standard ones.
  static func report(
    _ source: any EmbeddingSource, _ change: (inout DiagnosisOptions) -> Void = { _ in }
  ) async throws -> Report {
    var options = DiagnosisOptions()
    change(&options)
    return try await Diagnosis(of: source, options: options).run(version: "test", arguments: [])
  }

  /// A report on rows of Doubles.
  static func report(
    _ values: [Double], columnCount: Int, _ change: (inout DiagnosisOptions) -> Void = { _ in }
  ) async throws -> Report {
    try await report(InMemorySource(values, columnCount: columnCount), change)
  }

  /// A report on a planted set.
  static func report(
    _ kind: PlantedSet.Kind, rowCount: Int, columnCount: Int, rank: Int = 4, seed: UInt64 = 1,
    _ change: (inout DiagnosisOptions) -> Void = { _ in }
  ) async throws -> Report {
    let set = PlantedSet(
      kind, rowCount: rowCount, columnCount: columnCount, rank: rank, seed: seed)
    return try await report(
      InMemorySource(set.values(), columnCount: columnCount, name: kind.rawValue), change)
  }
}

extension Report {
  /// The number of a metric; nil where there is none.
  func number(_ id: MetricID) -> Double? { self[id]?.value.number }
  /// Why a metric has no number.
  func reason(_ id: MetricID) -> String? { self[id]?.value.reason }
  /// Whether a metric is undefined, with a reason.
  func isUndefined(_ id: MetricID) -> Bool {
    if case .undefined(let reason)? = self[id]?.value { !reason.isEmpty } else { false }
  }
}

/// Whether two numbers agree to a relative error.
func isNear(_ value: Double?, _ wanted: Double?, relative: Double = 1e-12, absolute: Double = 0)
  -> Bool
{
  guard let value, let wanted else { return false }
  return (value - wanted).magnitude <= relative * wanted.magnitude + absolute
}
