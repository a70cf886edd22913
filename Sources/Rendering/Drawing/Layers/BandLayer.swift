/// The area between two lines: an interval along an axis.
struct BandLayer: ChartLayer {
  private static let opacity = "0.25"
  let label: String?
  let pen: ChartStyle.Pen
  let low: [Point]
  let high: [Point]

  var legend: ChartLegend? {
    label.map { ChartLegend(label: $0, pen: pen, sample: .area(opacity: Self.opacity)) }
  }
  var xValues: [Double] { low.map(\.x) }
  var yValues: [Double] { (low + high).map(\.y) }

  func draw(in frame: PlotFrame) -> [SVGElement] {
    let outline = (high + low.reversed()).map { frame.point($0.x, $0.y) }
    // the rim shows a band that is thinner than a line
    return [
      SVGElement("path").with("class", "\(pen.name) fill line").with("fill", pen.color)
        .with("fill-opacity", Self.opacity).with("stroke", pen.color)
        .with("stroke-opacity", "0.6").with("stroke-width", 1)
        .with("d", SVGElement.path(outline, isClosed: true))
    ]
  }
}
