import Findings
import Foundation
import Testing

@testable import Rendering

@Suite("The scale of an axis")
struct AxisScaleTests {
  static let extents: [ClosedRange<Double>] = [
    0...1, 0...384, -1...1, 0.076...0.077, 1e-300...1e300, -3e5...7e6, 5...5, 0...0, 1...2,
    1e-9...3e-9,
  ]

  @Test("covers what is shown, with a few ticks in order", arguments: extents)
  func linear(extent: ClosedRange<Double>) {
    let scale = AxisScale(.linear, covering: extent)
    let slack = 1e-9 * max(extent.upperBound.magnitude, extent.lowerBound.magnitude)
    #expect(scale.low <= extent.lowerBound + slack && scale.high >= extent.upperBound - slack)
    #expect((2...12).contains(scale.ticks.count))
    #expect(zip(scale.ticks, scale.ticks.dropFirst()).allSatisfy { $0.value < $1.value })
    #expect(scale.position(scale.low) == 0 && scale.position(scale.high) == 1)
    #expect(Set(scale.ticks.map(\.label)).count == scale.ticks.count)
  }

  @Test(
    "of powers of ten covers what is shown, each power as far from the next",
    arguments: [1e-12...1, 0.3...0.4, 1...1, 1e-300...1e300, 3...30_000])
  func logarithmic(extent: ClosedRange<Double>) {
    let scale = AxisScale(.logarithmic, covering: extent)
    #expect(scale.low <= extent.lowerBound * 1.000001 && scale.high >= extent.upperBound * 0.999999)
    #expect((2...14).contains(scale.ticks.count))
    #expect(Set(scale.ticks.map(\.label)).count == scale.ticks.count)
    // a tenth of the way from the low end is as long wherever it starts
    let ratio = pow(scale.high, 0.1) / pow(scale.low, 0.1)
    let (a, b) = (scale.position(scale.low), scale.position(scale.low * ratio))
    #expect(a == 0 && (b - 0.1).magnitude < 1e-9)
    #expect((scale.position(scale.high) - 1).magnitude < 1e-9)
  }

  @Test("writes powers of ten as people do")
  func powers() {
    #expect([-12, -3, 0, 4, 21].map(AxisScale.power) == ["10⁻¹²", "0.001", "1", "10,000", "10²¹"])
  }

  @Test("ends at 1, 2 or 5 where powers of ten would leave most of the axis empty")
  func narrow() {
    let scale = AxisScale(.logarithmic, covering: 2.4...13.9)
    #expect(scale.low == 2 && scale.high == 20)
    #expect(scale.ticks.map(\.label) == ["2", "5", "10", "20"])
  }

  @Test("has its ticks where they are asked for, with a little room")
  func givenTicks() {
    let scale = AxisScale(.logarithmic, covering: 20...200, ticksAt: [16, 64, 384])
    #expect(scale.ticks.map(\.value) == [16, 64, 384])
    #expect(scale.low < 16 && scale.low > 10 && scale.high > 384 && scale.high < 500)
  }

  @Test("writes a minus sign, and 0 without one")
  func minus() {
    #expect(AxisScale(.linear, covering: -2...1).ticks.first?.label == "\u{2212}2")
    #expect(AxisScale(.linear, covering: -2...1).ticks.contains { $0.label == "0" })
  }

  @Test(
    "of days has few ticks, at starts of years or months where it is long",
    arguments: [
      ("2019-11-01", "2026-07-20", "2020"), ("2025-01-15", "2025-09-30", "2025-03"),
      ("2025-03-01", "2025-03-09", "2025-03-03"), ("2025-03-01", "2025-03-01", "2025-03-01"),
      ("0001-01-01", "2026-01-01", "0501"), ("1969-12-30", "1970-06-01", "1970-01"),
    ])
  func dates(from: String, to: String, tick: String) throws {
    let start = Double(try #require(CalendarDay(from)).number)
    let end = Double(try #require(CalendarDay(to)).number)
    let scale = AxisScale(.dates, covering: start...end)
    #expect(scale.low <= start && scale.high >= end)
    #expect((2...12).contains(scale.ticks.count), "\(scale.ticks.map(\.label))")
    #expect(Set(scale.ticks.map(\.label)).count == scale.ticks.count)
    #expect(scale.ticks.contains { $0.label == tick }, "\(scale.ticks.map(\.label))")
  }

  @Test("of names puts each at its index, half a step from the ends")
  func categories() {
    let scale = AxisScale(.categories(["a", "b", "c"]), covering: 0...0)
    #expect(scale.ticks.map(\.label) == ["a", "b", "c"])
    #expect(scale.position(1) == 0.5)
  }
}
