import EmbeddingSets
import Findings
import LinearAlgebra
import Streaming

/// The distribution of the cosine over pairs of rows: all pairs of a small set, all pairs of a seeded
/// sample of rows of a larger one.
struct CosineSample: Sendable {
  let source: any EmbeddingSource
  let pass: RowPassResult
  let jobs: Int
  let seed: UInt64

  /// Most rows, and most numbers, that are kept.
  static let mostRows = 2048
  private static let mostValues = 1 << 21
  /// Rows of a strip of products.
  private static let strip = 256

  /// How many rows are taken of a set of that size; 2,048 rows give two million pairs.
  static func size(rowCount: Int, columnCount: Int) -> Int {
    min(rowCount, mostRows, max(strip, mostValues / max(1, columnCount)))
  }

  /// The histogram, and what to say of a sample; none with fewer than two rows with a direction.
  ///
  /// - Complexity: 2,048² d / 2 multiply-adds at most, whatever the number of rows.
  func run() async throws -> (histogram: CosineHistogram, note: String?)? {
    let shape = source.shape
    let size = Self.size(rowCount: shape.rowCount, columnCount: shape.columnCount)
    let rows = try unitRows(RowSample.numbers(size, of: shape.rowCount, seed: seed))
    let depth = shape.columnCount
    let count = rows.count / max(1, depth)
    guard count >= 2 else { return nil }
    let note =
      size == shape.rowCount
      ? nil
      : "series isotropy.cosines: all pairs of \(NumberText.grouped(count)) rows drawn with seed "
        + "\(seed)"
    var total = CosineHistogram()
    try await orderedMap(count: (count + Self.strip - 1) / Self.strip, width: jobs) { index in
      let first = index * Self.strip
      let height = min(Self.strip, count - first)
      let width = count - first
      var products = [Double](repeating: 0, count: height * width)
      BLAS.doubleProductTransposed(
        left: rows.span.extracting(first * depth..<(first + height) * depth), leftRows: height,
        right: rows.span.extracting(first * depth..<count * depth), rightRows: width,
        depth: depth, into: &products)
      var part = CosineHistogram()
      let span = products.span
      for row in 0..<height {
        for column in row + 1..<max(width, row + 1) { part.add(span[row * width + column]) }
      }
      return part
    } consume: { _, part in
      total.merge(part)
    }
    return (total, note)
  }

  /// Rows scaled to norm 1; those without a direction are left out.
  private func unitRows(_ numbers: [Int]) throws -> [Double] {
    let view = ViewRows(source: source, pass: pass, view: .unitRaw)
    var reader = RowReader(view, origin: view.origin())
    var values: [Double] = []
    values.reserveCapacity(numbers.count * source.shape.columnCount)
    for row in numbers where try reader.read(row..<row + 1) == 1 {
      values += reader.rows.prefix(source.shape.columnCount)
    }
    return values
  }
}
