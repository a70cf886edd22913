import EmbeddingSets
import Findings

/// Columns that carry nothing.
enum DeadDimensions: Judge {
  static func judge(_ evidence: Evidence) -> [Judgement] {
    guard let found = ColumnHealth.find(evidence.statistics), !found.dead.isEmpty,
      found.dead.count < evidence.statistics.shape.columnCount
    else { return [] }
    let shown = found.dead.prefix(8).map(String.init).joined(separator: ", ")
    let more = found.dead.count > 8 ? " and \(found.dead.count - 8) more" : ""
    let isOne = found.dead.count == 1
    let constant =
      found.constant.isEmpty
      ? ""
      : found.constant.count == found.dead.count
        ? " (constant)"
        : " (\(found.constant.count) constant)"
    return [
      Judgement(
        finding: Finding(
          id: "dead-dimensions", severity: .warning,
          message: "\(isOne ? "dimension" : "dimensions") \(shown)\(more) \(isOne ? "is" : "are") "
            + "dead\(constant): \(isOne ? "it spreads" : "they spread") at most 1/1000 of the "
            + "median dimension, or less than their own storage rounding.",
          evidence: ["data.columns-dead", "data.columns-constant"],
          advice: "They carry nothing and waste int8 codes. Drop them, or check the last LayerNorm."
        ),
        words: Wording.count(found.dead.count, "dead dimension"))
    ]
  }
}

/// One column that makes all rows look alike.
enum RogueColumn: Judge {
  static func judge(_ evidence: Evidence) -> [Judgement] {
    guard let share = evidence.number("isotropy.rogue-share"),
      let column = evidence.number("isotropy.rogue-dimension"),
      evidence.statistics.shape.columnCount > 1, share > evidence.thresholds["rogue-share"],
      let mean = evidence.number("isotropy.mean-cosine")
    else { return [] }
    return [
      Judgement(
        finding: Finding(
          id: "rogue-dimension", severity: .warning,
          message: "dimension \(Int(column)) alone adds \(NumberText.fixed(share, decimals: 3)) to "
            + "the mean cosine of \(NumberText.fixed(mean, decimals: 3)).",
          evidence: ["isotropy.rogue-share", "isotropy.rogue-dimension", "isotropy.mean-cosine"],
          advice: "Center or z-score the vectors, queries with the same mean, and compare rankings."
        ),
        words: "a rogue dimension")
    ]
  }
}

/// Cosines that are high before centering only.
enum CosineOffset: Judge {
  static func judge(_ evidence: Evidence) -> [Judgement] {
    guard let mean = evidence.number("isotropy.mean-cosine"),
      mean > evidence.thresholds["mean-cosine"],
      let centered = evidence.number("isotropy.mean-cosine-centered")
    else { return [] }
    return [
      Judgement(
        finding: Finding(
          id: "anisotropy", severity: .note,
          message: "the mean cosine is \(NumberText.fixed(mean, decimals: 3)), and "
            + "\(NumberText.fixed(centered, decimals: 3)) after centering. Whether a common offset "
            + "hurts is disputed; a raw cosine is no verdict.",
          evidence: ["isotropy.mean-cosine", "isotropy.mean-cosine-centered"],
          advice: "Use cosine thresholds relative to this mean, or center before comparing."),
        words: "high cosines", isHeadline: false)
    ]
  }
}

/// A cloud that stays skewed after centering.
enum CenteredSkew: Judge {
  static func judge(_ evidence: Evidence) -> [Judgement] {
    guard let mean = evidence.number("isotropy.mean-cosine-centered"),
      mean > evidence.thresholds["mean-cosine-centered"]
    else { return [] }
    return [
      Judgement(
        finding: Finding(
          id: "centered-anisotropy", severity: .warning,
          message:
            "even after centering the mean cosine is \(NumberText.fixed(mean, decimals: 3)): "
            + "a few far rows pull the mean away from the crowd.",
          evidence: ["isotropy.mean-cosine-centered", "isotropy.mean-cosine"],
          advice: "Look at the rows of largest norm; normalise rows before centering."),
        words: "a skewed cloud")
    ]
  }
}

/// A mean row that holds most of the squared norms.
enum MeanOffset: Judge {
  static func judge(_ evidence: Evidence) -> [Judgement] {
    guard let raw = evidence.statistics.statistics(.raw),
      let centered = evidence.statistics.statistics(.centered), raw.totals.trace > 0
    else { return [] }
    let share = 1 - centered.totals.trace / raw.totals.trace
    guard share > evidence.thresholds["mean-offset"] else { return [] }
    return [
      Judgement(
        finding: Finding(
          id: "mean-offset", severity: .note,
          message:
            "\(NumberText.percent(share)) of the squared norms lie in the mean row, so the raw "
            + "spectrum reads the offset, not the vectors.",
          evidence: ["spectrum.raw.participation-ratio", "spectrum.centered.participation-ratio"],
          advice: "Read the centered views; raw RankMe and raw stable rank say nothing here."),
        words: "a large mean offset", isHeadline: false)
    ]
  }
}
