import Testing

@testable import Rendering

@Suite("The layers of a chart")
struct LayerTests {
  private static let frame = PlotFrame(
    left: 50, top: 40, width: 500, height: 280, x: AxisScale(.linear, covering: 0...10),
    y: AxisScale(.linear, covering: 0...10))

  /// The box that a text takes in the drawing.
  private static func box(
    _ element: SVGElement
  ) -> (left: Double, right: Double, top: Double, bottom: Double)? {
    func attribute(_ name: String) -> String? {
      element.attributes.first { $0.name == name }?.value
    }
    guard case .text(let text) = element.content,
      let x = attribute("x").flatMap(Double.init), let y = attribute("y").flatMap(Double.init)
    else { return nil }
    let width = ChartStyle.width(of: text)
    let left =
      switch attribute("text-anchor") {
      case "end": x - width
      case "middle": x - width / 2
      default: x
      }
    return (left, left + width, y - ChartStyle.fontSize + 3, y + 3)
  }

  /// How many pairs of texts cover each other.
  static func overlaps(_ elements: [SVGElement]) -> Int {
    let boxes = elements.compactMap(box)
    return boxes.indices.reduce(0) { count, i in
      count
        + boxes[(i + 1)...].count { other in
          boxes[i].left < other.right && other.left < boxes[i].right
            && boxes[i].top < other.bottom && other.top < boxes[i].bottom
        }
    }
  }

  @Test("names of crowded points cover no other name")
  func crowded() {
    let points = (0..<30).map { Point(x: 5 + Double($0 % 6) / 4, y: 5 + Double($0 / 6) / 6) }
    let layer = PointLayer(
      label: nil, pen: ChartStyle.pen(0), points: points,
      names: points.indices.map { "model number \($0)" })
    let drawn = layer.draw(in: Self.frame)
    let names = drawn.filter { $0.name == "text" }
    #expect(!names.isEmpty && names.count < 30)
    #expect(Self.overlaps(drawn) == 0)
  }

  @Test("labels of near rules stand in rows of their own")
  func rules() {
    for place in [RuleLayer.LabelPlace.start, .end] {
      let layer = RuleLayer(
        direction: .vertical,
        marks: [1, 1.2, 1.4, 9.8, 9.9].map { .init(value: $0, label: "mark at \($0)") },
        labels: place)
      let drawn = layer.draw(in: Self.frame)
      #expect(drawn.filter { $0.name == "text" }.count == 5)
      #expect(Self.overlaps(drawn) == 0)
    }
  }

  @Test("a rule may have its label in the legend, and none in the picture")
  func legendRule() {
    let layer = RuleLayer(direction: .vertical, value: 3, label: "target", labels: .legend)
    #expect(layer.legend?.label == "target")
    #expect(layer.draw(in: Self.frame).map(\.name) == ["line"])
  }

  @Test("a hundred thousand dots are a small path with the extremes in it")
  func dots() throws {
    let points = (0..<100_000).map { (index: Int) -> Point in
      let y = index == 77_777 ? 9 : 5 + Double(index % 13) / 50
      return Point(x: Double(index % 10_000) / 1000, y: y)
    }
    let layer = PointLayer(label: nil, pen: ChartStyle.pen(0), points: points)
    let drawn = layer.draw(in: Self.frame)
    #expect(drawn.count == 1)
    #expect(drawn[0].text.utf8.count < 90_000)
    let places = PointLayer.thinned(points.map { Self.frame.point($0.x, $0.y) })
    #expect(places.contains { $0.y == Self.frame.y(9) })
  }

  @Test("whiskers reach from end to end of their intervals")
  func whiskers() {
    let layer = WhiskerLayer(
      label: nil, pen: ChartStyle.pen(0),
      marks: [.init(place: Point(x: 5, y: 5), xInterval: 2...6, yInterval: 4...8)])
    #expect(layer.xValues == [5, 2, 6] && layer.yValues == [5, 4, 8])
    let lines = layer.draw(in: Self.frame).filter { $0.name == "line" }
    #expect(lines.count == 2)
    let across = Dictionary(uniqueKeysWithValues: lines[0].attributes.map { ($0.name, $0.value) })
    #expect(across["x1"] == SVGElement.number(Self.frame.x(2)))
    #expect(across["x2"] == SVGElement.number(Self.frame.x(6)))
  }

  @Test("an outline of bars starts and ends at the foot")
  func outline() throws {
    let layer = BarLayer(
      label: nil, pen: ChartStyle.pen(0),
      bars: [.init(low: 1, high: 2, value: 3), .init(low: 2, high: 3, value: 5)], isOutline: true)
    let drawn = layer.draw(in: Self.frame)
    let path = try #require(drawn.first?.attributes.first { $0.name == "d" }?.value)
    let foot = SVGElement.number(Self.frame.bottom)
    #expect(path.hasPrefix("M\(SVGElement.number(Self.frame.x(1))) \(foot)L"))
    #expect(path.hasSuffix("L\(SVGElement.number(Self.frame.x(3))) \(foot)"))
  }
}
