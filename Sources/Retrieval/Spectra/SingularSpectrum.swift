import Glibc

/// What a list of singular values says of the number of directions in use.
public struct SingularSpectrum: Sendable, Hashable {
  /// Singular values in descending order, none negative.
  public let values: [Double]

  /// A spectrum from singular values in any order.
  public init(_ values: [Double]) { self.values = values.map { max(0, $0) }.sorted(by: >) }

  /// A spectrum from the eigenvalues of a Gram matrix; those below what rounding leaves, d ε λ₁, count
  /// as 0.
  public init(gramEigenvalues: [Double]) {
    let floor = Double(gramEigenvalues.count) * .ulpOfOne * (gramEigenvalues.max() ?? 0)
    self.init(gramEigenvalues.map { $0 > floor ? $0.squareRoot() : 0 })
  }

  /// exp(-Σ r ln r) with r = s / Σ s (Roy and Vetterli, EUSIPCO 2007); nil where all are 0.
  public var effectiveRank: Double? {
    let sum = values.reduce(0, +)
    guard sum > 0 else { return nil }
    var entropy = 0.0
    for value in values where value > 0 { entropy -= value / sum * log(value / sum) }
    return exp(entropy)
  }

  /// (Σ s²)² / Σ s⁴; nil where all are 0.
  public var participationRatio: Double? {
    guard let largest = values.first, largest > 0 else { return nil }
    var (squares, fourths) = (0.0, 0.0)
    for value in values {
      let square = (value / largest) * (value / largest)
      squares += square
      fourths += square * square
    }
    return squares * squares / fourths
  }

  /// How many values exceed a tolerance.
  public func rank(tolerance: Double) -> Int { values.count { $0 > tolerance } }
}
