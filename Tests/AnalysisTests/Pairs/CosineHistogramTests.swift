import EmbeddingSets
import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("The distribution of the cosine")
struct CosineHistogramTests {
  private func bins(_ report: Report) throws -> [(low: Double, high: Double, pairs: Int)] {
    let series = try #require(report.series.first { $0.id == "isotropy.cosines" })
    return series.rows.compactMap { row in
      guard case .number(let low) = row[0], case .number(let high) = row[1],
        case .integer(let pairs) = row[2]
      else {
        Issue.record("a cell of another kind")
        return nil
      }
      return (low, high, pairs)
    }
  }

  @Test("edges belong to the upper bin on whichever side rounding left them, 1 to the last")
  func edges() {
    var histogram = CosineHistogram()
    for cosine in [-1e-17, 0, 1e-17, 1, 1 + 1e-15, -1 - 1e-15, 0.0099999] {
      histogram.add(cosine)
    }
    let table = CosineHistogram.table(of: [histogram]).filter { $0.counts[0] > 0 }
    #expect(table.map(\.low) == [-1, 0, 0.99])
    #expect(table.map { $0.counts[0] } == [1, 4, 2])
    #expect(table.last?.high == 1)
  }

  @Test("orthogonal rows are all in the bin at 0, opposite ones at -1")
  func orthogonal() async throws {
    let values = (0..<6).flatMap { i in (0..<6).map { $0 == i ? 3.0 : 0 } }
    let report = try await Samples.report(values, columnCount: 6)
    let found = try bins(report)
    #expect(found.count == 1 && found[0].low == 0 && found[0].pairs == 15)
    let opposite = try await Samples.report([1, 2, -2, -4, 3, 6], columnCount: 2)
    let ends = try bins(opposite).filter { $0.pairs > 0 }
    #expect(ends.map(\.low) == [-1, 0.99] && ends.map(\.pairs) == [2, 1])
  }

  @Test("every pair of a small set is in one bin, and their mean is the mean cosine")
  func total() async throws {
    var seed = Seed(11)
    let values = Samples.anisotropic(rowCount: 300, columnCount: 5, offset: 0.5, &seed)
    let report = try await Samples.report(values, columnCount: 5) { $0.families = [.isotropy] }
    let found = try bins(report)
    #expect(found.reduce(0) { $0 + $1.pairs } == 300 * 299 / 2)
    let mean =
      found.reduce(0.0) { $0 + Double($1.pairs) * ($1.low + $1.high) / 2 } / (150.0 * 299)
    // every cosine lies within half a bin of the middle of its bin
    #expect(isNear(mean, report.number("isotropy.mean-cosine"), relative: 0, absolute: 0.005))
    #expect(!report.provenance.notes.contains { $0.contains("isotropy.cosines") })
  }

  @Test("rows without a direction take no part; with one row there is no series")
  func few() async throws {
    let report = try await Samples.report([1, 0, 0, 0, 0, 2, .nan, 1], columnCount: 2)
    #expect(try bins(report).reduce(0) { $0 + $1.pairs } == 1)
    let one = try await Samples.report([1, 2], columnCount: 2)
    #expect(!one.series.contains { $0.id == "isotropy.cosines" })
  }

  @Test("a large set is sampled, which is said, and jobs change nothing")
  func sample() async throws {
    #expect(CosineSample.size(rowCount: 100, columnCount: 384) == 100)
    #expect(CosineSample.size(rowCount: 1_000_000, columnCount: 384) == 2048)
    #expect(CosineSample.size(rowCount: 1_000_000, columnCount: 1 << 20) == 256)
    var seed = Seed(12)
    let values = Samples.gaussian(rowCount: 2100, columnCount: 2, &seed)
    var reports: [Report] = []
    for jobs in [1, 3] {
      reports.append(
        try await Samples.report(values, columnCount: 2) {
          $0.families = [.isotropy]
          $0.jobs = jobs
        })
    }
    let found = try bins(reports[0])
    #expect(found.reduce(0) { $0 + $1.pairs } == 2048 * 2047 / 2)
    #expect(reports[0].series == reports[1].series)
    #expect(
      reports[0].provenance.notes.contains {
        $0 == "series isotropy.cosines: all pairs of 2,048 rows drawn with seed 0"
      })
  }
}
