/// Checks to start from, written as a policy writes them.
///
/// No paper gives absolute limits for geometry, so presets fail on broken data and on collapse that
/// no use survives, warn loosely, and leave the rest to a baseline.
public struct PolicyPreset: Sendable {
  /// The name that `preset:` takes.
  public let name: String
  /// What it is for.
  public let meaning: String
  /// Its checks, as a document with the one key `checks`.
  public let text: String

  /// Every preset.
  ///
  /// The only list of them.
  public static let all = [retrievalDefault, neighborsDefault, trainingDefault]

  /// Sound data and no collapse, for vectors that are about to be indexed.
  static let retrievalDefault = PolicyPreset(
    name: "retrieval-default",
    meaning: "an export that is about to be indexed: sound rows, equal dimensions, no collapse",
    text: """
      checks:
        - {metric: "*.data.rows-nonfinite", fail: "> 0"}
        - {metric: "*.data.rows-zero", fail: "> 0"}
        - {metric: "*.data.duplicate-rows", warn: "> 1% of data.rows"}
        - {metric: "*.data.columns-dead", warn: "> 0"}
        - metric: "*.spectrum.centered.participation-ratio-debiased"
          fail: "< 2% of data.dimensions"
          warn: "< 10% of data.dimensions"
        - {metric: "*.spectrum.centered.stable-rank", warn: "< 2"}
        - {metric: "*.uniformity-gap@t=2", warn: "> 1"}
        - {metric: "*.isotropy.rogue-share", warn: "> 0.1"}
        - {metric: queries.data.dimensions, fail: "!= corpus.data.dimensions"}
      """)

  /// What a search among the rows will meet, for sets of a thousand rows or more.
  ///
  /// A preset of its own, because it costs a search for the neighbours of every row; beyond
  /// `neighbors_budget` its metrics are skipped, and the run has no verdict.
  static let neighborsDefault = PolicyPreset(
    name: "neighbors-default",
    meaning: "what a search will meet: hubs, rows nobody finds, near duplicates, islands",
    text: """
      checks:
        - metric: "*.neighbors.hub-max@k=10"
          warn: "> 5% of data.rows"
        - metric: "*.neighbors.hub-skewness@k=10"
          baseline: {max_increase: 1, verdict: warn, required: false}
        - {metric: "*.neighbors.antihub-share@k=10", warn: "> 0.5"}
        - {metric: "*.neighbors.near-duplicate-pairs@cosine=0.999", warn: "> 1% of data.rows"}
        - {metric: "*.neighbors.main-island-share@k=10", warn: "< 0.9"}
      """)

  /// Collapse while it happens, for checkpoints that are compared with the last good one.
  static let trainingDefault = PolicyPreset(
    name: "training-default",
    meaning: "checkpoints of one run: no collapse, and no slide against the baseline",
    text: """
      checks:
        - {metric: "*.data.rows-nonfinite", fail: "> 0"}
        - {metric: "*.data.rows-zero", fail: "> 0"}
        - {metric: "*.data.columns-dead", warn: "> 0"}
        - metric: "*.spectrum.centered.participation-ratio-debiased"
          fail: "< 2% of data.dimensions"
          warn: "< 10% of data.dimensions"
          baseline: {max_drop: "20%", noise: 2, required: false}
        - metric: "*.spectrum.centered.effective-rank"
          baseline: {max_drop: "10%", noise: 2, required: false}
        - {metric: "*.spectrum.centered.stable-rank", warn: "< 2"}
        - metric: "*.uniformity@t=2"
          baseline: {max_increase: 0.25, noise: 2, required: false}
        - {metric: "*.uniformity-gap@t=2", warn: "> 1"}
      """)
}
