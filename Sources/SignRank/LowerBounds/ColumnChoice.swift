import SignRankProof

/// A few columns of a sign matrix on which the rows show many patterns.
struct ColumnChoice {
  /// The columns, ascending.
  let columns: [Int]
  /// The first row of every pattern on them, up to negation.
  let rows: [Int]

  /// Of more columns only the most balanced are candidates.
  private static let mostCandidates = 64

  /// All columns.
  init(allOf signs: SignMatrix) {
    self.init(Array(0..<signs.columnCount), of: signs)
  }

  private init(_ columns: [Int], of signs: SignMatrix) {
    self.columns = columns
    var seen: Set<[Int]> = []
    rows = (0..<signs.rowCount).filter { row in
      let pattern = columns.map { signs[row, $0] }
      let first = pattern.first { $0 != 0 } ?? 1
      return seen.insert(pattern.map { $0 * first }).inserted
    }
  }

  /// So many columns, one after the other: each time the one after which the patterns are most.
  ///
  /// - Parameter start: The column to begin with, counted from the most balanced one.
  /// - Complexity: O(64 m log m) for each column.
  init(greedily count: Int, of signs: SignMatrix, start: Int) {
    let sets = SignSets(columnsOf: signs)
    let balance = (0..<sets.columnCount).map { min(sets.plusCount($0), sets.minusCount($0)) }
    let candidates = balance.indices.sorted {
      balance[$0] != balance[$1] ? balance[$0] > balance[$1] : $0 < $1
    }
    .prefix(Self.mostCandidates)
    var chosen = [candidates[start % candidates.count]]
    var codes = [Int](repeating: 0, count: signs.rowCount)
    while chosen.count < min(count, candidates.count) {
      var (best, bestCount, bestCodes) = (-1, 0, codes)
      for column in candidates where !chosen.contains(column) {
        let next = codes.indices.map { row in
          2 * codes[row] + (signs[row, column] == signs[row, chosen[0]] ? 1 : 0)
        }
        let patterns = Set(next).count
        if patterns > bestCount { (best, bestCount, bestCodes) = (column, patterns, next) }
      }
      chosen.append(best)
      codes = bestCodes
    }
    self.init(chosen.sorted(), of: signs)
  }

  /// The submatrix of the columns, with one row for each pattern.
  func part(of signs: SignMatrix) -> SignMatrix {
    var part = SignMatrix(rowCount: rows.count, columnCount: columns.count)
    for (i, row) in rows.enumerated() {
      for (j, column) in columns.enumerated() where signs[row, column] >= 0 {
        part[i, j] = signs[row, column]
      }
    }
    return part
  }
}
