import EmbeddingSets
import LinearAlgebra
import TestSupport
import Testing

@testable import Analysis

@Suite("All cuts of a set in one read find what a search of each finds")
struct ReducedSearchTests {
  /// Sets whose reduced copies are hard to rank.
  enum Kind: String, CaseIterable {
    case gaussian, copies, signs, unusable, tinyPrefix, cone

    func values(_ seed: inout Seed) -> [Double] {
      var values = Samples.gaussian(rowCount: 150, columnCount: 24, &seed)
      switch self {
      case .gaussian: break
      case .copies:
        // five rows, thirty copies of each: more than the lists hold
        values = (0..<150).flatMap { row in Array(values[row % 5 * 24..<(row % 5 + 1) * 24]) }
      case .signs: values = values.map { $0 > 0 ? 1 : -1 }
      case .unusable:
        for index in 3 * 24..<4 * 24 { values[index] = 0 }
        values[7 * 24 + 2] = .nan
        // a direction of its own, but none in the first half
        for index in 9 * 24..<9 * 24 + 12 { values[index] = 0 }
      case .tinyPrefix:
        for row in 0..<150 where row % 3 == 0 {
          for column in 0..<12 { values[row * 24 + column] *= 1e-20 }
        }
      case .cone: values = values.map { 1000 + $0 }
      }
      return values
    }
  }

  @Test(
    "columns, projections, bytes and halves, with every row or some as queries",
    arguments: Kind.allCases, [1, 2])
  func equal(kind: Kind, jobs: Int) async throws {
    var seed = Seed(51)
    let values = kind.values(&seed).map { Float($0) }
    let source = InMemorySource(values, columnCount: 24)
    let axes = Matrix(
      rowCount: 20, columnCount: 24,
      elements: Samples.gaussian(rowCount: 20, columnCount: 24, &seed))
    let finite = values.map { $0.isFinite ? $0 : 0 }
    let starts = (0..<24).map { column in
      stride(from: column, to: finite.count, by: 24).map { finite[$0] }.min() ?? 0
    }
    let ladders = [
      ReductionLadder(reduction: .columns(Array(0..<18)), widths: [1, 6, 12, 18]),
      ReductionLadder(reduction: .columns([20, 3, 11, 7, 1]), widths: [2, 5]),
      ReductionLadder(reduction: .projection(axes), widths: [4, 20]),
      ReductionLadder(
        reduction: .bytes(starts: starts, steps: starts.map { _ in 0.03 }, decoded: true),
        widths: [24]),
      ReductionLadder(
        reduction: .bytes(starts: starts, steps: starts.map { _ in 0.03 }, decoded: false),
        widths: [24]),
      ReductionLadder(reduction: .half, widths: [24]),
    ]
    let search = ReducedSearch(source: source, scale: 1, ladders: ladders, count: 4, jobs: jobs)
    let usable = try await NearestNeighbors(in: source).ofAllRows(k: 1).queries
    for queries in [usable, usable.filter { $0 % 7 == 2 }] {
      let found = try await search.nearest(to: queries)
      for (ladder, cuts) in zip(ladders, found) {
        for step in ladder.widths.indices {
          let copy = ReducedRows(base: source, reduction: ladder.reduction(at: step), scale: 1)
          let table = try await NearestNeighbors(in: copy).ofRows(queries, k: 4)
          var wanted: [Int: Set<UInt32>] = [:]
          for (place, query) in table.queries.enumerated() {
            wanted[query] = Set(table.neighbors(ofQuery: place))
          }
          for (query, list) in zip(queries, cuts[step]) {
            #expect(
              Set(list) == wanted[query] ?? [],
              "\(kind) row \(query) cut \(ladder.widths[step])")
          }
        }
      }
    }
  }
}
