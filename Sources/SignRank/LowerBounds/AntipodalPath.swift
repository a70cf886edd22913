import SignRankProof

/// A path of the n-cube from some vertex to its antipode that changes every coordinate once and avoids
/// the rows of a sign matrix and their negations.
///
/// It exists exactly where the sign-rank is at most n - 2, n the number of columns
/// (``SignRankProof/AntipodalPathObstruction`` says why).
struct AntipodalPath {
  /// Where it starts: bit j is set where sign j is +.
  let start: Int
  /// The columns in the order in which their signs change.
  let order: [Int]

  /// What a search comes to.
  enum Outcome {
    case path(AntipodalPath)
    /// There is none.
    case none
    /// The deadline passed.
    case undecided
  }

  /// Searches in depth from every start; what has been reached from one is not entered again.
  ///
  /// - Precondition: at most ``SignRankProof/AntipodalPathObstruction/mostColumns`` columns, no holes.
  /// - Complexity: n 4ⁿ / 2 at worst, where there is no path; much less as a rule.
  static func search(_ matrix: SignMatrix, deadline: Deadline) -> Outcome {
    let count = matrix.columnCount
    let all = (1 << count) - 1
    var isRow = [Bool](repeating: false, count: 1 << count)
    for row in 0..<matrix.rowCount {
      let pattern = Int(matrix.positive[row * matrix.wordsPerRow])
      isRow[pattern] = true
      isRow[pattern ^ all] = true
    }
    // The number of the start from which a vertex was entered last.
    var entered = [Int](repeating: -1, count: 1 << count)
    // A path read backwards starts at the antipode, so starts with coordinate 0 negative are enough.
    for start in stride(from: 0, through: all, by: 2) where !isRow[start] {
      if start % 64 == 0, deadline.isPassed { return .undecided }
      var stack = [start]
      var next = [0]
      entered[start] = start
      while let vertex = stack.last {
        if vertex == start ^ all {
          let order = zip(stack, stack.dropFirst()).map { ($0 ^ $1).trailingZeroBitCount }
          return .path(AntipodalPath(start: start, order: order))
        }
        var coordinate = next[next.count - 1]
        var target: Int?
        while coordinate < count, target == nil {
          let neighbour = vertex ^ (1 << coordinate)
          let isAhead = (vertex ^ start) & (1 << coordinate) == 0
          if isAhead, !isRow[neighbour], entered[neighbour] != start { target = neighbour }
          coordinate += 1
        }
        next[next.count - 1] = coordinate
        if let target {
          entered[target] = start
          stack.append(target)
          next.append(0)
        } else {
          stack.removeLast()
          next.removeLast()
        }
      }
    }
    return .none
  }
}
