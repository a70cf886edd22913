import EmbeddingSets
import LinearAlgebra

/// The first D components: what a Matryoshka model is trained for.
struct Truncate: TransformStep {
  static let name = "truncate"
  static let summary = "the first D components"
  static let parameter: String? = "D"

  private let count: Int
  private var text: String { "\(Self.name)=\(count)" }

  init(parameter: String?) throws(TransformError) {
    count = try StepParameter.count(parameter, of: Self.name, least: 1)
  }

  func fit(to rows: FittingRows) async throws -> any FittedStep {
    try StepParameter.require(count, of: text, atMost: rows.source.shape.columnCount)
    return FirstColumns(text: text, columnCount: count, inputCount: rows.source.shape.columnCount)
  }

  func restored(_ numbers: StepNumbers) throws(TransformError) -> any FittedStep {
    try StepParameter.require(count, of: text, atMost: numbers.columnCount)
    return FirstColumns(text: text, columnCount: count, inputCount: numbers.columnCount)
  }
}

/// The first components of rows of a known width.
struct FirstColumns: FittedStep {
  let text: String
  let columnCount: Int
  let inputCount: Int

  func apply(to rows: [Double], rowCount: Int) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(rowCount * columnCount)
    for start in stride(from: 0, to: rowCount * inputCount, by: inputCount) {
      result += rows[start..<start + columnCount]
    }
    return result
  }
}
