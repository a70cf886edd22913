import EmbeddingSets
import LinearAlgebra

/// The D leading principal components: z = V_D (x - μ).
///
/// With D = d a rotation of the centered rows.
struct PrincipalComponents: TransformStep {
  static let name = "pca"
  static let summary = "the D leading principal components of the centered rows"
  static let parameter: String? = "D"

  private let projection: AxisProjection

  init(parameter: String?) throws(TransformError) {
    projection = try AxisProjection(Self.name, parameter, isCentered: true)
  }

  func fit(to rows: FittingRows) async throws -> any FittedStep {
    try await projection.fit(to: rows)
  }

  func restored(_ numbers: StepNumbers) throws(TransformError) -> any FittedStep {
    try projection.restored(numbers)
  }
}

/// Products with the D leading principal axes, the mean left in: z = V_D x.
///
/// What `headroom.pca-overlap` measures: with D = d every cosine stays.
struct LeadingAxes: TransformStep {
  static let name = "project"
  static let summary = "products with the D leading principal axes, the mean left in"
  static let parameter: String? = "D"

  private let projection: AxisProjection

  init(parameter: String?) throws(TransformError) {
    projection = try AxisProjection(Self.name, parameter, isCentered: false)
  }

  func fit(to rows: FittingRows) async throws -> any FittedStep {
    try await projection.fit(to: rows)
  }

  func restored(_ numbers: StepNumbers) throws(TransformError) -> any FittedStep {
    try projection.restored(numbers)
  }
}

/// Both: products with the D leading principal axes, of centered rows or of rows as they are.
private struct AxisProjection {
  let count: Int
  let text: String
  let isCentered: Bool

  init(_ name: String, _ parameter: String?, isCentered: Bool) throws(TransformError) {
    count = try StepParameter.count(parameter, of: name, least: 1)
    text = "\(name)=\(count)"
    self.isCentered = isCentered
  }

  func fit(to rows: FittingRows) async throws -> AffineStep {
    try StepParameter.require(count, of: text, atMost: rows.source.shape.columnCount)
    let moments = try await rows.moments()
    return AffineStep(
      text: text, mean: isCentered ? moments.mean : nil,
      matrix: try moments.components(count, for: text))
  }

  func restored(_ numbers: StepNumbers) throws(TransformError) -> AffineStep {
    AffineStep(
      text: text,
      mean: isCentered ? try numbers.values("mean", shape: [numbers.columnCount]) : nil,
      matrix: try numbers.matrix("axes", rowCount: count))
  }
}
