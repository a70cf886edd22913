import EmbeddingSets
import LinearAlgebra

/// The D leading principal components: z = V_D (x - μ).
///
/// With D = d a rotation of the centered rows.
struct PrincipalComponents: TransformStep {
  static let name = "pca"
  static let summary = "the D leading principal components of the centered rows"
  static let parameter: String? = "D"

  private let count: Int
  private var text: String { "\(Self.name)=\(count)" }

  init(parameter: String?) throws(TransformError) {
    count = try StepParameter.count(parameter, of: Self.name, least: 1)
  }

  func fit(to rows: FittingRows) async throws -> any FittedStep {
    try StepParameter.require(count, of: text, atMost: rows.source.shape.columnCount)
    let moments = try await rows.moments()
    return AffineStep(
      text: text, mean: moments.mean, matrix: try moments.components(count, for: text))
  }

  func restored(_ numbers: StepNumbers) throws(TransformError) -> any FittedStep {
    AffineStep(
      text: text, mean: try numbers.values("mean", shape: [numbers.columnCount]),
      matrix: try numbers.matrix("axes", rowCount: count))
  }
}

/// Products with the D leading principal axes, the mean left in: z = V_D x.
///
/// What `headroom.pca-overlap` measures: with D = d every cosine stays.
struct LeadingAxes: TransformStep {
  static let name = "project"
  static let summary = "products with the D leading principal axes, the mean left in"
  static let parameter: String? = "D"

  private let count: Int
  private var text: String { "\(Self.name)=\(count)" }

  init(parameter: String?) throws(TransformError) {
    count = try StepParameter.count(parameter, of: Self.name, least: 1)
  }

  func fit(to rows: FittingRows) async throws -> any FittedStep {
    try StepParameter.require(count, of: text, atMost: rows.source.shape.columnCount)
    let moments = try await rows.moments()
    return AffineStep(text: text, mean: nil, matrix: try moments.components(count, for: text))
  }

  func restored(_ numbers: StepNumbers) throws(TransformError) -> any FittedStep {
    AffineStep(text: text, mean: nil, matrix: try numbers.matrix("axes", rowCount: count))
  }
}
