/// Colours, dashes and markers: what tells one set of a chart from another.
///
/// The colours are those of Okabe and Ito, which people with any colour vision can tell apart; the
/// dashes and markers say the same in grey.
enum ChartStyle {
  /// The look of one set of values.
  struct Pen: Sendable, Hashable {
    /// Class that the dark style sheet knows it by.
    let name: String
    let color: String
    /// `stroke-dasharray`, empty for a solid line.
    let dash: String
    let marker: Marker

    /// The pen without its dashes, for what is told apart by its form.
    var solid: Pen { Pen(name: name, color: color, dash: "", marker: marker) }
  }

  /// The shape of a point.
  enum Marker: Sendable, Hashable { case circle, square, triangle, diamond }

  /// The pens, used in turn.
  static let pens = [
    Pen(name: "p0", color: "#0072b2", dash: "", marker: .circle),
    Pen(name: "p1", color: "#d55e00", dash: "7 4", marker: .square),
    Pen(name: "p2", color: "#00785a", dash: "2 3", marker: .triangle),
    Pen(name: "p3", color: "#a8487f", dash: "9 3 2 3", marker: .diamond),
    Pen(name: "p4", color: "#8a6d00", dash: "12 3", marker: .circle),
    Pen(name: "p5", color: "#3b3b98", dash: "4 2 1 2", marker: .square),
  ]

  /// What reference lines and grids are drawn with.
  static let quiet = Pen(name: "quiet", color: "#5f6672", dash: "3 3", marker: .circle)

  /// Most pens that can be told apart: every colour comes with two dashes and two markers.
  static let penCount = 2 * pens.count

  /// A pen by its place in the legend.
  static func pen(_ index: Int) -> Pen {
    let pen = pens[index % pens.count]
    guard index % penCount >= pens.count else { return pen }
    let other = pens[(index + 3) % pens.count]
    return Pen(name: pen.name, color: pen.color, dash: other.dash, marker: other.marker)
  }

  static let ink = "#1b1f24"
  static let paper = "#ffffff"
  static let grid = "#dfe3e8"

  /// Colours for dark surroundings; attributes alone give the light ones, so that programs that do
  /// not read style sheets draw the chart as well.
  static let styleSheet: String = {
    let dark = ["#56b4e9", "#ff8a3d", "#2bd1a2", "#e79ac5", "#e6c229", "#a9a9ff"]
    var rules = ".paper{fill:#14171c}.ink{fill:#e8eaed}.quiet-text{fill:#a9b0ba}"
    rules += ".rim{stroke:#14171c}.on-bar{fill:#14171c}.grid{stroke:#333a44}.axis{stroke:#a9b0ba}"
    for (name, color) in zip(pens.map(\.name) + [quiet.name], dark + ["#9aa3af"]) {
      rules += ".\(name).line{stroke:\(color)}.\(name).fill{fill:\(color)}"
    }
    return "@media (prefers-color-scheme:dark){\(rules)}"
  }()

  static let font = "system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans',Arial,sans-serif"
  static let fontSize = 15.0
  static let titleSize = 17.0

  /// About how wide a text is, in units of the drawing.
  ///
  /// 0.55 em a character, twice that for wide ones; real fonts stay within a tenth of it.
  static func width(of text: String, size: Double = fontSize) -> Double {
    0.55 * size * Double(TextLayout.width(of: text))
  }
}
