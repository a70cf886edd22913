import EmbeddingSets
import LinearAlgebra

/// Takes the mean and then the part along the k leading principal axes off: z - Vₖᵀ Vₖ z, z = x - μ.
///
/// The dimension stays d. With k = 0 it is ``Center``.
///
/// - Source: Mu and Viswanath, "All-but-the-top", ICLR 2018 (arXiv 1702.01417), who take k near d/100.
struct AllButTheTop: TransformStep {
  static let name = "all-but-top"
  static let summary = "takes the mean and the part along the K leading axes off"
  static let parameter: String? = "K"

  private let count: Int
  private var text: String { "\(Self.name)=\(count)" }

  init(parameter: String?) throws(TransformError) {
    count = try StepParameter.count(parameter, of: Self.name, least: 0)
  }

  func fit(to rows: FittingRows) async throws -> any FittedStep {
    guard count > 0 else {
      return RemovedAxes(
        text: text, mean: try await rows.columns().mean,
        axes: Matrix(rowCount: 0, columnCount: rows.source.shape.columnCount))
    }
    try StepParameter.require(count, of: text, atMost: rows.source.shape.columnCount - 1)
    let moments = try await rows.moments()
    return RemovedAxes(
      text: text, mean: moments.mean, axes: try moments.leading(count, for: text))
  }

  func restored(_ numbers: StepNumbers) throws(TransformError) -> any FittedStep {
    RemovedAxes(
      text: text, mean: try numbers.values("mean", shape: [numbers.columnCount]),
      axes: try numbers.matrix("axes", rowCount: count))
  }
}

/// x - μ without its part along some orthonormal axes.
struct RemovedAxes: FittedStep {
  let text: String
  let mean: [Double]
  /// One axis a row.
  let axes: Matrix

  var columnCount: Int { mean.count }

  var numbers: [NamedTensors.Tensor] {
    [
      NamedTensors.Tensor(name: "mean", shape: [mean.count], values: mean),
      NamedTensors.Tensor(
        name: "axes", shape: [axes.rowCount, axes.columnCount], values: axes.elements),
    ]
  }

  func apply(to rows: [Double], rowCount: Int) -> [Double] {
    var shifted = rows.lessMean(mean)
    guard axes.rowCount > 0, rowCount > 0 else { return shifted }
    var parts = [Double](repeating: 0, count: rowCount * axes.rowCount)
    BLAS.doubleProductTransposed(
      left: shifted.span, leftRows: rowCount, right: axes.elements.span, rightRows: axes.rowCount,
      depth: axes.columnCount, into: &parts)
    let along = product(
      Matrix(rowCount: rowCount, columnCount: axes.rowCount, elements: parts), axes)
    var target = shifted.mutableSpan
    let removed = along.elements.span
    for index in 0..<target.count { target[index] -= removed[index] }
    return shifted
  }
}
