import EmbeddingSets
import TestSupport
import Testing

@testable import Analysis

/// Neighbours by the definition: every distance in Double, sorted, self left out by number.
enum BruteForce {
  /// Neighbours of each query row, nil for one that cannot be used.
  static func neighbors(
    of queries: [[Double]], in base: [[Double]], isBase: Bool, metric: NeighborMetric, k: Int
  ) -> [[UInt32]?] {
    let usable = base.map { isUsable($0, metric) }
    let rows = zip(base, usable).map { $1 ? prepared($0, metric) : $0 }
    return queries.enumerated().map { number, query in
      guard isUsable(query, metric) else { return nil }
      let x = prepared(query, metric)
      var found: [(Double, UInt32)] = []
      for (other, y) in rows.enumerated() where usable[other] && !(isBase && other == number) {
        var value = 0.0
        for column in x.indices {
          if metric == .innerProduct {
            value -= x[column] * y[column]
          } else {
            value += (x[column] - y[column]) * (x[column] - y[column])
          }
        }
        found.append((value, UInt32(other)))
      }
      return found.sorted { $0.0 == $1.0 ? $0.1 < $1.1 : $0.0 < $1.0 }.prefix(k).map(\.1)
    }
  }

  private static func isUsable(_ row: [Double], _ metric: NeighborMetric) -> Bool {
    row.allSatisfy(\.isFinite) && (metric != .cosine || row.contains { $0 != 0 })
  }

  private static func prepared(_ row: [Double], _ metric: NeighborMetric) -> [Double] {
    guard metric == .cosine else { return row }
    let norm = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return row.map { 1 / norm * $0 }
  }
}

@Suite("Nearest neighbours equal a brute-force search in float64")
struct NearestNeighborsTests {
  /// Sets that are hard to get right, as rows.
  enum Kind: String, CaseIterable {
    case gaussian, copies, lattice, tinyDifferences, unusable, offset, allEqual, scaled

    func rows(_ seed: inout Seed) -> [[Double]] {
      switch self {
      case .gaussian: return Samples.rows(Samples.gaussian(rowCount: 90, columnCount: 5, &seed), 5)
      case .copies:
        // three rows, forty copies of each: more than the lists hold, and ties everywhere
        let few = Samples.rows(Samples.gaussian(rowCount: 3, columnCount: 4, &seed), 4)
        return (0..<120).map { few[($0 * 7) % 3] }
      case .lattice:
        return (0..<125).map { place in
          [place % 5, place / 5 % 5, place / 25].map { Double($0 - 2) }
        }
      case .tinyDifferences:
        // a single product in Float cannot tell any two of these apart
        let row = Samples.gaussian(rowCount: 1, columnCount: 6, &seed)
        let noise = Samples.gaussian(rowCount: 80, columnCount: 6, &seed)
        return Samples.rows(noise, 6).map { zip(row, $0).map { $0 * (1 + 1e-9 * $1) } }
      case .unusable:
        var rows = Samples.rows(Samples.gaussian(rowCount: 60, columnCount: 3, &seed), 3)
        rows[0] = [0, 0, 0]
        rows[17] = [.nan, 1, 2]
        rows[31] = [1, .infinity, 0]
        rows[59] = [0, 0, 0]
        return rows
      case .offset:
        let values = Samples.gaussian(rowCount: 70, columnCount: 4, &seed)
        return Samples.rows(values.map { $0 + 1e6 }, 4)
      case .allEqual: return Array(repeating: [1, -2, 3], count: 50)
      case .scaled:
        let values = Samples.gaussian(rowCount: 50, columnCount: 4, &seed)
        return Samples.rows(values.map { $0 * 1e-140 }, 4)
      }
    }
  }

  static func source(_ rows: [[Double]], single: Bool = false) -> InMemorySource {
    let values = rows.flatMap { $0 }
    return single
      ? InMemorySource(values.map(Float.init), columnCount: rows[0].count)
      : InMemorySource(values, columnCount: rows[0].count)
  }

  static func check(
    _ table: NeighborTable, _ wanted: [[UInt32]?], _ comment: String = "",
    location: SourceLocation = #_sourceLocation
  ) {
    #expect(
      table.queries == wanted.indices.filter { wanted[$0] != nil }, "\(comment)",
      sourceLocation: location)
    for (place, query) in table.queries.enumerated() {
      #expect(
        Array(table.neighbors(ofQuery: place)) == wanted[query], "\(comment): row \(query)",
        sourceLocation: location)
    }
  }

  @Test(
    "of every row, in every metric, with ties, copies and tiny differences",
    arguments: Kind.allCases, NeighborMetric.allCases)
  func allRows(kind: Kind, metric: NeighborMetric) async throws {
    var seed = Seed(11)
    let rows = kind.rows(&seed)
    let search = try await NearestNeighbors(in: Self.source(rows), metric: metric, jobs: 2)
    for k in [1, 7] {
      Self.check(
        try await search.ofAllRows(k: k),
        BruteForce.neighbors(of: rows, in: rows, isBase: true, metric: metric, k: k),
        "\(kind) \(metric) \(k)")
    }
  }

  @Test("rows stored as Float are compared as they are stored", arguments: NeighborMetric.allCases)
  func singlePrecision(metric: NeighborMetric) async throws {
    var seed = Seed(12)
    let rows = Kind.gaussian.rows(&seed).map { $0.map { Double(Float($0)) } }
    let search = try await NearestNeighbors(in: Self.source(rows, single: true), metric: metric)
    Self.check(
      try await search.ofAllRows(k: 5),
      BruteForce.neighbors(of: rows, in: rows, isBase: true, metric: metric, k: 5))
  }

  @Test("over several panels, the same for every number of tasks", arguments: [false, true])
  func panels(hasCopies: Bool) async throws {
    var seed = Seed(13)
    var rows = Samples.rows(Samples.gaussian(rowCount: 1300, columnCount: 3, &seed), 3)
    if hasCopies { for row in stride(from: 0, to: 1300, by: 40) { rows[row] = rows[20] } }
    let wanted = BruteForce.neighbors(of: rows, in: rows, isBase: true, metric: .cosine, k: 3)
    let first = try await NearestNeighbors(in: Self.source(rows), jobs: 1).ofAllRows(k: 3)
    Self.check(first, wanted)
    let second = try await NearestNeighbors(in: Self.source(rows), jobs: 3).ofAllRows(k: 3)
    #expect(first == second)
  }

  @Test("of some rows: what the whole table says of them", arguments: NeighborMetric.allCases)
  func someRows(metric: NeighborMetric) async throws {
    var seed = Seed(14)
    let rows = Kind.unusable.rows(&seed)
    let search = try await NearestNeighbors(in: Self.source(rows), metric: metric, jobs: 2)
    let all = try await search.ofAllRows(k: 4)
    let some = try await search.ofRows([0, 3, 17, 40, 58], k: 4)
    #expect(some.queries == [0, 3, 17, 40, 58].filter(all.queries.contains))
    for (place, query) in some.queries.enumerated() {
      let other = try #require(all.queries.firstIndex(of: query))
      #expect(some.neighbors(ofQuery: place) == all.neighbors(ofQuery: other)[...])
      #expect(Array(some.values(ofQuery: place)) == Array(all.values(ofQuery: other)))
    }
  }

  @Test(
    "of the rows of another set, equal rows included", arguments: NeighborMetric.allCases,
    [false, true])
  func otherSet(metric: NeighborMetric, single: Bool) async throws {
    var seed = Seed(15)
    var queries = Samples.rows(Samples.gaussian(rowCount: 30, columnCount: 3, &seed), 3)
    let base = Kind.lattice.rows(&seed)
    queries[3] = base[7]
    queries[9] = [0, 0, 0]
    if single { queries = queries.map { $0.map { Double(Float($0)) } } }
    let search = try await NearestNeighbors(in: Self.source(base), metric: metric, jobs: 2)
    Self.check(
      try await search.of(Self.source(queries, single: single), k: 6),
      BruteForce.neighbors(of: queries, in: base, isBase: false, metric: metric, k: 6))
  }

  @Test("values are distances and products of the stored rows")
  func values() async throws {
    let rows: [[Double]] = [[3, 0], [0, 4], [6, 0.0]]
    func table(_ metric: NeighborMetric) async throws -> NeighborTable {
      try await NearestNeighbors(in: Self.source(rows), metric: metric).ofAllRows(k: 2)
    }
    #expect(
      try await table(.euclidean).values == [3, 5, 5, 52.0.squareRoot(), 3, 52.0.squareRoot()])
    #expect(try await table(.innerProduct).values == [18, 0, 0, 0, 18, 0])
    let cosine = try await table(.cosine)
    #expect(
      cosine.values == [
        0, 2.0.squareRoot(), 2.0.squareRoot(), 2.0.squareRoot(), 0, 2.0.squareRoot(),
      ])
    #expect(isNear(NeighborTable.cosine(distance: 2.0.squareRoot()), 0, absolute: 1e-15))
  }

  @Test("no more neighbours than other rows; none for one row or none")
  func few() async throws {
    let three = try await NearestNeighbors(in: Self.source([[1, 0], [0, 1], [1, 1]]))
      .ofAllRows(k: 10)
    #expect(three.count == 2 && three.queryCount == 3)
    let one = try await NearestNeighbors(in: Self.source([[1, 0]])).ofAllRows(k: 10)
    #expect(one.count == 0)
    let none = try await NearestNeighbors(in: Self.source([[0, 0], [.nan, 1]])).ofAllRows(k: 1)
    #expect(none.count == 0 && none.queryCount == 0)
  }

  @Test("a prefix is the table of fewer neighbours")
  func prefix() async throws {
    var seed = Seed(16)
    let search = try await NearestNeighbors(in: Self.source(Kind.gaussian.rows(&seed)))
    let (long, short) = (try await search.ofAllRows(k: 9), try await search.ofAllRows(k: 4))
    #expect(long.prefix(4) == short && short.prefix(9) == short)
  }
}
