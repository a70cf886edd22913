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
