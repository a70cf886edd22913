/// Lays a chart out and draws it: heading, legend, axes with ticks, layers.
///
/// 640 units wide; the height grows with the categories. Accessible: `role="img"` with a title and a
/// description, no colour without a second sign of the same, light and dark.
struct ChartDrawing {
  let chart: Chart
  private let width = 640.0
  private let lineHeight = 22.0
  private let headingHeight = 38.0

  init(_ chart: Chart) { self.chart = chart }

  /// The drawing as one `svg` element.
  var element: SVGElement {
    let x = AxisScale(
      chart.x.kind, covering: extent(of: \.xValues, chart.x), tickCount: 7,
      ticksAt: chart.x.ticks)
    let y = AxisScale(
      chart.y.kind, covering: extent(of: \.yValues, chart.y), tickCount: 6,
      ticksAt: chart.y.ticks)
    let legend = legendRows
    let top = headingHeight + lineHeight * Double(legend.count) + (legend.isEmpty ? 6 : 10)
    let left =
      16 + lineHeight + (y.ticks.map { ChartStyle.width(of: shortened($0.label)) }.max() ?? 0)
    let plotHeight: Double =
      if case .categories(let names) = chart.y.kind { max(90, 32 * Double(names.count)) } else {
        280
      }
    let frame = PlotFrame(
      left: left, top: top, width: width - left - 18, height: plotHeight, x: x, y: y)
    let height = frame.bottom + 62
    let name = chart.id
    let parts: [SVGElement] =
      [
        SVGElement("title", .text(chart.title)).with("id", "\(name)-title"),
        SVGElement("desc", .text(chart.summary)).with("id", "\(name)-desc"),
        SVGElement("style", .verbatim(ChartStyle.styleSheet)),
        SVGElement("rect").with("class", "paper").with("fill", ChartStyle.paper)
          .with("width", width).with("height", height),
        SVGElement("text", .text(chart.title)).with("class", "ink").with("fill", ChartStyle.ink)
          .with("x", 16).with("y", 26).with("font-weight", "600")
          .with("font-size", ChartStyle.titleSize),
      ]
      + legend.enumerated().flatMap {
        drawnLegend($0.element, at: headingHeight + lineHeight * Double($0.offset))
      }
      + axes(frame) + chart.layers.flatMap { $0.draw(in: frame) }
    return SVGElement("svg", .children(parts)).with("xmlns", "http://www.w3.org/2000/svg")
      .with("viewBox", "0 0 \(SVGElement.number(width)) \(SVGElement.number(height))")
      .with("width", width).with("height", height).with("role", "img")
      .with("aria-labelledby", "\(name)-title \(name)-desc")
      .with("font-family", ChartStyle.font).with("font-size", ChartStyle.fontSize)
  }

  private func extent(
    of values: (any ChartLayer) -> [Double], _ axis: Chart.Axis
  ) -> ClosedRange<Double> {
    var shown = chart.layers.flatMap(values) + axis.including
    if axis.kind == .logarithmic { shown.removeAll { $0 <= 0 } }
    guard let low = shown.min(), let high = shown.max() else { return 1...10 }
    return low...high
  }

  /// Legend entries in rows that fit the width; none where one set alone needs no name.
  private var legendRows: [[ChartLegend]] {
    var rows: [[ChartLegend]] = []
    var used = 0.0
    for entry in chart.layers.compactMap(\.legend) {
      let room = Self.legendWidth(entry)
      if rows.isEmpty || used + room > width - 32 {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(entry)
      used += room
    }
    return rows
  }

  private static func legendWidth(_ entry: ChartLegend) -> Double {
    ChartStyle.width(of: entry.label) + 56
  }

  private func drawnLegend(_ row: [ChartLegend], at top: Double) -> [SVGElement] {
    var left = 16.0
    return row.flatMap { entry -> [SVGElement] in
      let middle = top + lineHeight / 2
      let pen = entry.pen
      let sample =
        switch entry.sample {
        case .line:
          SVGElement("line").with("class", "\(pen.name) line").with("stroke", pen.color)
            .with("stroke-width", 2.5).with(
              "stroke-dasharray", pen.dash.isEmpty ? "none" : pen.dash
            )
            .with("x1", left).with("y1", middle).with("x2", left + 28).with("y2", middle)
        case .point: MarkerShape.element(at: Point(x: left + 14, y: middle), pen: pen)
        case .area(let opacity):
          SVGElement("rect").with("class", "\(pen.name) fill").with("fill", pen.color)
            .with("fill-opacity", opacity).with("x", left + 6).with("y", middle - 5)
            .with("width", 16).with("height", 10)
        }
      let text = SVGElement("text", .text(entry.label)).with("class", "ink")
        .with("fill", ChartStyle.ink).with("x", left + 34).with("y", middle + 5.2)
      left += Self.legendWidth(entry)
      return [sample, text]
    }
  }

  private func axes(_ frame: PlotFrame) -> [SVGElement] {
    let line = SVGElement("line").with("stroke-width", 1)
    let text = { (label: String) in
      SVGElement("text", .text(label)).with("class", "quiet-text")
        .with("fill", ChartStyle.quiet.color)
    }
    var parts: [SVGElement] = []
    for tick in frame.y.ticks {
      let y = frame.y(tick.value)
      parts.append(
        line.with("class", "grid").with("stroke", ChartStyle.grid).with("x1", frame.left)
          .with("y1", y).with("x2", frame.right).with("y2", y))
      parts.append(
        text(shortened(tick.label)).with("x", frame.left - 8).with("y", y + 5.2)
          .with("text-anchor", "end"))
    }
    let every = labelStride(frame)
    for (index, tick) in frame.x.ticks.enumerated() {
      let x = frame.x(tick.value)
      parts.append(
        line.with("class", "axis").with("stroke", ChartStyle.quiet.color).with("x1", x)
          .with("y1", frame.bottom).with("x2", x).with("y2", frame.bottom + 5))
      guard index.isMultiple(of: every) else { continue }
      let half = ChartStyle.width(of: tick.label) / 2
      let anchor = x + half > width - 4 ? "end" : "middle"
      parts.append(
        text(tick.label).with("x", anchor == "end" ? width - 6 : x).with("y", frame.bottom + 23)
          .with("text-anchor", anchor))
    }
    parts.append(
      line.with("class", "axis").with("stroke", ChartStyle.quiet.color).with("x1", frame.left)
        .with("y1", frame.bottom).with("x2", frame.right).with("y2", frame.bottom))
    let label = { (label: String) in
      SVGElement("text", .text(label)).with("class", "ink").with("fill", ChartStyle.ink)
        .with("text-anchor", "middle")
    }
    parts.append(
      label(chart.x.label).with("x", frame.left + frame.width / 2).with("y", frame.bottom + 49))
    let middle = frame.top + frame.height / 2
    parts.append(
      label(chart.y.label)
        .with("transform", "translate(20 \(SVGElement.number(middle))) rotate(-90)"))
    return parts
  }

  /// Every how many ticks of the horizontal axis a label has room.
  private func labelStride(_ frame: PlotFrame) -> Int {
    let widest = frame.x.ticks.map { ChartStyle.width(of: $0.label) }.max() ?? 0
    let room = frame.width / Double(max(frame.x.ticks.count - 1, 1))
    return max(1, Int(((widest + 10) / max(room, 1)).rounded(.up)))
  }

  /// A category's name cut to what the margin can hold.
  private func shortened(_ label: String) -> String {
    label.count > 30 ? label.prefix(29) + "…" : label
  }
}
