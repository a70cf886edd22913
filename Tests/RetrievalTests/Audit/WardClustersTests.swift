import TestSupport
import Testing

@testable import Retrieval

@Suite("Clusters by Ward's method")
struct WardClustersTests {
  @Test("far groups are found, and their means are those of their rows")
  func planted() {
    // three groups along a line, in mixed order
    let rows: [Float] = [0, 100, 1, 10, 101, 11, 2, 12]
    var clusters = WardClusters(rows, width: 1)
    clusters.merge(to: 3)
    #expect(clusters.means == [1, 100.5, 11])
    clusters.merge(to: 1)
    #expect(abs(clusters.means[0] - 237.0 / 8) <= 8 * Float.ulpOfOne * 30)
    #expect(clusters.means.count == 1)
  }

  @Test("each step is the cheapest of all pairs", arguments: Seed.samples(3))
  func greedy(seed: Seed) {
    var seed = seed
    let rows = Exports.values(9 * 2, &seed)
    var clusters = WardClusters(rows, width: 2)
    var groups = (0..<9).map { [$0] }
    func mean(_ group: [Int]) -> [Double] {
      (0..<2).map { column -> Double in
        let sum: Double = group.reduce(0.0) { $0 + Double(rows[$1 * 2 + column]) }
        return sum / Double(group.count)
      }
    }
    func spread(_ group: [Int]) -> Double {
      let centre = mean(group)
      var sum = 0.0
      for row in group {
        for column in 0..<2 {
          let difference = Double(rows[row * 2 + column]) - centre[column]
          sum += difference * difference
        }
      }
      return sum
    }
    for count in stride(from: 8, through: 1, by: -1) {
      var best = (cost: Double.infinity, a: 0, b: 0)
      for a in groups.indices {
        for b in (a + 1)..<max(a + 1, groups.count) {
          let cost = spread(groups[a] + groups[b]) - spread(groups[a]) - spread(groups[b])
          if cost < best.cost { best = (cost, a, b) }
        }
      }
      groups[best.a] += groups.remove(at: best.b)
      clusters.merge(to: count)
      let expected = groups.flatMap(mean)
      #expect(clusters.means.count == expected.count)
      for (found, wanted) in zip(clusters.means, expected) {
        #expect(abs(Double(found) - wanted) <= 1e-5, "\(seed)")
      }
    }
  }
}
