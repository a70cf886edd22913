import EmbeddingSets
import LinearAlgebra

/// Takes the mean row off: z = x - μ.
struct Center: TransformStep {
  static let name = "center"
  static let summary = "takes the mean row off"
  static let parameter: String? = nil

  init(parameter: String?) throws(TransformError) {
    try StepParameter.none(parameter, of: Self.name)
  }

  func fit(to rows: FittingRows) async throws -> any FittedStep {
    AffineStep(text: Self.name, mean: try await rows.columns().mean, matrix: nil)
  }

  func restored(_ numbers: StepNumbers) throws(TransformError) -> any FittedStep {
    AffineStep(
      text: Self.name, mean: try numbers.values("mean", shape: [numbers.columnCount]), matrix: nil)
  }
}

/// z = M (x - μ), with μ or M left out where they are nothing.
struct AffineStep: FittedStep {
  let text: String
  let mean: [Double]?
  let matrix: Matrix?
  var noiseGain = 1.0

  var columnCount: Int { matrix?.rowCount ?? mean?.count ?? 0 }

  var numbers: [NamedTensors.Tensor] {
    let means = mean.map { [NamedTensors.Tensor(name: "mean", shape: [$0.count], values: $0)] }
    let matrices = matrix.map {
      [
        NamedTensors.Tensor(
          name: "axes", shape: [$0.rowCount, $0.columnCount], values: $0.elements)
      ]
    }
    return (means ?? []) + (matrices ?? [])
  }

  func apply(to rows: [Double], rowCount: Int) -> [Double] {
    let shifted = mean.map { rows.lessMean($0) } ?? rows
    guard let matrix else { return shifted }
    var products = [Double](repeating: 0, count: rowCount * matrix.rowCount)
    BLAS.doubleProductTransposed(
      left: shifted.span, leftRows: rowCount, right: matrix.elements.span,
      rightRows: matrix.rowCount, depth: matrix.columnCount, into: &products)
    return products
  }
}

extension [Double] {
  /// Rows, each less the mean.
  func lessMean(_ mean: [Double]) -> [Double] {
    var rows = self
    var target = rows.mutableSpan
    let mean = mean.span
    for start in stride(from: 0, to: target.count, by: mean.count) {
      for column in 0..<mean.count { target[start + column] -= mean[column] }
    }
    return rows
  }
}
