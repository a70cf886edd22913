import Findings

/// The tables of a comparison.
struct ExportComparisonSeries {
  let statistics: ExportComparisonStatistics
  let worstRows: Int

  /// All tables that there is data for.
  var all: [Series] { [overlap, subspaces, worst, metrics].filter { !$0.rows.isEmpty } }

  private var overlap: Series {
    Series(
      id: "compare.overlap-histogram", columns: ["k", "low", "high", "rows"],
      rows: (statistics.agreement?.shares ?? []).filter { $0.count >= 10 }.flatMap { size, shares in
        (0..<10).map { bin -> [Cell] in
          let count = shares.count { min(9, Int($0 * 10)) == bin }
          return [
            .integer(size), .number(Double(bin) / 10), .number(Double(bin + 1) / 10),
            .integer(count),
          ]
        }
      })
  }

  private var subspaces: Series {
    Series(
      id: "compare.canonical-cosines", columns: ["space", "index", "cosine"],
      rows: statistics.similarity.canonicalCosines.flatMap { size, cosines in
        cosines.enumerated().map { [.integer(size), .integer($0.offset + 1), .finite($0.element)] }
      })
  }

  /// The rows that moved most: fewest neighbours kept, then smallest cosine with themselves.
  private var worst: Series {
    let moments = statistics.moments
    var shares: [Int: Double] = [:]
    if let agreement = statistics.agreement,
      let ten = agreement.shares.first(where: { $0.count == 10 })?.shares
    {
      for (place, share) in zip(agreement.queries, ten) { shares[place] = share }
    }
    let order = moments.kept.indices.sorted { left, right in
      let (a, b) = (moments.kept[left], moments.kept[right])
      let kept = (shares[a] ?? 2, shares[b] ?? 2)
      if kept.0 != kept.1 { return kept.0 < kept.1 }
      let cosines = (moments.cosines[left] ?? 2, moments.cosines[right] ?? 2)
      return cosines.0 == cosines.1 ? a < b : cosines.0 < cosines.1
    }
    let number = { (value: Double?) -> Cell in value.map { .finite($0) } ?? .empty }
    return Series(
      id: "compare.worst-rows",
      columns: ["first_row", "second_row", "id", "neighbors_kept", "cosine", "norm_ratio"],
      rows: order.prefix(worstRows).map { index in
        let place = moments.kept[index]
        return [
          .integer(statistics.matching.first[place]), .integer(statistics.matching.second[place]),
          statistics.matching.identifiers.map { .text($0[place]) } ?? .empty,
          number(shares[place]), number(moments.cosines[index]), number(moments.normRatios[index]),
        ]
      })
  }

  private var metrics: Series {
    let number = { (value: Double?) -> Cell in value.map { .finite($0) } ?? .empty }
    return Series(
      id: "compare.metrics",
      columns: [
        "id", "first", "second", "difference", "half_width", "split_half", "beyond_noise",
      ],
      rows: (statistics.changes?.changes ?? []).map { change in
        [
          .text(change.id.rawValue), number(change.first.value.number),
          number(change.second.value.number), number(change.difference),
          number(change.halfWidth), number(change.halves),
          change.isBeyondNoise.map { .text($0 ? "yes" : "no") } ?? .empty,
        ]
      })
  }
}
