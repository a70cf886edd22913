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
  init(_ kind: Kind, covering extent: ClosedRange<Double>, tickCount: Int = 6) {
    self.kind = kind
    switch kind {
    case .categories(let names):
      low = -0.5
      high = Double(max(names.count, 1)) - 0.5
      ticks = names.enumerated().map { Tick(value: Double($0.offset), label: $0.element) }
    case .linear:
      var (start, end) = (extent.lowerBound, extent.upperBound)
      if start == end {
        let margin = start == 0 ? 1 : start.magnitude * 0.5
        (start, end) = (start - margin, end + margin)
      }
      let step = Self.step(covering: end - start, count: tickCount)
      let first = (start / step).rounded(.down)
      let last = (end / step).rounded(.up)
      low = first * step
      high = last * step
      let decimals = max(0, Int((-Double.log10(step * 1.0001)).rounded(.up)))
      ticks = stride(from: first, through: last, by: 1).map { index in
        Tick(value: index * step, label: Self.label(index * step, decimals: decimals))
      }
    case .logarithmic:
      let start = max(extent.lowerBound, Double.leastNormalMagnitude)
      let end = max(extent.upperBound, start)
      let first = Double.log10(start).rounded(.down)
      let last = max(Double.log10(end).rounded(.up), first + 1)
      low = Double.pow(10, first)
      high = Double.pow(10, last)
      let every = max(1, Int(((last - first) / Double(tickCount)).rounded(.up)))
      var ticks: [Tick] = []
      for exponent in stride(from: Int(first), through: Int(last), by: every) {
        ticks.append(
          Tick(value: Double.pow(10, Double(exponent)), label: Self.power(exponent)))
        guard last - first <= 2, exponent < Int(last) else { continue }
        for digit in [2.0, 5.0] {
          let value = digit * Double.pow(10, Double(exponent))
          ticks.append(Tick(value: value, label: NumberText.rounded(value, significantDigits: 1)))
        }
      }
      self.ticks = ticks
    }
  }

  /// Where a value lies: 0 at the start of the axis, 1 at its end; outside stays outside.
  func position(_ value: Double) -> Double {
    switch kind {
    case .linear, .categories: (value - low) / (high - low)
    case .logarithmic:
      // differences of logarithms: the ratio of the ends may overflow
      (Double.log10(max(value, Double.leastNormalMagnitude)) - Double.log10(low))
        / (Double.log10(high) - Double.log10(low))
    }
  }

  /// A round step, 1, 2 or 5 times a power of ten, that gives about `count` ticks.
  private static func step(covering length: Double, count: Int) -> Double {
    let rough = length / Double(max(count - 1, 1))
    let power = Double.pow(10, Double.log10(rough).rounded(.down))
    let multiple = [1.0, 2, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10
    return multiple * power
  }

  private static func label(_ value: Double, decimals: Int) -> String {
    value.magnitude >= 1e7 || decimals > 6
      ? NumberText.rounded(value, significantDigits: 2)
      : NumberText.fixed(value == 0 ? 0 : value, decimals: decimals)
  }

  /// A power of ten as people write it: `0.01`, `1,000`, `10⁻⁷`.
  static func power(_ exponent: Int) -> String {
    if (-3...4).contains(exponent) {
      return NumberText.rounded(Double.pow(10, Double(exponent)), significantDigits: 1)
    }
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    let magnitude = String(exponent.magnitude).compactMap { $0.wholeNumberValue }
    return "10" + (exponent < 0 ? "⁻" : "") + String(magnitude.map { digits[$0] })
  }
}
