import Testing

@testable import Rendering

@Suite("A drawn chart")
struct ChartDrawingTests {
  private static func chart(_ layers: [any ChartLayer], text: String = "Title") -> Chart {
    Chart(
      id: "sample", title: text, summary: text, x: Chart.Axis(label: text, kind: .linear),
      y: Chart.Axis(label: text, kind: .linear), layers: layers)
  }

  private static let everyLayer: [any ChartLayer] = [
    LineLayer(
      label: "line", pen: ChartStyle.pen(0),
      points: (0..<10).map { Point(x: Double($0), y: Double($0 * $0)) }, marksPoints: true),
    PointLayer(
      label: "points", pen: ChartStyle.pen(1), points: [Point(x: 1, y: 2), Point(x: 9, y: 80)],
      names: ["left", "right"]),
    BarLayer(
      label: "bars", pen: ChartStyle.pen(2), bars: [.init(low: 0, high: 1, value: 3)]),
    BarLayer(
      label: "outline", pen: ChartStyle.pen(3), bars: [.init(low: 0, high: 1, value: 3)],
      isOutline: true),
    BandLayer(
      label: "band", pen: ChartStyle.pen(4), low: [Point(x: 0, y: 0), Point(x: 9, y: 1)],
      high: [Point(x: 0, y: 5), Point(x: 9, y: 6)]),
    RuleLayer(direction: .vertical, value: 8.9, label: "a rule near the end"),
    RuleLayer(direction: .horizontal, value: 40, label: "level", labels: .end),
    WhiskerLayer(
      label: "whiskers", pen: ChartStyle.pen(5),
      marks: [
        .init(place: Point(x: 4, y: 50), xInterval: 3...5, yInterval: 40...70, name: "middle")
      ]),
  ]

  @Test(
    "is well-formed, named and described, whatever its texts", arguments: SampleReports.hostileTexts
  )
  func hostile(text: String) throws {
    let drawing = ChartDrawing(Self.chart(Self.everyLayer, text: text)).element.text
    let reading = try #require(XMLReading.read(drawing))
    let root = try #require(reading.elements.first)
    #expect(root.attributes["role"] == "img")
    #expect(root.attributes["aria-labelledby"] == "sample-title sample-desc")
    #expect(reading.named("title").count == 1 && reading.named("desc").count == 1)
    #expect(reading.named("script").isEmpty)
  }

  @Test("keeps everything inside its box")
  func box() throws {
    let element = ChartDrawing(Self.chart(Self.everyLayer)).element
    let reading = try #require(XMLReading.read(element.text))
    let box = try #require(reading.elements.first?.attributes["viewBox"])
      .split(separator: " ").compactMap { Double($0) }
    for element in reading.elements where element.name != "svg" {
      for (name, limit) in [("x", box[2]), ("y", box[3]), ("x2", box[2]), ("cy", box[3])] {
        guard let value = element.attributes[name].flatMap(Double.init) else { continue }
        #expect(value >= 0 && value <= limit, "\(element.name) \(name)=\(value)")
      }
      if element.name == "text", let x = element.attributes["x"].flatMap(Double.init) {
        let width = ChartStyle.width(of: element.text)
        let anchor = element.attributes["text-anchor"] ?? "start"
        let start = anchor == "start" ? x : anchor == "end" ? x - width : x - width / 2
        #expect(start >= -1 && start + width <= box[2] + 1, "'\(element.text)' leaves the box")
      }
    }
  }

  @Test("has a legend entry for each named layer and none for others")
  func legend() throws {
    let reading = try #require(
      XMLReading.read(ChartDrawing(Self.chart(Self.everyLayer)).element.text))
    let texts = reading.named("text").map(\.text)
    for name in ["line", "points", "bars", "outline", "band", "whiskers"] {
      #expect(texts.filter { $0 == name }.count == 1)
    }
    let bare = ChartDrawing(
      Self.chart([LineLayer(label: nil, pen: ChartStyle.pen(0), points: [])]))
    #expect(XMLReading.read(bare.element.text) != nil)
  }

  @Test("of a million points is small, and its extremes stay")
  func thinning() {
    let places = (0..<1_000_000).map { index in
      Point(x: Double(index) / 2000, y: index == 345_678 ? 1000 : Double(index % 7))
    }
    let thinned = LineLayer.thinned(places)
    #expect(thinned.count < 5000)
    #expect(thinned.contains { $0.y == 1000 })
    #expect(thinned.first == places.first && thinned.last == places.last)
    let few = Array(places.prefix(100))
    #expect(LineLayer.thinned(few) == few)
  }

  @Test("grows with its categories")
  func categories() throws {
    func height(_ count: Int) throws -> Double {
      let names = (0..<count).map { "method \($0)" }
      let chart = Chart(
        id: "c", title: "t", summary: "s", x: Chart.Axis(label: "d", kind: .linear),
        y: Chart.Axis(label: "m", kind: .categories(names)),
        layers: [
          SpanLayer(
            label: nil, pen: ChartStyle.pen(0),
            spans: names.indices.map { .init(category: $0, low: 1, high: 4, note: "certified") })
        ])
      let reading = try #require(XMLReading.read(ChartDrawing(chart).element.text))
      return try #require(reading.elements[0].attributes["height"].flatMap(Double.init))
    }
    #expect(try height(20) > height(5))
  }

  @Test(
    "writes coordinates to a tenth",
    arguments: [
      (0.0, "0"), (1.04, "1"), (1.05, "1.1"), (-0.3, "-0.3"), (-12.34, "-12.3"), (640, "640"),
    ])
  func numbers(value: Double, text: String) { #expect(SVGElement.number(value) == text) }
}
