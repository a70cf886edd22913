import EmbeddingSets
import LinearAlgebra

/// Two bytes a component: float16.
struct HalfPrecision: TransformStep {
  static let name = "float16"
  static let summary = "two bytes a component"
  static let parameter: String? = nil

  init(parameter: String?) throws(TransformError) {
    try StepParameter.none(parameter, of: Self.name)
  }

  func fit(to rows: FittingRows) async throws -> any FittedStep {
    HalfRows(columnCount: rows.source.shape.columnCount)
  }

  func restored(_ numbers: StepNumbers) throws(TransformError) -> any FittedStep {
    HalfRows(columnCount: numbers.columnCount)
  }
}

/// Rows rounded to float16.
struct HalfRows: FittedStep, RowStorage {
  let columnCount: Int

  var text: String { HalfPrecision.name }
  var type: ScalarType { .float16 }
  var storedColumnCount: Int { columnCount }
  var holdsNaN: Bool { true }

  func apply(to rows: [Double], rowCount: Int) -> [Double] {
    ReductionKernels.halfPrecision(rows.map(Float.init)).map(Double.init)
  }

  func stored(_ rows: [Double], rowCount: Int) -> StoredRows {
    .float16(rows.map { Float16(Float($0)).bitPattern })
  }
}
