import EmbeddingSets

/// A number written in decimal, and how precisely.
struct DecimalNumber: Hashable {
  /// The nearest Double.
  var value: Double
  /// Digits from the first that is not zero on; what bounds the rounding of the text.
  var significantDigits: Int
  /// Whether it was written without a fraction and without an exponent.
  var isWhole: Bool
}

/// How precisely the numbers of a text are written, all together.
struct DecimalPrecision: Hashable {
  private var digits = 1
  private var isWhole = true

  /// Takes a number in.
  mutating func add(_ number: DecimalNumber) {
    digits = max(digits, number.significantDigits)
    isWhole = isWhole && number.isWhole
  }

  /// Takes in the numbers of another part.
  mutating func add(_ other: DecimalPrecision) {
    digits = max(digits, other.digits)
    isWhole = isWhole && other.isWhole
  }

  /// What sets of such numbers are stored as.
  var scalarType: ScalarType {
    isWhole ? .wholeDecimal : .decimal(significantDigits: digits)
  }
}

/// Reads decimal numbers out of text, correctly rounded.
enum DecimalText {
  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The number that starts at a position, which moves behind it; nil if there is none.
  ///
  /// Digits with an optional sign, fraction and exponent; also `nan`, `inf` and `infinity` in any
  /// case. A mantissa below 2⁵³ scaled by at most 10²² is exact in one operation (Clinger, "How to
  /// read floating point numbers accurately", 1990); every other number goes to the standard library,
  /// which rounds correctly.
  static func number(_ bytes: Span<UInt8>, at position: inout Int, end: Int) -> DecimalNumber? {
    var index = position
    var isNegative = false
    if index < end, bytes[index] == 0x2D || bytes[index] == 0x2B {
      isNegative = bytes[index] == 0x2D
      index += 1
    }
    let unsignedStart = index
    var mantissa: UInt64 = 0
    var digitCount = 0
    var significantDigits = 0
    var exponent = 0
    var isWhole = true
    while index < end, bytes[index] &- 0x30 < 10 {
      add(bytes[index] &- 0x30, to: &mantissa, &significantDigits)
      digitCount += 1
      index += 1
    }
    if index < end, bytes[index] == 0x2E {
      isWhole = false
      index += 1
      let fractionStart = index
      while index < end, bytes[index] &- 0x30 < 10 {
        add(bytes[index] &- 0x30, to: &mantissa, &significantDigits)
        index += 1
      }
      exponent = fractionStart - index
      digitCount += index - fractionStart
    }
    guard digitCount > 0 else {
      guard
        let value = special(bytes, from: unsignedStart, at: &position, end: end)
      else { return nil }
      return DecimalNumber(value: isNegative ? -value : value, significantDigits: 0, isWhole: true)
    }
    if index < end, bytes[index] | 0x20 == 0x65 {
      isWhole = false
      var digits = index + 1
      var exponentIsNegative = false
      if digits < end, bytes[digits] == 0x2D || bytes[digits] == 0x2B {
        exponentIsNegative = bytes[digits] == 0x2D
        digits += 1
      }
      guard digits < end, bytes[digits] &- 0x30 < 10 else { return nil }
      var written = 0
      while digits < end, bytes[digits] &- 0x30 < 10 {
        written = min(written * 10 + Int(bytes[digits] &- 0x30), 1_000_000)
        digits += 1
      }
      exponent += exponentIsNegative ? -written : written
      index = digits
    }
    let start = position
    position = index
    if significantDigits <= 18, mantissa < 1 << 53, -22...22 ~= exponent {
      let scale = powersOfTen[abs(exponent)]
      let value = exponent < 0 ? Double(mantissa) / scale : Double(mantissa) * scale
      return DecimalNumber(
        value: isNegative ? -value : value, significantDigits: significantDigits, isWhole: isWhole)
    }
    guard let value = Double(text(bytes, start..<index)) else { return nil }
    return DecimalNumber(value: value, significantDigits: significantDigits, isWhole: isWhole)
  }

  /// Appends a digit; beyond 18 only their number counts, since the value is then read elsewhere.
  @inline(__always)
  private static func add(_ digit: UInt8, to mantissa: inout UInt64, _ significantDigits: inout Int)
  {
    if significantDigits > 0 || digit != 0 {
      significantDigits += 1
      if significantDigits <= 18 { mantissa = mantissa &* 10 &+ UInt64(digit) }
    }
  }

  private static let specials: [(word: [UInt8], value: Double)] = [
    (Array("infinity".utf8), .infinity), (Array("inf".utf8), .infinity), (Array("nan".utf8), .nan),
  ]

  private static func special(
    _ bytes: Span<UInt8>, from start: Int, at position: inout Int, end: Int
  ) -> Double? {
    for (word, value) in specials where end - start >= word.count {
      var matches = true
      for offset in word.indices where bytes[start + offset] | 0x20 != word[offset] {
        matches = false
      }
      if matches {
        position = start + word.count
        return value
      }
    }
    return nil
  }

  /// The number that fills a range, spaces around it aside; nil if anything else is there.
  static func number(_ bytes: Span<UInt8>, filling range: Range<Int>) -> DecimalNumber? {
    let inner = trimmed(bytes, range)
    var position = inner.lowerBound
    guard !inner.isEmpty, let number = number(bytes, at: &position, end: inner.upperBound),
      position == inner.upperBound
    else { return nil }
    return number
  }

  /// A range without the spaces and tabs at its ends.
  static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, isBlank(bytes[start]) { start += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  /// Whether a byte is a space, a tab or a carriage return.
  @inline(__always)
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

  /// The text in a range; bytes that are no UTF-8 become replacement characters.
  static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    String(
      decoding: [UInt8](capacity: range.count) { output in
        for index in range { output.append(bytes[index]) }
      }, as: UTF8.self)
  }
}
