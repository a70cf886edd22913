import EmbeddingSets
import LinearAlgebra
import RealModule

/// The settings of one training run of the toy.
public struct CollapseRun: Sendable, Hashable {
  /// How weights start.
  public enum Start: Sendable, Hashable {
    /// Uniform on ±1/√width without a bias: the W x of the theory.
    case uniform
    /// The same with a bias of the same kind: a framework's default for a linear layer.
    case uniformWithBias
    /// U diag(e^(-0.35 i)) V′ without bias, i = 0, 1, …, with U and V from a uniform random matrix.
    case decaying
  }

  /// A name: `noise-1.5`.
  public let name: String
  /// Number of layers.
  public var depth = 1
  /// How they start.
  public var start = Start.uniform
  /// Standard deviation of the augmentation noise.
  public var noise = 0.0
  /// Inputs that are augmented, the last ones.
  public var noisyInputs = 8
  /// Learning rate.
  public var rate = 1e-3
  /// Steps of gradient descent.
  public var steps = 10_000

  /// A run with the settings of strong augmentation.
  public init(name: String) { self.name = name }

  /// Number of inputs and of outputs.
  public static let width = 16
  /// Inputs there are.
  static let sampleCount = 10_000
  /// Inputs of a step, drawn without replacement.
  static let batchSize = 128
  /// Fresh inputs that a spectrum is taken of.
  static let probeCount = 1000

  /// Strong augmentation: one layer without bias, noise on the last eight inputs (`case_1.py`, whose layer
  /// has a bias that the theory does not: see `biased(_:name:)`).
  public static func augmentation(noise: Double, name: String) -> CollapseRun {
    var run = CollapseRun(name: name)
    run.noise = noise
    return run
  }

  /// A run of one layer with the bias that a framework adds to it.
  static func biased(_ run: CollapseRun, name: String) -> CollapseRun {
    var biased = CollapseRun(name: name)
    biased.noise = run.noise
    biased.start = .uniformWithBias
    return biased
  }

  /// Implicit regularisation: deep layers that start with falling singular values, hardly any noise
  /// (`case_2.py` for depth 2).
  public static func implicit(depth: Int, name: String) -> CollapseRun {
    var run = CollapseRun(name: name)
    run.depth = depth
    run.start = .decaying
    run.noise = 1e-3
    run.noisyInputs = width
    run.rate = 1e-2
    return run
  }

  /// The published settings.
  public static let published = [
    augmentation(noise: 0.01, name: "noise-0.01"), augmentation(noise: 1, name: "noise-1"),
    augmentation(noise: 1.5, name: "noise-1.5"), augmentation(noise: 2, name: "noise-2"),
    biased(augmentation(noise: 1.5, name: "noise-1.5"), name: "noise-1.5-with-bias"),
    implicit(depth: 2, name: "two-layers"),
  ]

  /// Noise by depth, all else as in strong augmentation.
  public static let sweep: [CollapseRun] = [1, 2, 3].flatMap { depth in
    [(0.01, "0.01"), (0.5, "0.5"), (1, "1"), (1.5, "1.5"), (2, "2")].map { noise, text in
      var run = augmentation(noise: noise, name: "depth-\(depth)-noise-\(text)")
      run.depth = depth
      return run
    }
  }

  /// The weights before training.
  func network(_ random: inout GaussianGenerator) throws -> ToyNetwork {
    let width = Self.width
    let bound = 1 / Double(width).squareRoot()
    switch start {
    case .uniform, .uniformWithBias:
      let layers = (0..<depth).map { _ in
        Matrix(
          rowCount: width, columnCount: width,
          elements: (0..<width * width).map { _ in bound * (2 * random.uniform() - 1) })
      }
      let bias = (0..<width).map { _ in bound * (2 * random.uniform() - 1) }
      // drawn in any case, so that both start from the same weights and see the same data
      return ToyNetwork(layers: layers, bias: start == .uniformWithBias ? bias : [])
    case .decaying:
      return ToyNetwork(
        layers: try (0..<depth).map { _ in
          let system = try Matrix(
            rowCount: width, columnCount: width,
            elements: (0..<width * width).map { _ in random.uniform() }
          ).singularSystem()
          var left = system.leftVectors
          for row in 0..<width {
            for column in 0..<width { left[row, column] *= .exp(-0.35 * Double(column)) }
          }
          return product(left, system.rightVectors)
        })
    }
  }
}

/// Inputs, batches and augmentations of one run, in a seeded order.
struct ToyData: Sendable {
  private let run: CollapseRun
  private let inputs: [Double]
  private var order: [Int]
  private var random: GaussianGenerator

  init(_ run: CollapseRun, _ random: GaussianGenerator) {
    self.run = run
    var random = random
    inputs = (0..<CollapseRun.sampleCount * CollapseRun.width).map { _ in random.next() }
    order = Array(0..<CollapseRun.sampleCount)
    self.random = random
  }

  /// Both views of a batch of distinct inputs.
  mutating func batch() -> (first: Matrix, second: Matrix) {
    let (count, width) = (CollapseRun.batchSize, CollapseRun.width)
    var first = [Double](repeating: 0, count: count * width)
    var second = first
    for row in 0..<count {
      order.swapAt(row, row + random.next(below: order.count - row))
      let start = order[row] * width
      for column in 0..<width {
        let value = inputs[start + column]
        first[row * width + column] = value
        second[row * width + column] = value
      }
    }
    for row in 0..<count {
      for column in width - run.noisyInputs..<width {
        first[row * width + column] += run.noise * random.next()
        second[row * width + column] += run.noise * random.next()
      }
    }
    return (
      Matrix(rowCount: count, columnCount: width, elements: first),
      Matrix(rowCount: count, columnCount: width, elements: second)
    )
  }

  /// Fresh inputs without noise.
  mutating func probe() -> Matrix {
    let (count, width) = (CollapseRun.probeCount, CollapseRun.width)
    return Matrix(
      rowCount: count, columnCount: width,
      elements: (0..<count * width).map { _ in random.next() })
  }
}
