import Findings
import RealModule

/// The free-embedding experiment: critical sizes found here and published, and what the curves through
/// them say of dimensions that nobody measured.
///
/// - Source: Weller, Boratko, Naim and Lee, "On the theoretical limitations of embedding-based
///   retrieval", ICLR 2026, figure 2.
enum CriticalSizeFigure: Figure {
  static let id = "critical-n"

  /// The published points end here.
  private static let lastPublished = 45.0
  /// Curves that are drawn, by what the table of fits calls them.
  private static let shown = [
    ("published cubic, as printed", "published cubic"),
    ("published points up to 42, cubic", "cubic without the last 3 points"),
    ("published points up to 42, quadratic", "parabola without them"),
  ]

  static func charts(of reports: [Report]) -> [Chart] {
    guard reports.count == 1, let table = reports[0].series("critical-n.table") else { return [] }
    let measured = table.points("dimension", "critical_n") ?? []
    let published = table.points("dimension", "published") ?? []
    guard !measured.isEmpty || !published.isEmpty else { return [] }
    let fits = reports[0].series("critical-n.fits").map(curves) ?? []
    return [near(measured, published, fits), far(measured, fits)].compactMap { $0 }
  }

  private static func near(
    _ measured: [Point], _ published: [Point], _ fits: [(String, [Double])]
  ) -> Chart {
    let lines = fits.enumerated().map { index, fit -> any ChartLayer in
      LineLayer(
        label: fit.0, pen: ChartStyle.pen(index),
        points: stride(from: 4, through: lastPublished, by: 0.5).map {
          Point(x: $0, y: value(fit.1, at: $0))
        })
    }
    let points: [any ChartLayer] = [
      PointLayer(label: "published", pen: ChartStyle.pen(4), points: published),
      PointLayer(label: "found here", pen: ChartStyle.pen(3), points: measured),
    ]
    let first = measured.first.map {
      " Found here: \(NumberText.rounded($0.y)) at d = \(NumberText.rounded($0.x))"
    }
    let last = measured.count > 1 ? measured.last : nil
    let words =
      (first ?? "")
      + (last.map { " to \(NumberText.rounded($0.y)) at d = \(NumberText.rounded($0.x))" } ?? "")
    return Chart(
      id: id, title: "Documents that gradient descent can place",
      summary: "Largest number of documents of which every pair is retrievable.\(words). "
        + "Geometry sets no limit from 4 dimensions on.",
      x: Chart.Axis(label: "dimensions", kind: .linear, including: [0]),
      y: Chart.Axis(label: "critical n", kind: .linear, including: [0]), layers: lines + points)
  }

  private static func far(_ measured: [Point], _ fits: [(String, [Double])]) -> Chart? {
    guard !fits.isEmpty else { return nil }
    let dimensions = stride(from: 2, through: 12, by: 0.125).map { Double.pow(2, $0) }
    let lines = fits.enumerated().map { index, fit -> any ChartLayer in
      LineLayer(
        label: fit.0, pen: ChartStyle.pen(index),
        points: dimensions.map { Point(x: $0, y: value(fit.1, at: $0)) }.filter { $0.y > 0 })
    }
    let layers: [any ChartLayer] =
      [
        RuleLayer(
          direction: .vertical, value: lastPublished, label: "the data end at 45")
      ] + lines + [
        PointLayer(label: "found here", pen: ChartStyle.pen(3), points: measured)
      ]
    let words = fits.map { fit in
      "\(fit.0) \(millions(value(fit.1, at: 4096)))"
    }
    return Chart(
      id: "\(id)-extrapolation", title: "What the curves say far away",
      summary: "Extrapolated to 4,096 dimensions: \(words.joined(separator: ", ")).",
      x: Chart.Axis(
        label: "dimensions", kind: .logarithmic, ticks: [4, 16, 64, 256, 1024, 4096]),
      y: Chart.Axis(label: "critical n", kind: .logarithmic), layers: layers)
  }

  /// The coefficients of the curves that are drawn.
  private static func curves(_ series: Series) -> [(String, [Double])] {
    guard let names = series.texts("fit") else { return [] }
    let coefficients = (0...3).map { series.numbers("c\($0)") ?? [] }
    return shown.compactMap { name, label in
      guard let row = names.firstIndex(of: name) else { return nil }
      let values = coefficients.map { $0.indices.contains(row) ? $0[row] ?? 0 : 0 }
      return (label, values)
    }
  }

  /// Two digits of a large number: `260 million`, `4.8 million`.
  private static func millions(_ value: Double) -> String {
    let millions = value / 1e6
    let step = millions >= 10 ? Double.pow(10, Double.log10(millions).rounded(.down) - 1) : 0.1
    return "\(NumberText.rounded((millions / step).rounded() * step, significantDigits: 3)) million"
  }

  private static func value(_ coefficients: [Double], at x: Double) -> Double {
    coefficients.reversed().reduce(0) { $0 * x + $1 }
  }
}
