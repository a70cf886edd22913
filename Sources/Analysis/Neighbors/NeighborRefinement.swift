import EmbeddingSets
import LinearAlgebra

/// A row that neighbours are asked for.
struct NeighborQuery: Sendable {
  /// Its number in its set.
  let number: Int
  /// The number of the base row that it is itself; none for a row of another set.
  let excluded: UInt32?
  /// Values as stored, and what they are multiplied by.
  let values: RowValues, weight: Double
  /// |z|².
  let square: Double
}

/// Turns lists of candidates, selected with the rounding of products, into exact neighbours.
///
/// Candidates are ranked again in Double from the stored values. A row that was left out has a key of
/// at most the least key kept, up to the rounding bounded by ``slack(square:)``; where that is not
/// beyond the k-th neighbour, the row is uncertified and searched again.
struct NeighborRefinement: Sendable {
  let base: ExactRows
  let metric: NeighborMetric
  /// Neighbours wanted.
  let count: Int
  let bounds: RoundingBounds

  /// The neighbours of a query among a list of candidates, and whether no other row can be among them.
  func refine(
    _ query: NeighborQuery, candidates lists: RunningNeighbors, list: Int
  ) throws -> (nearest: NearestRows, isCertain: Bool) {
    let slack = bounds.slack(square: query.square)
    let keys = lists.listKeys(list)
    // a candidate below the last wanted by more than both roundings is behind all that are wanted
    let least = keys.count > count ? keys[keys.startIndex + count - 1] - 2 * slack : -.infinity
    let numbers = zip(lists.list(list), keys).prefix { $0.1 >= least }.map(\.0)
    let remoteness = try base.remoteness(
      of: query.values, weight: query.weight, to: numbers, metric: metric)
    var nearest = NearestRows(count: count)
    for (number, value) in zip(numbers, remoteness) { nearest.offer(number, value) }
    guard let leastKey = lists.leastKey(list), let last = nearest.last else {
      return (nearest, true)
    }
    let key = metric.key(remoteness: last, square: query.square)
    return (nearest, key > leastKey + slack)
  }
}

extension NeighborMetric {
  /// The key x · y - half(y) that belongs to a squared distance or minus a product.
  func key(remoteness: Double, square: Double) -> Double {
    self == .innerProduct ? -remoteness : (square - remoteness) / 2
  }

  /// The number that a table gives for a squared distance in scaled units, or for minus a product.
  func value(remoteness: Double, scale: Double) -> Double {
    switch self {
    case .cosine: remoteness.squareRoot()
    case .euclidean: remoteness.squareRoot() / scale
    case .innerProduct: -remoteness / scale / scale
    }
  }
}

/// How far a key from a tile may be from the exact one.
///
/// For u the unit roundoff of the products, with rows rounded to it, |fl(x·y) - x·y| ≤ (d + 2) u |x||y|
/// (Higham 2002, 3.1), the halves add 3 u |y|²/2 and the last difference one rounding more. Rows about an
/// origin are themselves known to a rounding of Double at the size of the row before it was taken off.
struct RoundingBounds: Sendable {
  /// u of the products.
  let unitRoundoff: Double
  /// Components of a row.
  let columnCount: Int
  /// Largest |z| of the base.
  let largestNorm: Double
  /// |origin|.
  let originNorm: Double

  /// A bound on the error of every key of a row with |z|² = square.
  func slack(square: Double) -> Double {
    let norm = square.squareRoot()
    let largest = max(norm, largestNorm)
    let products = Double(columnCount + 6) * norm * largestNorm + 4 * largest * largest
    // a product below the normal numbers of Float is off by as much as the smallest of all
    let underflow = unitRoundoff == 0x1p-24 ? Double(columnCount + 6) * 0x1p-148 : 0
    return unitRoundoff * products + 0x1p-50 * (largest + originNorm) * largest + underflow
  }
}

/// The nearest of the rows offered, sorted by remoteness, equal ones by number.
struct NearestRows: Sendable {
  private let count: Int
  /// Row numbers, nearest first.
  private(set) var numbers: [UInt32] = []
  /// Squared distances, or minus the products.
  private(set) var remoteness: [Double] = []

  /// Room for so many.
  init(count: Int) { self.count = count }

  /// The remoteness of the last where the list is full.
  var last: Double? { numbers.count == count ? remoteness.last : nil }

  /// Takes a row in if it is among the nearest.
  mutating func offer(_ number: UInt32, _ value: Double) {
    var place = numbers.count
    while place > 0,
      remoteness[place - 1] > value
        || (remoteness[place - 1] == value && numbers[place - 1] > number)
    {
      place -= 1
    }
    guard place < count else { return }
    numbers.insert(number, at: place)
    remoteness.insert(value, at: place)
    if numbers.count > count {
      numbers.removeLast()
      remoteness.removeLast()
    }
  }
}
