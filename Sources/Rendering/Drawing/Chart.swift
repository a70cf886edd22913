/// What a figure shows, before it has a size: axes, layers, and what a reader who cannot see it is
/// told.
struct Chart: Sendable {
  /// One axis.
  struct Axis: Sendable {
    let label: String
    let kind: AxisScale.Kind
    /// Values that the axis covers whatever the layers hold.
    var including: [Double] = []
    /// Where ticks stand, ascending; chosen by the scale where nothing is given.
    var ticks: [Double] = []
  }

  /// A name for the file and for links inside a page.
  let id: String
  /// The heading.
  let title: String
  /// What it shows, in one or two sentences with the numbers that matter.
  var summary: String
  let x: Axis
  let y: Axis
  let layers: [any ChartLayer]
}

/// A set of values in a chart.
protocol ChartLayer: Sendable {
  /// What the legend says, where the layer has an entry of its own.
  var legend: ChartLegend? { get }
  /// The values that the horizontal axis must cover.
  var xValues: [Double] { get }
  /// The values that the vertical axis must cover.
  var yValues: [Double] { get }
  /// The layer in the coordinates of a frame.
  func draw(in frame: PlotFrame) -> [SVGElement]
}

/// An entry of a legend: a name and a sample.
struct ChartLegend: Sendable, Hashable {
  /// The form of the sample.
  enum Sample: Sendable, Hashable {
    case line, point
    /// How much of what lies behind it an area covers.
    case area(opacity: String)
  }

  let label: String
  let pen: ChartStyle.Pen
  let sample: Sample
}

/// Where a chart's values lie in its drawing.
struct PlotFrame: Sendable {
  let left: Double
  let top: Double
  let width: Double
  let height: Double
  let x: AxisScale
  let y: AxisScale

  var right: Double { left + width }
  var bottom: Double { top + height }

  /// The place of a pair of values.
  func point(_ x: Double, _ y: Double) -> Point { Point(x: self.x(x), y: self.y(y)) }

  /// The horizontal coordinate of a value, kept inside the frame.
  func x(_ value: Double) -> Double { left + width * min(max(x.position(value), 0), 1) }

  /// The vertical coordinate of a value, kept inside the frame.
  func y(_ value: Double) -> Double { bottom - height * min(max(y.position(value), 0), 1) }
}
