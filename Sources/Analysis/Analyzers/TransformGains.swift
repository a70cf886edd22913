import EmbeddingSets
import Findings

/// What taking the mean or the leading axes off would do, tried on a sample.
enum TransformGains: Analyzer {
  static let family = MetricFamily.transform

  private static let rows = MetricDescriptor(
    id: "transform.trial-rows", family: "transform", title: "rows of the trial",
    definition: "Rows of the seeded sample that transforms were tried on, among themselves.",
    formula: "min(2000, n)", unit: .rows, range: "[100, 2000]",
    reading: "Mean and axes are those of all rows.",
    edgeCases: "Undefined with fewer than 100 rows that have a direction.", source: "ours")

  private struct Descriptors {
    let candidate: TransformTrials.Candidate
    let skewness, uniformity, overlap, oneSided: MetricDescriptor

    var all: [MetricDescriptor] { [skewness, uniformity, overlap, oneSided] }

    init(_ candidate: TransformTrials.Candidate) {
      self.candidate = candidate
      let what =
        switch candidate {
        case .center: "the mean is taken off"
        case .allButTheTop: "the mean and the max(1, d/100) leading axes are taken off"
        }
      func make(
        _ name: String, _ title: String, _ definition: String, _ formula: String, _ unit: Unit,
        _ range: String, _ reading: String
      ) -> MetricDescriptor {
        MetricDescriptor(
          id: MetricID("transform.\(candidate.rawValue).\(name)"), family: "transform",
          title: "\(title), \(candidate.rawValue)", definition: "\(definition) when \(what).",
          formula: formula, unit: unit, range: range, reading: reading,
          edgeCases: "Undefined as transform.trial-rows, where the axes are not known, and where a "
            + "row of the sample comes out as zero.",
          source: "Mu and Viswanath 2018, arXiv 1702.01417, for the transforms; the trial is ours")
      }
      skewness = make(
        "hub-skewness-gain@k=10", "hub skewness taken off",
        "Skewness of the 10-occurrences in the sample, before less after,", "skewness - skewness'",
        .ratio, "(-inf, inf)",
        "Above 0 there are fewer hubs. Interval: paired block jackknife over rows.")
      uniformity = make(
        "uniformity-gain@t=2", "uniformity gained",
        "Uniformity (t = 2) of the sample, before less after,", "uniformity - uniformity'", .nats,
        "[-8, 8]",
        "Above 0 the sphere is covered more evenly. The interval adds both half-widths.")
      overlap = make(
        "neighbor-overlap@k=10", "neighbours kept",
        "Share of the 10 nearest rows of the sample that stay", "mean_i |N(i) and N'(i)| / 10",
        .ratio, "[0, 1]", "How much changes; not whether for the better.")
      oneSided = make(
        "one-sided-overlap@k=10", "neighbours found by queries as they were",
        "Share of the 10 nearest after it that a row finds which did not go through it itself,",
        "mean_i |N'(i) and N''(i)| / 10", .ratio, "[0, 1]",
        "What is left when documents are transformed and queries forgotten.")
    }
  }

  private static let candidates = TransformTrials.Candidate.allCases.map(Descriptors.init)

  static let descriptors = [rows] + candidates.flatMap(\.all)

  static func measure(_ statistics: SetStatistics) -> [Metric] {
    guard let found = statistics.trials.value else {
      return descriptors.map { $0.metric(statistics.trials.missing) }
    }
    return [rows.measured(found.rowCount)]
      + candidates.flatMap { descriptors -> [Metric] in
        guard let trial = found.trials[descriptors.candidate] else {
          return descriptors.all.map {
            $0.metric(.undefined(reason: "the axes are not known, or a row comes out as zero"))
          }
        }
        let uniformity = found.uniformityGain(trial)
        return [
          descriptors.skewness.measured(trial.skewnessGain, interval: trial.skewnessInterval),
          descriptors.uniformity.measured(uniformity.value, interval: uniformity.interval),
          descriptors.overlap.measured(trial.overlap.value, interval: trial.overlap.interval),
          descriptors.oneSided.measured(trial.oneSided.value, interval: trial.oneSided.interval),
        ]
      }
  }
}
