/// A line through points, thinned to what the drawing can resolve.
struct LineLayer: ChartLayer {
  let label: String?
  let pen: ChartStyle.Pen
  let points: [Point]
  /// Whether each point is marked.
  var marksPoints = false
  /// Its thickness; lines of a bundle are thin.
  var weight = 2.0

  var legend: ChartLegend? {
    label.map { ChartLegend(label: $0, pen: pen, sample: .line) }
  }
  var xValues: [Double] { points.map(\.x) }
  var yValues: [Double] { points.map(\.y) }

  func draw(in frame: PlotFrame) -> [SVGElement] {
    let places = Self.thinned(points.map { frame.point($0.x, $0.y) })
    let line = SVGElement("path").with("class", "\(pen.name) line").with("fill", "none")
      .with("stroke", pen.color).with("stroke-width", weight).with("stroke-linejoin", "round")
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
