/// Numbers as text: exact for machines, rounded for people.
///
/// The same value gives the same text on
/// every machine; there is no locale.
public enum NumberText {
  /// The shortest decimal that reads back as the same double: `0.1`, `5000`, `1e-07`.
  ///
  /// A whole number has no fraction part (`5000`, not `5000.0`), and zero has no sign. The text is a
  /// number of JSON and of CSV.
  ///
  /// - Precondition: the value is finite.
  public static func shortest(_ value: Double) -> String {
    precondition(value.isFinite, "a report holds finite numbers only, not \(value)")
    if value == 0 { return "0" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A number for reading, with this many significant digits and separated thousands: `3.14159`,
  /// `1,234.57`, `1.5e-7`.
  ///
  /// The whole part is never cut: 1234567.8 with six digits is `1,234,568`. Trailing zeros go.
  /// Halves round away from zero, on the shortest decimal that reads back as the value.
  ///
  /// - Precondition: the value is finite; `significantDigits` is positive.
  public static func rounded(_ value: Double, significantDigits: Int = 6) -> String {
    precondition(significantDigits > 0, "a number needs a digit")
    var decimal = DecimalDigits(value)
    decimal.round(keeping: max(significantDigits, min(decimal.pointPosition, 15)))
    if decimal.isZero { return "0" }
    if decimal.pointPosition > 15 || decimal.pointPosition < -3 { return decimal.scientific }
    return decimal.fixed(decimals: nil)
  }

  /// A number for reading with this many digits after the point: `-3.612`, `5,000.0`, `0.000`.
  ///
  /// - Precondition: the value is finite; `decimals` is not negative.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    precondition(decimals >= 0, "digits after the point cannot be negative")
    var decimal = DecimalDigits(value)
    decimal.round(keeping: decimal.pointPosition + decimals)
    return decimal.fixed(decimals: decimals)
  }

  /// A share of 1 as a percentage with a space before the sign: `4.2 %` of 0.042.
  public static func percent(_ share: Double, decimals: Int = 1) -> String {
    precondition(decimals >= 0, "digits after the point cannot be negative")
    var decimal = DecimalDigits(share)
    decimal.shift(by: 2)
    decimal.round(keeping: decimal.pointPosition + decimals)
    return decimal.fixed(decimals: decimals) + " %"
  }

  /// A count with separated thousands: `5,000`.
  public static func grouped(_ count: Int) -> String {
    (count < 0 ? "-" : "") + DecimalDigits.grouped(String(count.magnitude))
  }

  /// An interval for reading: `[112, 117]`.
  public static func rounded(_ interval: Interval, significantDigits: Int = 6) -> String {
    let low = rounded(interval.low, significantDigits: significantDigits)
    let high = rounded(interval.high, significantDigits: significantDigits)
    return "[\(low), \(high)]"
  }
}

/// The decimal digits of a finite double: `0.d₁d₂d₃… × 10^pointPosition`, no leading or trailing 0.
///
/// Rounding starts from the shortest decimal that reads back as the value, so that what is rounded
/// is what `NumberText.shortest` prints: 0.15 with one decimal is 0.2, although the double lies below.
private struct DecimalDigits {
  private var isNegative: Bool
  private var digits: [UInt8]
  private(set) var pointPosition: Int

  var isZero: Bool { digits.isEmpty }

  init(_ value: Double) {
    precondition(value.isFinite, "a report holds finite numbers only, not \(value)")
    isNegative = value < 0
    digits = []
    pointPosition = 0
    var exponent = 0
    var fractionCount = 0
    var inFraction = false
    let text = value.magnitude.description
    for (offset, byte) in text.utf8.enumerated() {
      if byte == UInt8(ascii: "e") {
        exponent = Int(text.dropFirst(offset + 1)) ?? 0
        break
      } else if byte == UInt8(ascii: ".") {
        inFraction = true
      } else {
        digits.append(byte - UInt8(ascii: "0"))
        if inFraction { fractionCount += 1 }
      }
    }
    pointPosition = digits.count - fractionCount + exponent
    let leading = digits.prefix { $0 == 0 }.count
    digits.removeFirst(leading)
    pointPosition -= leading
    trim()
  }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty {
      isNegative = false
      pointPosition = 0
    }
  }

  mutating func shift(by places: Int) { if !isZero { pointPosition += places } }

  mutating func round(keeping count: Int) {
    guard count < digits.count else { return }
    guard count >= 0 else {
      digits = []
      return trim()
    }
    let roundsUp = digits[count] >= 5
    digits.removeLast(digits.count - count)
    if roundsUp {
      while digits.last == 9 { digits.removeLast() }
      if digits.isEmpty {
        digits = [1]
        pointPosition += 1
      } else {
        digits[digits.count - 1] += 1
      }
    }
    trim()
  }

  var scientific: String {
    let text = digits.map(String.init)
    let fraction = text.dropFirst().joined()
    let sign = isNegative ? "-" : ""
    return sign + text[0] + (fraction.isEmpty ? "" : "." + fraction) + "e\(pointPosition - 1)"
  }

  func fixed(decimals: Int?) -> String {
    let wholeCount = max(pointPosition, 0)
    var whole = digits.prefix(wholeCount).map(String.init).joined()
    whole += String(repeating: "0", count: max(0, wholeCount - digits.count))
    var fraction = isZero ? "" : String(repeating: "0", count: max(0, -pointPosition))
    fraction += digits.dropFirst(wholeCount).map(String.init).joined()
    if let decimals {
      fraction += String(repeating: "0", count: max(0, decimals - fraction.utf8.count))
    }
    let sign = isNegative ? "-" : ""
    return sign + Self.grouped(whole.isEmpty ? "0" : whole)
      + (fraction.isEmpty ? "" : "." + fraction)
  }

  static func grouped(_ whole: String) -> String {
    var text = ""
    for (offset, digit) in whole.enumerated() {
      if offset > 0 && (whole.utf8.count - offset).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return text
  }
}
