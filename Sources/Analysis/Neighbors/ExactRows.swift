import EmbeddingSets
import LinearAlgebra
import Streaming

/// The stored rows of a set with the weight that scales each, for distances in Double from differences.
///
/// Kept in memory where they fit, read one by one where they do not.
struct ExactRows: Sendable {
  private let source: any EmbeddingSource
  private let kept: RowValues?
  /// What each row is multiplied by; 0 for one that cannot be used.
  let weights: [Double]
  /// Number of rows that can be used.
  let usableCount: Int

  /// Most bytes of rows that are kept.
  private static let keptBytes = 128 << 20
  /// Rows read at a time.
  private static let blockRows = 1024

  init(_ source: any EmbeddingSource, scale: Double, isUnit: Bool, jobs: Int) async throws {
    self.source = source
    let shape = source.shape
    let width = shape.storedAs.fitsFloat ? 4 : 8
    let isKept = shape.rowCount * shape.columnCount * width <= Self.keptBytes
    var weights: [Double] = []
    var floats: [Float] = []
    var doubles: [Double] = []
    weights.reserveCapacity(shape.rowCount)
    if isKept, shape.storedAs.fitsFloat {
      floats.reserveCapacity(shape.rowCount * shape.columnCount)
    }
    let blocks = (shape.rowCount + Self.blockRows - 1) / Self.blockRows
    try await orderedMap(count: blocks, width: jobs) { index in
      let first = index * Self.blockRows
      let block = try source.block(rows: first..<min(first + Self.blockRows, shape.rowCount))
      var measure = RowMeasure()
      measure.measure(block, scale: scale)
      return (isUnit ? measure.unitWeights : measure.weights, isKept ? block : nil)
    } consume: { _, part in
      weights += part.0
      switch part.1?.values {
      case .float(let values)?: floats += values
      case .double(let values)?: doubles += values
      case nil: break
      }
    }
    self.weights = weights
    usableCount = weights.reduce(0) { $0 + ($1 == 0 ? 0 : 1) }
    kept = isKept ? (shape.storedAs.fitsFloat ? .float(floats) : .double(doubles)) : nil
  }

  /// The rows, from memory where they are kept.
  var keptSource: any EmbeddingSource {
    let (columns, type) = (source.shape.columnCount, source.shape.storedAs)
    return switch kept {
    case .float(let values)?:
      InMemorySource(values, columnCount: columns, storedAs: type, name: source.name)
    case .double(let values)?:
      InMemorySource(values, columnCount: columns, storedAs: type, name: source.name)
    case nil: source
    }
  }

  /// The values of a row as stored.
  func row(_ number: Int) throws -> RowValues {
    let columns = source.shape.columnCount
    return switch kept {
    case .float(let values)?: .float(Array(values[number * columns..<(number + 1) * columns]))
    case .double(let values)?: .double(Array(values[number * columns..<(number + 1) * columns]))
    case nil: try source.block(rows: number..<number + 1).values
    }
  }

  /// What nearness goes by, smaller for nearer: the squared distance, or minus the product.
  ///
  /// For a row of this or another set and some rows of this one.
  ///
  /// - Complexity: 3 d operations a row.
  func remoteness(
    of query: RowValues, weight: Double, to numbers: [UInt32], metric: NeighborMetric
  ) throws -> [Double] {
    let weights = numbers.map { self.weights[Int($0)] }
    if let kept {
      return Self.remoteness(query, weight, kept, numbers, weights, metric)
    }
    var floats: [Float] = []
    var doubles: [Double] = []
    for number in numbers {
      switch try row(Int(number)) {
      case .float(let values): floats += values
      case .double(let values): doubles += values
      }
    }
    let places = numbers.indices.map(UInt32.init)
    let rows: RowValues = source.shape.storedAs.fitsFloat ? .float(floats) : .double(doubles)
    return Self.remoteness(query, weight, rows, places, weights, metric)
  }

  private static func remoteness(
    _ query: RowValues, _ weight: Double, _ rows: RowValues, _ places: [UInt32],
    _ weights: [Double], _ metric: NeighborMetric
  ) -> [Double] {
    let isProduct = metric == .innerProduct
    switch (query, rows) {
    case (.float(let x), .float(let y)):
      return isProduct
        ? NeighborKernels.innerProducts(
          x, weight: weight, rows: y, places: places, weights: weights
        )
        .map { -$0 }
        : NeighborKernels.squaredDifferences(
          x, weight: weight, rows: y, places: places, weights: weights)
    case (.double(let x), .double(let y)):
      return isProduct
        ? NeighborKernels.innerProducts(
          x, weight: weight, rows: y, places: places, weights: weights
        )
        .map { -$0 }
        : NeighborKernels.squaredDifferences(
          x, weight: weight, rows: y, places: places, weights: weights)
    case (.float(let x), .double):
      return remoteness(.double(x.map(Double.init)), weight, rows, places, weights, metric)
    case (.double, .float(let y)):
      // only the rows in question are widened
      let columns = query.count
      var wide: [Double] = []
      for place in places {
        wide += y[Int(place) * columns..<(Int(place) + 1) * columns].map(Double.init)
      }
      return remoteness(
        query, weight, .double(wide), places.indices.map(UInt32.init), weights, metric)
    }
  }
}
