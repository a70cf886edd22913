import Findings
import Testing

@testable import Rendering

@Suite("Figures of distributions")
struct DistributionFigureTests {
  private static let cosines = Series(
    id: "isotropy.cosines", columns: ["low", "high", "pairs"],
    rows: [
      [.number(-0.01), .number(0), .integer(3000)], [.number(0), .number(0.01), .integer(6000)],
      [.number(0.01), .number(0.02), .integer(1000)],
    ])
  private static let pairCosines = Series(
    id: "pairs.cosines", columns: ["low", "high", "positive_pairs", "random_pairs"],
    rows: [
      [.number(-0.03), .number(-0.02), .integer(1), .integer(8)],
      [.number(0.11), .number(0.12), .integer(3), .integer(0)],
    ])

  @Test("cosines of random pairs are shares, with their mean")
  func random() throws {
    let report = FigureTests.report(
      "x", series: [Self.cosines],
      metrics: [Metric("isotropy.mean-cosine", .measured(0.076), unit: .cosine)])
    let chart = try #require(CosineFigure.chart(of: [report]))
    let bars = try #require(chart.layers.first as? BarLayer)
    #expect(bars.bars.map(\.value) == [0.3, 0.6, 0.1] && bars.label == nil)
    #expect(bars.bars.map(\.low) == [-0.01, 0, 0.01])
    #expect((chart.layers.last as? RuleLayer)?.marks == [.init(value: 0.076, label: "mean 0.076")])
  }

  @Test("positives stand beside random pairs, each as shares of their own number")
  func positive() throws {
    let report = FigureTests.report("x", series: [Self.cosines, Self.pairCosines])
    let chart = try #require(CosineFigure.chart(of: [report]))
    let layers = chart.layers.compactMap { $0 as? BarLayer }
    #expect(layers.map(\.label) == ["random pairs", "positive pairs"])
    // so few pairs are drawn in bins of 0.05, which start at multiples of it
    #expect(layers[0].bars == [.init(low: -0.05, high: 0, value: 1)])
    #expect(layers[1].bars.map(\.low) == [-0.05, 0, 0.05, 0.1])
    #expect(layers[1].bars.map(\.value) == [0.25, 0, 0, 0.75])
    #expect(chart.y.label == "share of pairs in 0.05")
    #expect(!layers[0].isOutline && layers[1].isOutline)
  }

  @Test("several sets are outlines of random pairs, or of positives where only those are known")
  func several() throws {
    let both = ["a", "b"].map { FigureTests.report($0, series: [Self.cosines]) }
    let chart = try #require(CosineFigure.chart(of: both))
    #expect(chart.layers.compactMap { $0.legend?.label } == ["a", "b"])
    #expect(chart.title == "Cosines of random pairs")
    let pairs = ["a", "b"].map { FigureTests.report($0, series: [Self.pairCosines]) }
    #expect(CosineFigure.chart(of: pairs)?.title == "Cosines of positive pairs")
  }

  private static func occurrences(noise: Bool) -> Series {
    Series(
      id: "neighbors.occurrences", columns: ["occurrences", "rows", "white_noise_rows"],
      rows: [(0, 2, 0), (1, 5, 1), (4, 2, 9), (150, 1, 0)].map {
        [.integer($0.0), .integer($0.1), noise ? .integer($0.2) : .empty]
      })
  }

  @Test("occurrences are the share of rows with at least so many, beside white noise")
  func occurrences() throws {
    let metric = Metric("neighbors.hub-max@k=10", .measured(150), unit: .rows)
    let chart = try #require(
      OccurrenceFigure.chart(of: [
        FigureTests.report("x", series: [Self.occurrences(noise: true)], metrics: [metric])
      ]))
    let lines = chart.layers.compactMap { $0 as? LineLayer }
    #expect(lines.map(\.label) == ["rows", "white noise"])
    // 8 of 10 rows are in one list at least, 3 in two to four, 1 in 150
    #expect(
      lines[0].points == [
        Point(x: 1, y: 0.8), Point(x: 1, y: 0.8), Point(x: 1, y: 0.3), Point(x: 4, y: 0.3),
        Point(x: 4, y: 0.1), Point(x: 150, y: 0.1),
      ])
    #expect(lines[1].points.last == Point(x: 4, y: 0.9))
    #expect(chart.x.kind == .logarithmic, "hubs of 150 in a body of 10")
    #expect(chart.summary.contains("2 rows (20.0 %) are in no list"))
    // (5 x 1 + 2 x 4 + 1 x 150) / 10
    #expect(chart.summary.hasSuffix("the mean is 16.3."))
  }

  @Test("occurrences under another metric stand beside those by cosine")
  func besideCosine() throws {
    let series = Series(
      id: "neighbors.occurrences", columns: ["occurrences", "rows", "cosine_rows"],
      rows: [(0, 3, 0), (1, 0, 4), (4, 1, 0)].map {
        [.integer($0.0), .integer($0.1), .integer($0.2)]
      })
    let chart = try #require(
      OccurrenceFigure.chart(of: [FigureTests.report("x", series: [series])]))
    let lines = chart.layers.compactMap { $0 as? LineLayer }
    #expect(lines.map(\.label) == ["rows", "the same rows by cosine"])
    #expect(lines[0].points.last == Point(x: 4, y: 0.25))
    #expect(lines[1].points.last == Point(x: 1, y: 1))
  }

  @Test("without white noise or without rows occurrences are drawn as far as they go")
  func partial() {
    let without = FigureTests.report("x", series: [Self.occurrences(noise: false)])
    #expect(OccurrenceFigure.chart(of: [without])?.layers.count == 1)
    let empty = Series(
      id: "neighbors.occurrences", columns: ["occurrences", "rows", "white_noise_rows"], rows: [])
    #expect(OccurrenceFigure.chart(of: [FigureTests.report("x", series: [empty])]) == nil)
  }

  private static func norms(_ counts: [Int]) -> Series {
    Series(
      id: "data.norms", columns: ["low", "high", "rows"],
      rows: counts.enumerated().map {
        [.number(Double($0.offset)), .number(Double($0.offset + 1)), .integer($0.element)]
      })
  }

  @Test("norms that are all alike are no picture, and beside others a sentence")
  func norms() throws {
    #expect(NormFigure.chart(of: [FigureTests.report("a", series: [Self.norms([7])])]) == nil)
    let chart = try #require(
      NormFigure.chart(of: [
        FigureTests.report("a", series: [Self.norms([7])]),
        FigureTests.report("b", series: [Self.norms([1, 3])]),
      ]))
    #expect(chart.layers.compactMap { $0.legend?.label } == ["b"])
    #expect(chart.summary.hasSuffix("All alike in a."))
  }
}
