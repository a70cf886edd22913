import Findings
import RealModule

/// How values of one axis become positions, and where its ticks stand.
struct AxisScale: Sendable, Hashable {
  /// The map from values to positions.
  enum Kind: Sendable, Hashable {
    case linear
    case logarithmic
    /// Names at 0, 1, 2, …
    case categories([String])
    /// Days by their numbers.
    case dates
  }

  /// A labelled value.
  struct Tick: Sendable, Hashable {
    let value: Double
    let label: String
  }

  let kind: Kind
  /// The value at the start of the axis, and the one at its end.
  let low: Double
  let high: Double
  let ticks: [Tick]

  /// The scale whose ends are round values around what is to be shown.
  ///
  /// - Parameters:
  ///   - extent: the values; on a logarithmic axis those above 0.
  ///   - tickCount: about how many ticks there is room for.
  ///   - values: where ticks are to stand instead, if they are known.
  init(
    _ kind: Kind, covering extent: ClosedRange<Double>, tickCount: Int = 6,
    ticksAt values: [Double] = []
  ) {
    let extent =
      values.isEmpty
      ? extent
      : min(extent.lowerBound, values[0])...max(extent.upperBound, values[values.count - 1])
    let layout =
      switch kind {
      case .categories(let names):
        Layout(
          low: -0.5, high: Double(max(names.count, 1)) - 0.5,
          ticks: names.enumerated().map { Tick(value: Double($0.offset), label: $0.element) })
      case .linear: Self.linear(extent, tickCount)
      case .logarithmic: Self.logarithmic(extent, tickCount, isNarrow: !values.isEmpty)
      case .dates: Self.dates(extent, tickCount)
      }
    self.kind = kind
    low = layout.low
    high = layout.high
    ticks =
      values.isEmpty
      ? layout.ticks : values.map { Tick(value: $0, label: NumberText.rounded($0)) }
  }

  /// Where a value lies: 0 at the start of the axis, 1 at its end; outside stays outside.
  func position(_ value: Double) -> Double {
    switch kind {
    case .linear, .categories, .dates: (value - low) / (high - low)
    case .logarithmic:
      // differences of logarithms: the ratio of the ends may overflow
      (Double.log10(max(value, Double.leastNormalMagnitude)) - Double.log10(low))
        / (Double.log10(high) - Double.log10(low))
    }
  }

  // MARK: Layouts

  private struct Layout {
    let low: Double
    let high: Double
    let ticks: [Tick]
  }

  private static func linear(_ extent: ClosedRange<Double>, _ tickCount: Int) -> Layout {
    var (start, end) = (extent.lowerBound, extent.upperBound)
    if start == end {
      let margin = start == 0 ? 1 : start.magnitude * 0.5
      (start, end) = (start - margin, end + margin)
    }
    let step = step(covering: end - start, count: tickCount)
    // an end that rounding left beyond a round value is at that value
    let first = (start / step + 1e-9).rounded(.down)
    let last = (end / step - 1e-9).rounded(.up)
    let decimals = max(0, Int((-Double.log10(step * 1.0001)).rounded(.up)))
    return Layout(
      low: first * step, high: last * step,
      ticks: stride(from: first, through: last, by: 1).map { index in
        Tick(value: index * step, label: label(index * step, decimals: decimals))
      })
  }

  /// From power of ten to power of ten; over fewer than two of them from 1, 2 or 5 to the next.
  private static func logarithmic(
    _ extent: ClosedRange<Double>, _ tickCount: Int, isNarrow: Bool
  ) -> Layout {
    let start = max(extent.lowerBound, Double.leastNormalMagnitude)
    let end = max(extent.upperBound, start)
    if isNarrow {
      // ticks are given: a little room on both sides is all it takes
      let room = end > start ? Double.pow(end / start, 0.04) : 2
      return Layout(low: start / room, high: end * room, ticks: [])
    }
    let first = Double.log10(start).rounded(.down)
    let last = max(Double.log10(end).rounded(.up), first + 1)
    if last - first <= 2 {
      let marks = stride(from: first, through: last, by: 1).flatMap { exponent in
        [1.0, 2, 5].map { $0 * Double.pow(10, exponent) }
      }
      let low = marks.last { $0 <= start * (1 + 1e-9) } ?? marks[0]
      let high =
        marks.first { $0 >= end * (1 - 1e-9) && $0 > low * 1.5 } ?? marks[marks.count - 1]
      return Layout(
        low: low, high: high,
        ticks: marks.filter { (low...high).contains($0) }.map { Tick(value: $0, label: short($0)) })
    }
    let every = max(1, Int(((last - first) / Double(tickCount)).rounded(.up)))
    return Layout(
      low: Double.pow(10, first), high: Double.pow(10, last),
      ticks: stride(from: Int(first), through: Int(last), by: every).map { exponent in
        Tick(value: Double.pow(10, Double(exponent)), label: power(exponent))
      })
  }

  /// Years, where there are enough; months otherwise, and days within a month or two.
  private static func dates(_ extent: ClosedRange<Double>, _ tickCount: Int) -> Layout {
    let start = Int(extent.lowerBound.rounded(.down))
    let end = max(Int(extent.upperBound.rounded(.up)), start + 1)
    let first = CalendarDay(number: start).monthNumber
    let months = CalendarDay(number: end).monthNumber + 1 - first
    guard months > 2 else {
      let step = max(1, (end - start + tickCount - 1) / tickCount)
      let days = Array(stride(from: start, to: end + step, by: step))
      return Layout(
        low: Double(start), high: Double(days[days.count - 1]),
        ticks: days.map {
          Tick(value: Double($0), label: CalendarDay(number: $0).description)
        })
    }
    let step =
      [1, 2, 3, 6, 12, 24, 60, 120, 300, 600, 1200, 6000, 12_000]
      .first { months <= $0 * (tickCount + 1) } ?? months
    let low = max(12, first - first % step)
    let marks = Array(stride(from: low, to: first + months + step, by: step))
    let high = marks.firstIndex { CalendarDay(monthNumber: $0).number >= end } ?? marks.count - 1
    let shown = marks[0...high].map { month in
      let day = CalendarDay(monthNumber: month)
      let text = day.description
      return Tick(value: Double(day.number), label: String(text.prefix(step % 12 == 0 ? 4 : 7)))
    }
    return Layout(low: shown[0].value, high: shown[shown.count - 1].value, ticks: shown)
  }

  // MARK: Labels

  /// A round step, 1, 2 or 5 times a power of ten, that gives about `count` ticks.
  private static func step(covering length: Double, count: Int) -> Double {
    let rough = length / Double(max(count - 1, 1))
    let power = Double.pow(10, Double.log10(rough).rounded(.down))
    let multiple = [1.0, 2, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10
    return multiple * power
  }

  private static func label(_ value: Double, decimals: Int) -> String {
    let text =
      value.magnitude >= 1e7 || decimals > 6
      ? NumberText.rounded(value, significantDigits: 2)
      : NumberText.fixed(value == 0 ? 0 : value, decimals: decimals)
    // a minus sign, not a hyphen
    return text.hasPrefix("-") ? "\u{2212}" + text.dropFirst() : text
  }

  /// 1, 2 or 5 times a power of ten as people write it.
  private static func short(_ value: Double) -> String {
    NumberText.rounded(value, significantDigits: 1)
  }

  /// A power of ten as people write it: `0.01`, `1,000`, `10⁻⁷`.
  static func power(_ exponent: Int) -> String {
    if (-3...4).contains(exponent) { return short(Double.pow(10, Double(exponent))) }
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    let magnitude = String(exponent.magnitude).compactMap { $0.wholeNumberValue }
    return "10" + (exponent < 0 ? "⁻" : "") + String(magnitude.map { digits[$0] })
  }
}
