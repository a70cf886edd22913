import LinearAlgebra
import TestSupport
import Testing

@Suite("Kernels of searches for embeddings")
struct EmbeddingKernelsTests {
  private static let positives: [UInt32] = [0, 2, 1, 3, 4, 0]

  /// The loss of a tile of three rows by five columns.
  private func loss(_ products: [Float]) -> Double {
    var copy = products
    return EmbeddingKernels.contrastiveGradient(
      &copy, rowCount: 3, columnCount: 5, positives: Self.positives.span, positiveCount: 2,
      inverseTemperature: 10, gradientScale: 1)
  }

  private func values(_ count: Int, _ seed: inout Seed, scale: Double = 1) -> [Float] {
    (0..<count).map { _ in Float(scale * (2 * seed.uniform() - 1)) }
  }

  @Test(
    "the contrastive gradient is that of its loss, by central differences",
    arguments: Seed.samples(5))
  func contrastive(seed: Seed) {
    var seed = seed
    let products = values(15, &seed)
    var gradient = products
    let value = EmbeddingKernels.contrastiveGradient(
      &gradient, rowCount: 3, columnCount: 5, positives: Self.positives.span, positiveCount: 2,
      inverseTemperature: 10, gradientScale: 1)
    #expect(value > 0)
    let step: Float = 1.0 / 256
    for at in products.indices {
      var (up, down) = (products, products)
      up[at] += step
      down[at] -= step
      // d loss / d product = gradient / temperature; third differences are below 1000 step^2
      let slope = (loss(up) - loss(down)) / Double(2 * step)
      #expect((slope - 10 * Double(gradient[at])).magnitude <= 1000.0 / (256 * 256), "\(seed)")
    }
    // softmax sums to 1: the gradient of a row sums to 0
    for row in 0..<3 {
      let sum = gradient[row * 5..<row * 5 + 5].reduce(0, +)
      #expect(sum.magnitude <= 16 * Float.ulpOfOne)
    }
  }

  @Test("equal products lose log n for every positive")
  func uniform() {
    #expect((loss([Float](repeating: 0.3, count: 15)) - 6 * 1.6094379124341003).magnitude <= 1e-5)
  }

  @Test("hits are positives among the largest; of equal products the first column counts")
  func hits() {
    let products: [Float] = [5, 4, 3, 2, 1, 1, 1, 1, 1, 1, 0, 1, 2, 3, 4]
    #expect(
      EmbeddingKernels.topHits(
        products, rowCount: 3, columnCount: 5, positives: Self.positives.span, positiveCount: 2)
        == 1 + 1 + 1)
  }

  @Test("Adam's first step is the rate against the sign of the gradient, then rows have length 1")
  func adam() {
    var state = EmbeddingKernels.Adam(count: 6)
    var rows: [Float] = [1, 0, 0, 0, 1, 0]
    state.step(
      &rows, gradient: [0.5, -2, 0, 0, 0, 1e-3], rowCount: 2, columnCount: 3, rate: 0.1)
    let first = [0.9, 0.1, 0].map { Float($0 / 0.82.squareRoot()) }
    let second = [0, 1, -0.1].map { Float($0 / 1.01.squareRoot()) }
    for (found, expected) in zip(rows, first + second) {
      #expect((found - expected).magnitude <= 2e-5)
    }
  }

  @Test(
    "lanes do not mix, and their gradient is that of the logistic loss", arguments: Seed.samples(3))
  func lanes(seed: Seed) {
    var seed = seed
    let (m, n, rank, lanes) = (2, 3, 2, EmbeddingKernels.laneCount)
    let left = values(m * rank * lanes, &seed)
    let right = values(n * rank * lanes, &seed)
    let signs: [Int8] = [1, -1, 0, -1, 1, 1]
    var (leftGradient, rightGradient) = (left, right)
    var least = [Float](repeating: 0, count: lanes)
    EmbeddingKernels.signGradient(
      left: left, right: right, signs: signs, rowCount: m, columnCount: n, rank: rank,
      sharpness: 4, leftGradient: &leftGradient, rightGradient: &rightGradient, least: &least)
    for lane in [0, 7, lanes - 1] {
      func u(_ i: Int, _ k: Int) -> Float { left[(i * rank + k) * lanes + lane] }
      func v(_ j: Int, _ k: Int) -> Float { right[(j * rank + k) * lanes + lane] }
      var tile: [Float] = []
      for i in 0..<m {
        for j in 0..<n { tile.append((0..<rank).reduce(0) { $0 + u(i, $1) * v(j, $1) }) }
      }
      let signed = zip(signs, tile).filter { $0.0 != 0 }.map { Float($0.0) * $0.1 }
      #expect((least[lane] - (signed.min() ?? 0)).magnitude <= 4 * Float.ulpOfOne)
      // the kernel on tiles gives the gradient in the products; the chain rule the rest
      var lowest = Float.infinity
      let wrong = EmbeddingKernels.signGradient(
        &tile, signs: signs.span, sharpness: 4, least: &lowest)
      #expect(wrong == signed.count { $0 <= 0 })
      for i in 0..<m {
        for k in 0..<rank {
          let expected = (0..<n).reduce(Float(0)) { $0 + tile[i * n + $1] * v($1, k) }
          let found = leftGradient[(i * rank + k) * lanes + lane]
          #expect((found - expected).magnitude <= 16 * Float.ulpOfOne, "\(seed)")
        }
      }
      for j in 0..<n {
        for k in 0..<rank {
          let expected = (0..<m).reduce(Float(0)) { $0 + tile[$1 * n + j] * u($1, k) }
          let found = rightGradient[(j * rank + k) * lanes + lane]
          #expect((found - expected).magnitude <= 16 * Float.ulpOfOne, "\(seed)")
        }
      }
    }
  }

  @Test("the products A B and C + A'B of tiles are those of the definition")
  func products() {
    var seed = Seed(4)
    let (rows, depth, columns) = (3, 4, 5)
    let a = values(rows * depth, &seed)
    let b = values(depth * columns, &seed)
    var c = [Float](repeating: 7, count: 2 + rows * columns)
    BLAS.singleProduct(
      left: a.span, rows: rows, right: b.span, columns: columns, depth: depth, into: &c, at: 2)
    #expect(c[0] == 7 && c[1] == 7)
    for i in 0..<rows {
      for j in 0..<columns {
        let sum = (0..<depth).reduce(Float(0)) { $0 + a[i * depth + $1] * b[$1 * columns + j] }
        #expect((c[2 + i * columns + j] - sum).magnitude <= 8 * Float.ulpOfOne)
      }
    }
    // a read as depth × rows
    var d = [Float](repeating: 1, count: rows * columns)
    BLAS.addSingleTransposedProduct(
      left: a.span, rows: rows, right: b.span, columns: columns, depth: depth, to: &d)
    for i in 0..<rows {
      for j in 0..<columns {
        let sum = (0..<depth).reduce(Float(1)) { $0 + a[$1 * rows + i] * b[$1 * columns + j] }
        #expect((d[i * columns + j] - sum).magnitude <= 8 * Float.ulpOfOne)
      }
    }
  }
}
