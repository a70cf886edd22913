public import EmbeddingSets
import LinearAlgebra

/// The norms of the rows of a set, found in one pass that also refuses what is no number.
public struct RowCensus: Sendable, Hashable {
  /// Euclidean norm of each row.
  public let norms: [Double]
  /// Rows of norm 0, which have no direction.
  public let zeroCount: Int
  /// The smallest and the largest norm; 0 without rows.
  public let (least, largest): (Double, Double)
  /// Mean norm; 0 without rows.
  public let mean: Double

  /// A fingerprint of each row; equal rows have equal ones.
  public let fingerprints: [UInt64]

  /// Whether every row that is not zero has norm 1 up to the rounding of its stored type.
  public let isUnit: Bool

  /// Reads a set once.
  ///
  /// - Throws: ``RepresentationError`` naming the first row that is not finite, or an error of the reader.
  public init(_ source: any EmbeddingSource) throws {
    let columnCount = source.shape.columnCount
    var norms: [Double] = []
    var allFingerprints: [UInt64] = []
    norms.reserveCapacity(source.shape.rowCount)
    allFingerprints.reserveCapacity(source.shape.rowCount)
    for rows in ranges(of: source.shape.rowCount, length: max(1, (1 << 20) / columnCount)) {
      var squares = [Double](repeating: 0, count: rows.count)
      var fingerprints = [UInt64](repeating: 0, count: rows.count)
      switch try source.block(rows: rows).values {
      case .float(let values):
        RowKernels.scanRows(
          values, columnCount: columnCount, scale: 1, squaredNorms: &squares,
          fingerprints: &fingerprints)
      case .double(let values):
        RowKernels.scanRows(
          values, columnCount: columnCount, scale: 1, squaredNorms: &squares,
          fingerprints: &fingerprints)
      }
      allFingerprints += fingerprints
      for (index, square) in squares.enumerated() {
        guard square.isFinite else {
          throw RepresentationError(
            "\(source.name): row \(rows.lowerBound + index): a component is not finite, or beyond "
              + "the range of squares",
            remedy: "Write the export again: such a row cannot be compared with others.")
        }
        norms.append(square.squareRoot())
      }
    }
    self.norms = norms
    fingerprints = allFingerprints
    zeroCount = norms.count { $0 == 0 }
    least = norms.min() ?? 0
    largest = norms.max() ?? 0
    mean = norms.isEmpty ? 0 : norms.reduce(0, +) / Double(norms.count)
    // a norm of d rounded components is off by at most u; twice that, and what float32 sums add
    let tolerance = max(4 * source.shape.storedAs.unitRoundoff, 0x1p-18)
    isUnit = norms.allSatisfy { $0 == 0 || abs($0 - 1) <= tolerance }
  }
}
