import CKernels

/// Maxima over segments of a tile of dot products: the loop of `segments.c`, bounds-checked.
public enum SegmentKernels {
  /// Adds the largest value of each segment of columns, for each of some rows, to the segment's sum.
  ///
  /// With rows that are the tokens of a query and segments that are the tokens of documents, the sums
  /// are Σᵢ maxⱼ ⟨qᵢ, dⱼ⟩, the score of late interaction.
  ///
  /// - Parameters:
  ///   - products: values row-major; none is NaN.
  ///   - rows: the rows to add, of those in `products`.
  ///   - columnCount: values a row.
  ///   - offsets: segment j is the columns `offsets[j]..<offsets[j + 1]`; an empty one has the maximum
  ///     `floor`.
  ///   - floor: the least a maximum counts: -∞ for true maxima, 0 where padding takes part.
  ///   - sums: one a segment, added to from `firstSum` on.
  ///   - firstSum: where in `sums` the first segment stands.
  /// - Returns: how many maxima of segments that are not empty were below zero.
  public static func addMaxima(
    _ products: [Float], rows: Range<Int>, columnCount: Int, offsets: [Int64], floor: Float,
    sums: inout [Double], firstSum: Int
  ) -> Int {
    precondition(
      rows.lowerBound >= 0
        && Matrix.elementCount(rowCount: rows.upperBound, columnCount: columnCount)
          <= products.count,
      "the rows lie inside the tile")
    precondition(offsets.first.map { $0 >= 0 } ?? false, "segments start inside the row")
    for index in 1..<max(1, offsets.count) {
      precondition(offsets[index] >= offsets[index - 1], "segments follow each other")
    }
    precondition(Int(offsets[offsets.count - 1]) <= columnCount, "segments end inside the row")
    precondition(
      firstSum >= 0 && firstSum + offsets.count - 1 <= sums.count, "one sum for each segment")
    return unsafe products.withUnsafeBufferPointer { products in
      unsafe sums.withUnsafeMutableBufferPointer { sums in
        guard let tile = products.baseAddress, let target = sums.baseAddress else { return 0 }
        return unsafe embedscope_add_segment_maxima_f32(
          tile + rows.lowerBound * columnCount, rows.count, columnCount, offsets,
          offsets.count - 1, floor, target + firstSum)
      }
    }
  }
}
