import EmbeddingSets
import LinearAlgebra

/// One byte a component with one symmetric scale for all: code = round(x / scale), cut to ±127, where 127
/// stands for the largest component among the fitted rows.
///
/// Cosines of codes are those of the rounded vectors, so that nothing has to be read back.
struct ByteScale: TransformStep {
  static let name = "int8-one-scale"
  static let summary = "one byte a component, one symmetric scale: codes compare as they are"
  static let parameter: String? = nil

  init(parameter: String?) throws(TransformError) {
    try StepParameter.none(parameter, of: Self.name)
  }

  func fit(to rows: FittingRows) async throws -> any FittedStep {
    let (_, minimum, maximum) = try await rows.columns()
    let largest = (minimum + maximum).reduce(0.0) { max($0, $1.magnitude) }
    guard largest > 0, largest.isFinite else {
      throw TransformError("\(Self.name): all components are 0, so there is no scale.")
    }
    return ScaledBytes(columnCount: minimum.count, scale: largest / 127)
  }

  func restored(_ numbers: StepNumbers) throws(TransformError) -> any FittedStep {
    let scale = try numbers.values("scale", shape: [1])[0]
    guard scale > 0 else { throw TransformError("step \(numbers.text) needs a scale above 0.") }
    return ScaledBytes(columnCount: numbers.columnCount, scale: scale)
  }
}

/// Codes -127...127 of one scale.
struct ScaledBytes: FittedStep, RowStorage {
  let columnCount: Int
  let scale: Double

  var text: String { ByteScale.name }
  var type: ScalarType { .int8 }
  var storedColumnCount: Int { columnCount }
  var numbers: [NamedTensors.Tensor] {
    [NamedTensors.Tensor(name: "scale", shape: [1], values: [scale])]
  }

  private func codes(_ rows: [Double]) -> [Double] {
    var codes = rows
    var target = codes.mutableSpan
    for index in 0..<target.count {
      target[index] = (target[index] / scale).rounded(.toNearestOrEven)
      if target[index] > 127 {
        target[index] = 127
      } else if target[index] < -127 {
        target[index] = -127
      }
    }
    return codes
  }

  func apply(to rows: [Double], rowCount: Int) -> [Double] {
    var values = codes(rows)
    for index in rows.indices {
      values[index] = rows[index].isFinite ? scale * values[index] : .nan
    }
    return values
  }

  func stored(_ rows: [Double], rowCount: Int) -> StoredRows {
    .int8(codes(rows).map { Int8($0) })
  }
}
