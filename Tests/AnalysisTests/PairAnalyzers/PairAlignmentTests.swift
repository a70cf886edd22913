import EmbeddingFormats
import EmbeddingSets
import Findings
import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import Analysis

@Suite("Alignment beside random pairs")
struct PairAlignmentTests {
  @Test("distances, cosines and random pairs equal plain loops", arguments: Seed.samples(3))
  func plain(seed: Seed) async throws {
    var seed = seed
    let d = 4
    let first = Samples.anisotropic(rowCount: 7, columnCount: d, offset: 1, &seed)
    let second = Samples.anisotropic(rowCount: 9, columnCount: d, offset: 1, &seed)
    let pairs = PositivePairs(first: [0, 3, 3, 6], second: [8, 1, 2, 1])
    let report = try await PairSamples.report(
      InMemorySource(first, columnCount: d), InMemorySource(second, columnCount: d), pairs: pairs)
    let cosines = PairSamples.cosines(first, second, columnCount: d)
    let own = zip(pairs.first, pairs.second).map { cosines[$0][$1] }
    let squares = own.map { 2 - 2 * $0 }
    #expect(isNear(report.number("pairs.mean-cosine"), PairSamples.mean(own), relative: 1e-11))
    #expect(isNear(report.number("alignment@alpha=2"), PairSamples.mean(squares), relative: 1e-11))
    #expect(
      isNear(
        report.number("alignment@alpha=1"), PairSamples.mean(squares.map { $0.squareRoot() }),
        relative: 1e-11))
    var others: [Double] = []
    for row in Set(pairs.first) {
      for column in 0..<9
      where !zip(pairs.first, pairs.second).contains(where: { $0 == (row, column) }) {
        others.append(2 - 2 * cosines[row][column])
      }
    }
    let random = PairSamples.mean(others)
    #expect(isNear(report.number("pairs.random-distance@alpha=2"), random, relative: 1e-11))
    #expect(
      isNear(
        report.number("alignment-relative@alpha=2"), PairSamples.mean(squares) / random,
        relative: 1e-11))
  }

  @Test("norms, scales and a rotation of both sides change nothing but the augmentation ratios")
  func invariance() async throws {
    var seed = Seed(5)
    let d = 4
    let (first, second) = PairSamples.views(rowCount: 40, noise: [0.2, 0.5, 1, 2], &seed)
    let rotation = MatrixFactory.orthonormalRows(rowCount: d, columnCount: d, &seed)
    func moved(_ values: [Double], scale: Double) -> [Double] {
      Samples.rows(values, d).enumerated().flatMap { index, row in
        (0..<d).map { j in
          scale * Double(index % 3 + 1) * (0..<d).reduce(0) { $0 + row[$1] * rotation[j, $1] }
        }
      }
    }
    let base = try await PairSamples.report(
      InMemorySource(first, columnCount: d), InMemorySource(second, columnCount: d)
    ) { $0.families = [.alignment, .contrastive] }
    for scale in [1, 1e-30, 1e20, 1e-200] {
      let other = try await PairSamples.report(
        InMemorySource(moved(first, scale: scale), columnCount: d),
        InMemorySource(moved(second, scale: 1), columnCount: d)
      ) { $0.families = [.alignment, .contrastive] }
      for metric in base.metrics {
        #expect(
          isNear(other.number(metric.id), metric.value.number, relative: 1e-8, absolute: 1e-9),
          "\(metric.id) at \(scale)")
      }
      #expect(other.provenance.notes.contains { $0.contains("scaled to norm 1") })
    }
  }

  @Test("duplicate rows are at distance 0, and the verdict says what is near and spread")
  func duplicates() async throws {
    var seed = Seed(6)
    let values = Samples.gaussian(rowCount: 200, columnCount: 16, &seed)
    let set = InMemorySource(values, columnCount: 16)
    let near = try await PairSamples.report(set, set)
    #expect(near.number("alignment@alpha=1") == 0)
    #expect(near.verdict.contains("pulled together (100 % nearer"))
    #expect(near.verdict.contains("both sides are spread out"))
    let apart = try await PairSamples.report(
      set,
      InMemorySource(Samples.gaussian(rowCount: 200, columnCount: 16, &seed), columnCount: 16))
    #expect(apart.findings.first?.id == "pairs-apart")
    #expect(apart.verdict.contains("nearer than random pairs"))
  }
}

/// Values that independent programs found in the data beside the project; skipped where it is not there.
@Suite("Pair values of real sentence embeddings")
struct PairReferenceTests {
  static let data = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/data")

  private static func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: data.appendingPathComponent(name).path)
  }

  private func open(_ name: String) throws -> any EmbeddingSource {
    try EmbeddingSetReader.open(Self.data.appendingPathComponent(name).path)
  }

  @Test(
    "wordnet-minilm: both kinds of pairs",
    .enabled(if: has("wordnet-minilm"), "shared/data/wordnet-minilm is not there"))
  func wordnet() async throws {
    let docs = try open("wordnet-minilm/docs.npy")
    let queries = try open("wordnet-minilm/queries.npy")
    let examples = try PairFile(
      Self.data.appendingPathComponent("wordnet-minilm/pairs_example.csv").path, first: queries,
      second: docs, areOneSet: false)
    let report = try await PairSamples.report(
      queries, docs, pairs: PositivePairs(first: examples.first, second: examples.second))
    // digits as the description of the data has them: half a unit of the last
    #expect(
      isNear(report.number("alignment@alpha=2"), 1.404405, relative: 0, absolute: 5.01e-7))
    #expect(
      isNear(
        report.number("infonce-loss@tau=0.05,candidates=paired"), 4.799558142526425, relative: 0,
        absolute: 1e-8))
    #expect(
      isNear(
        report.number("infonce-ceiling@candidates=paired"), 7.305860, relative: 0,
        absolute: 5.01e-7))
    // numpy, from the definition of geometry: eigenvalues of St^-1/2 Sa St^-1/2
    for (id, value) in [
      ("min", 0.19893223838), ("median", 0.8561387761388), ("max", 1.7652111191),
    ] {
      #expect(
        isNear(report.number(MetricID("augmentation.ratio-\(id)")), value, relative: 1e-6))
    }
    #expect(report.number("augmentation.null-directions") == 3)
    #expect(report.number("augmentation.dominated-directions") == 301)
    let hypernyms = try PairFile(
      Self.data.appendingPathComponent("wordnet-minilm/pairs_hypernym.csv").path, first: docs,
      second: docs, areOneSet: true)
    let within = try await PairSamples.report(
      docs,
      pairs: PositivePairs(
        first: hypernyms.first, second: hypernyms.second, areWithinOneSet: true)
    ) { $0.families = [.alignment] }
    #expect(
      isNear(within.number("alignment@alpha=2"), 1.102027, relative: 0, absolute: 5.01e-7))
  }

  @Test(
    "pydoc-minilm: all documents as candidates, the best judged one as positive",
    .enabled(if: has("pydoc-minilm"), "shared/data/pydoc-minilm is not there"))
  func pydoc() async throws {
    let docs = try open("pydoc-minilm/docs_dense.npy")
    let queries = try open("pydoc-minilm/queries_dense.npy")
    func lines(_ name: String) throws -> [String] {
      try String(
        contentsOf: Self.data.appendingPathComponent("pydoc-minilm/\(name)"), encoding: .utf8
      ).split(separator: "\n").map(String.init)
    }
    let documentRows = Dictionary(
      uniqueKeysWithValues: try lines("doc_ids.txt").enumerated().map { ($1, $0) })
    let queryRows = Dictionary(
      uniqueKeysWithValues: try lines("query_ids.txt").enumerated().map { ($1, $0) })
    // of several relevant documents the highest grade, then the smallest id
    var best: [Int: (grade: Int, id: String)] = [:]
    for line in try lines("qrels.tsv").dropFirst() {
      let cells = line.split(separator: "\t").map(String.init)
      guard let query = queryRows[cells[0]], let grade = Int(cells[2]), grade > 0 else { continue }
      if let known = best[query], (known.grade, cells[1]) > (grade, known.id) { continue }
      if let known = best[query], known.grade == grade, known.id < cells[1] { continue }
      best[query] = (grade, cells[1])
    }
    let order = best.keys.sorted()
    let pairs = PositivePairs(
      first: order, second: order.compactMap { best[$0].flatMap { documentRows[$0.id] } })
    let report = try await PairSamples.report(queries, docs, pairs: pairs) {
      $0.temperatures += [0.02]
    }
    for (tau, loss, bound) in [
      ("0.05", 2.084119519, 4.312810136), ("0.02", 2.371691794, 4.025237861),
      ("0.1", 3.411203885, 2.98572577),
    ] {
      #expect(
        isNear(
          report.number(MetricID("infonce-loss@tau=\(tau)")), loss, relative: 0, absolute: 1e-8))
      #expect(
        isNear(
          report.number(MetricID("infonce-bound@tau=\(tau)")), bound, relative: 0, absolute: 1e-8))
    }
    #expect(
      isNear(report.number("infonce-ceiling"), 6.396929655, relative: 0, absolute: 1e-9))
    #expect(
      isNear(report.number("alignment@alpha=2"), 1.012934574, relative: 0, absolute: 1e-8))
    #expect(
      isNear(
        report.number("pairs.uniformity@side=second,t=2"), -2.60524664, relative: 0,
        absolute: 1e-7))
  }
}
