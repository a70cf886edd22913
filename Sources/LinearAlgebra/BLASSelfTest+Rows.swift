/// The rows of the self test with the plain loops that the products are judged by.
///
/// A sum of n products is off by at most n u Σ|xᵢyᵢ| in any order, u = ε/2; two such sums differ by
/// at most n ε Σ|xᵢyᵢ|. Residuals are in that unit, so 1 is a bound that no right library exceeds.
struct TestRows: Sendable {
  let rowCount: Int
  let columnCount: Int
  let floats: [Float]
  let doubles: [Double]

  /// Values of (-1, 1) that a Float holds, from a fixed seed (SplitMix64).
  init(rowCount: Int, columnCount: Int, seed: UInt64) {
    self.rowCount = rowCount
    self.columnCount = columnCount
    var state = seed
    var values: [Float] = []
    for _ in 0..<rowCount * columnCount {
      state &+= 0x9E37_79B9_7F4A_7C15
      var bits = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
      bits ^= bits >> 31
      values.append(Float(Int(bits >> 40) - (1 << 23)) * 0x1p-23)
    }
    floats = values
    doubles = values.map(Double.init)
  }

  var matrix: Matrix { Matrix(rowCount: rowCount, columnCount: columnCount, elements: doubles) }

  func gramResidual(_ gram: SymmetricMatrix) -> Double {
    var largest = 0.0
    for i in 0..<columnCount {
      for j in i..<columnCount {
        let (sum, size) = innerProduct(i, j, count: rowCount, step: columnCount)
        largest = worse(largest, abs(gram[i, j] - sum) / (Double(rowCount) * .ulpOfOne * size))
      }
    }
    return largest
  }

  func doubleProductResidual() -> Double {
    var products = [Double](repeating: .nan, count: rowCount * rowCount)
    BLAS.doubleProductTransposed(
      left: doubles.span, leftRows: rowCount, right: doubles.span, rightRows: rowCount,
      depth: columnCount, into: &products)
    return productResidual(products, unit: .ulpOfOne)
  }

  func singleProductResidual() -> Double {
    var products = [Float](repeating: .nan, count: rowCount * rowCount)
    BLAS.singleProductTransposed(
      left: floats.span, leftRows: rowCount, right: floats.span, rightRows: rowCount,
      depth: columnCount, into: &products)
    return productResidual(products.map(Double.init), unit: Double(Float.ulpOfOne))
  }

  func traceResidual(_ gram: SymmetricMatrix) -> Double {
    var sum = 0.0
    for value in doubles { sum += value * value }
    return abs(gram.trace - sum) / (sum * Double(doubles.count) * .ulpOfOne)
  }

  /// Results of one call of each kind that sweeps make at the same time; empty where one fails.
  func everyKindOfCall() -> [Double] {
    var gram = SymmetricMatrix(zero: columnCount)
    gram.addGram(ofRows: doubles.span, rowCount: rowCount)
    var products = [Float](repeating: 0, count: rowCount * rowCount)
    BLAS.singleProductTransposed(
      left: floats.span, leftRows: rowCount, right: floats.span, rightRows: rowCount,
      depth: columnCount, into: &products)
    do throws(LinearAlgebraError) {
      let values = try gram.eigensystem().values
      let factor = try matrix.triangularFactor()
      return gram.elements + products.map(Double.init) + values + factor.elements
    } catch {
      return []
    }
  }

  private func productResidual(_ products: [Double], unit: Double) -> Double {
    var largest = 0.0
    for i in 0..<rowCount {
      for j in 0..<rowCount {
        let (sum, size) = innerProduct(
          i * columnCount, j * columnCount, count: columnCount, step: 1)
        let error = abs(products[i * rowCount + j] - sum)
        largest = worse(largest, error / (Double(columnCount) * unit * size))
      }
    }
    return largest
  }

  /// The inner product of two strided vectors and that of their absolute values.
  private func innerProduct(
    _ first: Int, _ second: Int, count: Int, step: Int
  ) -> (sum: Double, size: Double) {
    var sum = 0.0
    var size = 0.0
    for index in 0..<count {
      let term = doubles[first + index * step] * doubles[second + index * step]
      sum += term
      size += abs(term)
    }
    return (sum, size)
  }

  /// The larger one, and NaN if either is: `max` may drop it.
  private func worse(_ a: Double, _ b: Double) -> Double { b <= a ? a : (a.isNaN ? a : b) }
}
