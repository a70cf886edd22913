public import LinearAlgebra

/// A polynomial through points by least squares.
public struct PolynomialFit: Hashable, Sendable {
  /// Coefficients of 1, x, x², and so on.
  public let coefficients: [Double]
  /// 1 - residual sum of squares / total sum of squares; 1 where the points do not vary.
  public let determination: Double

  /// Fits a polynomial of a degree.
  ///
  /// Through the singular value decomposition of the Vandermonde matrix in x / max |x|.
  ///
  /// - Precondition: more points than the degree, with distinct x.
  public init(_ points: [(x: Double, y: Double)], degree: Int) throws(LinearAlgebraError) {
    precondition(degree >= 0 && points.count > degree, "a fit needs more points than its degree")
    var scale = 0.0
    for point in points { scale = max(scale, point.x.magnitude) }
    if scale == 0 { scale = 1 }
    var powers = Matrix(rowCount: points.count, columnCount: degree + 1)
    for (row, point) in points.enumerated() {
      var power = 1.0
      for column in 0...degree {
        powers[row, column] = power
        power *= point.x / scale
      }
    }
    let system = try powers.singularSystem()
    var found = [Double](repeating: 0, count: degree + 1)
    for (index, value) in system.values.enumerated() {
      precondition(value > 1e-12 * system.values[0], "a fit needs points with distinct x")
      var projection = 0.0
      for (row, point) in points.enumerated() {
        projection += system.leftVectors[row, index] * point.y
      }
      for column in 0...degree {
        found[column] += projection / value * system.rightVectors[index, column]
      }
    }
    var unit = 1.0
    for column in 0...degree {
      found[column] /= unit
      unit *= scale
    }
    coefficients = found
    let mean = points.reduce(0) { $0 + $1.y } / Double(points.count)
    var residual = 0.0
    var total = 0.0
    for point in points {
      let error = point.y - Self.value(found, at: point.x)
      residual += error * error
      total += (point.y - mean) * (point.y - mean)
    }
    determination = total > 0 ? 1 - residual / total : 1
  }

  /// The value at x.
  public func value(at x: Double) -> Double { Self.value(coefficients, at: x) }

  /// The value of a polynomial with these coefficients at x (Horner).
  public static func value(_ coefficients: [Double], at x: Double) -> Double {
    coefficients.reversed().reduce(0) { $0 * x + $1 }
  }
}
