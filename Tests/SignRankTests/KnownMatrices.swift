import EmbeddingSets
import TestSupport

/// Matrices of known sign-rank, and ways to change matrices that do not change it.
enum KnownMatrices {
  /// A matrix with an entry for each row and column, relevant where `isRelevant` says so.
  static func matrix(
    _ rowCount: Int, _ columnCount: Int, _ isRelevant: (Int, Int) -> Bool
  ) -> RelevanceMatrix {
    RelevanceMatrix(
      columnCount: columnCount,
      relevant: (0..<rowCount).map { row in (0..<columnCount).filter { isRelevant(row, $0) } })
  }

  static func identity(_ n: Int) -> RelevanceMatrix { matrix(n, n, ==) }

  static func greaterThan(_ n: Int) -> RelevanceMatrix { matrix(n, n, >) }

  /// Sylvester's Hadamard matrix of order 2ᵏ.
  static func sylvester(_ n: Int) -> RelevanceMatrix {
    matrix(n, n) { ($0 & $1).nonzeroBitCount % 2 == 0 }
  }

  static func disjointness(bits: Int) -> RelevanceMatrix {
    matrix(1 << bits, 1 << bits) { $0 & $1 == 0 }
  }

  static func allSubsets(of n: Int, size: Int) -> RelevanceMatrix {
    let subsets = (0..<(1 << n)).filter { $0.nonzeroBitCount == size }
    return matrix(subsets.count, n) { subsets[$0] & (1 << $1) != 0 }
  }

  /// The pattern of LIMIT: the first 1,000 pairs of 46 documents.
  static func limit() -> RelevanceMatrix {
    var relevant: [[Int]] = []
    for first in 0..<46 { for second in (first + 1)..<46 { relevant.append([first, second]) } }
    return RelevanceMatrix(columnCount: 46, relevant: Array(relevant.prefix(1_000)))
  }

  /// Points and lines of the plane over the prime field of order q.
  static func projectivePlane(_ q: Int) -> RelevanceMatrix {
    var points: [[Int]] = [[0, 0, 1]]
    for z in 0..<q { points.append([0, 1, z]) }
    for y in 0..<q { for z in 0..<q { points.append([1, y, z]) } }
    return matrix(points.count, points.count) { line, point in
      zip(points[line], points[point]).reduce(0) { $0 + $1.0 * $1.1 } % q == 0
    }
  }

  static func random(_ rowCount: Int, _ columnCount: Int, _ seed: UInt64) -> RelevanceMatrix {
    var random = Seed(seed)
    return matrix(rowCount, columnCount) { _, _ in random.next() & 1 == 1 }
  }

  /// The signs of U V′ for random whole numbers: sign-rank at most `rank`.
  static func planted(
    _ rowCount: Int, _ columnCount: Int, rank: Int, _ seed: UInt64
  ) -> RelevanceMatrix {
    var random = Seed(seed)
    // Odd and large numbers: a product is never 0 in the last coordinate's place.
    func vectors(_ count: Int) -> [[Int]] {
      (0..<count).map { _ in (0..<rank).map { _ in Int(random.next() % 20_001) - 10_000 } }
    }
    let (u, v) = (vectors(rowCount), vectors(columnCount))
    return matrix(rowCount, columnCount) { row, column in
      zip(u[row], v[column]).reduce(0) { $0 + $1.0 * $1.1 } > 0
    }
  }

  /// Rows and columns exchanged, permuted, complemented and repeated, at random: the same sign-rank.
  static func disguised(_ matrix: RelevanceMatrix, _ seed: UInt64) -> RelevanceMatrix {
    var random = Seed(seed)
    let isTransposed = random.next() & 1 == 1
    let (m, n) =
      isTransposed
      ? (matrix.columnCount, matrix.rowCount) : (matrix.rowCount, matrix.columnCount)
    let rows = (0..<m + 2).map { $0 < m ? $0 : Int(random.next() % UInt64(m)) }.shuffled(
      using: &random)
    let columns = (0..<n + 2).map { $0 < n ? $0 : Int(random.next() % UInt64(n)) }
      .shuffled(using: &random)
    let rowFlips = rows.map { _ in random.next() & 1 == 1 }
    let columnFlips = columns.map { _ in random.next() & 1 == 1 }
    let sets = matrix.relevant.map(Set.init)
    return Self.matrix(m + 2, n + 2) { row, column in
      let (i, j) = isTransposed ? (columns[column], rows[row]) : (rows[row], columns[column])
      return sets[i].contains(j) != (rowFlips[row] != columnFlips[column])
    }
  }
}
