import CKernels

/// Elementwise work of searches for embeddings by gradients: the loops of `embeddings.c`.
public enum EmbeddingKernels {
  /// Independent searches that the functions on lanes run side by side.
  public static let laneCount = Int(EMBEDSCOPE_LANES)

  /// Turns a tile of inner products into the gradient of the contrastive loss in them.
  ///
  /// The loss of row i is the sum over its positives of -log softmax(x / temperature).
  ///
  /// - Parameters:
  ///   - products: rows × columns inner products, row-major; replaced by the gradient times
  ///     `gradientScale` and temperature.
  ///   - rowCount: rows of the tile.
  ///   - columnCount: columns of the tile.
  ///   - positives: as many columns a row as `positiveCount`.
  ///   - positiveCount: positives of each row.
  ///   - inverseTemperature: 1 / temperature, which multiplies the products.
  ///   - gradientScale: what the gradient is multiplied by.
  /// - Returns: the sum of the losses of the rows.
  public static func contrastiveGradient(
    _ products: inout [Float], rowCount: Int, columnCount: Int, positives: Span<UInt32>,
    positiveCount: Int, inverseTemperature: Float, gradientScale: Float
  ) -> Double {
    requirePositives(products.count, rowCount, columnCount, positives, positiveCount)
    return unsafe positives.withUnsafeBufferPointer { positives in
      unsafe embedscope_contrastive_rows_f32(
        &products, rowCount, columnCount, positives.baseAddress, positiveCount,
        inverseTemperature, gradientScale)
    }
  }

  /// How many positives are among the largest `positiveCount` products of their row.
  public static func topHits(
    _ products: [Float], rowCount: Int, columnCount: Int, positives: Span<UInt32>,
    positiveCount: Int
  ) -> Int {
    requirePositives(products.count, rowCount, columnCount, positives, positiveCount)
    return unsafe positives.withUnsafeBufferPointer { positives in
      unsafe embedscope_top_hits_f32(
        products, rowCount, columnCount, positives.baseAddress, positiveCount)
    }
  }

  /// The state of Adam for one array of parameters.
  ///
  /// - Source: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, with decays 0.9
  ///   and 0.999 and ε = 1e-8.
  public struct Adam: Sendable {
    private var first: [Float]
    private var second: [Float]
    private var powers = (first: 1.0, second: 1.0)

    /// The state before the first step.
    public init(count: Int) {
      first = [Float](repeating: 0, count: count)
      second = first
    }

    /// One step, after which every row has length 1.
    public mutating func step(
      _ values: inout [Float], gradient: [Float], rowCount: Int, columnCount: Int, rate: Float
    ) {
      requireShape(values, gradient, rowCount * columnCount)
      let (c1, c2) = corrections()
      unsafe embedscope_adam_unit_rows_f32(
        &values, gradient, &first, &second, rowCount, columnCount, rate, c1, c2)
    }

    /// One step in every lane, after which every row of every lane has length 1.
    public mutating func stepLanes(
      _ values: inout [Float], gradient: [Float], rowCount: Int, rank: Int, rate: Float
    ) {
      requireShape(values, gradient, rowCount * rank * laneCount)
      let (c1, c2) = corrections()
      unsafe embedscope_adam_unit_lanes_f32(
        &values, gradient, &first, &second, rowCount, rank, rate, c1, c2)
    }

    private func requireShape(_ values: [Float], _ gradient: [Float], _ count: Int) {
      precondition(
        values.count == count && gradient.count == count && first.count == count,
        "values, gradient and state have one shape")
    }

    private mutating func corrections() -> (Float, Float) {
      powers.first *= 0.9
      powers.second *= 0.999
      return (Float(1 / (1 - powers.first)), Float(1 / (1 - powers.second)))
    }
  }

  /// Gradients of Σ log(1 + exp(-b sᵢⱼ uᵢ·vⱼ)) / b in both factors, for every lane.
  ///
  /// - Parameters:
  ///   - left: the u: rows × rank × lanes.
  ///   - right: the v: columns × rank × lanes.
  ///   - signs: rows × columns; entries of 0 do not count.
  ///   - rowCount: rows of the sign matrix.
  ///   - columnCount: columns of the sign matrix.
  ///   - rank: components of each vector.
  ///   - sharpness: b, above 0.
  ///   - leftGradient: becomes the gradient in `left`, of its shape.
  ///   - rightGradient: becomes the gradient in `right`, of its shape.
  ///   - least: becomes the least sᵢⱼ uᵢ·vⱼ of each lane.
  public static func signGradient(
    left: [Float], right: [Float], signs: [Int8], rowCount: Int, columnCount: Int, rank: Int,
    sharpness: Float, leftGradient: inout [Float], rightGradient: inout [Float],
    least: inout [Float]
  ) {
    precondition(
      left.count == rowCount * rank * laneCount && leftGradient.count == left.count
        && right.count == columnCount * rank * laneCount && rightGradient.count == right.count
        && signs.count == rowCount * columnCount && least.count == laneCount,
      "factors and signs have one shape")
    unsafe embedscope_sign_gradient_lanes_f32(
      left, right, signs, rowCount, columnCount, rank, sharpness, &leftGradient, &rightGradient,
      &least)
  }

  /// Replaces the first products, as many as there are signs, by their gradients.
  ///
  /// - Returns: how many signed products are not positive; lowers `least` to the least of them.
  public static func signGradient(
    _ products: inout [Float], signs: Span<Int8>, sharpness: Float, least: inout Float
  ) -> Int {
    precondition(products.count >= signs.count, "a product for every sign")
    return unsafe signs.withUnsafeBufferPointer { signs in
      unsafe embedscope_sign_gradient_tile_f32(
        &products, signs.baseAddress, signs.count, sharpness, &least)
    }
  }

  private static func requirePositives(
    _ productCount: Int, _ rowCount: Int, _ columnCount: Int, _ positives: Span<UInt32>,
    _ positiveCount: Int
  ) {
    precondition(productCount >= rowCount * columnCount, "a tile is rows × columns")
    precondition(positives.count == rowCount * positiveCount, "positives of every row")
    for at in positives.indices {
      precondition(positives[at] < columnCount, "a positive is a column")
    }
  }
}
