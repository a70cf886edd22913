/// Agglomerative clusters: each step joins the two that add least to the sum of squares (Ward 1963).
///
/// Each cluster remembers its nearest one, so a step costs a look at all clusters, not at all pairs.
struct WardClusters {
  private let width: Int
  private var centres: [Float]
  private var sizes: [Float]
  private var alive: [Int]
  private var nearest: [Int]
  private var costs: [Float]

  /// Every row a cluster of its own.
  ///
  /// - Complexity: O(rows² × width).
  init(_ rows: [Float], width: Int) {
    let count = rows.count / width
    self.width = width
    centres = rows
    sizes = [Float](repeating: 1, count: count)
    alive = Array(0..<count)
    nearest = [Int](repeating: -1, count: count)
    costs = [Float](repeating: .infinity, count: count)
    for cluster in 0..<count { look(cluster) }
  }

  /// The means of the clusters, in the order of their first rows.
  var means: [Float] {
    var means: [Float] = []
    means.reserveCapacity(alive.count * width)
    for cluster in alive { means += centres[cluster * width..<(cluster + 1) * width] }
    return means
  }

  /// Joins clusters until at most `count` are left.
  ///
  /// - Precondition: `count` is positive.
  mutating func merge(to count: Int) {
    precondition(count > 0, "some cluster is left")
    while alive.count > count {
      var best = alive[0]
      for cluster in alive where costs[cluster] < costs[best] { best = cluster }
      join(min(best, nearest[best]), max(best, nearest[best]))
    }
  }

  private mutating func join(_ kept: Int, _ gone: Int) {
    let total = sizes[kept] + sizes[gone]
    for column in 0..<width {
      centres[kept * width + column] =
        (sizes[kept] * centres[kept * width + column]
          + sizes[gone] * centres[gone * width + column]) / total
    }
    sizes[kept] = total
    alive.removeAll { $0 == gone }
    look(kept)
    for cluster in alive where cluster != kept {
      if nearest[cluster] == kept || nearest[cluster] == gone {
        look(cluster)
      } else {
        let value = cost(cluster, kept)
        if value < costs[cluster] { (nearest[cluster], costs[cluster]) = (kept, value) }
      }
    }
  }

  /// Finds the nearest of all others.
  private mutating func look(_ cluster: Int) {
    (nearest[cluster], costs[cluster]) = (-1, .infinity)
    for other in alive where other != cluster {
      let value = cost(cluster, other)
      if value < costs[cluster] { (nearest[cluster], costs[cluster]) = (other, value) }
    }
  }

  /// What joining two clusters adds to the sum of squares.
  private func cost(_ a: Int, _ b: Int) -> Float {
    let (first, second) = (a * width, b * width)
    var sum: Float = 0
    for column in 0..<width {
      let difference = centres[first + column] - centres[second + column]
      sum += difference * difference
    }
    return sizes[a] * sizes[b] / (sizes[a] + sizes[b]) * sum
  }
}
