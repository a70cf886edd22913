public import EmbeddingSets
import Glibc

/// BM25 as Lucene computes it: a baseline from counts of terms.
///
/// w(t, d) = ln(1 + (N - n_t + 0.5) / (n_t + 0.5)) · f / (f + k₁ (1 - b + b |d| / mean |d|)) with f the count of term t in
/// document d, n_t the number of documents that have it, |d| the number of terms of d. The factor k₁ + 1
/// of older versions is left out, as Lucene does: it changes no order.
///
/// Source: Robertson and Zaragoza 2009; Kamphuis et al., "Which BM25 do you mean?", ECIR 2020.
public struct BM25: Sendable, Hashable {
  /// How fast repeated terms stop to count.
  public var k1: Double
  /// How much long documents are held back, from 0 (not) to 1.
  public var b: Double

  /// Parameters; by default those of Lucene with k₁ = 1.2, b = 0.75.
  ///
  /// - Precondition: `k1` is not negative, `b` lies in 0...1.
  public init(k1: Double = 1.2, b: Double = 0.75) {
    precondition(k1 >= 0 && k1.isFinite && b >= 0 && b <= 1, "BM25 has k1 >= 0 and b in 0...1")
    self.k1 = k1
    self.b = b
  }

  /// The weights of documents given as counts of terms.
  ///
  /// A document without terms has length 0 and no weights.
  ///
  /// - Throws: ``RepresentationError`` where a count is negative.
  public func weights(ofCounts counts: SparseMatrix) throws -> SparseMatrix {
    var documentsWith = [Double](repeating: 0, count: counts.columnCount)
    var lengths = [Double](repeating: 0, count: counts.rowCount)
    for row in 0..<counts.rowCount {
      for entry in counts.entries(of: row) {
        guard counts.values[entry] > 0 else {
          throw RepresentationError(
            "document \(row) has the count \(counts.values[entry]) of term "
              + "\(counts.columns[entry])",
            remedy: "BM25 needs how often each term occurs; weights are given as they are.")
        }
        documentsWith[Int(counts.columns[entry])] += 1
        lengths[row] += counts.values[entry]
      }
    }
    let total = Double(counts.rowCount)
    let mean = counts.rowCount == 0 ? 0 : lengths.reduce(0, +) / total
    var values = counts.values
    for row in 0..<counts.rowCount {
      let damping = k1 * (1 - b + b * (mean > 0 ? lengths[row] / mean : 0))
      for entry in counts.entries(of: row) {
        let having = documentsWith[Int(counts.columns[entry])]
        let rarity = log(1 + (total - having + 0.5) / (having + 0.5))
        values[entry] = rarity * counts.values[entry] / (counts.values[entry] + damping)
      }
    }
    return SparseMatrix(
      rowCount: counts.rowCount, columnCount: counts.columnCount, starts: counts.starts,
      columns: counts.columns, values: values)
  }
}
