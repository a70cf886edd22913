/// One thing the installed BLAS and LAPACK were asked to prove.
public struct SelfTestResult: Sendable, Hashable {
  /// What was tested, in a few words.
  public let name: String
  /// The scaled residual: the error in units of what rounding may cause.
  public let residual: Double
  /// The largest residual that passes.
  public let tolerance: Double
  /// Whether the residual is at most the tolerance (NaN is not).
  public var passed: Bool { residual <= tolerance }

  /// A result.
  public init(name: String, residual: Double, tolerance: Double) {
    self.name = name
    self.residual = residual
    self.tolerance = tolerance
  }
}

/// A test of the installed BLAS and LAPACK against plain loops and identities, in milliseconds.
///
/// Released libraries have returned wrong products on some processors and wrong results of
/// concurrent calls: OpenMathLib/OpenBLAS issues 3454, 5267, 5811 and 5825. A program whose verdict
/// rests on them asks first.
public enum BLASSelfTest {
  /// Rows and columns of the test matrix: no multiples of a kernel's tile.
  private static let (rowCount, columnCount) = (97, 64)

  /// The bound of LAPACK's own test programs on residuals scaled by ‖A‖ n ε ("threshold 30.0").
  static let lapackThreshold = 30.0

  /// Runs all tests; nothing of the library is trusted in judging the products.
  public static func run() async -> [SelfTestResult] {
    let rows = TestRows(rowCount: rowCount, columnCount: columnCount, seed: 20_080_529)
    var gram = SymmetricMatrix(zero: columnCount)
    gram.addGram(ofRows: rows.doubles.span, rowCount: rowCount)
    return [
      SelfTestResult(
        name: "symmetric rank-k product against plain loops", residual: rows.gramResidual(gram),
        tolerance: 1),
      SelfTestResult(
        name: "double product against plain loops", residual: rows.doubleProductResidual(),
        tolerance: 1),
      SelfTestResult(
        name: "single product against plain loops", residual: rows.singleProductResidual(),
        tolerance: 1),
      SelfTestResult(
        name: "trace of the Gram matrix against the sum of squares",
        residual: rows.traceResidual(gram), tolerance: 1),
      residual("Gram matrix positive semidefinite") { () throws(LinearAlgebraError) in
        try negativity(gram)
      },
      residual("eigenvectors rebuild the matrix") { () throws(LinearAlgebraError) in
        try eigenResidual(gram)
      },
      residual("squared singular values are eigenvalues") { () throws(LinearAlgebraError) in
        try singularResidual(rows.matrix, gram)
      },
      residual("triangular factor of QR rebuilds the Gram matrix") {
        () throws(LinearAlgebraError) in
        distance(gramOf(try rows.matrix.triangularFactor()), gram)
      },
      residual("Cholesky factor rebuilds the matrix") { () throws(LinearAlgebraError) in
        distance(gramOf(try gram.choleskyFactor().upper), gram)
      },
      SelfTestResult(
        name: "values that differ in concurrent calls", residual: await concurrentDifferences(rows),
        tolerance: 0),
      SelfTestResult(
        name: "threads inside a call beyond one", residual: Double(BLASLibrary.threadCount - 1),
        tolerance: 0),
    ]
  }

  /// A decomposition that fails on this harmless matrix is as wrong as one can be.
  private static func residual(
    _ name: String, _ measure: () throws(LinearAlgebraError) -> Double
  ) -> SelfTestResult {
    do throws(LinearAlgebraError) {
      return SelfTestResult(name: name, residual: try measure(), tolerance: lapackThreshold)
    } catch {
      return SelfTestResult(
        name: "\(name): \(error)", residual: .infinity, tolerance: lapackThreshold)
    }
  }

  private static func negativity(_ gram: SymmetricMatrix) throws(LinearAlgebraError) -> Double {
    let values = try gram.eigenvalues()
    return max(0, -values[columnCount - 1]) / (values[0] * Double(columnCount) * .ulpOfOne)
  }

  private static func eigenResidual(_ gram: SymmetricMatrix) throws(LinearAlgebraError) -> Double {
    let system = try gram.eigensystem()
    var rebuilt = SymmetricMatrix(zero: columnCount)
    for (index, value) in system.values.enumerated() {
      rebuilt.addOuterProduct(system.vectors.row(index), weight: value)
    }
    return distance(rebuilt, gram)
  }

  private static func singularResidual(
    _ matrix: Matrix, _ gram: SymmetricMatrix
  ) throws(LinearAlgebraError) -> Double {
    let singular = try matrix.singularValues()
    let eigen = try gram.eigenvalues()
    var largest = 0.0
    for (s, value) in zip(singular, eigen) { largest = max(largest, abs(s * s - value)) }
    return largest / (eigen[0] * Double(rowCount) * .ulpOfOne)
  }

  private static func gramOf(_ factor: Matrix) -> SymmetricMatrix {
    var gram = SymmetricMatrix(zero: factor.columnCount)
    gram.addGram(ofRows: factor.elements.span, rowCount: factor.rowCount)
    return gram
  }

  /// ‖A - B‖ / (‖B‖ n ε).
  private static func distance(_ a: SymmetricMatrix, _ b: SymmetricMatrix) -> Double {
    var difference = a
    difference.add(b, weight: -1)
    return (difference.squaredFrobeniusNorm / b.squaredFrobeniusNorm).squareRoot()
      / (Double(rowCount) * .ulpOfOne)
  }

  /// Number of values that are not bit for bit those of a call made alone.
  private static func concurrentDifferences(_ rows: TestRows) async -> Double {
    let alone = rows.everyKindOfCall()
    return await withTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          let together = rows.everyKindOfCall()
          guard together.count == alone.count else { return max(together.count, alone.count) }
          var count = 0
          for index in alone.indices where alone[index].bitPattern != together[index].bitPattern {
            count += 1
          }
          return count
        }
      }
      var total = 0
      for await count in group { total += count }
      return Double(total)
    }
  }
}
