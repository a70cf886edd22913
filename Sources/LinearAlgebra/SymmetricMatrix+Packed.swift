extension SymmetricMatrix {
  /// Number of entries of a packed upper triangle: d (d + 1) / 2.
  public static func packedCount(dimension: Int) -> Int { dimension * (dimension + 1) / 2 }

  /// The upper triangle in single precision, row after row.
  ///
  /// A quarter of the memory, for statistics that need few digits, as blocks of a jackknife do.
  /// Entries beyond the range of Float become infinite: scale first.
  public func packedFloats() -> [Float] {
    let dimension = dimension
    let source = elements.span
    var packed = [Float](repeating: 0, count: Self.packedCount(dimension: dimension))
    var target = packed.mutableSpan
    var position = 0
    for row in 0..<dimension {
      let start = row * dimension
      for column in row..<dimension {
        target[position] = Float(source[start + column])
        position += 1
      }
    }
    return packed
  }

  /// Replaces the matrix by a packed one.
  ///
  /// - Precondition: `packed` is what ``packedFloats()`` of a matrix of this dimension gives.
  public mutating func setPacked(_ packed: [Float]) {
    precondition(
      packed.count == Self.packedCount(dimension: dimension),
      "a packed triangle holds d (d + 1) / 2 values")
    let dimension = dimension
    let source = packed.span
    var target = elements.mutableSpan
    var position = 0
    for row in 0..<dimension {
      for index in row * dimension + row..<(row + 1) * dimension {
        target[index] = Double(source[position])
        position += 1
      }
    }
  }

  /// The Frobenius inner product with a packed matrix, in double precision.
  ///
  /// - Precondition: `packed` is what ``packedFloats()`` of a matrix of this dimension gives.
  public func inner(packed: [Float]) -> Double {
    precondition(
      packed.count == Self.packedCount(dimension: dimension),
      "a packed triangle holds d (d + 1) / 2 values")
    let dimension = dimension
    let left = elements.span
    let right = packed.span
    var diagonal = 0.0
    var sums = SIMD8<Double>()
    var position = 0
    for row in 0..<dimension {
      var index = row * dimension + row
      let end = (row + 1) * dimension
      diagonal += left[index] * Double(right[position])
      index += 1
      position += 1
      // Eight sums instead of one: additions of Double are not reordered by the compiler, and one
      // chain of them would cost their latency each.
      while index + 8 <= end {
        let l = SIMD8<Double>(
          left[index], left[index + 1], left[index + 2], left[index + 3],
          left[index + 4], left[index + 5], left[index + 6], left[index + 7])
        let r = SIMD8<Double>(
          Double(right[position]), Double(right[position + 1]), Double(right[position + 2]),
          Double(right[position + 3]), Double(right[position + 4]), Double(right[position + 5]),
          Double(right[position + 6]), Double(right[position + 7]))
        sums += l * r
        index += 8
        position += 8
      }
      while index < end {
        sums[0] += left[index] * Double(right[position])
        index += 1
        position += 1
      }
    }
    return diagonal + 2 * sums.sum()
  }

  /// Adds a multiple of a packed matrix.
  ///
  /// - Precondition: `packed` is what ``packedFloats()`` of a matrix of this dimension gives.
  public mutating func addPacked(_ packed: [Float], weight: Double) {
    precondition(
      packed.count == Self.packedCount(dimension: dimension),
      "a packed triangle holds d (d + 1) / 2 values")
    let dimension = dimension
    let source = packed.span
    var target = elements.mutableSpan
    var position = 0
    for row in 0..<dimension {
      let start = row * dimension
      for column in row..<dimension {
        target[start + column] += weight * Double(source[position])
        position += 1
      }
    }
  }
}
