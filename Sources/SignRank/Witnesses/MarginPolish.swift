import SignRankProof

/// Turns vectors of given signs so that the least margin is as wide as fixed partners allow.
enum MarginPolish {
  /// More work than this is not spent: entries times length.
  private static let mostWork = 4_000_000

  /// Rows replaced by the widest-margin directions for the columns, and then, where columns may move,
  /// columns for the rows, in turn; a vector is only replaced by one of wider margin.
  ///
  /// - Parameters:
  ///   - rounds: how often both sides move; 0 moves the rows once.
  ///   - deadline: when to stop; what was not reached stays as it is.
  static func widened(
    _ vectors: SignVectors, signs: SignMatrix, keepRow: Int?, rounds: Int, deadline: Deadline
  ) -> SignVectors {
    let d = vectors.dimension
    guard signs.rowCount * signs.columnCount <= mostWork / max(1, d) else { return vectors }
    var rows = split(vectors.rows, d)
    var columns = split(vectors.columns, d)
    let transposed = signs.transposed()
    improve(&rows, against: columns, signs: signs, keep: keepRow, deadline: deadline)
    for _ in 0..<rounds where !deadline.isPassed {
      improve(&columns, against: rows, signs: transposed, keep: nil, deadline: deadline)
      improve(&rows, against: columns, signs: signs, keep: nil, deadline: deadline)
    }
    return SignVectors(
      dimension: d, rows: Array(rows.joined()), columns: Array(columns.joined()))
  }

  private static func improve(
    _ vectors: inout [[Double]], against partners: [[Double]], signs: SignMatrix, keep: Int?,
    deadline: Deadline
  ) {
    let units = partners.map(unit)
    for index in vectors.indices where index != keep && !deadline.isPassed {
      let signed = units.indices.compactMap { place -> [Double]? in
        let sign = Double(signs[index, place])
        return sign == 0 ? nil : units[place].map { sign * $0 }
      }
      guard let wide = NearestPoint.ofHull(signed, deadline: deadline) else { continue }
      if margin(wide, signed) > margin(vectors[index], signed) { vectors[index] = unit(wide) }
    }
  }

  private static func margin(_ vector: [Double], _ signed: [[Double]]) -> Double {
    let direction = unit(vector)
    return signed.reduce(.infinity) { least, point in
      min(least, zip(direction, point).reduce(0) { $0 + $1.0 * $1.1 })
    }
  }

  private static func unit(_ vector: [Double]) -> [Double] {
    let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return norm > 0 ? vector.map { $0 / norm } : vector
  }

  private static func split(_ values: [Double], _ d: Int) -> [[Double]] {
    stride(from: 0, to: values.count, by: d).map { Array(values[$0..<$0 + d]) }
  }
}
