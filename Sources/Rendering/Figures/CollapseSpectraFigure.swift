import Findings

/// The spectrum after training of every run of the collapse experiment, with the one that theory predicts.
///
/// - Source: Jing, Vincent, LeCun and Tian, "Understanding dimensional collapse in contrastive
///   self-supervised learning", ICLR 2022, figures 3 and 6.
enum CollapseSpectraFigure: SingleFigure {
  static let id = "collapse-spectra"

  static func chart(of reports: [Report]) -> Chart? {
    guard reports.count == 1, let series = reports[0].series("collapse.predictions") else {
      return nil
    }
    let runs = CollapseRuns(series, value: "ln_eigenvalue")
    guard !runs.names.isEmpty else { return nil }
    let theory = CollapseRuns(series, value: "ln_settled_infinite_batch")
    var layers: [any ChartLayer] = runs.names.enumerated().map { index, name in
      LineLayer(
        label: name, pen: ChartStyle.pen(index), points: runs.means(of: name), marksPoints: true)
    }
    var isNamed = false
    for name in runs.names {
      let points = theory.means(of: name)
      guard !points.isEmpty else { continue }
      layers.append(
        LineLayer(
          label: isNamed ? nil : "theory, infinite batch", pen: ChartStyle.quiet, points: points))
      isNamed = true
    }
    return Chart(
      id: id, title: "Spectra after training",
      summary:
        "Natural logarithm of the eigenvalues of the embeddings' covariance, largest first, mean "
        + "over seeds, with the values that an infinite batch would settle at.",
      x: Chart.Axis(label: "direction", kind: .linear, including: [0]),
      y: Chart.Axis(label: "ln eigenvalue", kind: .linear), layers: layers)
  }
}

/// A column of a table with a row a run, seed and direction.
struct CollapseRuns {
  private struct Key: Hashable {
    let run: String
    let index: Double
  }

  /// Runs in the order in which they first occur.
  let names: [String]
  private var sums: [Key: (sum: Double, count: Double)] = [:]
  private var indices: [String: Set<Double>] = [:]

  /// The column of a table; no runs where it lacks the columns.
  init(_ series: Series, value column: String) {
    guard let runs = series.texts("run"), let indices = series.numbers("index"),
      let values = series.numbers(column)
    else {
      names = []
      return
    }
    var order: [String] = []
    for row in runs.indices {
      if self.indices[runs[row]] == nil {
        order.append(runs[row])
        self.indices[runs[row]] = []
      }
      guard let index = indices[row], let value = values[row] else { continue }
      self.indices[runs[row], default: []].insert(index)
      let old = sums[Key(run: runs[row], index: index)] ?? (0, 0)
      sums[Key(run: runs[row], index: index)] = (old.sum + value, old.count + 1)
    }
    names = order
  }

  /// The mean over seeds by direction.
  func means(of run: String) -> [Point] {
    (indices[run] ?? []).sorted().compactMap { index in
      sums[Key(run: run, index: index)].map { Point(x: index, y: $0.sum / $0.count) }
    }
  }
}
