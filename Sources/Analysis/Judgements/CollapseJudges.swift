import EmbeddingSets
import Findings

/// How many of the d directions are used.
enum CollapseJudge: Judge {
  static let id: MetricID = "spectrum.centered.participation-ratio-debiased"

  static func judge(_ evidence: Evidence) -> [Judgement] {
    let columnCount = evidence.statistics.shape.columnCount
    if let centered = evidence.statistics.statistics(.centered) {
      if !centered.isResolved { return [nothingLeft(evidence)] }
      if centered.rank == 0 { return [nearStorage(evidence)] }
    }
    guard let dimension = evidence.number(id), columnCount > 1 else { return [] }
    // no population reads below 1: a few rows dominate the estimate, and the unit views tell more
    guard dimension >= 1 else { return [] }
    let share = dimension / Double(columnCount)
    let known = evidence.metrics[id]?.interval
    let upper = (known?.high ?? dimension) / Double(columnCount)
    let isCollapsed =
      share < evidence.thresholds["collapsed"] && upper < evidence.thresholds["narrow"]
    guard isCollapsed || share < evidence.thresholds["narrow"] else { return [] }
    let interval = known.map { " " + NumberText.rounded($0, significantDigits: 3) }
    let rounded = NumberText.rounded(dimension, significantDigits: 3)
    return [
      Judgement(
        finding: Finding(
          id: "collapse", severity: isCollapsed ? .failure : .warning,
          message: "the set lives along \(rounded)\(interval ?? "") of \(columnCount) directions "
            + "(debiased participation ratio, \(NumberText.percent(share)) of the dimensions).",
          evidence: [id, "spectrum.centered.effective-rank", "spectrum.centered.dims@share=0.9"],
          advice: isCollapsed
            ? "Dimensional collapse: weaken augmentation, add a projector or a variance term, and "
              + "check for dropped layers in the export."
            : "Compare with an earlier export; a PCA to the 99 % dimensions loses little."),
        words: isCollapsed
          ? "collapsed to \(rounded) of \(columnCount) directions"
          : "only \(rounded) of \(columnCount) directions in use")
    ]
  }

  private static func nothingLeft(_ evidence: Evidence) -> Judgement {
    let areEqual = evidence.statistics.tally.allRowsEqual
    return Judgement(
      finding: Finding(
        id: "collapse", severity: .failure,
        message: areEqual
          ? "all rows are equal: complete collapse."
          : "rows differ by less than storing them may have changed them: complete collapse.",
        evidence: ["spectrum.centered.rank"],
        advice: "Stop: check the learning rate, the loss and that the right layer is exported."),
      words: "collapsed to a single point")
  }

  private static func nearStorage(_ evidence: Evidence) -> Judgement {
    Judgement(
      finding: Finding(
        id: "storage-noise", severity: .warning,
        message: "no direction spreads more than storing the rows as "
          + "\(evidence.statistics.shape.storedAs) may have caused: the offset is too large for the "
          + "type.",
        evidence: ["spectrum.centered.rank", "spectrum.centered.sigma-max"],
        advice: "Export in float32, or take the mean off before storing."),
      words: "a spread near the rounding of \(evidence.statistics.shape.storedAs)")
  }
}

/// One direction that holds most of the variance.
enum TopDirection: Judge {
  static func judge(_ evidence: Evidence) -> [Judgement] {
    // few rows have a dominant direction by necessity: white noise of their size is the measure
    guard let stable = evidence.number("spectrum.centered.stable-rank"),
      evidence.statistics.shape.columnCount > 1,
      1 / stable > evidence.thresholds["top-share"],
      1 / stable > 2 * noiseShare(evidence)
    else { return [] }
    return [
      Judgement(
        finding: Finding(
          id: "top-direction", severity: .warning,
          message:
            "one direction holds \(NumberText.percent(1 / stable)) of the centered variance.",
          evidence: ["spectrum.centered.stable-rank"],
          advice: "Look for what it encodes (length, language, norm); remove it or scale it down."),
        words: "one dominant direction")
    ]
  }

  /// The share of the top direction of white noise with as many rows and columns.
  private static func noiseShare(_ evidence: Evidence) -> Double {
    let noise = WhiteNoise.eigenvalues(
      rowCount: max(1, evidence.statistics.tally.finiteCount - 1),
      columnCount: evidence.statistics.shape.columnCount)
    return (noise.first ?? 0) / noise.reduce(0, +)
  }
}

/// Directions that are bunched on the sphere.
enum UniformityJudge: Judge {
  static func judge(_ evidence: Evidence) -> [Judgement] {
    guard let gap = evidence.number("uniformity-gap@t=2"),
      gap > evidence.thresholds["uniformity-gap"]
    else { return [] }
    return [
      Judgement(
        finding: Finding(
          id: "uniformity-gap", severity: .warning,
          message:
            "uniformity (t=2) is \(NumberText.fixed(gap, decimals: 2)) above the floor of the "
            + "sphere: directions are bunched.",
          evidence: ["uniformity-gap@t=2", "uniformity@t=2"],
          advice:
            "See whether centering lowers it (an offset) or not (clusters, duplicates); more or "
            + "harder negatives spread a contrastive model."),
        words: "bunched directions")
    ]
  }
}
