/// Points with the intervals about them, each with a name.
struct WhiskerLayer: ChartLayer {
  /// One point; an interval may be missing along either axis.
  struct Mark: Sendable, Hashable {
    let place: Point
    var xInterval: ClosedRange<Double>?
    var yInterval: ClosedRange<Double>?
    var name = ""
  }

  let label: String?
  let pen: ChartStyle.Pen
  let marks: [Mark]

  var legend: ChartLegend? {
    label.map { ChartLegend(label: $0, pen: pen, sample: .point) }
  }
  var xValues: [Double] {
    marks.flatMap { [$0.place.x, $0.xInterval?.lowerBound, $0.xInterval?.upperBound] }
      .compactMap { $0 }
  }
  var yValues: [Double] {
    marks.flatMap { [$0.place.y, $0.yInterval?.lowerBound, $0.yInterval?.upperBound] }
      .compactMap { $0 }
  }

  func draw(in frame: PlotFrame) -> [SVGElement] {
    let places = marks.map { frame.point($0.place.x, $0.place.y) }
    var placer = LabelPlacer(frame: frame, around: places)
    let line = SVGElement("line").with("class", "\(pen.name) line").with("stroke", pen.color)
      .with("stroke-width", 1.5)
    let whiskers = zip(marks, places).flatMap { mark, place -> [SVGElement] in
      let across = mark.xInterval.map {
        line.with("x1", frame.x($0.lowerBound)).with("y1", place.y)
          .with("x2", frame.x($0.upperBound)).with("y2", place.y)
      }
      let along = mark.yInterval.map {
        line.with("x1", place.x).with("y1", frame.y($0.lowerBound)).with("x2", place.x)
          .with("y2", frame.y($0.upperBound))
      }
      return [across, along].compactMap { $0 }
    }
    return whiskers + places.map { MarkerShape.element(at: $0, pen: pen) }
      + zip(places, marks).compactMap { placer.label($1.name, at: $0) }
  }
}
