/// Horizontal bars from a low to a high value, one a category: intervals and shares.
struct SpanLayer: ChartLayer {
  /// One bar: the place of its category and its two ends.
  struct Span: Sendable, Hashable {
    let category: Int
    let low: Double
    let high: Double
    /// What stands behind it.
    let note: String
  }

  /// Which of how many bars of a category the layer draws, from the top.
  struct Lane: Sendable, Hashable {
    var index = 0
    var count = 1
  }

  let label: String?
  let pen: ChartStyle.Pen
  let spans: [Span]
  var lane = Lane()

  var legend: ChartLegend? {
    label.map { ChartLegend(label: $0, pen: pen, sample: .area(opacity: "1")) }
  }
  var xValues: [Double] { spans.flatMap { [$0.low, $0.high] } }
  var yValues: [Double] { [] }

  func draw(in frame: PlotFrame) -> [SVGElement] {
    spans.flatMap { span -> [SVGElement] in
      let height = frame.height / Double(max(frame.y.ticks.count, 1))
      let step = min(18, height / Double(lane.count))
      let middle =
        frame.y(Double(span.category)) + step * (Double(lane.index) - Double(lane.count - 1) / 2)
      let thickness = min(18, step * 0.6)
      let (left, right) = (frame.x(span.low), frame.x(span.high))
      let bar = SVGElement("rect").with("class", "\(pen.name) fill").with("fill", pen.color)
        .with("x", min(left, right - 4)).with("y", middle - thickness / 2)
        .with("width", max(right - left, 4)).with("height", thickness).with("rx", 2)
      guard !span.note.isEmpty else { return [bar] }
      // behind the bar, or inside it, or before it: wherever there is room
      let width = ChartStyle.width(of: span.note) + 8
      let isBehind = width < frame.right - right
      let isInside = !isBehind && width < right - left
      let note = SVGElement("text", .text(span.note))
        .with("class", isInside ? "ink on-bar" : "ink")
        .with("fill", isInside ? ChartStyle.paper : ChartStyle.ink)
        .with("x", isBehind ? right + 6 : isInside ? right - 6 : min(left, right - 4) - 6)
        .with("y", middle + 5.2).with("text-anchor", isBehind ? "start" : "end")
      return [bar, note]
    }
  }
}
