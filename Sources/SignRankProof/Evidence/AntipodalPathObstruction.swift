public import EmbeddingSets

/// No path from a sign vector to its negation avoids the rows: sign-rank at least n - 1.
///
/// n vectors of ℝⁿ⁻² in general position have a Gale dual: n vectors of the plane. A sign vector is a row
/// of the first exactly if it is no cell of the second, and the cells of the second, met in turning half
/// around, are a path of the n-cube from some x to -x that changes every sign once. Conversely, every
/// such path comes from n vectors of the plane. So the sign-rank is at most n - 2 exactly if some such
/// path avoids all rows and their negations (Gale dual of Arav et al., arXiv:1312.6048). Here all paths
/// are tried: bit x of the set of a subset T says whether x can lead to x with T negated.
public struct AntipodalPathObstruction: Evidence {
  /// `antipodal-path-obstruction`.
  public static let kind = "antipodal-path-obstruction"
  /// At least.
  public static let side = BoundSide.lower
  /// One line about it.
  public static let summary =
    "rank n - 2 needs a path of the n-cube from some x to -x that avoids all rows (Gale dual); none does"
  /// 4ⁿ bits are kept.
  public static let mostColumns = 14

  /// Whether the paths are those of the cube of the rows.
  public let isTransposed: Bool

  /// The evidence; all there is to show is the framed matrix.
  public init(isTransposed: Bool) { self.isTransposed = isTransposed }

  /// The evidence in a certificate.
  public init(fields: inout CertificateFields) throws(ProofError) {
    isTransposed = try fields.flag("transposed")
  }

  /// `transposed`.
  public var fields: [CertificateValue.Field] {
    [.init("transposed", .integer(isTransposed ? 1 : 0))]
  }

  /// The number of columns, less 1.
  ///
  /// - Complexity: n 4ⁿ / 64.
  public func provenSignRank(of matrix: RelevanceMatrix) throws(ProofError) -> Int {
    try ProofError.withoutHoles(matrix)
    let signs = try SignMatrix(of: matrix).transposed(if: isTransposed)
    let count = signs.columnCount
    guard count >= 3, count <= Self.mostColumns else {
      throw .invalid("paths are for 3 to \(Self.mostColumns) columns, not \(count)")
    }
    var isRow = [Bool](repeating: false, count: 1 << count)
    for row in 0..<signs.rowCount {
      let pattern = Int(signs.positive[row * signs.wordsPerRow])
      isRow[pattern] = true
      isRow[pattern ^ ((1 << count) - 1)] = true
    }
    guard !Self.hasPath(avoiding: isRow, dimension: count) else {
      throw .invalid("a path avoids all rows, so \(count - 2) dimensions are enough")
    }
    return count - 1
  }

  private static func hasPath(avoiding isRow: [Bool], dimension: Int) -> Bool {
    let vertexCount = 1 << dimension
    let words = (vertexCount + 63) / 64
    var free = [UInt64](repeating: 0, count: words)
    for vertex in 0..<vertexCount where !isRow[vertex] {
      free[vertex / 64] |= 1 << UInt64(vertex % 64)
    }
    var reachable = [UInt64](repeating: 0, count: vertexCount * words)
    for word in 0..<words { reachable[word] = free[word] }
    for negated in 1..<vertexCount {
      // Subsets of fewer elements are smaller numbers, so all sources are known.
      let (high, low) = (negated / 64, negated % 64)
      for word in 0..<words {
        var sources: UInt64 = 0
        var rest = negated
        while rest != 0 {
          let last = rest & -rest
          sources |= reachable[(negated ^ last) * words + word]
          rest ^= last
        }
        if sources != 0 {
          reachable[negated * words + word] = sources & exchanged(free[word ^ high], by: low)
        }
      }
    }
    return reachable[((vertexCount - 1) * words)...].contains { $0 != 0 }
  }

  /// Bit i becomes bit i ^ distance.
  private static func exchanged(_ word: UInt64, by distance: Int) -> UInt64 {
    var result = word
    for (bit, low) in lowHalves.enumerated() where distance & (1 << bit) != 0 {
      let width = UInt64(1 << bit)
      result = (result & low) << width | (result >> width) & low
    }
    return result
  }

  /// The lower half of every pair of runs of bits, the lengths of runs doubling.
  private static let lowHalves: [UInt64] = [
    0x5555_5555_5555_5555, 0x3333_3333_3333_3333, 0x0F0F_0F0F_0F0F_0F0F, 0x00FF_00FF_00FF_00FF,
    0x0000_FFFF_0000_FFFF, 0x0000_0000_FFFF_FFFF,
  ]
}
