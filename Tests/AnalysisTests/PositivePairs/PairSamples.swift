import EmbeddingSets
import Findings
import TestSupport

@testable import Analysis

/// Reports on positive pairs, and the same numbers by plain loops.
enum PairSamples {
  /// A report on pairs of two sets, aligned unless told otherwise.
  static func report(
    _ first: any EmbeddingSource, _ second: any EmbeddingSource, pairs: PositivePairs? = nil,
    _ change: (inout PairOptions) -> Void = { _ in }
  ) async throws -> Report {
    var options = PairOptions()
    change(&options)
    return try await PairDiagnosis(
      of: first, and: second, pairs: pairs ?? .aligned(count: first.shape.rowCount),
      options: options
    ).run(version: "test", arguments: [])
  }

  /// A report on pairs within one set.
  static func report(
    _ set: any EmbeddingSource, pairs: PositivePairs,
    _ change: (inout PairOptions) -> Void = { _ in }
  ) async throws -> Report {
    var options = PairOptions()
    change(&options)
    return try await PairDiagnosis(of: set, pairs: pairs, options: options)
      .run(version: "test", arguments: [])
  }

  /// Two views of a set of rows: each row plus noise of its own, of a size for each column.
  static func views(
    rowCount: Int, noise: [Double], offset: Double = 0, _ seed: inout Seed
  ) -> (first: [Double], second: [Double]) {
    var first: [Double] = []
    var second: [Double] = []
    for _ in 0..<rowCount {
      for size in noise {
        let signal = MatrixFactory.gaussian(&seed) + offset
        first.append(signal + size * MatrixFactory.gaussian(&seed))
        second.append(signal + size * MatrixFactory.gaussian(&seed))
      }
    }
    return (first, second)
  }

  /// Cosines of all rows of one set with all rows of another.
  static func cosines(_ first: [Double], _ second: [Double], columnCount: Int) -> [[Double]] {
    let left = Samples.rows(Samples.unit(first, columnCount: columnCount), columnCount)
    let right = Samples.rows(Samples.unit(second, columnCount: columnCount), columnCount)
    return left.map { x in right.map { y in zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } } }
  }

  /// InfoNCE of every row that has positives, by the definition: mean over positives, the others left
  /// out; `own` says which candidate a row itself is.
  static func losses(
    _ cosines: [[Double]], positives: [Int: Set<Int>], temperature: Double,
    candidates: Set<Int>? = nil, own: (Int) -> Int? = { _ in nil }
  ) -> [Double] {
    positives.keys.sorted().map { query in
      let wanted = positives[query] ?? []
      let logits = cosines[query].map { $0 / temperature }
      let losses = wanted.sorted().map { positive in
        let others = logits.indices.filter { candidate in
          !wanted.contains(candidate) && candidate != own(query)
            && candidates?.contains(candidate) != false
        }
        let terms = ([positive] + others).map { logits[$0] }
        let largest = terms.max() ?? 0
        let sum = terms.reduce(0) { $0 + exponential($1 - largest) }
        return largest + logarithm(sum) - logits[positive]
      }
      return losses.reduce(0, +) / Double(losses.count)
    }
  }

  /// The mean.
  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
