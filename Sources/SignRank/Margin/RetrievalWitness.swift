import EmbeddingSets
import SignRankProof
import LinearAlgebra

/// Explicit embeddings that order every query's documents: a score above the threshold exactly for the
/// relevant ones.
public struct RetrievalWitness: Sendable {
  /// Components of each vector.
  public let dimension: Int
  /// The condensed problem whose rows and columns they belong to.
  public let problem: SignProblem
  /// Vectors of the condensed columns, one after the other; the longest has norm 1.
  public let documents: [Double]
  /// Vectors of the condensed rows, one after the other, of norm 1, the all-ones row left out; a query
  /// without a choice to make (nothing or everything relevant) is the zero vector.
  public let queries: [Double]
  /// The middle between the scores of relevant and other documents, for each condensed row.
  public let thresholds: [Double]
  /// Whether all documents have norm 1 (to 1e-9).
  public let hasUnitDocuments: Bool

  /// Embeddings of the ordering rank out of vectors for S or S+.
  ///
  /// For S+ in dimension d + 1, w the vector of the all-ones row: scaled to w·v = 1, documents are the
  /// components orthogonal to w, moved so that their middle is the origin, which changes thresholds
  /// only.
  ///
  /// - Throws: ``WitnessError/signsLost`` if some query is not ordered in Double arithmetic.
  public init(_ vectors: SignVectors, of problem: SignProblem) throws {
    self.problem = problem
    let d = vectors.dimension
    let virtual = problem.reduction.virtualRow
    let hasVirtual = virtual != 0
    let rowCount = problem.rows.count
    let columnCount = problem.columns.count
    dimension = hasVirtual ? max(d - 1, 1) : d
    if hasVirtual {
      let place = Int(virtual.magnitude) - 1
      let sign = virtual < 0 ? -1.0 : 1.0
      let axis = vectors.rows[place * d..<(place + 1) * d].map { sign * $0 }
      let rotation = Reflection(onto: axis)
      documents = Self.affine(
        vectors.columns, rotation, dimension: d, count: columnCount)
      queries = Self.unit(
        Self.heads(vectors.rows, rotation, dimension: d, count: rowCount), dimension: dimension)
    } else {
      documents = Self.unit(vectors.columns, dimension: d)
      queries = Self.unit(vectors.rows, dimension: d)
    }
    var smallest = Double.infinity
    for column in 0..<columnCount {
      smallest = min(smallest, Self.norm(documents, column, dimension))
    }
    hasUnitDocuments = smallest > 1 - 1e-9
    let scores = QueryGaps(
      documents: documents, queries: queries, dimension: dimension, problem: problem)
    thresholds = scores.thresholds
    guard scores.gaps.allSatisfy({ $0 > 0 }) else { throw WitnessError.signsLost }
  }

  /// The embeddings of all rows and columns of the user's, in the user's order.
  public func expanded() -> (documents: [Double], queries: [Double], thresholds: [Double]) {
    let rowSides = problem.reduction.rows
    return (
      Self.expanded(documents, by: problem.reduction.columns, dimension),
      Self.expanded(queries, by: rowSides, dimension), Self.expanded(thresholds, by: rowSides, 1)
    )
  }

  /// A vector for each member of a class: that of the class, or its opposite.
  private static func expanded(_ vectors: [Double], by sides: [Int], _ dimension: Int) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(sides.count * dimension)
    for side in sides {
      let start = (Int(side.magnitude) - 1) * dimension
      for index in start..<start + dimension {
        result.append(side < 0 ? -vectors[index] : vectors[index])
      }
    }
    return result
  }

  /// Documents of S+ in affine coordinates, centred, the longest of norm 1.
  private static func affine(
    _ columns: [Double], _ rotation: Reflection, dimension d: Int, count: Int
  ) -> [Double] {
    guard d > 1 else { return [Double](repeating: 0, count: count) }
    var points = [Double](repeating: 0, count: count * (d - 1))
    for column in 0..<count {
      let turned = rotation.apply(columns[column * d..<(column + 1) * d])
      for index in 0..<d - 1 { points[column * (d - 1) + index] = turned[index] / turned[d - 1] }
    }
    var norms = (0..<count).map { norm(points, $0, d - 1) }
    let spread = (norms.max() ?? 0) - (norms.min() ?? 0)
    // Points that lie on a sphere around the origin already stay there.
    if spread > 1e-9 * (norms.max() ?? 0) {
      for index in 0..<d - 1 {
        var low = Double.infinity
        var high = -Double.infinity
        for column in 0..<count {
          low = min(low, points[column * (d - 1) + index])
          high = max(high, points[column * (d - 1) + index])
        }
        for column in 0..<count { points[column * (d - 1) + index] -= (low + high) / 2 }
      }
      norms = (0..<count).map { norm(points, $0, d - 1) }
    }
    let longest = norms.max() ?? 0
    if longest > 0 { for index in points.indices { points[index] /= longest } }
    return points
  }

  private static func heads(
    _ rows: [Double], _ rotation: Reflection, dimension d: Int, count: Int
  ) -> [Double] {
    guard d > 1 else { return [Double](repeating: 0, count: count) }
    return (0..<count).flatMap { row in
      rotation.apply(rows[row * d..<(row + 1) * d]).prefix(d - 1)
    }
  }

  private static func norm(_ vectors: [Double], _ index: Int, _ dimension: Int) -> Double {
    var sum = 0.0
    for place in index * dimension..<(index + 1) * dimension {
      sum += vectors[place] * vectors[place]
    }
    return sum.squareRoot()
  }

  private static func unit(_ vectors: [Double], dimension: Int) -> [Double] {
    var result = vectors
    for index in 0..<vectors.count / dimension {
      let length = norm(vectors, index, dimension)
      guard length > 0 else { continue }
      for place in index * dimension..<(index + 1) * dimension { result[place] /= length }
    }
    return result
  }
}

/// The reflection that takes a vector to a multiple of the last axis (Householder).
private struct Reflection {
  private let normal: [Double]
  private let sign: Double

  init(onto axis: [Double]) {
    let length = axis.reduce(0) { $0 + $1 * $1 }.squareRoot()
    var normal = axis.map { $0 / length }
    let last = normal.count - 1
    // Away from cancellation; the sign is put right afterwards.
    sign = normal[last] > 0 ? -1 : 1
    normal[last] -= sign
    let size = normal.reduce(0) { $0 + $1 * $1 }.squareRoot()
    self.normal = size > 0 ? normal.map { $0 / size } : normal
  }

  /// A vector turned so that the axis becomes (0, ..., 0, 1).
  func apply(_ vector: ArraySlice<Double>) -> [Double] {
    var product = 0.0
    for (component, other) in zip(vector, normal) { product += component * other }
    var result = zip(vector, normal).map { $0 - 2 * product * $1 }
    if sign < 0 { for index in result.indices { result[index] = -result[index] } }
    return result
  }
}

/// For each query the least score of a relevant document less the greatest of another.
struct QueryGaps {
  /// The gaps of the condensed rows; infinite where there is no choice to make (all or nothing
  /// relevant, or the all-ones row).
  let gaps: [Double]
  /// The middles between the two scores.
  let thresholds: [Double]
  /// Rows that are scored at a time.
  private static let blockRows = 256

  /// The gaps of all rows.
  ///
  /// On S+ the gap of a query is the difference of the two scores. On S, where the vector of a column
  /// may stand for opposite ones too, thresholds are 0 and the gap is twice the least score on the
  /// right side of 0, which is never more than that difference.
  init(documents: [Double], queries: [Double], dimension: Int, problem: SignProblem) {
    let isPlain = problem.form == .plain
    var gaps: [Double] = []
    var thresholds: [Double] = []
    let matrix = problem.matrix
    let points = Matrix(
      rowCount: problem.columns.count, columnCount: dimension, elements: documents)
    var sign = [Int8](repeating: 0, count: problem.columns.count)
    var scores = Matrix(rowCount: 0, columnCount: 0)
    for row in problem.rows.indices {
      let place = row % Self.blockRows
      if place == 0 {
        let end = min(row + Self.blockRows, problem.rows.count)
        scores = product(
          Matrix(
            rowCount: end - row, columnCount: dimension,
            elements: Array(queries[row * dimension..<end * dimension])), points, transposeB: true)
      }
      for column in sign.indices { sign[column] = matrix.hasHoles ? 0 : -1 }
      for column in matrix.judgedNotRelevant?[row] ?? [] { sign[column] = -1 }
      for column in matrix.relevant[row] { sign[column] = 1 }
      var least = Double.infinity
      var greatest = -Double.infinity
      for column in sign.indices where sign[column] != 0 {
        let score = scores[place, column]
        if sign[column] > 0 { least = min(least, score) } else { greatest = max(greatest, score) }
      }
      if isPlain {
        gaps.append(2 * min(least, -greatest))
        thresholds.append(0)
        continue
      }
      gaps.append(least - greatest)
      thresholds.append(
        least.isFinite && greatest.isFinite
          ? (least + greatest) / 2
          : least.isFinite ? least - 1 : greatest.isFinite ? greatest + 1 : 0)
    }
    self.gaps = gaps
    self.thresholds = thresholds
  }
}
