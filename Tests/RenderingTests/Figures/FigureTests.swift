import Findings
import Testing

@testable import Rendering

@Suite("The figures of a report")
struct FigureTests {
  /// A report with the tables that figures are made of.
  static func report(_ name: String, series: [Series], metrics: [Metric] = []) -> Report {
    Report(
      command: "diagnose",
      subject: Subject(name: name, rows: 10, dimensions: 3, storedAs: "float32", digest: nil),
      verdict: "Healthy.", highlights: [], metrics: metrics, series: series, findings: [],
      provenance: SampleReports.empty.provenance)
  }

  static let spectrum = Series(
    id: "spectrum.centered.singular-values",
    columns: [
      "index", "singular_value", "variance_share", "cumulative_share", "white_noise",
      "storage_floor",
    ],
    rows: [
      [.integer(1), .number(4), .number(0.8), .number(0.8), .number(3), .number(1e-6)],
      [.integer(2), .number(2), .number(0.2), .number(1), .number(2), .number(1e-6)],
      [.integer(3), .number(0), .number(0), .number(1), .empty, .number(1e-6)],
    ])

  @Test("have ids of their own, safe in file names")
  func ids() {
    let ids = FigureCatalog.all.map { $0.id }
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.allSatisfy { $0.isLetter || $0 == "-" } })
  }

  @Test("are not there where the data are not")
  func absent() {
    #expect(FigureCatalog.charts(of: [SampleReports.empty]).isEmpty)
    let damaged = Series(id: "spectrum.centered.singular-values", columns: ["index"], rows: [])
    #expect(FigureCatalog.charts(of: [Self.report("x", series: [damaged])]).isEmpty)
  }

  @Test("the spectrum shows a zero at a tenth of the storage floor, with white noise beside it")
  func spectrumFigure() throws {
    let chart = try #require(SpectrumFigure.chart(of: [Self.report("x", series: [Self.spectrum])]))
    let lines = chart.layers.compactMap { $0 as? LineLayer }
    #expect(lines.map(\.label) == ["singular values", "white noise of this size"])
    #expect(lines[0].points.map(\.y) == [4, 2, 1e-7])
    #expect(lines[1].points.count == 2)
    #expect(chart.layers.contains { ($0 as? RuleLayer)?.marks.first?.value == 1e-6 })
  }

  @Test("several sets share a chart, each under its name")
  func sideBySide() throws {
    let reports = ["a/docs.npy", "b/queries.npy"].map { Self.report($0, series: [Self.spectrum]) }
    let chart = try #require(SpectrumFigure.chart(of: reports))
    #expect(chart.layers.compactMap { $0.legend?.label } == ["docs.npy", "queries.npy"])
    let variance = try #require(VarianceFigure.chart(of: reports))
    #expect(variance.layers.count == 2)
  }

  @Test("a set keeps its pen in every figure, whatever the others lack")
  func pens() throws {
    let reports = [
      Self.report("a", series: []), Self.report("b", series: [Self.spectrum]),
    ]
    let chart = try #require(SpectrumFigure.chart(of: reports))
    #expect(chart.layers.compactMap { $0.legend?.pen.name } == [ChartStyle.pen(1).name])
  }

  @Test(
    "names are the last parts of paths that tell sets apart",
    arguments: [
      (["a/docs.npy", "b/docs.npy"], ["a/docs.npy", "b/docs.npy"]),
      (["a/docs.npy", "b/queries.npy"], ["docs.npy", "queries.npy"]),
      (["x.npy", "x.npy"], ["x.npy (1)", "x.npy (2)"]), (["/", "/"], ["/ (1)", "/ (2)"]),
    ])
  func names(paths: [String], names: [String]) {
    #expect(Report.shortNames(paths.map { Self.report($0, series: []) }) == names)
  }

  @Test("more sets than pens are not drawn, and the description says so")
  func manySets() throws {
    let reports = (0..<20).map { Self.report("set\($0)", series: [Self.spectrum]) }
    let charts = FigureCatalog.charts(of: reports)
    #expect(charts.map(\.id) == ["spectrum", "variance"])
    for chart in charts {
      #expect(chart.layers.count == ChartStyle.penCount)
      #expect(chart.summary.hasSuffix("The first 12 of 20 sets are drawn."))
    }
    let looks = (0..<ChartStyle.penCount).map { index -> String in
      let pen = ChartStyle.pen(index)
      return "\(pen.color) \(pen.dash) \(pen.marker)"
    }
    #expect(Set(looks).count == ChartStyle.penCount)
  }

  @Test("cumulative variance marks the shares that were measured")
  func variance() throws {
    let report = Self.report(
      "x", series: [Self.spectrum],
      metrics: [
        Metric("spectrum.centered.dims@share=0.5", .measured(1), unit: .dimensions),
        Metric("spectrum.centered.dims@share=0.9", .measured(2), unit: .dimensions),
      ])
    let chart = try #require(VarianceFigure.chart(of: [report]))
    let marks = chart.layers.compactMap { $0 as? RuleLayer }.flatMap(\.marks)
    #expect(marks.map(\.label) == ["50 %: 1", "90 %: 2"])
    #expect(marks.map(\.value) == [1, 2])
  }

  @Test("dead dimensions are drawn apart and named, the rogue one too")
  func columns() throws {
    let rows: [[Cell]] = (0..<20).map { index in
      [.integer(index), .number(index == 7 ? 0 : 1 + Double(index) / 100)]
    }
    let series = Series(
      id: "data.columns", columns: ["column", "standard_deviation"], rows: rows)
    let metrics = [
      Metric("isotropy.rogue-dimension", .measured(3), unit: .dimensions),
      Metric("isotropy.rogue-share", .measured(0.4), unit: .cosine),
    ]
    let chart = try #require(
      ColumnFigure.chart(of: [Self.report("x", series: [series], metrics: metrics)]))
    let layers = chart.layers.compactMap { $0 as? PointLayer }
    #expect(layers.map(\.label) == ["alive", "dead", "rogue"])
    #expect(layers[1].names == ["7"] && layers[1].points[0].y > 0)
    #expect(layers[2].names == ["3"])
  }
}

@Suite("Figures of neighbours and of sign-rank")
struct FurtherFigureTests {
  @Test("cuts are drawn by kind, in order of the dimensions kept")
  func overlap() throws {
    let metrics = [(64, 0.43), (16, 0.2), (384, 1.0)].flatMap { dimensions, share in
      ["prefix", "pca"].map { kind in
        Metric(
          MetricID("headroom.\(kind)-overlap@dims=\(dimensions),k=10"), .measured(share),
          unit: .ratio)
      }
    }
    let chart = try #require(
      OverlapFigure.chart(of: [FigureTests.report("x", series: [], metrics: metrics)]))
    let lines = chart.layers.compactMap { $0 as? LineLayer }
    #expect(lines.map(\.label) == ["PCA", "prefix"])
    #expect(lines[0].points.map(\.x) == [16, 64, 384])
    #expect(lines[0].points.map(\.y) == [0.2, 0.43, 1])
    // the sample has 3 dimensions, fewer than the cuts
    #expect(chart.x.ticks == [16, 64, 384])
  }

  @Test("a parameter of an id is found by its name")
  func parameters() {
    let id = MetricID("headroom.pca-overlap@dims=64,k=10")
    #expect(id.parameter("dims") == "64" && id.parameter("k") == "10")
    #expect(id.parameter("s") == nil && MetricID("data.rows").parameter("k") == nil)
  }

  @Test("an exact interval is called exact, and every method has a row")
  func signRank() throws {
    let metrics = [
      ("signrank.lower", 5.0), ("signrank.upper", 5), ("ordering-rank.lower", 3),
      ("ordering-rank.upper", 4),
    ].map { Metric(MetricID($0.0), .measured($0.1), unit: .dimensions) }
    let bounds = Series(
      id: "signrank.bounds", columns: ["side", "method", "value", "certified"],
      rows: [
        [.text("lower"), .text("Forster"), .integer(2), .text("yes")],
        [.text("lower"), .text("shattered columns"), .integer(5), .text("yes")],
        [.text("upper"), .text("moment curve"), .integer(5), .text("yes")],
      ])
    let chart = try #require(
      SignRankFigure.chart(of: [FigureTests.report("q", series: [bounds], metrics: metrics)]))
    let spans = try #require(chart.layers.first as? SpanLayer).spans
    #expect(spans.map(\.note) == ["3 to 4", "exactly 5"])
    guard case .categories(let names) = chart.y.kind else {
      Issue.record("the vertical axis has no names")
      return
    }
    #expect(
      names == ["moment curve", "shattered columns", "Forster", "sign-rank", "ordering rank"])
    #expect(chart.layers.count == 3)
    let both = try #require(
      SignRankFigure.chart(
        of: ["a", "b"].map { FigureTests.report($0, series: [], metrics: metrics) }))
    #expect(both.y.kind == .categories(["b", "a"]))
    let lanes = both.layers.compactMap { $0 as? SpanLayer }
    #expect(lanes.map(\.label) == ["ordering rank", "sign-rank"])
    #expect(lanes[0].spans.map(\.note) == ["3 to 4", "3 to 4"])
    #expect(lanes[1].spans.map(\.category) == [1, 0] && lanes[1].spans[0].note == "5")
    #expect(both.summary.hasSuffix("0 of 2 are exact."))
    let without = [Metric("signrank.lower", .measured(2), unit: .dimensions)]
    #expect(
      SignRankFigure.chart(of: [FigureTests.report("q", series: [], metrics: without)]) == nil)
  }
}
