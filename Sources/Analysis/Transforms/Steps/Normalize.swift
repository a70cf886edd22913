import EmbeddingSets
import LinearAlgebra

/// Scales every row to norm 1; a row of zeros has no direction and stays.
struct Normalize: TransformStep {
  static let name = "normalize"
  static let summary = "scales every row to norm 1; a row of zeros stays"
  static let parameter: String? = nil

  init(parameter: String?) throws(TransformError) {
    try StepParameter.none(parameter, of: Self.name)
  }

  func fit(to rows: FittingRows) async throws -> any FittedStep {
    let (count, norm) = try await rows.size()
    return UnitRows(
      columnCount: rows.source.shape.columnCount,
      noiseGain: norm > 0 ? Double(count).squareRoot() / norm : 1)
  }

  func restored(_ numbers: StepNumbers) throws(TransformError) -> any FittedStep {
    UnitRows(columnCount: numbers.columnCount, noiseGain: 1)
  }
}

/// Rows at norm 1.
struct UnitRows: FittedStep {
  let columnCount: Int
  /// That of a row of the usual norm.
  let noiseGain: Double

  var text: String { Normalize.name }

  func apply(to rows: [Double], rowCount: Int) -> [Double] {
    var rows = rows
    var target = rows.mutableSpan
    for start in stride(from: 0, to: rowCount * columnCount, by: columnCount) {
      var largest = 0.0
      for index in start..<start + columnCount { largest = max(largest, target[index].magnitude) }
      guard largest > 0, largest.isFinite else { continue }
      // by the largest component first, so that no square leaves the range of Double
      var square = 0.0
      for index in start..<start + columnCount {
        let part = target[index] / largest
        square += part * part
      }
      let norm = square.squareRoot()
      for index in start..<start + columnCount { target[index] = target[index] / largest / norm }
    }
    return rows
  }
}
