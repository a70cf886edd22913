import LinearAlgebra

/// A rule that says by how much the first system will be better than the second.
protocol RoutingModel: Sendable {
  /// The predicted difference.
  func predict(_ features: [Double]) -> Double
}

/// A regression tree of depth two: what it does can be said in four lines.
struct RoutingTree: RoutingModel {
  indirect enum Node: Sendable {
    case leaf(mean: Double, count: Int)
    case split(feature: Int, threshold: Double, low: Node, high: Node)
  }

  /// Fewer queries than this are no leaf.
  static let smallestLeaf = 10

  let root: Node

  /// The tree that lowers the squared error most, greedily from the root.
  ///
  /// - Complexity: features × n log n a level.
  init(_ rows: [[Double]], _ targets: [Double], depth: Int = 2) {
    root = Self.grow(Array(rows.indices), rows, targets, depth)
  }

  private static func grow(
    _ members: [Int], _ rows: [[Double]], _ targets: [Double], _ depth: Int
  ) -> Node {
    let mean = members.reduce(0.0) { $0 + targets[$1] } / Double(max(members.count, 1))
    let leaf = Node.leaf(mean: mean, count: members.count)
    guard depth > 0, members.count >= 2 * smallestLeaf else { return leaf }
    var best: (gain: Double, feature: Int, threshold: Double)?
    for feature in rows[members[0]].indices {
      let sorted = members.sorted {
        rows[$0][feature] != rows[$1][feature] ? rows[$0][feature] < rows[$1][feature] : $0 < $1
      }
      let total = sorted.reduce(0.0) { $0 + targets[$1] }
      var left = 0.0
      for count in 1..<sorted.count {
        left += targets[sorted[count - 1]]
        let here = rows[sorted[count - 1]][feature]
        let next = rows[sorted[count]][feature]
        guard count >= smallestLeaf, sorted.count - count >= smallestLeaf, here < next else {
          continue
        }
        // The fall of the squared error, up to a constant.
        let right = total - left
        let gain =
          left * left / Double(count) + right * right / Double(sorted.count - count)
          - total * total / Double(sorted.count)
        if gain > (best?.gain ?? 1e-12) { best = (gain, feature, here + (next - here) / 2) }
      }
    }
    guard let best else { return leaf }
    let low = members.filter { rows[$0][best.feature] <= best.threshold }
    let high = members.filter { rows[$0][best.feature] > best.threshold }
    return .split(
      feature: best.feature, threshold: best.threshold,
      low: grow(low, rows, targets, depth - 1), high: grow(high, rows, targets, depth - 1))
  }

  func predict(_ features: [Double]) -> Double {
    var node = root
    while case .split(let feature, let threshold, let low, let high) = node {
      node = features[feature] <= threshold ? low : high
    }
    guard case .leaf(let mean, _) = node else { return 0 }
    return mean
  }
}

/// Ridge regression on standardised features.
struct RoutingRidge: RoutingModel {
  private let means: [Double]
  private let scales: [Double]
  /// The change of the prediction by one standard deviation of each feature.
  let weights: [Double]
  private let intercept: Double

  /// Minimises the squared error plus `penalty` times n times the squared weights.
  ///
  /// - Complexity: n f² for the normal equations, f³ for their Cholesky factor.
  init(_ rows: [[Double]], _ targets: [Double], penalty: Double = 0.1) throws {
    let count = Double(rows.count)
    let width = rows.first?.count ?? 0
    var means = Array(repeating: 0.0, count: width)
    var scales = Array(repeating: 0.0, count: width)
    for row in rows { for feature in 0..<width { means[feature] += row[feature] / count } }
    for row in rows {
      for feature in 0..<width {
        let distance = row[feature] - means[feature]
        scales[feature] += distance * distance / count
      }
    }
    // A feature that does not vary, rounding of its mean aside, says nothing: its weight is 0.
    for feature in 0..<width {
      let deviation = scales[feature].squareRoot()
      scales[feature] = deviation > 1e-9 * means[feature].magnitude ? deviation : 0
    }
    let intercept = targets.reduce(0, +) / count
    var normal = SymmetricMatrix(zero: width)
    var moments = Array(repeating: 0.0, count: width)
    for (row, target) in zip(rows, targets) {
      let z = (0..<width).map { scales[$0] > 0 ? (row[$0] - means[$0]) / scales[$0] : 0 }
      for i in 0..<width {
        moments[i] += z[i] * (target - intercept)
        for j in i..<width { normal[i, j] += z[i] * z[j] }
      }
    }
    for i in 0..<width { normal[i, i] += penalty * count }
    weights = try normal.choleskyFactor().solve(moments)
    self.means = means
    self.scales = scales
    self.intercept = intercept
  }

  func predict(_ features: [Double]) -> Double {
    var sum = intercept
    for feature in weights.indices where scales[feature] > 0 {
      sum += weights[feature] * (features[feature] - means[feature]) / scales[feature]
    }
    return sum
  }
}
