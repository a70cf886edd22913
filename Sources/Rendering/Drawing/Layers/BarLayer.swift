/// Bars from the foot of the chart: a histogram, or one bar a category.
struct BarLayer: ChartLayer {
  /// One bar: its ends along the horizontal axis and its height.
  struct Bar: Sendable, Hashable {
    let low: Double
    let high: Double
    let value: Double
  }

  let label: String?
  let pen: ChartStyle.Pen
  let bars: [Bar]
  private static let opacity = "0.6"
  /// Outlines only, so that what lies behind shows.
  var isOutline = false

  var legend: ChartLegend? {
    label.map {
      ChartLegend(label: $0, pen: pen, sample: isOutline ? .line : .area(opacity: Self.opacity))
    }
  }
  var xValues: [Double] { bars.flatMap { [$0.low, $0.high] } }
  var yValues: [Double] { bars.map(\.value) }

  func draw(in frame: PlotFrame) -> [SVGElement] {
    if isOutline {
      let tops = bars.flatMap { bar in
        [frame.point(bar.low, bar.value), frame.point(bar.high, bar.value)]
      }
      guard let first = tops.first, let last = tops.last else { return [] }
      let outline =
        [Point(x: first.x, y: frame.bottom)] + tops + [Point(x: last.x, y: frame.bottom)]
      return [
        SVGElement("path").with("class", "\(pen.name) line").with("fill", "none")
          .with("stroke", pen.color).with("stroke-width", 2).with("stroke-linejoin", "round")
          .with("stroke-dasharray", pen.dash.isEmpty ? "none" : pen.dash)
          .with("d", SVGElement.path(outline))
      ]
    }
    return bars.map { bar in
      let (left, right, top) = (frame.x(bar.low), frame.x(bar.high), frame.y(bar.value))
      return SVGElement("rect").with("class", "\(pen.name) fill").with("fill", pen.color)
        .with("fill-opacity", Self.opacity).with("x", left).with("y", top)
        .with("width", max(right - left - (right - left > 3 ? 1 : 0), 0.3))
        .with("height", frame.bottom - top)
    }
  }
}
