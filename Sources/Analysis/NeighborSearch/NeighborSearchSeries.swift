import Findings

/// The tables of a search: in how many lists rows are, and which are in many or none.
struct NeighborSearchSeries {
  let statistics: NeighborSearchStatistics

  /// Most hubs and most antihubs that are listed; `--lists` has it all.
  private static let listLimit = 100

  /// All tables that there is data for.
  var all: [Series] {
    guard let counts = statistics.hubs?.counts else { return [] }
    return [occurrences(counts), hubs(counts), antihubs(counts)].filter { !$0.rows.isEmpty }
  }

  private func occurrences(_ counts: OccurrenceCounts) -> Series {
    let cosine = statistics.cosineHubs?.counts
    let largest = max(counts.largest, cosine?.largest ?? 0)
    let own = counts.histogram(upTo: largest)
    let other = cosine?.histogram(upTo: largest)
    return Series(
      id: "neighbors.occurrences", columns: ["occurrences", "rows", "cosine_rows"],
      rows: own.indices.filter { own[$0] > 0 || (other?[$0] ?? 0) > 0 }.map { place in
        [.integer(place), .integer(own[place]), other.map { .integer($0[place]) } ?? .empty]
      })
  }

  private func hubs(_ counts: OccurrenceCounts) -> Series {
    var cosine: [Int: Int] = [:]
    if let other = statistics.cosineHubs?.counts {
      cosine = Dictionary(uniqueKeysWithValues: zip(other.rows, other.counts))
    }
    return Series(
      id: "neighbors.hubs",
      columns: ["row", "name", "occurrences", "norm", "cosine_occurrences"],
      rows: counts.hubs().prefix(Self.listLimit).map { row, count in
        [
          .integer(row), name(row), .integer(count), .finite(statistics.lengths.norms[row]),
          cosine[row].map { .integer($0) } ?? .empty,
        ]
      })
  }

  private func antihubs(_ counts: OccurrenceCounts) -> Series {
    Series(
      id: "neighbors.antihubs", columns: ["row", "name", "norm"],
      rows: counts.antihubs().prefix(Self.listLimit).map {
        [.integer($0), name($0), .finite(statistics.lengths.norms[$0])]
      })
  }

  private func name(_ row: Int) -> Cell { statistics.names.map { .text($0[row]) } ?? .empty }
}
