import CKernels

/// Sums of maxima of dot products, with the products kept in registers: `late_interaction.c`,
/// bounds-checked.
public enum LateInteractionKernels {
  /// Rows as the kernel wants those of queries: groups of 32, component after component.
  public struct PackedTokens: Sendable {
    /// The components, whole groups.
    fileprivate let lanes: [Float]
    /// Number of rows.
    public let count: Int
    /// Components of a row.
    public let depth: Int

    /// Packs row-major rows.
    ///
    /// - Precondition: a whole number of rows.
    public init(_ rows: [Float], depth: Int) {
      precondition(depth > 0 && rows.count.isMultiple(of: depth), "whole rows")
      count = rows.count / depth
      self.depth = depth
      let room = PackedTokens.room(count) * depth
      let rowCount = count
      lanes = unsafe [Float](unsafeUninitializedCapacity: room) { lanes, filled in
        if let target = lanes.baseAddress {
          unsafe embedscope_pack_tokens_f32(rows, rowCount, depth, target)
        }
        filled = room
      }
    }

    /// The next multiple of the lanes.
    fileprivate static func room(_ count: Int) -> Int {
      let lanes = Int(EMBEDSCOPE_QUERY_LANES)
      return (count + lanes - 1) / lanes * lanes
    }
  }

  /// Σᵢ maxⱼ ⟨qᵢ, dⱼ⟩ for each query and document, the score of late interaction.
  ///
  /// - Parameters:
  ///   - queries: the tokens of all queries, none NaN.
  ///   - queryOffsets: tokens of query i are `queryOffsets[i]..<queryOffsets[i + 1]`.
  ///   - documents: the tokens of all documents, row-major, none NaN.
  ///   - documentOffsets: as those of queries.
  ///   - floor: the least a maximum counts: -∞ for true maxima, 0 where padding takes part.
  ///   - widestRegister: the most floats of a register that may be used; fewer only to test.
  /// - Returns: the sums, queries × documents, and how many maxima over at least one token were negative.
  ///   A document without tokens has maxima of -∞, raised to the floor.
  /// - Complexity: 2 × query tokens × document tokens × depth operations, memory for the result only.
  public static func scores(
    _ queries: PackedTokens, queryOffsets: [Int64], documents: [Float], documentOffsets: [Int64],
    floor: Float, widestRegister: Int = 16
  ) -> (sums: [Double], negativeMaxima: Int) {
    check(queryOffsets, end: queries.count)
    check(documentOffsets, end: documents.count / queries.depth)
    let (queryCount, documentCount) = (queryOffsets.count - 1, documentOffsets.count - 1)
    var sums = [Double](repeating: 0, count: queryCount * documentCount)
    var maxima = [Float](repeating: 0, count: PackedTokens.room(queries.count))
    guard queryCount > 0, documentCount > 0 else { return (sums, 0) }
    let negative = unsafe embedscope_late_interaction_f32(
      queries.lanes, queryOffsets, queryCount, documents, queries.depth, documentOffsets,
      documentCount, floor, widestRegister, &maxima, &sums)
    return (sums, negative)
  }

  private static func check(_ offsets: [Int64], end: Int) {
    precondition(offsets.first == 0, "offsets start at 0")
    for index in 1..<max(1, offsets.count) {
      precondition(offsets[index] >= offsets[index - 1], "items follow each other")
    }
    precondition(Int(offsets[offsets.count - 1]) <= end, "items end inside the rows")
  }
}
