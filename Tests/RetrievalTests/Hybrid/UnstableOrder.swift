import EmbeddingSets

@testable import Retrieval

/// Reciprocal rank fusion with the order of ties that ranx has, which nobody can state but by its sort.
///
/// Documents are taken in the order in which the lists first name them and sorted by a quicksort with the
/// median of three as its pivot, which leaves parts of fewer than 16 to an insertion sort (that of numba);
/// the lists themselves go through it too when they are read.
enum UnstableOrder {
  static func fused(_ runs: [RetrievalRun], k: Double) -> RetrievalRun {
    var lists: [(String, [(String, Double)])] = []
    for query in runs[0].queries.indices {
      let name = runs[0].queries[query]
      var order: [String] = []
      var sums: [String: Double] = [:]
      for run in runs {
        guard let number = run.queries.index(of: name) else { continue }
        let entries = Array(run.entries(of: number))
        for (rank, place) in sorted(entries.map { run.scores[$0] }).enumerated() {
          let document = run.documents[Int(run.ranked[entries[place]])]
          if sums[document] == nil { order.append(document) }
          sums[document, default: 0] += 1 / (k + Double(rank + 1))
        }
      }
      let scores = order.map { sums[$0] ?? 0 }
      let ranking = sorted(scores).map { order[$0] }
      lists.append((name, ranking.enumerated().map { ($0.element, -Double($0.offset)) }))
    }
    return RunFactory.run(lists, named: "ranx")
  }

  /// Places of values, the largest first.
  static func sorted(_ values: [Double]) -> [Int] {
    var places = Array(values.indices)
    var parts = [places.indices]
    while var part = parts.popLast() {
      while part.count > 15 {
        let pivot = partition(&places, values, part)
        let (left, right) = (part.lowerBound..<pivot, pivot + 1..<part.upperBound)
        // the larger part waits
        parts.append(right.count > left.count ? right : left)
        part = right.count > left.count ? left : right
      }
      for index in part {
        let place = places[index]
        var hole = index
        while hole > part.lowerBound, values[place] > values[places[hole - 1]] {
          places[hole] = places[hole - 1]
          hole -= 1
        }
        places[hole] = place
      }
    }
    return places
  }

  private static func partition(
    _ places: inout [Int], _ values: [Double], _ part: Range<Int>
  ) -> Int {
    let (low, high) = (part.lowerBound, part.upperBound - 1)
    let middle = (low + high) / 2
    for (first, second) in [(low, middle), (middle, high), (low, middle)]
    where values[places[second]] > values[places[first]] { places.swapAt(first, second) }
    let pivot = values[places[middle]]
    places.swapAt(middle, high)
    var (i, j) = (low, high - 1)
    while true {
      while i < high, values[places[i]] > pivot { i += 1 }
      while j >= low, values[places[j]] < pivot { j -= 1 }
      if i >= j { break }
      places.swapAt(i, j)
      i += 1
      j -= 1
    }
    places.swapAt(i, high)
    return i
  }
}
