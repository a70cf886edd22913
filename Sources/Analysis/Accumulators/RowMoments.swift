import EmbeddingSets
public import LinearAlgebra
import Streaming

/// Second-order sums of shifted rows y, enough for every spectral and cosine metric.
///
///     n,  v = Σ y,  G = Σ y yᵀ,  w₃ = Σ |y|² y,  q = Σ |y|⁴
///
/// in float64. The shift c is fixed before the pass, near the mean, so that taking the mean off at
/// the end cancels nothing. States of one shift merge by addition. Merge class: rounded.
public struct RowMoments: Sendable, Hashable {
  /// n.
  public internal(set) var count = 0
  /// v, of length d.
  public internal(set) var sum: [Double]
  /// G, d × d.
  public internal(set) var gram: SymmetricMatrix
  /// w₃, of length d.
  public internal(set) var cubic: [Double]
  /// q.
  public internal(set) var quartic = 0.0

  init(columnCount: Int) {
    sum = Array(repeating: 0, count: columnCount)
    cubic = sum
    gram = SymmetricMatrix(zero: columnCount)
  }

  /// Adds the rows whose weight is not 0, as weight × row - shift; `scratch` is grown as needed.
  mutating func add(_ block: RowBlock, weights: [Double], shift: [Double], scratch: inout [Double])
  {
    let packed = block.shiftRows(
      weights: weights, shift: shift, shifted: &scratch, sum: &sum, cubic: &cubic,
      quartic: &quartic)
    gram.addGram(ofRows: scratch.span.extracting(0..<packed * block.columnCount), rowCount: packed)
    count += packed
  }

  mutating func merge(_ later: RowMoments) {
    count += later.count
    quartic += later.quartic
    for column in sum.indices {
      sum[column] += later.sum[column]
      cubic[column] += later.cubic[column]
    }
    gram += later.gram
  }
}

extension RowMoments {
  func save(to archive: inout StateWriter) {
    archive.write(count)
    archive.write(quartic)
    archive.write(sum)
    archive.write(cubic)
    var packed: [Double] = []
    packed.reserveCapacity(sum.count * (sum.count + 1) / 2)
    for row in sum.indices {
      for column in row..<sum.count { packed.append(gram[row, column]) }
    }
    archive.write(packed)
  }

  init(restoring archive: inout StateReader) throws {
    count = try archive.readInt()
    quartic = try archive.readDouble()
    sum = try archive.readDoubles()
    cubic = try archive.readDoubles()
    let packed = try archive.readDoubles()
    guard cubic.count == sum.count, packed.count == sum.count * (sum.count + 1) / 2 else {
      throw StateError.inconsistent("moments of unequal dimension")
    }
    gram = SymmetricMatrix(zero: sum.count)
    var index = 0
    for row in sum.indices {
      for column in row..<sum.count {
        gram[row, column] = packed[index]
        index += 1
      }
    }
  }
}
