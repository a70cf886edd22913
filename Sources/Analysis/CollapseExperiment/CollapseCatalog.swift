public import Findings

/// The metrics of the collapse experiment: four of each published run.
public enum CollapseCatalog {
  /// What is said of a run.
  enum Quantity: String, CaseIterable, Sendable {
    case participationRatio = "participation-ratio"
    case effectiveRank = "effective-rank"
    case collapsed = "collapsed-directions"
    case negative = "negative-eigenvalues"
  }

  /// One metric.
  struct Entry: Sendable {
    let run: CollapseRun
    let quantity: Quantity

    func value(_ trajectory: CollapseTrajectory) -> Double? {
      switch quantity {
      case .participationRatio: trajectory.last.participationRatio
      case .effectiveRank: trajectory.last.effectiveRank
      case .collapsed: Double(trajectory.last.collapsedCount)
      case .negative: Double(trajectory.checkpoints[0].negativeCount)
      }
    }

    var descriptor: MetricDescriptor {
      let words = CollapseCatalog.words(quantity)
      return MetricDescriptor(
        id: MetricID("collapse.\(run.name).\(quantity.rawValue)"), family: "collapse",
        title: "\(words.title), \(run.name)",
        definition: words.definition + " Mean over seeds; the interval is their range.",
        formula: words.formula, unit: .dimensions, range: words.range, reading: words.reading,
        edgeCases: "Undefined where no output has any spread.",
        source: "Jing et al. 2022, arXiv 2110.09348, sections 4 and 5")
    }
  }

  static let all = CollapseRun.published.flatMap { run in
    Quantity.allCases.map { Entry(run: run, quantity: $0) }
  }

  /// All definitions, in the order of the report.
  public static let descriptors = all.map(\.descriptor)

  private static func words(
    _ quantity: Quantity
  ) -> (title: String, definition: String, formula: String, range: String, reading: String) {
    switch quantity {
    case .participationRatio:
      (
        "participation ratio",
        "Participation ratio of the covariance of 1,000 fresh outputs after training.",
        "(sum l)^2 / sum l^2", "[1, 16]",
        "16 without collapse; 8 where half the directions are gone."
      )
    case .effectiveRank:
      (
        "effective rank",
        "Effective rank of the centered outputs of 1,000 fresh inputs after training.",
        "exp entropy of s / sum s, s^2 = l", "[1, 16]",
        "Forgives collapse: eight directions with 7 % of the variance still count for five."
      )
    case .collapsed:
      (
        "collapsed directions",
        "Eigenvalues of the covariance of fresh outputs below a tenth of the largest.",
        "#{ l < l_1 / 10 }", "[0, 15]", "Eight where augmentation destroyed half the inputs."
      )
    case .negative:
      (
        "negative eigenvalues before training",
        "Negative eigenvalues of the weighted data minus augmentation covariance of the network before "
          + "training.", "#{ eigenvalues of S0 - S1 < 0 }", "[0, 16]",
        "Theory: weights shrink along these. With noise of variance above that of the data, as many as "
          + "inputs are augmented."
      )
    }
  }
}
