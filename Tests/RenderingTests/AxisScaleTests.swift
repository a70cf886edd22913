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
    let (a, b) = (scale.position(scale.low * 10), scale.position(scale.low))
    #expect(b == 0 && a > 0 && a <= 1)
  }

  @Test("writes powers of ten as people do")
  func powers() {
    #expect([-12, -3, 0, 4, 21].map(AxisScale.power) == ["10⁻¹²", "0.001", "1", "10,000", "10²¹"])
  }

  @Test("of names puts each at its index, half a step from the ends")
  func categories() {
    let scale = AxisScale(.categories(["a", "b", "c"]), covering: 0...0)
    #expect(scale.ticks.map(\.label) == ["a", "b", "c"])
    #expect(scale.position(1) == 0.5)
  }
}
