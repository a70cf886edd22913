import EmbeddingSets
import LinearAlgebra

/// One bit a component, set where it is above 0, eight a byte with the first in the highest bit, as
/// `numpy.packbits` and the `ubinary` vectors of sentence-transformers have them.
struct SignBits: TransformStep {
  static let name = "binary"
  static let summary = "one bit a component, set above 0; packed as numpy.packbits does"
  static let parameter: String? = nil

  init(parameter: String?) throws(TransformError) {
    try StepParameter.none(parameter, of: Self.name)
  }

  func fit(to rows: FittingRows) async throws -> any FittedStep {
    PackedSigns(columnCount: rows.source.shape.columnCount)
  }

  func restored(_ numbers: StepNumbers) throws(TransformError) -> any FittedStep {
    PackedSigns(columnCount: numbers.columnCount)
  }
}

/// Signs, read back as 1 and -1, so that cosines go by the number of bits that agree.
struct PackedSigns: FittedStep, RowStorage {
  let columnCount: Int

  var text: String { SignBits.name }
  var type: ScalarType { .uint8 }
  var storedColumnCount: Int { (columnCount + 7) / 8 }

  func apply(to rows: [Double], rowCount: Int) -> [Double] {
    rows.map { $0.isFinite ? ($0 > 0 ? 1 : -1) : .nan }
  }

  func stored(_ rows: [Double], rowCount: Int) -> StoredRows {
    let width = storedColumnCount
    var bytes = [UInt8](repeating: 0, count: rowCount * width)
    for row in 0..<rowCount {
      for column in 0..<columnCount where rows[row * columnCount + column] > 0 {
        bytes[row * width + column / 8] |= 0x80 >> UInt8(column % 8)
      }
    }
    return .uint8(bytes)
  }
}
