import RealModule

/// InfoNCE of every query of one direction at one temperature, from the sums of a sweep.
///
/// For a query with positives P and candidates C (without the query itself),
///
///     L = mean_{p ∈ P} -ln( e^{c_p/τ} / (e^{c_p/τ} + Σ_{j ∈ C \ P} e^{c_j/τ}) ),   M = |C| - |P| + 1
///
/// so with one positive M candidates include it, and with several the others are left out of its
/// denominator. ln M - mean L bounds the mutual information from below for the best critic only.
///
/// - Source: van den Oord et al. 2018, arXiv 1807.03748; Poole et al. 2019, arXiv 1905.06922.
struct InfoNCE: Sendable, Hashable {
  /// The loss of each query, in nats.
  let losses: [Double]
  /// The mean of ln M over the queries: what the bound cannot exceed.
  let ceiling: Double

  /// The mean loss.
  var loss: Double { losses.reduce(0, +) / Double(max(1, losses.count)) }
  /// ln M - L.
  var bound: Double { ceiling - loss }

  /// Losses from sums.
  ///
  /// - Parameters:
  ///   - positives: cosines of the positives of each query.
  ///   - sums: Σ exp((c - 1)/τ) over the other candidates of each query.
  ///   - candidateCounts: candidates of each query, itself left out where it would be one.
  init(
    positives: [[Double]], sums: ArraySlice<Double>, candidateCounts: [Int], temperature: Double
  ) {
    var losses: [Double] = []
    losses.reserveCapacity(positives.count)
    var ceiling = 0.0
    for (query, sum) in sums.enumerated() {
      let cosines = positives[query]
      var loss = 0.0
      // a query that has nothing to be told from has no loss, whatever a sum of nothing rounds to
      let hasOthers = candidateCounts[query] > cosines.count
      for cosine in cosines where hasOthers {
        // -ln(e/(e + S)) with e = exp((c-1)/τ), without forming e, which may underflow
        loss += Self.softplus(.log(sum) - (cosine - 1) / temperature)
      }
      losses.append(loss / Double(cosines.count))
      ceiling += .log(Double(max(1, candidateCounts[query] - cosines.count + 1)))
    }
    self.losses = losses
    self.ceiling = ceiling / Double(max(1, losses.count))
  }

  /// ln(1 + e^x); 0 for x = -∞.
  private static func softplus(_ x: Double) -> Double {
    x > 0 ? x + .log(onePlus: .exp(-x)) : .log(onePlus: .exp(x))
  }
}

/// InfoNCE of all queries at one temperature: both directions, among all candidates and among those
/// that are in a pair.
struct InfoNCEResult: Sendable {
  let temperature: Double
  /// Rows of the first set look for rows of the second.
  let forward: InfoNCE
  /// Rows of the second set look for rows of the first.
  let reverse: InfoNCE
  /// As `forward`, among the rows of the second set that are in a pair.
  let amongPaired: InfoNCE

  /// Half the sum of both directions.
  var symmetricLoss: Double { (forward.loss + reverse.loss) / 2 }
}

extension InfoNCEResult {
  /// The results of a sweep at each temperature, in the order asked for.
  static func all(
    _ sums: ContrastiveSums, roster: PairRoster, cosines: [Double], ladder: TemperatureLadder,
    temperatures: [Double]
  ) -> [InfoNCEResult] {
    var forward = [[Double]](repeating: [], count: roster.first.pairedCount)
    var reverse = [[Double]](repeating: [], count: roster.second.pairedCount)
    for row in forward.indices {
      for entry in roster.starts[row]..<roster.starts[row + 1] {
        let cosine = cosines[roster.pairNumbers[entry]]
        forward[row].append(cosine)
        reverse[roster.positives[entry]].append(cosine)
      }
    }
    // a row of one set is no candidate for itself
    let ownCount = roster.selves.isEmpty ? 0 : 1
    let isPairedToo = roster.selves.prefix(roster.first.pairedCount)
      .map { $0 < roster.second.pairedCount }
    return temperatures.map { temperature in
      let step = ladder.index(of: temperature)
      func whole(_ direction: ContrastiveSums.Direction, _ count: Int) -> ArraySlice<Double> {
        let range = step * count..<(step + 1) * count
        return zip(direction.overPaired[range], direction.overOthers[range]).map(+)[...]
      }
      let rows = roster.first.pairedCount
      let pairedSums = sums.forward.overPaired[step * rows..<(step + 1) * rows]
      return InfoNCEResult(
        temperature: temperature,
        forward: InfoNCE(
          positives: forward, sums: whole(sums.forward, rows),
          candidateCounts: Array(repeating: roster.second.rows.count - ownCount, count: rows),
          temperature: temperature),
        reverse: InfoNCE(
          positives: reverse, sums: whole(sums.reverse, roster.second.pairedCount),
          candidateCounts: Array(
            repeating: roster.first.rows.count - ownCount, count: roster.second.pairedCount),
          temperature: temperature),
        amongPaired: InfoNCE(
          positives: forward, sums: pairedSums,
          candidateCounts: (0..<rows).map { row in
            roster.second.pairedCount - (isPairedToo.isEmpty || !isPairedToo[row] ? 0 : 1)
          }, temperature: temperature))
    }
  }
}
