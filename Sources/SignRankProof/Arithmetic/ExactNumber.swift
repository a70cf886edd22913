/// Products and sums of whole numbers of 128 bits that notice where they would overflow.
///
/// A certificate may hold any numbers; too large ones make it unproved, not the program stop.
struct ExactNumber {
  /// The value; nil once something has overflowed.
  private(set) var value: Int128?

  /// A number.
  init(_ value: some BinaryInteger) { self.value = Int128(exactly: value) }

  private init(result: (partialValue: Int128, overflow: Bool)) {
    value = result.overflow ? nil : result.partialValue
  }

  private init() { value = nil }

  /// The product, or nothing.
  static func * (left: ExactNumber, right: ExactNumber) -> ExactNumber {
    guard let a = left.value, let b = right.value else { return ExactNumber() }
    return ExactNumber(result: a.multipliedReportingOverflow(by: b))
  }

  /// The sum, or nothing.
  static func + (left: ExactNumber, right: ExactNumber) -> ExactNumber {
    guard let a = left.value, let b = right.value else { return ExactNumber() }
    return ExactNumber(result: a.addingReportingOverflow(b))
  }
}
