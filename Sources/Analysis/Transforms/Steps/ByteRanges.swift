import EmbeddingSets
import LinearAlgebra

/// One byte a component: 255 steps between the extremes of its column among the fitted rows.
///
///     code = floor((x - start) / step) cut to 0...255, less 128;  read back as start + step (code + 128)
///
/// as sentence-transformers makes them. Codes of different columns have different steps, so that they are
/// to be read back before they are compared; the fit holds starts and steps.
struct ByteRanges: TransformStep {
  static let name = "int8"
  static let summary = "one byte a component, 255 steps between the extremes of its column"
  static let parameter: String? = nil

  init(parameter: String?) throws(TransformError) {
    try StepParameter.none(parameter, of: Self.name)
  }

  func fit(to rows: FittingRows) async throws -> any FittedStep {
    let (_, minimum, maximum) = try await rows.columns()
    let starts = minimum.map(Float.init)
    let steps = zip(maximum, starts).map { high, low -> Float in
      let step = (Float(high) - low) / 255
      return step == 0 ? 1 : step
    }
    guard (starts + steps).allSatisfy(\.isFinite) else {
      throw TransformError("\(Self.name): the range of a column is outside float32.")
    }
    return ByteCodes(text: Self.name, starts: starts, steps: steps)
  }

  func restored(_ numbers: StepNumbers) throws(TransformError) -> any FittedStep {
    let shape = [numbers.columnCount]
    let starts = try numbers.values("starts", shape: shape).map(Float.init)
    let steps = try numbers.values("steps", shape: shape).map(Float.init)
    guard (starts + steps).allSatisfy(\.isFinite), steps.allSatisfy({ $0 > 0 }) else {
      throw TransformError("step \(numbers.text) needs finite starts and steps above 0.")
    }
    return ByteCodes(text: Self.name, starts: starts, steps: steps)
  }
}

/// Codes -128...127 with the start and the step of each column.
struct ByteCodes: FittedStep, RowStorage {
  let text: String
  let starts: [Float]
  let steps: [Float]

  var columnCount: Int { starts.count }
  var type: ScalarType { .int8 }
  var storedColumnCount: Int { columnCount }
  var numbers: [NamedTensors.Tensor] {
    [
      NamedTensors.Tensor(
        name: "starts", shape: [starts.count], values: starts.map(Double.init)),
      NamedTensors.Tensor(name: "steps", shape: [steps.count], values: steps.map(Double.init)),
    ]
  }

  func apply(to rows: [Double], rowCount: Int) -> [Double] {
    var values = ReductionKernels.byteCodes(
      rows.map(Float.init), starts: starts, steps: steps, decoded: true)
    // the codes of what is not a number say nothing of it
    for index in rows.indices where !rows[index].isFinite { values[index] = .nan }
    return values.map(Double.init)
  }

  func stored(_ rows: [Double], rowCount: Int) -> StoredRows {
    .int8(
      ReductionKernels.byteCodes(
        rows.map(Float.init), starts: starts, steps: steps, decoded: false
      ).map { Int8($0) })
  }
}
