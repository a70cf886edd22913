import LinearAlgebra
import RealModule
import SignRankProof

/// Weights that make the d greatest singular values small, by descent on their logarithms.
///
/// Made small is F = d (σ₁² + … + σ_d²) / (T U) for P^(1/2) (W ∘ S) Q^(1/2), W >= 1, T = ΣP, U = ΣQ: where F < 1,
/// rank d is excluded. With G = Σ_{k<=d} σ_k u_k v_k′ the derivatives of log F are 2 G_ij B_ij / Σσ² in
/// log W_ij, and Σ_k σ_k² u_ki² / Σσ² - P_i / T in log P_i. Adam with a shrinking step, projected to W >= 1 and
/// P_i <= T / d. A search: what it finds is rounded to whole numbers and proved.
struct WeightOptimizer {
  /// What may vary.
  enum Freedom {
    case entries
    case rowsAndColumns
  }

  private let signs: SignMatrix
  private let freedom: Freedom
  private var rank: Int
  private var entries: Parameters
  private var rows: Parameters
  private var columns: Parameters
  /// What one iteration costs: the smaller side squared times the larger.
  let iterationCost: Double
  /// Thousandth parts: the whole-number weight of 1.
  private static let unit = 1_024
  private static let greatestLogarithm = Double.log(500)

  /// Logarithms with the memory of Adam.
  private struct Parameters {
    var values: [Double]
    private var means: [Double]
    private var squares: [Double]

    init(_ values: [Double]) {
      self.values = values
      means = [Double](repeating: 0, count: values.count)
      squares = means
    }

    mutating func descend(_ gradient: [Double], step: Double) {
      for index in values.indices {
        means[index] += 0.1 * (gradient[index] - means[index])
        squares[index] += 0.02 * (gradient[index] * gradient[index] - squares[index])
        values[index] -= step * means[index] / (squares[index].squareRoot() + 1e-12)
      }
    }
  }

  /// Starts from weights of the two signs and tries to exclude a rank.
  ///
  /// - Precondition: no holes where rows and columns are free.
  init(_ signs: SignMatrix, _ start: TwoValuedWeights, freedom: Freedom, excluding rank: Int) {
    self.signs = signs
    self.freedom = freedom
    self.rank = rank
    let (m, n) = (signs.rowCount, signs.columnCount)
    iterationCost = Double(min(m, n)) * Double(m) * Double(n)
    let least = Double(min(start.positive, start.negative))
    let logarithms = (
      Double.log(Double(start.positive) / least), Double.log(Double(start.negative) / least)
    )
    var values: [Double] = []
    values.reserveCapacity(m * n)
    for row in 0..<m {
      for column in 0..<n {
        values.append(signs[row, column] > 0 ? logarithms.0 : logarithms.1)
      }
    }
    entries = Parameters(values)
    rows = Parameters([Double](repeating: 0, count: m))
    columns = Parameters([Double](repeating: 0, count: n))
  }

  /// Descends for so many iterations; the evidence for the greatest rank excluded on the way.
  mutating func run(iterations: Int, deadline: Deadline) throws -> SpectralEvidence? {
    var found: SpectralEvidence?
    for iteration in 0..<iterations {
      if deadline.isPassed { break }
      let current = weighted()
      let system = try current.singularSystem()
      let sum = system.values.prefix(rank).reduce(0) { $0 + $1 * $1 }
      if excess(sum) < 1 - 1e-5, let evidence = try claim() {
        found = evidence
        rank = evidence.bound.excludedRank + 1
        if rank >= min(signs.rowCount, signs.columnCount) { break }
        continue
      }
      let step = 0.1 * (1 - Double(iteration) / Double(iterations)) + 0.002
      descend(current, system, sum: sum, step: step)
    }
    return found
  }

  private func excess(_ sum: Double) -> Double {
    Double(rank) * sum
      / (rows.values.reduce(0) { $0 + Double.exp($1) }
        * columns.values.reduce(0) { $0 + Double.exp($1) })
  }

  private func weighted() -> Matrix {
    let (m, n) = (signs.rowCount, signs.columnCount)
    var elements = [Double](repeating: 0, count: m * n)
    for row in 0..<m {
      for column in 0..<n {
        let exponent =
          entries.values[row * n + column] + (rows.values[row] + columns.values[column]) / 2
        elements[row * n + column] = Double(signs[row, column]) * Double.exp(exponent)
      }
    }
    return Matrix(rowCount: m, columnCount: n, elements: elements)
  }

  private mutating func descend(
    _ matrix: Matrix, _ system: SingularSystem, sum: Double, step: Double
  ) {
    let (m, n) = (signs.rowCount, signs.columnCount)
    let count = min(rank, system.values.count)
    switch freedom {
    case .entries:
      var left = Matrix(rowCount: m, columnCount: count)
      var right = Matrix(rowCount: count, columnCount: n)
      for k in 0..<count {
        for row in 0..<m { left[row, k] = system.leftVectors[row, k] * system.values[k] }
        for column in 0..<n { right[k, column] = system.rightVectors[k, column] }
      }
      let truncated = product(left, right)
      var gradient = [Double](repeating: 0, count: m * n)
      for index in gradient.indices {
        gradient[index] = 2 * truncated.elements[index] * matrix.elements[index] / sum
      }
      entries.descend(gradient, step: step)
      for index in entries.values.indices {
        entries.values[index] = min(Self.greatestLogarithm, max(0, entries.values[index]))
      }
    case .rowsAndColumns:
      let shares = (Self.shares(rows.values), Self.shares(columns.values))
      var gradients = (shares.0.map { -$0 }, shares.1.map { -$0 })
      for k in 0..<count {
        let part = system.values[k] * system.values[k] / sum
        for row in 0..<m {
          gradients.0[row] += part * system.leftVectors[row, k] * system.leftVectors[row, k]
        }
        for column in 0..<n {
          gradients.1[column] +=
            part * system.rightVectors[k, column] * system.rightVectors[k, column]
        }
      }
      rows.descend(gradients.0, step: step)
      columns.descend(gradients.1, step: step)
      Self.limit(&rows.values, to: 1 / Double(rank + 1))
      Self.limit(&columns.values, to: 1)
    }
  }

  private static func shares(_ logarithms: [Double]) -> [Double] {
    let weights = logarithms.map { Double.exp($0) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// Makes the greatest weight 1, none smaller than e⁻⁷, and no share larger than a bound.
  private static func limit(_ logarithms: inout [Double], to share: Double) {
    for _ in 0..<8 {
      let total = logarithms.reduce(0) { $0 + Double.exp($1) }
      let most = Double.log(share * total)
      guard logarithms.contains(where: { $0 > most + 1e-3 }) else { break }
      for index in logarithms.indices { logarithms[index] = min(logarithms[index], most) }
    }
    let greatest = logarithms.max() ?? 0
    for index in logarithms.indices {
      logarithms[index] = max(logarithms[index] - greatest, -7)
    }
  }

  /// The weights in whole numbers, what is almost nothing left out, and the evidence they give.
  private func claim() throws -> SpectralEvidence? {
    let n = signs.columnCount
    func chosen(_ logarithms: [Double]) -> [Int] {
      logarithms.indices.filter { logarithms[$0] > -6.9 }
    }
    func whole(_ logarithms: [Double], _ chosen: [Int]) -> [Int] {
      guard freedom == .rowsAndColumns else { return chosen.map { _ in 1 } }
      return chosen.map { max(1, Int((Double.exp(logarithms[$0]) * Double(Self.unit)).rounded())) }
    }
    let (chosenRows, chosenColumns) = (chosen(rows.values), chosen(columns.values))
    var part = SignMatrix(rowCount: chosenRows.count, columnCount: chosenColumns.count)
    var table: [[Int]] = []
    for (i, row) in chosenRows.enumerated() {
      table.append(
        chosenColumns.map { column in
          Int((Double.exp(entries.values[row * n + column]) * Double(Self.unit)).rounded())
        })
      for (j, column) in chosenColumns.enumerated() where signs[row, column] >= 0 {
        part[i, j] = signs[row, column]
      }
    }
    let isUniform = Set(table.joined()).count <= 1
    let weights = SpectralWeights(
      part, entries: isUniform ? .ones : .table(table),
      rows: whole(rows.values, chosenRows), columns: whole(columns.values, chosenColumns))
    let system = try weights.matrix.singularSystem()
    guard let bound = SpectralClaim.forsterSimon(weights, system), bound.excludedRank >= rank else {
      return nil
    }
    return SpectralEvidence(bound: bound, rows: chosenRows, columns: chosenColumns)
  }
}

/// Evidence about some rows and columns.
struct SpectralEvidence {
  let bound: SingularValueBound
  let rows: [Int]
  let columns: [Int]
}
