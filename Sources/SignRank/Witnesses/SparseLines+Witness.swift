import EmbeddingSets
import RealModule
public import SignRankProof

extension SparseLines: ExplicitWitness {
  /// Points on the trigonometric moment curve at equal distances, and for each sparse line the
  /// polynomial that is 0 on its rarer entries, lowered a little.
  ///
  /// With p(t) = Π (1 - cos(t - t_i)) over the rarer entries, 0 there and positive elsewhere, p less
  /// half its least value elsewhere has the signs of the line, up to one sign. Coefficients come from
  /// multiplying the factors out as Fourier series. Harmonics are weighted alike for all lines, so that
  /// the points keep one norm.
  public func vectors(for problem: SignProblem) throws -> SignVectors {
    let matrix = problem.matrix
    let count = areColumns ? matrix.rowCount : matrix.columnCount
    let angles = (0..<count).map { 2 * Double.pi * Double($0) / Double(count) }
    let isException = Set(exceptions)
    let lines = areColumns ? Self.transposed(matrix) : matrix
    var curve = CurveVectors(
      points: angles.map { Self.point($0, harmonics: sparsity) }, functions: [])
    for line in 0..<lines.rowCount {
      guard !isException.contains(line) else {
        curve.functions.append(nil)
        continue
      }
      let plus = lines.relevant[line]
      let minus = lines.judgedNotRelevant?[line]
      let isPlusRarer = plus.count <= (minus?.count ?? count - plus.count)
      let roots: [Int]
      if isPlusRarer {
        roots = plus
      } else if let minus {
        roots = minus
      } else {
        let excluded = Set(plus)
        roots = (0..<count).filter { !excluded.contains($0) }
      }
      let series = Self.series(roots: roots.map { angles[$0] }, harmonics: sparsity)
      let isRoot = Set(roots)
      var least = Double.infinity
      for point in 0..<count where !isRoot.contains(point) {
        var value = 1.0
        for root in roots {
          // 1 - cos x = 2 sin²(x / 2) without cancellation.
          let half = Double.sin((angles[point] - angles[root]) / 2)
          value *= 2 * half * half
        }
        least = min(least, value)
      }
      var coefficients = series
      if !roots.isEmpty { coefficients[0] -= least.isFinite ? least / 2 : 1 }
      curve.functions.append(isPlusRarer ? coefficients.map { -$0 } : coefficients)
    }
    curve.balance(groups: [0] + (0..<2 * sparsity).map { 1 + $0 / 2 })
    return try curve.vectors(of: problem, pointsAreColumns: !areColumns)
  }

  /// (1, cos t, sin t, cos 2t, sin 2t, ...).
  private static func point(_ angle: Double, harmonics: Int) -> [Double] {
    var point = [1.0]
    for harmonic in 0..<harmonics {
      let turned = Double(harmonic + 1) * angle
      point += [Double.cos(turned), Double.sin(turned)]
    }
    return point
  }

  /// Coefficients of Π (1 - cos(t - t_i)) in 1, cos t, sin t, ...
  private static func series(roots: [Double], harmonics: Int) -> [Double] {
    // Complex coefficients of e^(iht) for h = 0...harmonics; those of -h are their conjugates.
    var real = [1.0] + [Double](repeating: 0, count: harmonics)
    var imaginary = [Double](repeating: 0, count: harmonics + 1)
    for root in roots {
      // 1 - (e^(i(t - r)) + e^(-i(t - r))) / 2
      let (cosine, sine) = (Double.cos(root) / 2, Double.sin(root) / 2)
      let (oldReal, oldImaginary) = (real, imaginary)
      for harmonic in 0...harmonics {
        let (belowReal, belowImaginary) =
          harmonic > 0
          ? (oldReal[harmonic - 1], oldImaginary[harmonic - 1])
          : harmonics > 0 ? (oldReal[1], -oldImaginary[1]) : (0, 0)
        let (aboveReal, aboveImaginary) =
          harmonic < harmonics ? (oldReal[harmonic + 1], oldImaginary[harmonic + 1]) : (0, 0)
        // below times (cosine - i sine), above times (cosine + i sine)
        real[harmonic] -=
          belowReal * cosine + belowImaginary * sine + aboveReal * cosine - aboveImaginary * sine
        imaginary[harmonic] -=
          belowImaginary * cosine - belowReal * sine + aboveImaginary * cosine + aboveReal * sine
      }
    }
    var coefficients = [real[0]]
    for harmonic in 0..<harmonics {
      coefficients += [2 * real[harmonic + 1], -2 * imaginary[harmonic + 1]]
    }
    return coefficients
  }

  /// Columns as rows.
  private static func transposed(_ matrix: RelevanceMatrix) -> RelevanceMatrix {
    func turned(_ lists: [[Int]]) -> [[Int]] {
      var result = [[Int]](repeating: [], count: matrix.columnCount)
      for (row, columns) in lists.enumerated() {
        for column in columns { result[column].append(row) }
      }
      return result
    }
    return RelevanceMatrix(
      columnCount: matrix.rowCount, relevant: turned(matrix.relevant),
      judgedNotRelevant: matrix.judgedNotRelevant.map(turned))
  }
}
