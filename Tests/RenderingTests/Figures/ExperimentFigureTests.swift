import Findings
import Testing

@testable import Rendering

@Suite("Figures of the experiments")
struct ExperimentFigureTests {
  private static let critical = [
    Series(
      id: "critical-n.table", columns: ["dimension", "critical_n", "published"],
      rows: [
        [.integer(4), .integer(9), .integer(10)], [.integer(5), .integer(14), .integer(14)],
      ]),
    Series(
      id: "critical-n.fits", columns: ["fit", "c0", "c1", "c2", "c3"],
      rows: [
        [
          .text("published cubic, as printed"), .number(-10.5322), .number(4.0309),
          .number(0.052), .number(0.0037),
        ],
        [
          .text("published points up to 42, quadratic"), .number(8), .number(0), .number(0.28),
          .empty,
        ],
      ]),
  ]

  @Test("the curves through critical sizes are those of the table, far away too")
  func criticalSize() throws {
    let charts = CriticalSizeFigure.charts(of: [FigureTests.report("x", series: Self.critical)])
    #expect(charts.map(\.id) == ["critical-n", "critical-n-extrapolation"])
    let lines = charts[0].layers.compactMap { $0 as? LineLayer }
    #expect(lines.map(\.label) == ["published cubic", "parabola without them"])
    // 8 + 0.28 × 45²
    #expect(((lines[1].points.last?.y ?? 0) - 575).magnitude < 1e-9)
    let points = charts[0].layers.compactMap { $0 as? PointLayer }
    #expect(points.map(\.label) == ["published", "found here"])
    #expect(points[1].points == [Point(x: 4, y: 9), Point(x: 5, y: 14)])
    #expect(charts[1].summary.contains("published cubic 260 million"))
    // a cubic is negative near 0, and has no logarithm there
    let far = charts[1].layers.compactMap { $0 as? LineLayer }
    #expect(far.allSatisfy { $0.points.allSatisfy { $0.y > 0 } })
    #expect(CriticalSizeFigure.charts(of: [FigureTests.report("x", series: [])]).isEmpty)
  }

  private static let predictions = Series(
    id: "collapse.predictions",
    columns: [
      "run", "seed", "index", "initial_eigenvalue", "ln_eigenvalue", "ln_settled_infinite_batch",
    ],
    rows: [
      [.text("noise-1"), .integer(0), .integer(1), .number(2), .number(-1), .number(-2)],
      [.text("noise-1"), .integer(0), .integer(2), .number(-1), .number(-5), .number(-4)],
      [.text("noise-1"), .integer(1), .integer(1), .number(2), .number(-3), .number(-2)],
      [.text("noise-1"), .integer(1), .integer(2), .number(-1), .number(-7), .number(-4)],
      [.text("two-layers"), .integer(0), .integer(1), .number(2), .number(-1), .empty],
    ])

  @Test("spectra after training are means over seeds, with theory where there is one")
  func spectra() throws {
    let chart = try #require(
      CollapseSpectraFigure.chart(of: [FigureTests.report("x", series: [Self.predictions])]))
    let lines = chart.layers.compactMap { $0 as? LineLayer }
    #expect(lines.map(\.label) == ["noise-1", "two-layers", "theory, infinite batch"])
    #expect(lines[0].points == [Point(x: 1, y: -2), Point(x: 2, y: -6)])
    #expect(lines[2].points == [Point(x: 1, y: -2), Point(x: 2, y: -4)])
  }

  @Test("spectra over training tell the directions apart that theory lets shrink")
  func training() throws {
    let series = Series(
      id: "collapse.spectra", columns: ["run", "seed", "step", "index", "ln_eigenvalue"],
      rows: [0, 100].flatMap { step in
        [1, 2].map { index in
          [
            .text("noise-1"), .integer(0), .integer(step), .integer(index),
            .number(-Double(index * step)),
          ]
        }
      })
    let charts = CollapseTrainingFigure.charts(of: [
      FigureTests.report("x", series: [series, Self.predictions])
    ])
    #expect(charts.map(\.id) == ["collapse-training-noise-1"])
    let lines = charts[0].layers.compactMap { $0 as? LineLayer }
    #expect(lines.map(\.label) == ["grows, in theory", "shrinks, in theory"])
    #expect(lines[1].points == [Point(x: 10, y: 0), Point(x: 100, y: -200)])
  }

  @Test("growth is drawn beside theory, without the few rates far out, which are counted")
  func growth() throws {
    let rows: [[Cell]] = (0..<40).map { index in
      [
        .integer(0), .integer(index), .integer(1), .number(0.5),
        .number(index == 0 ? 100 : Double(index)), .number(Double(index) + 1),
      ]
    }
    let series = Series(
      id: "collapse.growth",
      columns: ["seed", "step", "index", "singular_value", "measured_rate", "predicted_rate"],
      rows: rows)
    let charts = CollapseGrowthFigure.charts(of: [FigureTests.report("x", series: [series])])
    #expect(charts.map(\.id) == ["collapse-growth", "collapse-growth-rates"])
    let points = try #require(charts[1].layers.compactMap { $0 as? PointLayer }.first?.points)
    #expect(points.count < 40 && points.allSatisfy { $0.y < 100 })
    #expect(charts[1].summary.contains("agree in 40 of 40"))
    #expect(charts[1].summary.contains("\(40 - points.count) rates lie outside"))
  }

  @Test("a sweep has a line a depth")
  func sweep() throws {
    let series = Series(
      id: "collapse.sweep", columns: ["depth", "noise", "participation_ratio"],
      rows: [(1, 1.0, 10.0), (1, 0.5, 14.0), (2, 0.5, 13.0)].map {
        [.integer($0.0), .number($0.1), .number($0.2)]
      })
    let chart = try #require(
      CollapseSweepFigure.chart(of: [FigureTests.report("x", series: [series])]))
    let lines = chart.layers.compactMap { $0 as? LineLayer }
    #expect(lines.map(\.label) == ["1 layer", "2 layers"])
    #expect(lines[0].points.map(\.x) == [0.5, 1])
  }
}
