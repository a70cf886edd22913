/// Points, each with a name where there is room for it.
struct PointLayer: ChartLayer {
  let label: String?
  let pen: ChartStyle.Pen
  let points: [Point]
  var names: [String] = []

  /// More points than that are drawn as dots.
  private static let mostMarkers = 80
  /// More dots than that are thinned.
  private static let mostDots = 2000

  var legend: ChartLegend? {
    label.map { ChartLegend(label: $0, pen: pen, sample: .point) }
  }
  var xValues: [Double] { points.map(\.x) }
  var yValues: [Double] { points.map(\.y) }

  func draw(in frame: PlotFrame) -> [SVGElement] {
    let places = points.map { frame.point($0.x, $0.y) }
    guard places.count <= Self.mostMarkers else { return [dots(Self.thinned(places))] }
    var placer = LabelPlacer(frame: frame, around: places)
    return places.map { MarkerShape.element(at: $0, pen: pen) }
      + zip(places, names).compactMap { placer.label($1, at: $0) }
  }

  /// All points as one path: round ends of lines without length.
  private func dots(_ places: [Point]) -> SVGElement {
    let path = places.map {
      "M" + SVGElement.number($0.x) + " " + SVGElement.number($0.y) + "h0"
    }
    return SVGElement("path").with("class", "\(pen.name) line").with("fill", "none")
      .with("stroke", pen.color).with("stroke-width", 4.4).with("stroke-linecap", "round")
      .with("d", path.joined())
  }

  /// Of each unit of width the lowest, the highest and up to six points between them: the same
  /// picture, whatever the number of points.
  static func thinned(_ places: [Point]) -> [Point] {
    guard places.count > mostDots else { return places }
    let columns = Dictionary(grouping: places) { $0.x.rounded() }
    return columns.keys.sorted().flatMap { key -> [Point] in
      let column = (columns[key] ?? []).sorted { $0.y < $1.y }
      guard column.count > 8 else { return column }
      return (0..<8).map { column[$0 * (column.count - 1) / 7] }
    }
  }
}
