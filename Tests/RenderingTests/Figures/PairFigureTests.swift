import Findings
import Testing

@testable import Rendering

@Suite("Figures of pairs")
struct PairFigureTests {
  private static func metrics(
    alignment: Double, first: Double, second: Double, floor: Double = -3.9
  ) -> [Metric] {
    [
      Metric(
        "alignment@alpha=2", .measured(alignment), unit: .ratio,
        interval: Interval(low: alignment - 0.1, high: alignment + 0.1)),
      Metric("pairs.random-distance@alpha=2", .measured(1.8), unit: .ratio),
      Metric("pairs.uniformity@side=first,t=2", .measured(first), unit: .nats),
      Metric("pairs.uniformity@side=second,t=2", .measured(second), unit: .nats),
      Metric("pairs.uniformity-gap@side=first,t=2", .measured(first - floor), unit: .nats),
    ]
  }

  @Test("a set is at the mean of both sides, with the floor and random pairs as bounds")
  func single() throws {
    let report = FigureTests.report(
      "x", series: [], metrics: Self.metrics(alignment: 0.7, first: -3, second: -2))
    let chart = try #require(AlignmentFigure.chart(of: [report]))
    let mark = try #require(chart.layers.compactMap { $0 as? WhiskerLayer }.first?.marks.first)
    #expect(mark.place == Point(x: -2.5, y: 0.7))
    #expect(mark.xInterval == -3 ... -2)
    let alignment = try #require(mark.yInterval)
    #expect((alignment.lowerBound - 0.6).magnitude < 1e-12)
    #expect((alignment.upperBound - 0.8).magnitude < 1e-12)
    let rules = chart.layers.compactMap { $0 as? RuleLayer }.flatMap(\.marks)
    #expect(rules.map(\.label) == ["random pairs", "floor of the sphere"])
    #expect(rules.map(\.value) == [1.8, -3.9])
  }

  @Test("several sets are points with names; the floor is drawn only where they share it")
  func several() throws {
    let a = FigureTests.report(
      "a", series: [], metrics: Self.metrics(alignment: 0.7, first: -3, second: -3))
    let b = FigureTests.report(
      "b", series: [], metrics: Self.metrics(alignment: 0.4, first: -2, second: -2, floor: -3.5))
    let chart = try #require(AlignmentFigure.chart(of: [a, b]))
    let marks = chart.layers.compactMap { $0 as? WhiskerLayer }.flatMap(\.marks)
    #expect(marks.map(\.name) == ["a", "b"])
    #expect(marks.allSatisfy { $0.xInterval == nil })
    #expect(!chart.layers.contains { $0 is RuleLayer })
    #expect(AlignmentFigure.chart(of: [FigureTests.report("c", series: [])]) == nil)
  }

  @Test("uniformity of a plain diagnosis serves where there are no sides")
  func plain() throws {
    let metrics = [
      Metric("alignment@alpha=2", .measured(0.5), unit: .ratio),
      Metric("uniformity@t=2", .measured(-3.25), unit: .nats),
    ]
    let chart = try #require(
      AlignmentFigure.chart(of: [FigureTests.report("x", series: [], metrics: metrics)]))
    let mark = chart.layers.compactMap { $0 as? WhiskerLayer }.first?.marks.first
    #expect(mark?.place == Point(x: -3.25, y: 0.5))
  }

  @Test("the InfoNCE bound is drawn by temperature under its ceiling")
  func contrastive() throws {
    let series = Series(
      id: "infonce.curve", columns: ["candidates", "tau", "bound_nats"],
      rows: [(32, 0.05, 2.0), (64, 0.05, 2.5), (32, 1, 0.3), (64, 1, 0.3)].map {
        [.integer($0.0), .number($0.1), .number($0.2)]
      })
    let chart = try #require(
      ContrastiveFigure.chart(of: [FigureTests.report("x", series: [series])]))
    let lines = chart.layers.compactMap { $0 as? LineLayer }
    #expect(lines.map(\.label) == ["ceiling ln N", "τ = 0.05", "τ = 1"])
    #expect((lines[0].points[0].y - 3.4657359027997265).magnitude < 1e-12)
    #expect(chart.x.ticks == [32, 64])
  }

  @Test("augmentation ratios have the band of random pairings about them")
  func augmentation() throws {
    let series = Series(
      id: "augmentation.ratios", columns: ["index", "ratio", "null_low", "null_high"],
      rows: [(1, 0.1, 0.3, 0.4), (2, 0.9, 0.8, 1.1)].map {
        [.integer($0.0), .number($0.1), .number($0.2), .number($0.3)]
      })
    let chart = try #require(
      AugmentationFigure.chart(of: [FigureTests.report("x", series: [series])]))
    #expect(chart.layers.first is BandLayer && chart.layers.count == 3)
    #expect(chart.summary.contains("in 1 of 2 directions"))
  }
}
