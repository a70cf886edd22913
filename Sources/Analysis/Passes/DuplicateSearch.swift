import EmbeddingSets

/// Confirms, by comparing the rows themselves, which rows with equal fingerprints are equal.
struct DuplicateSearch {
  let source: any EmbeddingSource

  /// Most values of first rows kept for comparison at a time.
  private static let keptValues = 1 << 22
  /// Rows read at a time.
  private static let blockRows = 256

  /// Groups of equal rows among the candidates, in row order, groups by first row.
  ///
  /// - Complexity: reads each block with a candidate once for every batch of groups.
  func confirm(_ candidates: [[Int]], leavingOut isLeftOut: (RowBlock, Int) -> Bool) throws
    -> [[Int]]
  {
    let batch = max(1, Self.keptValues / max(1, source.shape.columnCount))
    var groups: [[Int]] = []
    for start in stride(from: 0, to: candidates.count, by: batch) {
      groups += try confirm(
        Array(candidates[start..<min(start + batch, candidates.count)]), isLeftOut)
    }
    return groups.sorted { $0[0] < $1[0] }
  }

  private func confirm(
    _ candidates: [[Int]], _ isLeftOut: (RowBlock, Int) -> Bool
  ) throws -> [[Int]] {
    var groupOfRow: [(row: Int, group: Int)] = []
    for (group, rows) in candidates.enumerated() {
      for row in rows { groupOfRow.append((row, group)) }
    }
    groupOfRow.sort { $0.row < $1.row }
    // a fingerprint may be shared by different rows, so a candidate may split into classes
    var classes: [[(values: RowValues, rows: [Int])]] = Array(
      repeating: [], count: candidates.count)
    var block: RowBlock?
    for (row, group) in groupOfRow {
      if block.map({ row >= $0.firstRow + $0.rowCount }) ?? true {
        block = try source.block(rows: row..<min(row + Self.blockRows, source.shape.rowCount))
      }
      guard let block, !isLeftOut(block, row - block.firstRow) else { continue }
      let values = block.rowValues(row - block.firstRow)
      if let index = classes[group].firstIndex(where: { $0.values == values }) {
        classes[group][index].rows.append(row)
      } else {
        classes[group].append((values, [row]))
      }
    }
    return classes.flatMap { $0.map(\.rows) }.filter { $0.count > 1 }
  }
}

extension RowBlock {
  /// The values of one row; `==` takes -0 and +0 as equal, as the fingerprint does.
  fileprivate func rowValues(_ row: Int) -> RowValues {
    let range = row * columnCount..<(row + 1) * columnCount
    return switch values {
    case .float(let values): .float(Array(values[range]))
    case .double(let values): .double(Array(values[range]))
    }
  }

  /// Whether a row has a component that is NaN or infinite.
  func isNonfinite(_ row: Int) -> Bool {
    let range = row * columnCount..<(row + 1) * columnCount
    return switch values {
    case .float(let values): !values[range].allSatisfy(\.isFinite)
    case .double(let values): !values[range].allSatisfy(\.isFinite)
    }
  }
}
