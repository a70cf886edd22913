import Findings
import Testing

@Suite("A metric is a number, or the reason why there is none")
struct MetricTests {
  @Test("a measured value has a number and no reason")
  func measured() {
    let metric = Metric("a@k=1", .measured(-2.5), unit: .nats, interval: Interval(low: -3, high: 1))
    #expect(metric.value.number == -2.5 && metric.value.reason == nil)
    #expect(metric.value.status == "measured")
    #expect(metric.id == "a@k=1" && metric.unit == .nats)
    #expect(metric.interval == Interval(low: -3, high: 1))
  }

  @Test("a value that was not measured has a reason, no number and no interval")
  func reasons() {
    let interval = Interval(low: 0, high: 1)
    for (value, status) in [
      (MetricValue.undefined(reason: "why"), "undefined"),
      (MetricValue.skipped(reason: "why"), "skipped"),
    ] {
      let metric = Metric("a", value, unit: .ratio, interval: interval)
      #expect(metric.value.number == nil && metric.interval == nil)
      #expect(metric.value.reason == "why" && metric.value.status == status)
    }
    #expect(MetricValue.undefined(reason: "why") != .skipped(reason: "why"))
  }

  @Test("the ends of the range of Double are numbers, and a point is an interval")
  func extremes() {
    for value in [0, -0.0, .leastNonzeroMagnitude, -.greatestFiniteMagnitude] {
      #expect(Metric("a", .measured(value), unit: .input).value.number == value)
      let point = Interval(low: value, high: value)
      #expect(point.low == point.high)
    }
  }

  @Test("a value that is not finite traps")
  func nonfinite() async {
    await #expect(processExitsWith: .failure) {
      _ = Metric("a", .measured(.nan), unit: .ratio)
    }
    await #expect(processExitsWith: .failure) {
      _ = Metric("a", .measured(-.infinity), unit: .ratio)
    }
  }

  @Test("an interval out of order or without an end traps")
  func intervals() async {
    await #expect(processExitsWith: .failure) { _ = Interval(low: 1, high: 0.5) }
    await #expect(processExitsWith: .failure) { _ = Interval(low: 0, high: .infinity) }
    await #expect(processExitsWith: .failure) { _ = Interval(low: .nan, high: 1) }
  }

  @Test("units are told apart by their names")
  func units() {
    #expect(Set(Unit.allCases.map(\.rawValue)).count == Unit.allCases.count)
    for unit in Unit.allCases { #expect(Unit(rawValue: unit.rawValue) == unit) }
  }
}
