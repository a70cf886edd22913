import EmbeddingSets
import LinearAlgebra
import Streaming

/// Cheaper variants of the tokens of an export, all in memory.
struct TokenVariants {
  /// Most values that are kept in memory.
  static let valueLimit = 1 << 27

  let offsets: [Int]
  let width: Int
  let values: [Float]
  let isUnit: Bool

  /// Reads all tokens; nil where they are too many.
  init?(_ set: TokenSet, isUnit: Bool) throws {
    let shape = set.tokens.shape
    guard shape.rowCount * shape.columnCount <= Self.valueLimit else { return nil }
    offsets = set.offsets
    width = shape.columnCount
    self.isUnit = isUnit
    switch try set.tokens.block(rows: 0..<shape.rowCount).values {
    case .float(let floats): values = floats
    case .double(let doubles): values = doubles.map { Float($0) }
    }
  }

  private func set(_ values: [Float], width: Int, offsets: [Int]? = nil) -> TokenSet {
    TokenSet(
      tokens: InMemorySource(values, columnCount: width, name: "variant"),
      offsets: offsets ?? self.offsets)
  }

  /// Tokens along some axes, scaled back to unit length where they had it.
  func projected(_ axes: Matrix) -> TokenSet {
    let count = axes.rowCount
    let rows = values.count / width
    let directions = axes.elements.map { Float($0) }
    var result = [Float](repeating: 0, count: rows * count)
    BLAS.singleProductTransposed(
      left: values.span, leftRows: rows, right: directions.span, rightRows: count, depth: width,
      into: &result)
    if isUnit { Self.normalise(&result, width: count) }
    return set(result, width: count)
  }

  /// The first columns, scaled back to unit length where they had it.
  func prefix(_ count: Int) -> TokenSet {
    var result: [Float] = []
    result.reserveCapacity(values.count / width * count)
    for first in stride(from: 0, to: values.count, by: width) {
      for column in 0..<count { result.append(values[first + column]) }
    }
    if isUnit { Self.normalise(&result, width: count) }
    return set(result, width: count)
  }

  /// Steps of the uniform quantiser that is best for Gaussian components, in standard deviations, by
  /// bits (Max, "Quantizing for minimum distortion", IRE Transactions 1960, table II).
  static let steps: [Int: Float] = [1: 1.596, 2: 0.9957, 4: 0.3352, 8: 0.03080]

  /// Components in 2^bits levels around 0; with one bit their signs.
  ///
  /// - Precondition: ``steps`` has the bits.
  func quantised(bits: Int) -> TokenSet {
    guard let unit = Self.steps[bits] else { preconditionFailure("no quantiser of \(bits) bits") }
    var square = 0.0
    for value in values { square += Double(value) * Double(value) }
    guard square > 0 else { return set(values, width: width) }
    let step = unit * Float((square / Double(values.count)).squareRoot())
    let highest = Float(1 << (bits - 1)) - 1
    var result = values
    for index in result.indices {
      let level = (result[index] / step).rounded(.down)
      result[index] = (min(highest, max(-highest - 1, level)) + 0.5) * step
    }
    return set(result, width: width)
  }

  /// Fewer tokens, one variant for each factor; factors ascend.
  ///
  /// The tokens of each document but the first are grouped by Ward's method into a share of their
  /// number, and each group becomes its mean.
  ///
  /// - Source: Clavié et al., "Reducing the footprint of multi-vector retrieval with minimal
  ///   performance impact via token pooling", arXiv 2409.14683.
  func pooled(factors: [Int], jobs: Int) async throws -> [TokenSet] {
    var results = [[Float]](repeating: [], count: factors.count)
    var starts = [[Int]](repeating: [0], count: factors.count)
    try await orderedMap(count: offsets.count - 1, width: jobs) { item in
      pooled(item, factors)
    } consume: { _, variants in
      for (index, rows) in variants.enumerated() {
        results[index] += rows
        starts[index].append(results[index].count / width)
      }
    }
    return zip(results, starts).map { rows, starts in
      var rows = rows
      if isUnit { Self.normalise(&rows, width: width) }
      return set(rows, width: width, offsets: starts)
    }
  }

  private func pooled(_ item: Int, _ factors: [Int]) -> [[Float]] {
    let count = offsets[item + 1] - offsets[item]
    let rows = Array(values[offsets[item] * width..<offsets[item + 1] * width])
    guard count > 2 else { return factors.map { _ in rows } }
    var clusters = WardClusters(Array(rows[width...]), width: width)
    return factors.map { factor in
      clusters.merge(to: max(1, (count - 1) / factor))
      return Array(rows[..<width]) + clusters.means
    }
  }

  private static func normalise(_ values: inout [Float], width: Int) {
    for first in stride(from: 0, to: values.count, by: width) {
      var square: Float = 0
      for column in 0..<width { square += values[first + column] * values[first + column] }
      guard square > 0 else { continue }
      let scale = 1 / square.squareRoot()
      for column in 0..<width { values[first + column] *= scale }
    }
  }
}
