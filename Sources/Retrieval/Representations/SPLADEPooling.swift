public import EmbeddingSets
import Glibc

/// Sparse vectors from the logits of a masked language model, as SPLADE pools them.
///
/// w_j = agg over tokens i of ln(1 + max(0, logit_ij)): the sum in the first version (Formal et al. 2021,
/// arXiv 2107.05720), the maximum since the second (arXiv 2109.10086). Padding contributes 0 either way,
/// so ragged tokens need no mask.
public enum SPLADEPooling: String, Sendable, CaseIterable {
  /// The sum over tokens.
  case sum
  /// The largest value over tokens.
  case max

  /// One row for each item of a set of logits, tokens × vocabulary.
  ///
  /// - Throws: ``RepresentationError`` where a logit is not a number, or an error of the reader.
  /// - Complexity: tokens × vocabulary; one item in memory at a time.
  public func pool(_ logits: TokenSet) throws -> SparseMatrix {
    let width = logits.columnCount
    var (starts, columns, values) = ([0], [Int32](), [Double]())
    for item in 0..<logits.itemCount {
      let rows = logits.rows(of: item..<item + 1)
      var pooled = [Double](repeating: 0, count: width)
      for row in rows {
        let token = try logits.tokens.block(rows: row..<row + 1).doubles
        for column in 0..<width where !(token[column] <= 0) {
          guard token[column].isFinite else {
            throw RepresentationError(
              "\(logits.name): row \(row): the logit of column \(column) is not finite",
              remedy: "Write the export again, in float32.")
          }
          let value = log1p(token[column])
          pooled[column] = self == .sum ? pooled[column] + value : Swift.max(pooled[column], value)
        }
      }
      for column in 0..<width where pooled[column] > 0 {
        columns.append(Int32(column))
        values.append(pooled[column])
      }
      starts.append(columns.count)
    }
    return SparseMatrix(
      rowCount: logits.itemCount, columnCount: width, starts: starts, columns: columns,
      values: values)
  }
}
