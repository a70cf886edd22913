/// A line through points, thinned to what the drawing can resolve.
struct LineLayer: ChartLayer {
  let label: String?
  let pen: ChartStyle.Pen
  let points: [Point]
  /// Whether each point is marked.
  var marksPoints = false

  var legend: ChartLegend? {
    label.map { ChartLegend(label: $0, pen: pen, sample: .line) }
  }
  var xValues: [Double] { points.map(\.x) }
  var yValues: [Double] { points.map(\.y) }

  func draw(in frame: PlotFrame) -> [SVGElement] {
    let places = Self.thinned(points.map { frame.point($0.x, $0.y) })
    let line = SVGElement("path").with("class", "\(pen.name) line").with("fill", "none")
      .with("stroke", pen.color).with("stroke-width", 2).with("stroke-linejoin", "round")
      .with("stroke-dasharray", pen.dash.isEmpty ? "none" : pen.dash)
      .with("d", SVGElement.path(places))
    guard marksPoints, places.count <= 60 else { return [line] }
    return [line] + places.map { MarkerShape.element(at: $0, pen: pen) }
  }

  /// The points with, of each half unit of width, only the first, the lowest, the highest and the
  /// last: the same picture, whatever the number of points.
  static func thinned(_ points: [Point]) -> [Point] {
    guard points.count > 1500 else { return points }
    var result: [Point] = []
    var column: [Point] = []
    func flush() {
      guard let first = column.first, let last = column.last else { return }
      let low = column.min { $0.y < $1.y } ?? first
      let high = column.max { $0.y < $1.y } ?? first
      for point in [first, low, high, last] where result.last != point { result.append(point) }
      column = []
    }
    for point in points {
      if let first = column.first, (point.x * 2).rounded() != (first.x * 2).rounded() { flush() }
      column.append(point)
    }
    flush()
    return result
  }
}

/// Points, each with a name where there is room for it.
struct PointLayer: ChartLayer {
  let label: String?
  let pen: ChartStyle.Pen
  let points: [Point]
  var names: [String] = []
  /// Many points are drawn small.
  private var radius: Double { points.count > 80 ? 2.2 : 4 }

  var legend: ChartLegend? {
    label.map { ChartLegend(label: $0, pen: pen, sample: .point) }
  }
  var xValues: [Double] { points.map(\.x) }
  var yValues: [Double] { points.map(\.y) }

  func draw(in frame: PlotFrame) -> [SVGElement] {
    points.enumerated().flatMap { index, value -> [SVGElement] in
      let place = frame.point(value.x, value.y)
      let mark = MarkerShape.element(at: place, pen: pen, radius: radius)
      guard index < names.count, !names[index].isEmpty else { return [mark] }
      let isRight = place.x > frame.left + frame.width * 0.7
      let name = SVGElement("text", .text(names[index])).with("class", "ink")
        .with("fill", ChartStyle.ink).with("x", place.x + (isRight ? -8 : 8))
        .with("y", place.y - 6).with("text-anchor", isRight ? "end" : "start")
      return [mark, name]
    }
  }
}

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
  /// Outlines only, so that what lies behind shows.
  var isOutline = false

  var legend: ChartLegend? {
    label.map { ChartLegend(label: $0, pen: pen, sample: isOutline ? .line : .area) }
  }
  var xValues: [Double] { bars.flatMap { [$0.low, $0.high] } }
  var yValues: [Double] { bars.map(\.value) }

  func draw(in frame: PlotFrame) -> [SVGElement] {
    if isOutline {
      let outline = bars.flatMap { bar in
        [frame.point(bar.low, bar.value), frame.point(bar.high, bar.value)]
      }
      return [
        SVGElement("path").with("class", "\(pen.name) line").with("fill", "none")
          .with("stroke", pen.color).with("stroke-width", 2)
          .with("stroke-dasharray", pen.dash.isEmpty ? "none" : pen.dash)
          .with("d", SVGElement.path(outline))
      ]
    }
    return bars.map { bar in
      let (left, right, top) = (frame.x(bar.low), frame.x(bar.high), frame.y(bar.value))
      return SVGElement("rect").with("class", "\(pen.name) fill").with("fill", pen.color)
        .with("fill-opacity", "0.75").with("x", left).with("y", top)
        .with("width", max(right - left - (right - left > 3 ? 1 : 0), 0.3))
        .with("height", frame.bottom - top)
    }
  }
}

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

  let label: String?
  let pen: ChartStyle.Pen
  let spans: [Span]

  var legend: ChartLegend? {
    label.map { ChartLegend(label: $0, pen: pen, sample: .area) }
  }
  var xValues: [Double] { spans.flatMap { [$0.low, $0.high] } }
  var yValues: [Double] { [] }

  func draw(in frame: PlotFrame) -> [SVGElement] {
    spans.flatMap { span -> [SVGElement] in
      let middle = frame.y(Double(span.category))
      let thickness = min(16, frame.height / Double(max(frame.y.ticks.count, 1)) * 0.6)
      let (left, right) = (frame.x(span.low), frame.x(span.high))
      let bar = SVGElement("rect").with("class", "\(pen.name) fill").with("fill", pen.color)
        .with("x", min(left, right - 4)).with("y", middle - thickness / 2)
        .with("width", max(right - left, 4)).with("height", thickness).with("rx", 2)
      guard !span.note.isEmpty else { return [bar] }
      let room = frame.right - right
      let fits = ChartStyle.width(of: span.note) + 8 < room
      let note = SVGElement("text", .text(span.note)).with("class", fits ? "ink" : "ink on-bar")
        .with("fill", fits ? ChartStyle.ink : ChartStyle.paper)
        .with("x", fits ? right + 6 : right - 6).with("y", middle + 4.5)
        .with("text-anchor", fits ? "start" : "end")
      return [bar, note]
    }
  }
}

/// The area between two lines: an interval along an axis.
struct BandLayer: ChartLayer {
  let label: String?
  let pen: ChartStyle.Pen
  let low: [Point]
  let high: [Point]

  var legend: ChartLegend? {
    label.map { ChartLegend(label: $0, pen: pen, sample: .area) }
  }
  var xValues: [Double] { low.map(\.x) }
  var yValues: [Double] { (low + high).map(\.y) }

  func draw(in frame: PlotFrame) -> [SVGElement] {
    let outline = (high + low.reversed()).map { frame.point($0.x, $0.y) }
    return [
      SVGElement("path").with("class", "\(pen.name) fill").with("fill", pen.color)
        .with("fill-opacity", "0.18").with("d", SVGElement.path(outline, isClosed: true))
    ]
  }
}

/// A straight line at one value, with what it means.
struct RuleLayer: ChartLayer {
  /// Which way it runs.
  enum Direction: Sendable, Hashable { case horizontal, vertical }

  let direction: Direction
  let value: Double
  let label: String
  /// Lines of text that the label is moved down by, so that neighbours do not cover each other.
  var lane = 0

  var legend: ChartLegend? { nil }
  var xValues: [Double] { direction == .vertical ? [value] : [] }
  var yValues: [Double] { direction == .horizontal ? [value] : [] }

  func draw(in frame: PlotFrame) -> [SVGElement] {
    let pen = ChartStyle.quiet
    let line = SVGElement("line").with("class", "\(pen.name) line").with("stroke", pen.color)
      .with("stroke-width", 1.5).with("stroke-dasharray", pen.dash)
    // a rim of the background keeps the label readable where a line crosses it
    let text = SVGElement("text", .text(label)).with("class", "quiet-text rim")
      .with("fill", pen.color).with("stroke", ChartStyle.paper).with("stroke-width", 4)
      .with("paint-order", "stroke").with("stroke-linejoin", "round")
    switch direction {
    case .horizontal:
      let y = frame.y(value)
      return [
        line.with("x1", frame.left).with("y1", y).with("x2", frame.right).with("y2", y),
        text.with("x", frame.left + 6).with("y", y - 6),
      ]
    case .vertical:
      let x = frame.x(value)
      let isRight = x + ChartStyle.width(of: label) + 6 > frame.right
      return [
        line.with("x1", x).with("y1", frame.top).with("x2", x).with("y2", frame.bottom),
        text.with("x", x + (isRight ? -5 : 5)).with("y", frame.top + 14 + 17 * Double(lane))
          .with("text-anchor", isRight ? "end" : "start"),
      ]
    }
  }
}

/// The shape that marks a point.
enum MarkerShape {
  /// The shape about a place; all four cover about the area of a circle of that radius.
  static func element(
    at place: Point, pen: ChartStyle.Pen, radius: Double = 4
  ) -> SVGElement {
    let shape =
      switch pen.marker {
      case .circle:
        SVGElement("circle").with("cx", place.x).with("cy", place.y).with("r", radius)
      case .square:
        SVGElement("rect").with("x", place.x - 0.9 * radius).with("y", place.y - 0.9 * radius)
          .with("width", 1.8 * radius).with("height", 1.8 * radius)
      case .triangle:
        outline(place, [(0, -1.2), (1.15, 0.9), (-1.15, 0.9)], radius)
      case .diamond: outline(place, [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)], radius)
      }
    return shape.with("class", "\(pen.name) fill").with("fill", pen.color)
  }

  private static func outline(
    _ place: Point, _ corners: [(Double, Double)], _ radius: Double
  ) -> SVGElement {
    let points = corners.map { Point(x: place.x + $0.0 * radius, y: place.y + $0.1 * radius) }
    return SVGElement("path").with("d", SVGElement.path(points, isClosed: true))
  }
}
