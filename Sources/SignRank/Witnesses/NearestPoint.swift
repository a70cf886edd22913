import LinearAlgebra

/// The point nearest to the origin in the convex hull of points: the direction of the widest margin.
///
/// If u is that point of the hull of the vectors sⱼvⱼ, then u / |u| is the unit vector with the largest
/// least sⱼ u·vⱼ, which is |u|: the hard-margin support vector machine through the origin.
///
/// - Source: Wolfe, "Finding the nearest point in a polytope", Mathematical Programming 11 (1976).
enum NearestPoint {
  /// The point; nil where the hull comes too near to the origin to tell, or the time is over.
  ///
  /// - Complexity: a solve of at most d + 1 equations and a look at every point an iteration, of which
  ///   there are some multiple of d.
  static func ofHull(_ points: [[Double]], deadline: Deadline = .never) -> [Double]? {
    guard let dimension = points.first?.count else { return nil }
    func dot(_ a: [Double], _ b: [Double]) -> Double {
      var sum = 0.0
      for index in 0..<dimension { sum += a[index] * b[index] }
      return sum
    }
    let largest = points.reduce(0) { max($0, dot($1, $1)) }
    guard
      let start = points.indices.min(by: {
        dot(points[$0], points[$0]) < dot(points[$1], points[$1])
      })
    else { return nil }
    var corral = [start]
    var weights = [1.0]
    var x = points[start]
    for _ in 0..<50 * (dimension + 2) where !deadline.isPassed {
      guard
        let next = points.indices.min(by: { dot(x, points[$0]) < dot(x, points[$1]) })
      else { return nil }
      if dot(x, points[next]) >= dot(x, x) - 1e-14 * largest || corral.contains(next) { break }
      corral.append(next)
      weights.append(0)
      while true {
        guard let minimiser = affineMinimiser(corral.map { points[$0] }) else { return nonzero(x) }
        if minimiser.allSatisfy({ $0 > 1e-14 }) {
          weights = minimiser
          break
        }
        // as far towards the minimiser as the hull reaches; the points at the border leave
        var step = 1.0
        for (weight, target) in zip(weights, minimiser) where target <= 1e-14 {
          let room = weight - target
          if room > 0 { step = min(step, weight / room) }
        }
        for index in weights.indices {
          weights[index] += step * (minimiser[index] - weights[index])
        }
        let kept = weights.indices.filter { weights[$0] > 1e-14 }
        guard !kept.isEmpty, kept.count < corral.count else { return nonzero(x) }
        corral = kept.map { corral[$0] }
        weights = kept.map { weights[$0] }
      }
      x = [Double](repeating: 0, count: dimension)
      for (index, weight) in zip(corral, weights) {
        for place in 0..<dimension { x[place] += weight * points[index][place] }
      }
    }
    return nonzero(x)
  }

  private static func nonzero(_ point: [Double]) -> [Double]? {
    point.contains { $0 != 0 } ? point : nil
  }

  /// Weights of sum 1 with which points come nearest to the origin; nil where points depend on each
  /// other.
  ///
  /// Through the singular value decomposition of their differences from the first one.
  private static func affineMinimiser(_ points: [[Double]]) -> [Double]? {
    guard points.count > 1 else { return [1] }
    guard points.count <= points[0].count + 1 else { return nil }
    let rows = points.dropFirst().map { point in zip(point, points[0]).map { $0 - $1 } }
    let differences = Matrix(
      rowCount: rows.count, columnCount: points[0].count, elements: Array(rows.joined()))
    let system: SingularSystem
    do {
      system = try differences.singularSystem()
    } catch {
      return nil
    }
    guard let least = system.values.last, least > 1e-13 * system.values[0] else { return nil }
    // minimise |p0 + D'w|: w = -U diag(1/s) V' p0
    var weights = [Double](repeating: 0, count: rows.count)
    for (index, value) in system.values.enumerated() {
      var projection = 0.0
      for place in points[0].indices {
        projection += system.rightVectors[index, place] * points[0][place]
      }
      for row in weights.indices {
        weights[row] -= system.leftVectors[row, index] * projection / value
      }
    }
    return [1 - weights.reduce(0, +)] + weights
  }
}
