import EmbeddingSets

/// What fusing all systems of a comparison by reciprocal ranks would do to the best of them.
///
/// The standard setting only, k = 60 with equal weights; ``Fusion`` tunes and explains.
public struct FusionOutlook: Sendable {
  /// The fused run against the best single system, query by query.
  public let pair: PairedComparison
  /// The best single system.
  public let best: String
  /// Mean of the primary measure of the fused run.
  public let mean: Double

  /// Depth to which lists are fused.
  static let depth = 100

  /// Fuses the contenders of a comparison; nil with fewer than two, or without a query they share.
  ///
  /// - Complexity: one fusion, one evaluation and one bootstrap.
  public init?(_ comparison: Comparison) async throws {
    let contenders = comparison.contenders
    guard contenders.count > 1, let leader = comparison.leader else { return nil }
    let fused = FusionInput(contenders.map(\.run), depth: Self.depth).fused(
      .reciprocalRank(k: 60, weights: contenders.map { _ in 1 }), name: "fusion")
    var measured = comparison.options.evaluation
    measured.measures = [comparison.options.primary]
    let evaluation = Evaluation(of: fused, against: comparison.judgments, options: measured)
    let shared = Comparison.shared(
      evaluation, comparison.evaluations[leader], comparison.options.primary.id)
    guard let mean = evaluation.mean(0), !shared.queries.isEmpty else { return nil }
    best = contenders[leader].name
    self.mean = mean
    pair = try await PairedComparison("fusion", shared.first, best, shared.second).tested(
      comparison.options, queries: shared.queries, groups: comparison.groups)
  }
}
