/// A day of the Gregorian calendar as the number of days since 1970-01-01.
public struct CalendarDay: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Days since 1970-01-01.
  public let number: Int

  /// A day by its number.
  public init(number: Int) { self.number = number }

  /// Months of a mean length, 30.4375 days, from a day to this one.
  public func months(since other: CalendarDay) -> Double {
    Double(number - other.number) / Self.daysInMonth
  }

  /// The first day of a month, by the number of months since January of year 0.
  ///
  /// - Precondition: not before year 1.
  public init(monthNumber: Int) {
    precondition(monthNumber >= 12, "calendars start with year 1")
    number = Self.number(year: monthNumber / 12, month: monthNumber % 12 + 1, day: 1)
  }

  /// Months since January of year 0.
  public var monthNumber: Int { civil.0 * 12 + civil.1 - 1 }

  /// Days in a mean month.
  public static let daysInMonth = 30.4375

  /// A day from `2026-11-25`; what follows a `T` or a space (a time) is left out.
  ///
  /// - Returns: nothing if the text is no such day, 30 February included.
  public init?(_ text: some StringProtocol) {
    let date = text.prefix { $0 != "T" && $0 != " " }
    let parts = date.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      year > 0, (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    number = Self.number(year: year, month: month, day: day)
    // a day that the month does not have would come out as one of the next month
    guard self.civil == (year, month, day) else { return nil }
  }

  /// The earlier day first.
  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }

  /// `2026-11-25`.
  public var description: String {
    let (year, month, day) = civil
    func padded(_ value: Int, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// Days before the first of March of year 0 and since, in eras of 400 years.
  private static func number(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private var civil: (Int, Int, Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let civilMonth = month < 10 ? month + 3 : month - 9
    return (yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0), civilMonth, day)
  }
}
