import Findings

/// Bootstrap intervals of the losses at every temperature.
struct InfoNCEIntervals: Sendable {
  let results: [InfoNCEResult]
  let roster: PairRoster
  let bootstrap: PairBootstrap

  /// Intervals of forward, reverse and symmetric loss, in the order of the results.
  ///
  /// Where every row is in one pair, both directions are drawn again together, pair by pair; elsewhere
  /// each direction draws its own queries.
  func intervals() async throws -> [(
    forward: Interval?, reverse: Interval?, symmetric: Interval?
  )] {
    let forward: [[Double]]
    let reverse: [[Double]]
    let forwardColumns = results.map(\.forward.losses)
    if roster.isOneToOne {
      let paired = results.map { result in
        roster.positives.map { result.reverse.losses[$0] }
      }
      let weights = [Double](repeating: 1, count: roster.first.pairedCount)
      let both = try await bootstrap.replicates(forwardColumns + paired, weights: weights)
      forward = Array(both.prefix(results.count))
      reverse = Array(both.suffix(results.count))
    } else {
      forward = try await bootstrap.replicates(
        forwardColumns, weights: Array(repeating: 1, count: roster.first.pairedCount))
      reverse = try await PairBootstrap(seed: bootstrap.seed &+ 1, jobs: bootstrap.jobs).replicates(
        results.map(\.reverse.losses),
        weights: Array(repeating: 1, count: roster.second.pairedCount))
    }
    return results.indices.map { index in
      let result = results[index]
      let symmetric = zip(forward[index], reverse[index]).map { ($0 + $1) / 2 }
      return (
        PairBootstrap.interval(forward[index], about: result.forward.loss),
        PairBootstrap.interval(reverse[index], about: result.reverse.loss),
        PairBootstrap.interval(symmetric, about: result.symmetricLoss)
      )
    }
  }
}
