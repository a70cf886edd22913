public import SignRankProof

extension IntegerFactors: ExplicitWitness {
  /// The whole numbers, turned to wider margins where the matrix is small.
  public func vectors(
    for problem: SignProblem, until deadline: Deadline
  ) throws -> SignVectors {
    guard let signs = problem.dense, let length = rows.first?.count else {
      throw WitnessError.tooLarge
    }
    return MarginPolish.widened(
      SignVectors(
        dimension: length, rows: rows.joined().map { Double($0) },
        columns: columns.joined().map { Double($0) }),
      signs: signs, keepRow: nil, rounds: 8, until: deadline)
  }
}

extension SparseLines: ExplicitWitness {
  /// Columns evenly around the circle on the moment curve, and for each row the direction of widest
  /// margin; further rows as coordinates of their own.
  public func vectors(
    for problem: SignProblem, until deadline: Deadline
  ) throws -> SignVectors {
    guard let dense = problem.dense else { throw WitnessError.tooLarge }
    let signs = areColumns ? dense.transposed() : dense
    let curve = MomentCurve(changes: 2 * sparsity, count: signs.columnCount)
    let lines = CurveLines(
      curve: curve, order: Array(0..<signs.columnCount), negated: [], exceptions: exceptions)
    return try lines.vectors(
      signs, areColumns: areColumns,
      virtualRow: problem.reduction.virtualRow, until: deadline
    ) { row in
      // the product of 1 - cos(t - t_j) over the rarer sign, less half of what it is elsewhere at least
      let positive = (0..<signs.columnCount).filter { signs[row, $0] > 0 }
      let negative = (0..<signs.columnCount).filter { signs[row, $0] < 0 }
      let rarer = positive.count <= negative.count ? positive : negative
      let others = positive.count <= negative.count ? negative : positive
      var function = curve.coefficients(doubleRoots: rarer)
      let least = others.reduce(Double.infinity) { min($0, curve.value(function, at: $1)) }
      if !rarer.isEmpty, least.isFinite { function[0] -= least / 2 }
      return positive.count <= negative.count ? function.map { -$0 } : function
    }
  }
}

extension SignChanges: ExplicitWitness {
  /// Columns along the moment curve in their order, and for each row the function with its sign
  /// changes; further rows as coordinates of their own.
  public func vectors(
    for problem: SignProblem, until deadline: Deadline
  ) throws -> SignVectors {
    guard let dense = problem.dense else { throw WitnessError.tooLarge }
    let signs = areColumns ? dense.transposed() : dense
    let curve = MomentCurve(changes: changes, count: signs.columnCount)
    let isNegated = Set(negated)
    let lines = CurveLines(
      curve: curve, order: order, negated: isNegated, exceptions: exceptions)
    return try lines.vectors(
      signs, areColumns: areColumns, virtualRow: problem.reduction.virtualRow, until: deadline
    ) { row in
      var roots: [Double] = []
      var last = (place: 0, sign: 0)
      var first: (place: Int, sign: Int)?
      for (place, column) in order.enumerated() where signs[row, column] != 0 {
        let sign = isNegated.contains(column) ? -signs[row, column] : signs[row, column]
        if first == nil { first = (place, sign) }
        if last.sign != 0, last.sign != sign {
          roots.append(Double(last.place + place) / 2)
        }
        last = (place, sign)
      }
      let function = curve.coefficients(roots: roots)
      guard let first else { return function }
      let isRight = curve.value(function, at: first.place) * Double(first.sign) > 0
      return isRight ? function : function.map { -$0 }
    }
  }
}

/// Lines that change sign along a curve, and those that have coordinates of their own.
private struct CurveLines {
  let curve: MomentCurve
  /// What lies along the curve, in order.
  let order: [Int]
  let negated: Set<Int>
  let exceptions: [Int]

  /// Vectors for a matrix whose columns lie along the curve; rows and columns are exchanged at the end
  /// where the evidence is about columns.
  func vectors(
    _ signs: SignMatrix, areColumns: Bool, virtualRow: Int, until deadline: Deadline,
    function: (Int) -> [Double]
  ) throws -> SignVectors {
    let own = curve.changes + 1
    let dimension = own + exceptions.count
    var points = [Double](repeating: 0, count: signs.columnCount * dimension)
    for (place, column) in order.enumerated() {
      let side: Double = negated.contains(column) ? -1 : 1
      for (index, value) in curve.point(place).enumerated() {
        points[column * dimension + index] = side * value
      }
      for (index, row) in exceptions.enumerated() {
        points[column * dimension + own + index] = signs[row, column] < 0 ? -1 : 1
      }
    }
    var rows = [Double](repeating: 0, count: signs.rowCount * dimension)
    let coordinate = Dictionary(uniqueKeysWithValues: exceptions.enumerated().map { ($1, $0) })
    for row in 0..<signs.rowCount {
      if let coordinate = coordinate[row] {
        rows[row * dimension + own + coordinate] = 1
      } else {
        let values = function(row)
        // scaled, because products of many factors are tiny
        let largest = values.reduce(0) { max($0, $1.magnitude) }
        for (index, value) in values.enumerated() where largest > 0 {
          rows[row * dimension + index] = value / largest
        }
      }
    }
    let plain = SignVectors(dimension: dimension, rows: rows, columns: points)
    // the all-ones row stays the constant function, so that documents stay on their sphere
    let keep = !areColumns && virtualRow != 0 ? Int(virtualRow.magnitude) - 1 : nil
    let wide = MarginPolish.widened(plain, signs: signs, keepRow: keep, rounds: 0, until: deadline)
    return areColumns
      ? SignVectors(dimension: dimension, rows: wide.columns, columns: wide.rows) : wide
  }
}
