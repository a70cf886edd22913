import EmbeddingSets
import Findings

/// Whether a simple transform is worth trying: only where the set has hubs or an offset, and a trial on a
/// sample took a good part of the hubs off, beyond its interval, without making the sphere less even.
enum TransformJudge: Judge {
  static func judge(_ evidence: Evidence) -> [Judgement] {
    guard let found = evidence.statistics.trials.value, let before = found.skewness,
      hasSomethingToGain(evidence, before), let (candidate, trial) = best(found, before, evidence)
    else { return [] }
    let gain = found.uniformityGain(trial)
    func fixed(_ value: Double) -> String { NumberText.fixed(value, decimals: 2) }
    let interval = trial.skewnessInterval.map { " [\(fixed($0.low)), \(fixed($0.high))]" } ?? ""
    return [
      Judgement(
        finding: Finding(
          id: "transform", severity: .note,
          message:
            "\(Self.words(candidate)) takes \(fixed(trial.skewnessGain))\(interval) off a hub "
            + "skewness of \(fixed(before)) and \(fixed(gain.value)) off the uniformity, in a trial on "
            + "\(Wording.count(found.rowCount, "row")); "
            + "\(NumberText.percent(1 - trial.overlap.value, decimals: 0)) of the 10 nearest neighbours "
            + "change, for better or worse.",
          evidence: [
            MetricID("transform.\(candidate.rawValue).hub-skewness-gain@k=10"),
            MetricID("transform.\(candidate.rawValue).uniformity-gain@t=2"),
            MetricID("transform.\(candidate.rawValue).neighbor-overlap@k=10"),
            MetricID("transform.\(candidate.rawValue).one-sided-overlap@k=10"),
          ],
          advice:
            "Try embedscope transform SET --steps \(trial.recipe) --fit FILE --output OUT.npy, put "
            + "queries through the same fit (--apply FILE; left as they were they find "
            + "\(NumberText.percent(trial.oneSided.value, decimals: 0)) of the new neighbours), and let "
            + "judgments decide (embedscope evaluate)."),
        words: "room for a transform", isHeadline: false)
    ]
  }

  private static func hasSomethingToGain(_ evidence: Evidence, _ sampled: Double) -> Bool {
    let skewness = evidence.number("neighbors.hub-skewness@k=10") ?? sampled
    let cosine = evidence.number("isotropy.mean-cosine") ?? 0
    return skewness > evidence.thresholds["hub-skewness"]
      || cosine > evidence.thresholds["mean-cosine"]
  }

  /// The candidate that surely takes enough off; of two the simpler, unless the other surely does better.
  private static func best(
    _ found: TransformTrials, _ before: Double, _ evidence: Evidence
  ) -> (TransformTrials.Candidate, TransformTrials.Trial)? {
    let needed = max(0, evidence.thresholds["transform-gain"] * before)
    var best: (TransformTrials.Candidate, TransformTrials.Trial)?
    for candidate in TransformTrials.Candidate.allCases {
      guard let trial = found.trials[candidate], let interval = trial.skewnessInterval,
        interval.low > needed, (found.uniformityGain(trial).interval?.low ?? -1) > 0
      else { continue }
      if let (_, simpler) = best, interval.low <= simpler.skewnessGain { continue }
      best = (candidate, trial)
    }
    return best
  }

  private static func words(_ candidate: TransformTrials.Candidate) -> String {
    switch candidate {
    case .center: "centering"
    case .allButTheTop: "taking the mean and the leading axes off"
    }
  }
}
