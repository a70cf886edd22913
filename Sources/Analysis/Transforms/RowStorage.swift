import EmbeddingSets

/// How rows that come out of a transform are stored.
protocol RowStorage: Sendable {
  /// The type of a stored number.
  var type: ScalarType { get }
  /// Stored numbers of a row.
  var storedColumnCount: Int { get }
  /// Whether a row that is not finite can be stored.
  var holdsNaN: Bool { get }
  /// Rows as they are stored.
  func stored(_ rows: [Double], rowCount: Int) -> StoredRows
}

extension RowStorage {
  var holdsNaN: Bool { false }
}

/// The numbers of some rows as they are stored, row-major.
public enum StoredRows: Sendable, Hashable {
  /// float32.
  case float32([Float])
  /// float64.
  case float64([Double])
  /// Bit patterns of float16.
  case float16([UInt16])
  /// Codes of one byte.
  case int8([Int8])
  /// Eight signs a byte.
  case uint8([UInt8])
}

/// Rows that no step quantises: float32, or float64 where the set has it.
struct FloatRows: RowStorage {
  let storedColumnCount: Int
  let isDouble: Bool

  var type: ScalarType { isDouble ? .float64 : .float32 }
  var holdsNaN: Bool { true }

  func stored(_ rows: [Double], rowCount: Int) -> StoredRows {
    isDouble ? .float64(rows) : .float32(rows.map(Float.init))
  }
}
