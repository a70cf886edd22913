import EmbeddingSets
import LinearAlgebra

/// Reductions of which each is a prefix of the next: cuts of the rows in one basis.
///
/// The products of a longer prefix are those of a shorter one and of what is between them, so all cuts
/// cost together what the longest does.
struct ReductionLadder: Sendable {
  /// The longest reduction.
  let reduction: Reduction
  /// Components of each cut, ascending; the last are all of the longest.
  let widths: [Int]

  /// Components of the longest cut.
  var width: Int { widths.last ?? 0 }

  /// The reduction of one cut.
  func reduction(at step: Int) -> Reduction {
    step == widths.count - 1 ? reduction : reduction.prefix(widths[step])
  }
}

/// Rows of a ladder's longest cut, with what makes products of each cut cosines.
struct ReducedPanel: Sendable {
  /// rowCount × width values, row-major.
  let values: [Float]
  /// Number in the set of each row.
  let numbers: [UInt32]
  /// 1/|x| of each row in each cut, one list a cut; NaN for a row that has no direction there or in the
  /// full set.
  let weights: [[Double]]
  /// Cuts in which some row is so long or so short that products in Float say little.
  let isHard: [Bool]

  /// Norms in Float's middle: products of two are far from its ends.
  private static let safeSquares = 0x1p-80...0x1p80

  /// The reduced rows of a block.
  ///
  /// - Parameter usable: whether each row has a direction in the full set.
  init(
    _ block: RowBlock, numbers: [UInt32], usable: [Bool], ladder: ReductionLadder, scale: Double
  ) {
    values = ladder.reduction.apply(block, scale: scale)
    self.numbers = numbers
    let widths = ladder.widths
    let squares = ReductionKernels.prefixSquares(
      values, columnCount: ladder.width, widths: widths)
    var weights = widths.map { _ in [Double](repeating: .nan, count: numbers.count) }
    var isHard = widths.map { _ in false }
    for row in numbers.indices where usable[row] {
      for step in widths.indices {
        let square = squares[row * widths.count + step]
        guard square != 0 else { continue }
        if !Self.safeSquares.contains(square) { isHard[step] = true }
        weights[step][row] = 1 / square.squareRoot()
      }
    }
    self.weights = weights
    self.isHard = isHard
  }
}
