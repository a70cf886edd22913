import EmbeddingSets
import Retrieval
import TestSupport

/// Small random exports.
enum Exports {
  static func vectors(_ rowCount: Int, _ columnCount: Int, _ seed: inout Seed) -> InMemorySource {
    InMemorySource(values(rowCount * columnCount, &seed), columnCount: columnCount)
  }

  static func values(_ count: Int, _ seed: inout Seed) -> [Float] {
    (0..<count).map { _ in Float(MatrixFactory.gaussian(&seed)) }
  }

  static func tokens(_ lengths: [Int], _ columnCount: Int, _ seed: inout Seed) -> TokenSet {
    let offsets = lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    return TokenSet(
      tokens: vectors(offsets[lengths.count], columnCount, &seed), offsets: offsets)
  }

  static func sparse(
    _ rowCount: Int, _ columnCount: Int, density: Double, _ seed: inout Seed
  ) -> SparseMatrix {
    var (starts, columns, values) = ([0], [Int32](), [Double]())
    for _ in 0..<rowCount {
      for column in 0..<columnCount where seed.uniform() < density {
        columns.append(Int32(column))
        values.append(3 * seed.uniform())
      }
      starts.append(columns.count)
    }
    return SparseMatrix(
      rowCount: rowCount, columnCount: columnCount, starts: starts, columns: columns,
      values: values)
  }

  /// Identifiers whose byte order is not that of the numbers.
  ///
  /// - Precondition: `count` is not a multiple of 7.
  static func identifiers(_ count: Int) -> IdentifierTable {
    IdentifierTable((0..<count).map { "d\($0 * 7 % count)" })
  }

  /// The ranking of a query by number.
  static func ranking(_ run: RetrievalRun, _ query: Int) -> [Int] {
    run.entries(of: query).map { Int(run.ranked[$0]) }
  }
}
