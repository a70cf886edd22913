import SignRankProof

/// Decides whether a sign matrix without holes has sign-rank at most 2.
///
/// Exactly if, columns negated until a row is all + and rows until they are + at some column c, the
/// plus-sets of the rows form a chain: then the columns lie in that order within a half-turn, c first.
enum PlaneOrder {
  /// What the test comes to.
  enum Outcome {
    /// Columns in their order along a half-turn, negated where the sign is -1: every row changes sign at
    /// most once along them.
    case order(columns: [Int], signs: [Int])
    /// Rows and columns of a submatrix of sign-rank at least 3, with the reason in its own rows and
    /// columns.
    case obstruction(rows: [Int], columns: [Int], ChainObstruction)
  }

  /// Two rows and two columns that keep a column from being the first.
  private struct Crossing {
    let rows: (Int, Int)
    let columns: (Int, Int)
  }

  /// Tries columns as the first one: to begin with column 0, then the columns of the crossings met.
  ///
  /// Where
  /// all of these have a crossing, they are an obstruction; few are needed, whatever the matrix.
  ///
  /// - Complexity: O(m n / 64 + m log m) for each column tried.
  static func decide(_ matrix: SignMatrix) -> Outcome {
    var columns = [0]
    var crossings: [Crossing] = []
    while crossings.count < columns.count {
      let first = columns[crossings.count]
      switch chain(matrix, first: first) {
      case .failure(let crossing):
        crossings.append(crossing)
        for column in [crossing.columns.0, crossing.columns.1] where !columns.contains(column) {
          columns.append(column)
        }
      case .success(let rows):
        return order(matrix, first: first, chain: rows)
      }
    }
    let rows = Set([0] + crossings.flatMap { [$0.rows.0, $0.rows.1] }).sorted()
    let rowPlace = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, $0) })
    let columnPlace = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
    let obstructions = crossings.map { crossing in
      [crossing.rows.0, crossing.rows.1].compactMap { rowPlace[$0] }
        + [crossing.columns.0, crossing.columns.1].compactMap { columnPlace[$0] }
    }
    return .obstruction(
      rows: rows, columns: columns, ChainObstruction(referenceRow: 0, obstructions: obstructions))
  }

  private enum Chain {
    /// The rows, by the size of their plus-sets, the largest first.
    case success([Int])
    case failure(Crossing)
  }

  /// The plus-set of a row after the negations.
  private static func plusSet(_ matrix: SignMatrix, _ row: Int, first: Int) -> [UInt64] {
    let words = matrix.wordsPerRow
    let isNegated = matrix[row, first] != matrix[0, first]
    var set = [UInt64](repeating: 0, count: words)
    for word in 0..<words {
      let equal = ~(matrix.positive[row * words + word] ^ matrix.positive[word])
      set[word] = isNegated ? ~equal : equal
    }
    let used = matrix.columnCount % 64
    if used != 0 { set[words - 1] &= (1 << UInt64(used)) - 1 }
    return set
  }

  private static func chain(_ matrix: SignMatrix, first: Int) -> Chain {
    let sets = (0..<matrix.rowCount).map { plusSet(matrix, $0, first: first) }
    let sizes = sets.map { $0.reduce(0) { $0 + $1.nonzeroBitCount } }
    let order = sets.indices.sorted { sizes[$0] != sizes[$1] ? sizes[$0] > sizes[$1] : $0 < $1 }
    for (large, small) in zip(order, order.dropFirst()) {
      guard let extra = element(of: sets[small], notIn: sets[large]) else { continue }
      // Not smaller and not a superset: it has an element of its own, too.
      guard let own = element(of: sets[large], notIn: sets[small]) else { continue }
      return .failure(Crossing(rows: (large, small), columns: (own, extra)))
    }
    return .success(order)
  }

  private static func element(of set: [UInt64], notIn other: [UInt64]) -> Int? {
    for (word, bits) in set.enumerated() where bits & ~other[word] != 0 {
      return 64 * word + (bits & ~other[word]).trailingZeroBitCount
    }
    return nil
  }

  /// Columns by the number of plus-sets they are in, the first one before all that are in as many.
  private static func order(_ matrix: SignMatrix, first: Int, chain: [Int]) -> Outcome {
    var memberships = [Int](repeating: 0, count: matrix.columnCount)
    for row in chain {
      let set = plusSet(matrix, row, first: first)
      for column in memberships.indices
      where set[column / 64] & (1 << UInt64(column % 64)) != 0 { memberships[column] += 1 }
    }
    let columns = memberships.indices.sorted {
      memberships[$0] != memberships[$1] ? memberships[$0] > memberships[$1] : $0 < $1
    }
    return .order(columns: columns, signs: columns.map { matrix[0, $0] })
  }
}
