import EmbeddingSets
import LinearAlgebra
import TestSupport
import Testing

@testable import Analysis

@Suite("The toy network")
struct ToyNetworkTests {
  private func gaussian(_ rows: Int, _ columns: Int, _ seed: inout Seed) -> Matrix {
    MatrixFactory.gaussian(rowCount: rows, columnCount: columns, &seed)
  }

  private func scaled(_ matrix: Matrix, by factor: Double) -> Matrix {
    Matrix(
      rowCount: matrix.rowCount, columnCount: matrix.columnCount,
      elements: matrix.elements.map { factor * $0 })
  }

  /// Cross-entropy of z₁ z₂′ / τ with the diagonal as labels, by plain loops.
  private func loss(_ network: ToyNetwork, _ first: Matrix, _ second: Matrix) -> Double {
    let (x, y) = (network.outputs(first), network.outputs(second))
    let losses = (0..<x.rowCount).map { i in
      let logits = (0..<y.rowCount).map { j in
        (0..<x.columnCount).reduce(0) { $0 + x[i, $1] * y[j, $1] } / ToyNetwork.temperature
      }
      let largest = logits.max() ?? 0
      let sum = logits.reduce(0) { $0 + exponential($1 - largest) }
      return largest + logarithm(sum) - logits[i]
    }
    return losses.reduce(0, +) / Double(losses.count)
  }

  @Test(
    "a step goes down the slope of the loss, found by finite differences", arguments: [1, 2, 3])
  func slope(depth: Int) {
    var seed = Seed(UInt64(depth))
    let (first, second) = (gaussian(6, 4, &seed), gaussian(6, 4, &seed))
    let layers = (0..<depth).map { _ in scaled(gaussian(4, 4, &seed), by: 0.3) }
    let bias = depth == 1 ? [0.1, -0.2, 0.3, 0] : []
    let network = ToyNetwork(layers: layers, bias: bias)
    var stepped = network
    let rate = 1.0
    #expect(
      isNear(stepped.step(first, second, rate: rate), loss(network, first, second), relative: 1e-8))
    let h = 1e-5
    for layer in 0..<depth {
      for (row, column) in [(0, 0), (1, 3), (3, 2)] {
        func moved(_ by: Double) -> Double {
          var changed = layers
          changed[layer][row, column] += by
          return loss(ToyNetwork(layers: changed, bias: bias), first, second)
        }
        let slope = (moved(h) - moved(-h)) / (2 * h)
        let found = (network.layers[layer][row, column] - stepped.layers[layer][row, column]) / rate
        // h² of the difference quotient and ε/h of its rounding, some tens of each
        #expect(isNear(found, slope, relative: 1e-6, absolute: 1e-7), "layer \(layer)")
      }
    }
    for index in bias.indices {
      func moved(_ by: Double) -> Double {
        var changed = bias
        changed[index] += by
        return loss(ToyNetwork(layers: layers, bias: changed), first, second)
      }
      let slope = (moved(h) - moved(-h)) / (2 * h)
      #expect(
        isNear(network.bias[index] - stepped.bias[index], slope, relative: 1e-6, absolute: 1e-7))
    }
  }

  @Test("the drive is what one layer without bias moves by: ΔW = rate · W M / τ")
  func drive() {
    var seed = Seed(5)
    let (first, second) = (gaussian(7, 3, &seed), gaussian(7, 3, &seed))
    let network = ToyNetwork(layers: [scaled(gaussian(3, 3, &seed), by: 0.4)])
    var stepped = network
    stepped.step(first, second, rate: 1e-3)
    let drive = CollapsePredictions.drive(network, first, second).matrix
    let wanted = product(network.layers[0], drive)
    for row in 0..<3 {
      for column in 0..<3 {
        let moved = stepped.layers[0][row, column] - network.layers[0][row, column]
        let predicted = 1e-3 * wanted[row, column] / ToyNetwork.temperature
        #expect(isNear(moved, predicted, relative: 1e-8, absolute: 1e-13))
      }
    }
  }

  @Test("the weighted covariance equals Lemma 2 by plain loops")
  func weightedCovariance() {
    var seed = Seed(6)
    let (n, d) = (6, 3)
    let (first, second) = (gaussian(n, d, &seed), gaussian(n, d, &seed))
    let network = ToyNetwork(layers: [scaled(gaussian(d, d, &seed), by: 0.2)])
    let (z, w) = (network.outputs(first), network.outputs(second))
    func square(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    var wanted = Matrix(rowCount: d, columnCount: d)
    for i in 0..<n {
      let terms = (0..<n).map { j in
        exponential(
          -(j == i ? square(z.row(i), w.row(i)) : square(z.row(i), z.row(j)))
            / (2 * ToyNetwork.temperature))
      }
      let sum = terms.reduce(0, +)
      for a in 0..<d {
        for b in 0..<d {
          for j in 0..<n {
            wanted[a, b] +=
              terms[j] / sum * (first[i, a] - first[j, a]) * (first[i, b] - first[j, b])
          }
          wanted[a, b] -=
            (1 - terms[i] / sum) * (second[i, a] - first[i, a]) * (second[i, b] - first[i, b])
        }
      }
    }
    let found = CollapsePredictions.weightedCovariance(network, first, second)
    for a in 0..<d {
      for b in a..<d {
        #expect(isNear(found[a, b], wanted[a, b] / Double(n), relative: 1e-8, absolute: 1e-9))
      }
    }
  }

  @Test("a softmax row adds up to one and keeps its order")
  func softmax() {
    var matrix = Matrix(rowCount: 2, columnCount: 3, elements: [0, 1, 2, 1000, 0, -1000])
    matrix.softmaxRows(rate: 2)
    let wanted = [0.0, 2, 4].map(exponential)
    let sum = wanted.reduce(0, +)
    for column in 0..<3 {
      #expect(isNear(matrix[0, column], wanted[column] / sum, relative: 1e-9))
    }
    #expect(matrix.row(1) == [1, 0, 0])
  }
}
