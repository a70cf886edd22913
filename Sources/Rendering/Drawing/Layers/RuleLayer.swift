/// Straight lines at some values of one axis, each with what it means.
struct RuleLayer: ChartLayer {
  /// Which way they run.
  enum Direction: Sendable, Hashable { case horizontal, vertical }

  /// Where the labels stand along the lines.
  enum LabelPlace: Sendable, Hashable { case start, end, legend }

  /// One line.
  struct Mark: Sendable, Hashable {
    let value: Double
    let label: String
  }

  let direction: Direction
  let marks: [Mark]
  /// At the start labels of horizontal lines are on the left and those of vertical ones at the top; a
  /// single line may have its label in the legend.
  let labels: LabelPlace

  /// Some lines.
  init(direction: Direction, marks: [Mark], labels: LabelPlace = .start) {
    self.direction = direction
    self.marks = marks
    self.labels = labels
  }

  /// A single line.
  init(direction: Direction, value: Double, label: String, labels: LabelPlace = .start) {
    self.init(
      direction: direction, marks: [Mark(value: value, label: label)], labels: labels)
  }

  var legend: ChartLegend? {
    guard labels == .legend, let mark = marks.first else { return nil }
    return ChartLegend(label: mark.label, pen: ChartStyle.quiet, sample: .line)
  }
  var xValues: [Double] { direction == .vertical ? marks.map(\.value) : [] }
  var yValues: [Double] { direction == .horizontal ? marks.map(\.value) : [] }

  /// All lines, then all labels: a label lies over the line of its neighbour.
  func draw(in frame: PlotFrame) -> [SVGElement] {
    let pen = ChartStyle.quiet
    let line = SVGElement("line").with("class", "\(pen.name) line").with("stroke", pen.color)
      .with("stroke-width", 1.5).with("stroke-dasharray", pen.dash)
    switch direction {
    case .horizontal:
      let isEnd = labels == .end
      let lines = marks.map { mark in
        let y = frame.y(mark.value)
        return line.with("x1", frame.left).with("y1", y).with("x2", frame.right).with("y2", y)
      }
      guard labels != .legend else { return lines }
      return lines
        + marks.map { mark in
          // below the line where there is no room above it
          let y = frame.y(mark.value)
          let isBelow = y - ChartStyle.fontSize < frame.top
          return text(mark.label).with("x", isEnd ? frame.right - 6 : frame.left + 6)
            .with("y", isBelow ? y + 17 : y - 7).with("text-anchor", isEnd ? "end" : "start")
        }
    case .vertical:
      let lines = marks.map { mark in
        let x = frame.x(mark.value)
        return line.with("x1", x).with("y1", frame.top).with("x2", x).with("y2", frame.bottom)
      }
      return labels == .legend ? lines : lines + verticalLabels(in: frame)
    }
  }

  /// Labels beside vertical lines, each in the first row where it covers no other.
  private func verticalLabels(in frame: PlotFrame) -> [SVGElement] {
    var ends: [Double] = []
    return marks.sorted { $0.value < $1.value }.map { mark in
      let x = frame.x(mark.value)
      let width = ChartStyle.width(of: mark.label)
      let isRight = x + width + 6 > frame.right
      let left = isRight ? x - width - 6 : x
      let lane = ends.firstIndex { $0 <= left } ?? ends.count
      if lane == ends.count { ends.append(0) }
      ends[lane] = left + width + 12
      let offset = 19 * Double(lane)
      return text(mark.label).with("x", x + (isRight ? -5 : 5))
        .with("y", labels == .start ? frame.top + 15 + offset : frame.bottom - 9 - offset)
        .with("text-anchor", isRight ? "end" : "start")
    }
  }

  /// A label; a rim of the background keeps it readable where a line crosses it.
  private func text(_ label: String) -> SVGElement {
    SVGElement("text", .text(label)).with("class", "quiet-text rim")
      .with("fill", ChartStyle.quiet.color).with("stroke", ChartStyle.paper)
      .with("stroke-width", 4).with("paint-order", "stroke").with("stroke-linejoin", "round")
  }
}
