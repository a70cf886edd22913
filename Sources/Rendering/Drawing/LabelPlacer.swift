/// Puts names beside points, each where it covers nothing that is there already.
struct LabelPlacer {
  private struct Box {
    let left: Double
    let top: Double
    let right: Double
    let bottom: Double

    func overlaps(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  private let frame: PlotFrame
  private var taken: [Box]

  /// Nothing but marks at some places.
  init(frame: PlotFrame, around places: [Point]) {
    self.frame = frame
    taken = places.map { Box(left: $0.x - 4, top: $0.y - 4, right: $0.x + 4, bottom: $0.y + 4) }
  }

  /// The name of a point; nil where it is empty or there is no room.
  mutating func label(_ name: String, at place: Point) -> SVGElement? {
    guard !name.isEmpty else { return nil }
    let width = ChartStyle.width(of: name)
    let height = ChartStyle.fontSize
    // right of the point and left of it, above and below, then further off
    let sides: [(x: Double, y: Double, anchor: String)] = [
      (8, -6, "start"), (-8, -6, "end"), (8, 18, "start"), (-8, 18, "end"),
      (0, -11, "middle"), (0, 23, "middle"), (10, 5, "start"), (-10, 5, "end"),
    ]
    for side in sides {
      let x = place.x + side.x
      let left = side.anchor == "start" ? x : side.anchor == "end" ? x - width : x - width / 2
      let baseline = place.y + side.y
      let box = Box(
        left: left, top: baseline - height + 2, right: left + width, bottom: baseline + 4)
      guard box.left >= frame.left, box.right <= frame.right + 8, box.top >= frame.top - 6,
        box.bottom <= frame.bottom, !taken.contains(where: { $0.overlaps(box) })
      else { continue }
      taken.append(box)
      return SVGElement("text", .text(name)).with("class", "ink rim")
        .with("fill", ChartStyle.ink).with("stroke", ChartStyle.paper).with("stroke-width", 3)
        .with("paint-order", "stroke").with("stroke-linejoin", "round").with("x", x)
        .with("y", baseline).with("text-anchor", side.anchor)
    }
    return nil
  }
}
