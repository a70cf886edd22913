import EmbeddingSets
import Findings

/// Which directions are noise to the pairs.
enum AugmentationRatios: PairAnalyzer {
  static let family = MetricFamily.augmentation

  private static let paper = "Jing et al. 2022, arXiv 2110.09348, section 4; ratios by EmbedScope"
  private static let caveat =
    "Measured on outputs, where suppressed directions are already gone: a cause is proved only on the "
    + "input or on features before the projector."
  private static let edges =
    "Undefined without a pair, or where all rows of the pairs are equal. Directions whose total "
    + "covariance is at most 1e-10 of the largest are dropped first."

  private static func ratio(_ name: String, _ title: String, _ reading: String) -> MetricDescriptor
  {
    MetricDescriptor(
      id: MetricID("augmentation.ratio-\(name)"), family: "augmentation", title: title,
      definition: "\(title) of r over directions, with Sa w = r St w; Sa is half the mean outer "
        + "product of x - y over pairs, St the mean covariance of both views about their common mean. "
        + "Rows are taken as they are, not scaled to norm 1.",
      formula: "eigenvalues of St^-1/2 Sa St^-1/2", unit: .ratio, range: "[0, 2]",
      reading:
        "0 where the views agree, 1 where they are unrelated, above 0.5 where pair noise exceeds "
        + "shared signal; 1 - r is the correlation of the views. \(reading) \(caveat)",
      edgeCases: edges, source: paper)
  }
  private static let smallest = ratio(
    "min", "smallest ratio", "The direction that pairs share most.")
  private static let median = ratio("median", "median ratio", "The typical direction.")
  private static let largest = ratio(
    "max", "largest ratio", "Above 1 the views oppose each other in that direction.")
  private static let null = MetricDescriptor(
    id: "augmentation.null-directions", family: "augmentation", title: "null directions dropped",
    definition: "Directions without spread, dropped before the eigenproblem.",
    formula: "#{ eigenvalue of St <= 1e-10 of the largest }", unit: .dimensions, range: "[0, d]",
    reading:
      "Dead dimensions, or fewer pairs than dimensions. A ridge in their place would read them "
      + "as a perfect signal.", edgeCases: "As augmentation.ratio-min.", source: "EmbedScope")
  private static let dominated = MetricDescriptor(
    id: "augmentation.dominated-directions", family: "augmentation",
    title: "directions dominated by pair noise", definition: "Directions with r above 0.5.",
    formula: "#{ r > 0.5 }", unit: .dimensions, range: "[0, d - null directions]",
    reading:
      "Where the two rows of a pair differ more than they agree. Few pairs spread the ratios: "
      + "read it beside the permutation null, and with five pairs a dimension. \(caveat)",
    edgeCases: edges, source: paper)
  private static let signal = MetricDescriptor(
    id: "augmentation.signal-directions", family: "augmentation",
    title: "directions shared beyond chance",
    definition:
      "Directions with r below every ratio of the permutation null: pairs dealt out again at "
      + "random 19 times.", formula: "#{ r < min of the null }", unit: .dimensions,
    range: "[0, d - null directions]",
    reading: "At most one pairing in twenty without any relation would show one such direction.",
    edgeCases: "Skipped where the permutations exceed --pair-budget even on a sample of pairs.",
    source: "permutation test; seeded")
  private static let opposed = MetricDescriptor(
    id: "augmentation.opposed-directions", family: "augmentation",
    title: "directions opposed beyond chance",
    definition: "Directions with r above every ratio of the permutation null.",
    formula: "#{ r > max of the null }", unit: .dimensions, range: "[0, d - null directions]",
    reading:
      "Directions in which the two sides differ systematically: a mean offset between the sets, "
      + "or training that pushed them apart.", edgeCases: "As augmentation.signal-directions.",
    source: "permutation test; seeded")

  static let descriptors = [smallest, median, largest, null, dominated, signal, opposed]

  static func measure(_ statistics: PairStatistics) -> [Metric] {
    switch statistics.augmentation {
    case .undefined(let reason): return descriptors.map { $0.metric(.undefined(reason: reason)) }
    case .skipped(let reason): return descriptors.map { $0.metric(.skipped(reason: reason)) }
    case .result(let found):
      let ratios = found.ratios
      let spectrum = [
        smallest.measured(ratios[0]),
        median.measured(Quantiles.value(0.5, ofSorted: ratios)),
        largest.measured(ratios[ratios.count - 1]),
        null.measured(found.nullDirections), dominated.measured(found.dominatedCount),
      ]
      guard let (low, high) = found.chance else {
        let reason = MetricValue.skipped(reason: found.reasonWithoutNull ?? "no permutations")
        return spectrum + [signal.metric(reason), opposed.metric(reason)]
      }
      return spectrum + [
        signal.measured(ratios.count { $0 < low }), opposed.measured(ratios.count { $0 > high }),
      ]
    }
  }

  static func series(_ statistics: PairStatistics) -> [Series] {
    guard case .result(let found) = statistics.augmentation else { return [] }
    return [
      Series(
        id: "augmentation.ratios",
        columns: [
          "index", "ratio", "correlation", "null_low", "null_high", "largest_column",
          "column_share",
        ],
        rows: found.ratios.enumerated().map { index, ratio in
          let null = found.permuted.map { $0[index] }
          return [
            .integer(index + 1), .number(ratio), .number(1 - ratio),
            null.min().map(Cell.number) ?? .empty, null.max().map(Cell.number) ?? .empty,
            .integer(found.columns[index].column), .number(found.columns[index].share),
          ]
        })
    ]
  }
}

extension AugmentationSpectrum.Result {
  /// Directions with more pair noise than shared signal.
  var dominatedCount: Int { ratios.count { $0 > 0.5 } }

  /// The smallest and the largest ratio of all permutations.
  var chance: (low: Double, high: Double)? {
    guard let low = permuted.compactMap(\.first).min(),
      let high = permuted.compactMap(\.last).max()
    else { return nil }
    return (low, high)
  }
}
