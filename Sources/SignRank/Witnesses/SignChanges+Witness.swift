import EmbeddingSets
import RealModule
public import SignRankProof

extension SignChanges: ExplicitWitness {
  /// Chebyshev points in the order, and for each line the polynomial that changes sign where it does.
  ///
  /// Coordinates are T_0(x), ..., T_s(x); a line with changes at c_1, ..., c_r has the function
  /// ± Π (x - c_i), multiplied out by 2 x T_n = T_(n+1) + T_|n-1|. A negated point is the negative of
  /// its vector; an open entry takes the sign of its neighbour.
  public func vectors(for problem: SignProblem) throws -> SignVectors {
    guard let signs = problem.dense else { throw WitnessError.tooLarge }
    let count = order.count
    let isNegated = Set(negated)
    // In the order from -1 to 1.
    let nodes = (0..<count).map { -Double.cos(Double.pi * (Double($0) + 0.5) / Double(count)) }
    var points = [[Double]](repeating: [], count: count)
    for (place, point) in order.enumerated() {
      let values = Self.chebyshev(nodes[place], degree: changes)
      points[point] = isNegated.contains(point) ? values.map { -$0 } : values
    }
    let isException = Set(exceptions)
    let lineCount = areColumns ? signs.columnCount : signs.rowCount
    var functions: [[Double]?] = []
    for line in 0..<lineCount {
      guard !isException.contains(line) else {
        functions.append(nil)
        continue
      }
      var function = [1.0] + [Double](repeating: 0, count: changes)
      var last = 0
      var lastPlace = 0
      for (place, point) in order.enumerated() {
        let entry = areColumns ? signs[point, line] : signs[line, point]
        guard entry != 0 else { continue }
        let sign = isNegated.contains(point) ? -entry : entry
        if last != 0, sign != last {
          function = Self.times(function, root: (nodes[lastPlace] + nodes[place]) / 2)
        }
        last = sign
        lastPlace = place
      }
      // The product is positive beyond its last root, where the line has the sign it ends with.
      functions.append(last < 0 ? function.map { -$0 } : function)
    }
    var curve = CurveVectors(points: points, functions: functions)
    curve.balance(groups: Array(0...changes))
    return try curve.vectors(of: problem, pointsAreColumns: !areColumns)
  }

  private static func chebyshev(_ x: Double, degree: Int) -> [Double] {
    var values = [1.0, x]
    while values.count <= degree {
      values.append(2 * x * values[values.count - 1] - values[values.count - 2])
    }
    return Array(values.prefix(degree + 1))
  }

  /// A function times x - root; the highest coefficient has to be 0 before.
  private static func times(_ function: [Double], root: Double) -> [Double] {
    var result = function.map { -root * $0 }
    for (degree, coefficient) in function.enumerated() where coefficient != 0 {
      if degree == 0 {
        result[1] += coefficient
      } else {
        if degree + 1 < result.count { result[degree + 1] += coefficient / 2 }
        result[degree - 1] += coefficient / 2
      }
    }
    return result
  }
}
