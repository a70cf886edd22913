/// The nearest rows so far of each row of a panel: sorted lists that products are offered to.
///
/// A key is larger for nearer rows. Lists are sorted by descending key, equal keys by ascending row
/// number, and what they end with does not depend on the order in which rows were offered.
public struct RunningNeighbors: Sendable {
  /// Most entries of a list.
  public let capacity: Int
  /// Keys, `capacity` a row.
  public internal(set) var keys: [Double]
  /// Row numbers, `capacity` a row.
  public internal(set) var numbers: [UInt32]
  /// Entries of each list.
  public internal(set) var counts: [UInt32]

  /// Number of lists.
  public var rowCount: Int { counts.count }

  /// Empty lists.
  ///
  /// - Precondition: `capacity` is positive.
  public init(rowCount: Int, capacity: Int) {
    precondition(capacity > 0, "a list keeps something")
    self.capacity = capacity
    keys = Array(repeating: 0, count: rowCount * capacity)
    numbers = Array(repeating: 0, count: rowCount * capacity)
    counts = Array(repeating: 0, count: rowCount)
  }

  /// The row numbers of a list, nearest first.
  public func list(_ row: Int) -> ArraySlice<UInt32> {
    numbers[row * capacity..<row * capacity + Int(counts[row])]
  }

  /// The keys of a list, largest first.
  public func listKeys(_ row: Int) -> ArraySlice<Double> {
    keys[row * capacity..<row * capacity + Int(counts[row])]
  }

  /// The least key that a list holds where it is full: what was left out has no larger one.
  public func leastKey(_ row: Int) -> Double? {
    Int(counts[row]) == capacity ? keys[(row + 1) * capacity - 1] : nil
  }
}
