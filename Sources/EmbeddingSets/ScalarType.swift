/// How one component of a vector is stored in its file.
///
/// The stored type travels with the set because its rounding, not that of the arithmetic, is the
/// noise floor of every rank decision (see ``unitRoundoff``).
public enum ScalarType: Hashable, Sendable {
  /// IEEE 754 binary16.
  case float16
  /// The upper half of a binary32: 8 bits of precision.
  case bfloat16
  /// IEEE 754 binary32.
  case float32
  /// IEEE 754 binary64.
  case float64
  /// Signed bytes.
  case int8
  /// Unsigned bytes.
  case uint8
  /// Signed 32-bit integers (`ivecs`, `ibin`).
  case int32
  /// Decimal text in which every value is a whole number, exactly.
  case wholeDecimal
  /// Decimal text, with the largest number of significant digits any value was written with.
  case decimal(significantDigits: Int)

  /// The largest relative error of storing a number: 2⁻¹¹ for float16, 2⁻²⁴ for float32, and so on.
  ///
  /// Zero for integers, which are exact. For decimal text half a unit of the last digit, and never
  /// less than that of the float64 it is read into.
  public var unitRoundoff: Double {
    switch self {
    case .float16: 0x1p-11
    case .bfloat16: 0x1p-8
    case .float32: 0x1p-24
    case .float64: 0x1p-53
    case .int8, .uint8, .int32, .wholeDecimal: 0
    case .decimal(let digits):
      max(0x1p-53, (0..<max(0, digits)).reduce(5.0) { value, _ in value / 10 })
    }
  }

  /// Bytes of one stored component; nil for text.
  public var byteCount: Int? {
    switch self {
    case .int8, .uint8: 1
    case .float16, .bfloat16: 2
    case .float32, .int32: 4
    case .float64: 8
    case .decimal, .wholeDecimal: nil
    }
  }

  /// Whether every value of this type is a Float without rounding.
  public var fitsFloat: Bool {
    switch self {
    case .float16, .bfloat16, .float32, .int8, .uint8: true
    case .float64, .int32, .decimal, .wholeDecimal: false
    }
  }
}

extension ScalarType: CustomStringConvertible {
  /// The name that reports use: `float32`, `decimal7`.
  public var description: String {
    switch self {
    case .float16: "float16"
    case .bfloat16: "bfloat16"
    case .float32: "float32"
    case .float64: "float64"
    case .int8: "int8"
    case .uint8: "uint8"
    case .int32: "int32"
    case .decimal(let digits): "decimal\(digits)"
    case .wholeDecimal: "whole numbers"
    }
  }
}
