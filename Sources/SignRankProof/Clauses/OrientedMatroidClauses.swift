/// The statement that some uniform oriented matroid of a rank has given rows among its topes.
///
/// Where a matrix of signs has sign-rank at most r, its columns are vectors in general position of
/// ℝʳ (a small shift changes no strict sign), the orientations χ of their r-subsets are a uniform
/// chirotope, and every row, or its negation, is a tope. So if the clauses cannot all hold, the
/// sign-rank is at least r + 1. Variables: χ(B), true for +1, for every r-subset B of the columns.
///
/// * Three-term Grassmann-Plücker relations: for every (r-2)-subset X and a < b < c < d outside,
///   χ(Xab)χ(Xcd), -χ(Xac)χ(Xbd) and χ(Xad)χ(Xbc) are not three equal signs. The signs that sort
///   X before the others cancel. 16 clauses of six literals each.
/// * Topes are orthogonal to circuits: for every (r+1)-subset I with elements i₀ < i₁ < … the signs
///   (-1)ᵏ χ(I∖iₖ) are neither equal nor opposite to a row's on all of I. Two clauses of r + 1
///   literals for every pattern that rows have on I, up to sign. A row with a hole in I says nothing.
/// * χ and -χ are the same oriented matroid: χ of the first subset is true.
///
/// Sources: Björner et al., Oriented Matroids (1999), 3.5, 3.6; Ringel, Bokowski.
public enum OrientedMatroidClauses {
  /// The greatest number of columns; subsets are looked up by their bits.
  public static let greatestColumnCount = 16

  /// The clauses for all rows and all columns of a matrix.
  ///
  /// - Precondition: 2 <= rank < columns <= ``greatestColumnCount``.
  /// - Complexity: 16 C(n, r-2) C(n-r+2, 4) + 2 C(n, r+1) × patterns clauses.
  public static func clauses(of matrix: SignMatrix, rank: Int) -> ClauseList {
    let columnCount = matrix.columnCount
    precondition(
      rank >= 2 && rank < columnCount && columnCount <= greatestColumnCount,
      "the statement is for 2 <= rank < columns <= 16")
    let variables = variableBySubset(columnCount: columnCount, size: rank)
    var list = ClauseList()
    list.append(CollectionOfOne(1))
    appendGrassmannPluecker(to: &list, columnCount: columnCount, rank: rank, variables)
    appendTopes(to: &list, matrix, rank: rank, variables)
    return list
  }

  /// The number of variables: of r-subsets of the columns.
  public static func variableCount(columnCount: Int, rank: Int) -> Int {
    var count = 1
    for index in 0..<rank { count = count * (columnCount - index) / (index + 1) }
    return count
  }

  /// A number of clauses that is not exceeded, found without stating them.
  ///
  /// - Precondition: 2 <= rank < columns <= ``greatestColumnCount``.
  public static func greatestClauseCount(columnCount: Int, rank: Int, rowCount: Int) -> Int {
    let relations =
      variableCount(columnCount: columnCount, rank: rank - 2)
      * variableCount(columnCount: columnCount - rank + 2, rank: 4)
    let circuits = variableCount(columnCount: columnCount, rank: rank + 1)
    return 1 + 16 * relations + 2 * circuits * min(rowCount, 1 << rank)
  }

  /// The variable of every subset of that size, by the bits of the subset; others are 0.
  private static func variableBySubset(columnCount: Int, size: Int) -> [Int32] {
    var variables = [Int32](repeating: 0, count: 1 << columnCount)
    var next: Int32 = 1
    for subset in 0..<(1 << columnCount) where subset.nonzeroBitCount == size {
      variables[subset] = next
      next += 1
    }
    return variables
  }

  private static func appendGrassmannPluecker(
    to list: inout ClauseList, columnCount: Int, rank: Int, _ variables: [Int32]
  ) {
    for common in 0..<(1 << columnCount) where common.nonzeroBitCount == rank - 2 {
      let others = (0..<columnCount).filter { common & (1 << $0) == 0 }.map { 1 << $0 }
      for (first, a) in others.enumerated() {
        for second in others.indices where second > first {
          let b = others[second]
          for third in others.indices where third > second {
            let c = others[third]
            for d in others[(third + 1)...] {
              let pairs = [
                (variables[common | a | b], variables[common | c | d]),
                (variables[common | a | c], variables[common | b | d]),
                (variables[common | a | d], variables[common | b | c]),
              ]
              appendRelation(to: &list, pairs)
            }
          }
        }
      }
    }
  }

  /// Forbids that the three products, the second of them negated, are equal.
  private static func appendRelation(to list: inout ClauseList, _ pairs: [(Int32, Int32)]) {
    var clause: [Int32] = [0, 0, 0, 0, 0, 0]
    for signs in 0..<16 {
      let product: Int32 = signs & 8 == 0 ? 1 : -1
      for index in 0..<3 {
        // The forbidden value of the first factor, and that of the second, which follows from it.
        let first: Int32 = signs & (1 << index) == 0 ? 1 : -1
        let second = first * (index == 1 ? -product : product)
        clause[2 * index] = -first * pairs[index].0
        clause[2 * index + 1] = -second * pairs[index].1
      }
      list.append(clause)
    }
  }

  private static func appendTopes(
    to list: inout ClauseList, _ matrix: SignMatrix, rank: Int, _ variables: [Int32]
  ) {
    let rows = rowBits(of: matrix)
    var clause = [Int32](repeating: 0, count: rank + 1)
    for subset in 0..<(1 << matrix.columnCount) where subset.nonzeroBitCount == rank + 1 {
      let lowest = subset & -subset
      var patterns: Set<Int> = []
      for row in rows where row.holes & subset == 0 {
        // Of a pattern and its negation, the one with + at the first element.
        patterns.insert(row.positive & lowest != 0 ? row.positive & subset : ~row.positive & subset)
      }
      for pattern in patterns.sorted() {
        var rest = subset
        for index in 0...rank {
          let element = rest & -rest
          rest ^= element
          let isPositive = (pattern & element != 0) == (index % 2 == 0)
          // Not all circuit signs are those of the row: one of them is the other.
          clause[index] = (isPositive ? -1 : 1) * variables[subset ^ element]
        }
        list.append(clause)
        list.append(clause.map { -$0 })
      }
    }
  }

  private static func rowBits(of matrix: SignMatrix) -> [(positive: Int, holes: Int)] {
    (0..<matrix.rowCount).map { row in
      var (positive, holes) = (0, 0)
      for column in 0..<matrix.columnCount {
        let sign = matrix[row, column]
        if sign > 0 { positive |= 1 << column }
        if sign == 0 { holes |= 1 << column }
      }
      return (positive, holes)
    }
  }
}
