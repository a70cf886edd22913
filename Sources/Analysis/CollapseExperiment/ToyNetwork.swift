import LinearAlgebra
import RealModule

/// A linear network trained with InfoNCE on two noisy copies of Gaussian inputs: the toy of Jing et al.
///
///     z = W_L … W_1 x (+ b),   loss = cross-entropy of z₁ z₂′ / τ with the diagonal as labels
///
/// z is not normalised and only one direction is trained, as in the published scripts (the paper's
/// equation has squared distances and negatives of the same view).
///
/// - Source: Jing et al. 2022, arXiv 2110.09348, sections 4 and 5; settings of toy_task in
///   facebookresearch/directclr.
struct ToyNetwork: Sendable, Hashable {
  /// Weights, the first layer first; each is width × width.
  private(set) var layers: [Matrix]
  /// b; empty where there is none.
  private(set) var bias: [Double]

  /// τ.
  static let temperature = 0.1

  /// A network of some layers.
  ///
  /// - Precondition: there is a layer, and all are square of one width, which the bias has too.
  init(layers: [Matrix], bias: [Double] = []) {
    precondition(
      !layers.isEmpty
        && layers.allSatisfy { $0.rowCount == layers[0].rowCount && $0.columnCount == $0.rowCount }
        && (bias.isEmpty || bias.count == layers[0].rowCount), "layers are square of one width")
    self.layers = layers
    self.bias = bias
  }

  /// Width of every layer.
  var width: Int { layers[0].rowCount }

  /// What goes into each layer, and what comes out of the last.
  func activations(_ inputs: Matrix) -> [Matrix] {
    var result = [inputs]
    for layer in layers {
      result.append(product(result[result.count - 1], layer, transposeB: true))
    }
    guard !bias.isEmpty else { return result }
    for row in 0..<inputs.rowCount {
      for column in 0..<width { result[layers.count][row, column] += bias[column] }
    }
    return result
  }

  /// z of some inputs, as rows.
  func outputs(_ inputs: Matrix) -> Matrix { activations(inputs)[layers.count] }

  /// W_L … W_(k+1), which is applied to what layer k gives out; nil for the last layer.
  func layersCombined(above layer: Int) -> Matrix? {
    guard layer + 1 < layers.count else { return nil }
    return layers[(layer + 2)...].reduce(layers[layer + 1]) { product($1, $0) }
  }

  /// One step of gradient descent on a batch of both views; no momentum, no decay.
  ///
  /// - Returns: the loss before it.
  /// - Complexity: O(batch² · width + depth · batch · width²).
  @discardableResult
  mutating func step(_ first: Matrix, _ second: Matrix, rate: Double) -> Double {
    let (left, right) = (activations(first), activations(second))
    let (x, y) = (left[layers.count], right[layers.count])
    var shares = product(x, y, transposeB: true)
    shares.softmaxRows(rate: 1 / Self.temperature)
    let count = first.rowCount
    var loss = 0.0
    for row in 0..<count {
      loss -= Double.log(shares[row, row])
      shares[row, row] -= 1
    }
    // slopes of the loss by both outputs, times count · τ
    var (a, b) = (product(shares, y), product(shares, x, transposeA: true))
    let factor = rate / (Double(count) * Self.temperature)
    for column in bias.indices {
      var slope = 0.0
      for row in 0..<count { slope += a[row, column] + b[row, column] }
      bias[column] -= factor * slope
    }
    for layer in layers.indices.reversed() {
      let slope = product(a, left[layer], transposeA: true)
      let other = product(b, right[layer], transposeA: true)
      let weights = layers[layer]
      if layer > 0 {
        a = product(a, weights)
        b = product(b, weights)
      }
      layers[layer].subtract(slope, other, factor: factor)
    }
    return loss / Double(count)
  }
}
