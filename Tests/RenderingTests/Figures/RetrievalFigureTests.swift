import Findings
import Testing

@testable import Rendering

@Suite("Figures of retrieval and of trends")
struct RetrievalFigureTests {
  private static let capacity = Series(
    id: "capacity.curve", columns: ["probe", "relevant", "basis", "dimensions", "recall"],
    rows: [
      [.text("judged"), .empty, .text("all"), .integer(64), .number(1)],
      [.text("judged"), .empty, .text("pca"), .integer(32), .number(0.9)],
      [.text("judged"), .empty, .text("pca"), .integer(16), .number(0.7)],
      [.text("judged"), .empty, .text("prefix"), .integer(32), .number(0.8)],
      [.text("random"), .integer(2), .text("all"), .integer(64), .number(0.95)],
      [.text("random"), .integer(2), .text("pca"), .integer(32), .number(0.6)],
    ])

  @Test("every curve of capacity ends with all dimensions; what queries achieve is a level")
  func capacity() throws {
    let report = FigureTests.report(
      "x", series: [Self.capacity],
      metrics: [Metric("capacity.achieved-recall", .measured(0.55), unit: .ratio)])
    let chart = try #require(CapacityFigure.chart(of: [report]))
    let lines = chart.layers.compactMap { $0 as? LineLayer }
    #expect(
      lines.map(\.label) == [
        "your judgments, PCA", "your judgments, prefix", "random sets of 2",
      ])
    #expect(lines[0].points == [(16.0, 0.7), (32, 0.9), (64, 1)].map { Point(x: $0, y: $1) })
    #expect(lines[2].points.last == Point(x: 64, y: 0.95))
    #expect(
      chart.layers.compactMap { ($0 as? RuleLayer)?.legend?.label } == ["your queries: 0.550"])
    #expect(chart.x.ticks == [16, 32, 64])
    let both = try #require(
      CapacityFigure.chart(of: ["a", "b"].map { FigureTests.report($0, series: [Self.capacity]) }))
    #expect(both.layers.compactMap { $0.legend?.label } == ["a", "b"])
  }

  @Test("a funnel shows what each stage keeps and loses, the first on top")
  func funnel() throws {
    let series = Series(
      id: "funnel.stages",
      columns: ["stage", "label", "recall_before", "recall", "lost", "target"],
      rows: [
        [.integer(1), .text("bm25:100"), .number(1), .number(0.9), .integer(40), .number(0.95)],
        [.integer(2), .text("rerank:10"), .number(0.9), .number(0.9), .integer(0), .number(0.95)],
      ])
    let chart = try #require(FunnelFigure.chart(of: [FigureTests.report("x", series: [series])]))
    let spans = chart.layers.compactMap { $0 as? SpanLayer }.map(\.spans)
    #expect(spans[0].map(\.high) == [0.9, 0.9] && spans[0].map(\.category) == [1, 0])
    #expect(spans[1].count == 1 && spans[1][0].low == 0.9 && spans[1][0].high == 1)
    #expect(chart.y.kind == .categories(["rerank:10  0.900", "bm25:100  0.900"]))
    #expect(chart.summary.contains("bm25:100 keeps 0.900, 40 lost"))
  }

  @Test("the frontier is a staircase to the last day, with intervals about the leader")
  func trend() throws {
    let frontier = Series(
      id: "trend.frontier", columns: ["date", "id", "score", "gain"],
      rows: [
        [.text("2024-01-01"), .text("org/first"), .number(50), .empty],
        [.text("2024-07-01"), .text("org/second"), .number(60), .number(10)],
      ])
    let windows = Series(
      id: "trend.windows", columns: ["from", "to"],
      rows: [[.text("2024-01-01"), .text("2025-01-01")]])
    let top = Series(
      id: "trend.top", columns: ["rank", "id", "date", "score", "low", "high"],
      rows: [
        [
          .integer(1), .text("org/second"), .text("2024-07-01"), .number(60), .empty, .empty,
        ],
        [
          .integer(2), .text("org/third"), .text("2024-09-01"), .number(58), .number(1), .number(3),
        ],
      ])
    let chart = try #require(
      TrendFigure.chart(of: [FigureTests.report("x", series: [frontier, windows, top])]))
    let line = try #require(chart.layers.compactMap { $0 as? LineLayer }.first)
    #expect(line.points.map(\.y) == [50, 50, 60, 60])
    #expect(line.points.last?.x == Double(try #require(CalendarDay("2025-01-01")).number))
    let marks = chart.layers.compactMap { $0 as? WhiskerLayer }.flatMap(\.marks)
    #expect(marks.count == 1 && marks[0].yInterval == 57...59)
    #expect(
      chart.layers.compactMap { ($0 as? PointLayer)?.names } == [["second", "first"]])
    let broken = Series(
      id: "trend.frontier", columns: ["date", "id", "score"],
      rows: [[.text("soon"), .text("a"), .number(1)]])
    #expect(TrendFigure.chart(of: [FigureTests.report("x", series: [broken])]) == nil)
  }
}
