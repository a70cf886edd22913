import EmbeddingSets
import LinearAlgebra

/// Turns the rows onto their principal axes and scales each to variance 1.
///
///     z = W V (x - μ),  wᵢ = 1/√((1 - s) λᵢ + s λ̄)
///
/// λᵢ are the variances along the axes (divisor n - 1) and λ̄ their mean over all d. With s = 0 the
/// fitted rows come out with the identity as covariance; s between 0 and 1 shrinks towards scaling all
/// axes alike, which few rows need; `auto` is the s of Ledoit and Wolf. Axes along which the fitted rows
/// spread no more than storing them may have caused come out as 0, whatever s, and not as noise of
/// variance 1. Components come in order of variance, so that `truncate=K` may follow.
struct Whiten: TransformStep {
  static let name = "whiten"
  static let summary = "principal axes at variance 1; S shrinks from 0 (default) to 1, or auto"
  static let parameter: String? = "S"

  private let shrinkage: Double?
  private let text: String

  init(parameter: String?) throws(TransformError) {
    text = parameter.map { "\(Self.name)=\($0)" } ?? Self.name
    guard let parameter, parameter != "auto" else {
      shrinkage = parameter == nil ? 0 : nil
      return
    }
    guard let number = Double(parameter), (0...1).contains(number) else {
      throw TransformError(
        "\(Self.name) takes a shrinkage from 0 to 1 or auto, as in \(Self.name)=0.1, found "
          + "'\(parameter)'.")
    }
    shrinkage = number
  }

  func fit(to rows: FittingRows) async throws -> any FittedStep {
    let moments = try await rows.moments()
    let width = moments.axes.columnCount
    let shrinkage = shrinkage ?? moments.shrinkage
    let mean = moments.variances.reduce(0, +) / Double(width)
    var elements = [Double](repeating: 0, count: width * width)
    var largest = 0.0
    for row in 0..<moments.rank {
      let weight = 1 / ((1 - shrinkage) * moments.variances[row] + shrinkage * mean).squareRoot()
      largest = max(largest, weight)
      for index in row * width..<(row + 1) * width {
        elements[index] = weight * moments.axes.elements[index]
      }
    }
    guard largest > 0, largest.isFinite else {
      throw TransformError(
        "\(text): the rows spread no more than storing them may have caused, so there is nothing to "
          + "scale to variance 1.")
    }
    return WhitenedAxes(
      map: AffineStep(
        text: text, mean: moments.mean,
        matrix: Matrix(rowCount: width, columnCount: width, elements: elements),
        noiseGain: largest),
      shrinkage: shrinkage, emptyCount: width - moments.rank)
  }

  func restored(_ numbers: StepNumbers) throws(TransformError) -> any FittedStep {
    let width = numbers.columnCount
    let matrix = try numbers.matrix("axes", rowCount: width)
    return WhitenedAxes(
      map: AffineStep(
        text: text, mean: try numbers.values("mean", shape: [width]), matrix: matrix),
      shrinkage: try numbers.values("shrinkage", shape: [1])[0],
      emptyCount: (0..<width).count { row in matrix.row(row).allSatisfy { $0 == 0 } })
  }
}

/// The map of ``Whiten``, with what a reader should know of it.
struct WhitenedAxes: FittedStep {
  let map: AffineStep
  /// s, as given or found.
  let shrinkage: Double
  /// Components that come out as 0.
  let emptyCount: Int

  var text: String { map.text }
  var columnCount: Int { map.columnCount }
  var noiseGain: Double { map.noiseGain }
  var numbers: [NamedTensors.Tensor] {
    map.numbers + [NamedTensors.Tensor(name: "shrinkage", shape: [1], values: [shrinkage])]
  }

  func apply(to rows: [Double], rowCount: Int) -> [Double] {
    map.apply(to: rows, rowCount: rowCount)
  }
}
