import EmbeddingSets

/// A set whose rows go through a transform as they are read.
struct TransformedSource: IdentifiedSource {
  private let base: any EmbeddingSource
  private let transform: FittedTransform
  /// Whether rows are those that a reader of the written file gets, codes read back; else Doubles between
  /// two steps.
  private let isStored: Bool

  init(_ base: any EmbeddingSource, by transform: FittedTransform, isStored: Bool = true) {
    precondition(
      base.shape.columnCount == transform.inputColumnCount, "rows are as wide as those of the fit")
    self.base = base
    self.transform = transform
    self.isStored = isStored
  }

  var name: String { base.name }

  var shape: EmbeddingShape {
    EmbeddingShape(
      rowCount: base.shape.rowCount, columnCount: transform.outputColumnCount, storedAs: type)
  }

  /// Codes read back are numbers of float32; signs are whole numbers.
  private var type: ScalarType {
    guard isStored else { return .float64 }
    return switch transform.storedType {
    case .int8: .float32
    case .uint8: .int8
    default: transform.storedType
    }
  }

  func block(rows: Range<Int>) throws -> RowBlock {
    let block = try base.block(rows: rows)
    let values = transform.apply(to: block.doubles, rowCount: block.rowCount)
    return RowBlock(
      firstRow: rows.lowerBound, rowCount: rows.count, columnCount: transform.outputColumnCount,
      values: type.fitsFloat ? .float(values.map(Float.init)) : .double(values))
  }

  func identifiers() throws -> [String]? {
    try (base as? any IdentifiedSource)?.identifiers()
  }
}
