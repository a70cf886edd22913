import EmbeddingSets
import Streaming

/// How many of the k nearest neighbours by cosine are the same in two sets of the same rows: the number
/// that users of a search act on.
struct NeighborAgreement: Sendable {
  /// Sizes of the lists that are compared.
  static let sizes = [1, 10, 100]

  /// Places in the matching of the rows whose lists were compared.
  let queries: [Int]
  /// Rows that neighbours were looked for among.
  let rowCount: Int
  /// Share of each query's list that is in both sets, for each size that the sets have rows for.
  let shares: [(count: Int, shares: [Double])]
  /// Whether some rows only were asked for their neighbours.
  let isSampled: Bool

  /// Compares the neighbours of rows that have a direction in both sets.
  ///
  /// - Parameters:
  ///   - sets: the two sets, of equal rows in equal order.
  ///   - places: place in the matching of each of their rows.
  ///   - budget: most multiply-adds of each set; beyond it `n` queries are drawn with the seed.
  init(
    _ sets: (SelectedRows, SelectedRows), places: [Int], budget: Double, seed: UInt64, jobs: Int,
    progress: @escaping @Sendable (Int) -> Void
  ) async throws {
    let count = places.count
    rowCount = count
    let largest = min(Self.sizes.max() ?? 1, max(0, count - 1))
    let width = Double(max(sets.0.shape.columnCount, sets.1.shape.columnCount))
    let cost = Double(count) * Double(count) * width
    isSampled = cost > budget
    let rows: [Int]? =
      isSampled
      ? Self.sample(
        min(count, 10_000, max(256, Int(budget / (2 * Double(count) * width)))), of: count,
        seed: seed) : nil
    let tables = (
      try await Self.table(sets.0, rows, k: largest, jobs: jobs, progress),
      try await Self.table(sets.1, rows, k: largest, jobs: jobs, progress)
    )
    precondition(tables.0.queries == tables.1.queries, "both sets have the same usable rows")
    queries = tables.0.queries.map { places[$0] }
    shares = Self.sizes.filter { $0 <= largest }.map { size in
      (
        size,
        tables.0.queries.indices.map { place in
          let first = Set(tables.0.neighbors(ofQuery: place).prefix(size))
          let second = tables.1.neighbors(ofQuery: place).prefix(size)
          return Double(second.count { first.contains($0) }) / Double(size)
        }
      )
    }
  }

  /// The share to expect of two sets that have nothing to do with each other: k / (n - 1).
  func null(_ size: Int) -> Double { Double(size) / Double(max(1, rowCount - 1)) }

  private static func table(
    _ set: SelectedRows, _ rows: [Int]?, k: Int, jobs: Int,
    _ progress: @escaping @Sendable (Int) -> Void
  ) async throws -> NeighborTable {
    let search = try await NearestNeighbors(in: set, metric: .cosine, jobs: jobs)
    return if let rows {
      try await search.ofRows(rows, k: k)
    } else {
      try await search.ofAllRows(k: k, progress: progress)
    }
  }

  /// Ascending numbers drawn without replacement (Floyd's algorithm).
  static func sample(_ size: Int, of count: Int, seed: UInt64) -> [Int] {
    var generator = SplitMix64(seed: seed)
    var chosen: Set<Int> = []
    for last in count - size..<count {
      let pick = Int.random(in: 0...last, using: &generator)
      if !chosen.insert(pick).inserted { chosen.insert(last) }
    }
    return chosen.sorted()
  }
}
