import EmbeddingSets
import Findings
import Foundation
import TestSupport
import Testing

@testable import Analysis

func exponential(_ x: Double) -> Double { exp(x) }
func logarithm(_ x: Double) -> Double { log(x) }

@Suite("InfoNCE over all rows")
struct ContrastiveSweepTests {
  /// The exponential of the kernels is within 2.4e-10, so a loss is too; ten times that for sums.
  private let tolerance = 2.4e-9

  @Test("both directions equal the definition by plain loops", arguments: Seed.samples(3))
  func aligned(seed: Seed) async throws {
    var seed = seed
    let (n, d) = (37, 6)
    let first = Samples.anisotropic(rowCount: n, columnCount: d, &seed)
    let second = Samples.anisotropic(rowCount: n, columnCount: d, &seed)
    let report = try await PairSamples.report(
      InMemorySource(first, columnCount: d), InMemorySource(second, columnCount: d)
    ) { $0.temperatures = [0.05, 0.1, 1, 0.02] }
    let cosines = PairSamples.cosines(first, second, columnCount: d)
    let turned = (0..<n).map { column in cosines.map { $0[column] } }
    let own = Dictionary(uniqueKeysWithValues: (0..<n).map { ($0, Set([$0])) })
    for (text, tau) in [("0.05", 0.05), ("0.1", 0.1), ("1", 1), ("0.02", 0.02)] {
      let forward = PairSamples.mean(
        PairSamples.losses(cosines, positives: own, temperature: tau))
      let reverse = PairSamples.mean(PairSamples.losses(turned, positives: own, temperature: tau))
      #expect(
        isNear(report.number(MetricID("infonce-loss@tau=\(text)")), forward, relative: tolerance))
      #expect(
        isNear(
          report.number(MetricID("infonce-loss-reverse@tau=\(text)")), reverse, relative: tolerance)
      )
      #expect(
        isNear(
          report.number(MetricID("infonce-loss-symmetric@tau=\(text)")), (forward + reverse) / 2,
          relative: tolerance))
      let bound = log(Double(n)) - forward
      #expect(
        isNear(
          report.number(MetricID("infonce-bound@tau=\(text)")), bound, relative: tolerance,
          absolute: tolerance))
      #expect(
        isNear(
          report.number(MetricID("infonce-bound-bits@tau=\(text)")), bound / log(2),
          relative: tolerance, absolute: tolerance))
    }
    #expect(isNear(report.number("infonce-ceiling"), log(Double(n))))
  }

  @Test(
    "several positives a query, rows in no pair and both candidate sets", arguments: Seed.samples(3)
  )
  func several(seed: Seed) async throws {
    var seed = seed
    let d = 5
    let first = Samples.gaussian(rowCount: 9, columnCount: d, &seed)
    let second = Samples.gaussian(rowCount: 12, columnCount: d, &seed)
    let pairs = PositivePairs(first: [4, 4, 0, 8, 4, 2], second: [3, 11, 3, 7, 0, 1])
    let report = try await PairSamples.report(
      InMemorySource(first, columnCount: d), InMemorySource(second, columnCount: d), pairs: pairs)
    let cosines = PairSamples.cosines(first, second, columnCount: d)
    let turned = (0..<12).map { column in cosines.map { $0[column] } }
    let forward: [Int: Set<Int>] = [4: [0, 3, 11], 0: [3], 8: [7], 2: [1]]
    let reverse: [Int: Set<Int>] = [3: [0, 4], 11: [4], 7: [8], 0: [4], 1: [2]]
    for (text, tau) in [("0.05", 0.05), ("1", 1)] {
      let wanted = PairSamples.mean(
        PairSamples.losses(cosines, positives: forward, temperature: tau))
      #expect(
        isNear(report.number(MetricID("infonce-loss@tau=\(text)")), wanted, relative: tolerance))
      let back = PairSamples.mean(PairSamples.losses(turned, positives: reverse, temperature: tau))
      #expect(
        isNear(
          report.number(MetricID("infonce-loss-reverse@tau=\(text)")), back, relative: tolerance))
      let paired = PairSamples.mean(
        PairSamples.losses(
          cosines, positives: forward, temperature: tau, candidates: [0, 1, 3, 7, 11]))
      #expect(
        isNear(
          report.number(MetricID("infonce-loss@tau=\(text),candidates=paired")), paired,
          relative: tolerance))
    }
    // 12 candidates for three queries, 10 for the one whose two other positives are left out
    #expect(isNear(report.number("infonce-ceiling"), (3 * log(12) + log(10)) / 4))
    #expect(isNear(report.number("infonce-ceiling@candidates=paired"), (3 * log(5) + log(3)) / 4))
  }

  @Test("within one set a row is no candidate for itself", arguments: Seed.samples(3))
  func oneSet(seed: Seed) async throws {
    var seed = seed
    let d = 4
    let values = Samples.gaussian(rowCount: 11, columnCount: d, &seed)
    let pairs = PositivePairs(
      first: [0, 1, 2, 5], second: [3, 0, 9, 0], areWithinOneSet: true)
    let report = try await PairSamples.report(
      InMemorySource(values, columnCount: d), pairs: pairs)
    let cosines = PairSamples.cosines(values, values, columnCount: d)
    let wanted = PairSamples.mean(
      PairSamples.losses(
        cosines, positives: [0: [3], 1: [0], 2: [9], 5: [0]], temperature: 0.1, own: { $0 }))
    #expect(isNear(report.number("infonce-loss@tau=0.1"), wanted, relative: tolerance))
    let back = PairSamples.mean(
      PairSamples.losses(
        cosines, positives: [3: [0], 0: [1, 5], 9: [2]], temperature: 0.1, own: { $0 }))
    #expect(isNear(report.number("infonce-loss-reverse@tau=0.1"), back, relative: tolerance))
    #expect(isNear(report.number("infonce-ceiling"), log(10)))
    // rows 0, 3 and 9 are paired as candidates, and row 0 is a query that is one of them
    #expect(
      isNear(report.number("infonce-ceiling@candidates=paired"), (3 * log(3) + log(2)) / 4))
  }

  @Test("panels and precisions agree: more rows than a panel, in Float and in Double")
  func panels() async throws {
    var seed = Seed(7)
    let d = 3
    let n = DirectionPanels.panelRows(of: 0) + 61
    let first = Samples.gaussian(rowCount: n, columnCount: d, &seed)
    let second = Samples.gaussian(rowCount: n, columnCount: d, &seed)
    let sources = [first, second].map { InMemorySource($0, columnCount: d) }
    let usable = [Bool](repeating: true, count: n)
    let roster = PairRoster(
      .aligned(count: n), firstUsable: usable, secondUsable: usable)
    var losses: [[Double]] = []
    for single in [false, true] {
      for jobs in [1, 3] {
        let ladder = TemperatureLadder([0.05, 0.1, 1], single: single)
        #expect(ladder.powers == (single ? [0, 10, 2] : [0, 0, 0]))
        let panels = sources.map {
          DirectionPanels($0, scale: 1, rows: Array(0..<n), pairedCount: n, single: single)
        }
        let sums = try await ContrastiveSweep(
          roster: roster, first: panels[0], second: panels[1], ladder: ladder, jobs: jobs
        ).run { _ in }
        losses.append(sums.forward.overPaired + sums.reverse.overPaired)
      }
    }
    #expect(losses[0] == losses[1])
    #expect(losses[2] == losses[3])
    // a cosine in Float is within 2⁻²², which 1/τ = 20 magnifies; the powers add 20 · 2.4e-10
    let roundings = 20 * 0x1p-22 + 20 * 2.4e-10
    for (double, single) in zip(losses[0], losses[2]) {
      #expect(isNear(single, double, relative: roundings))
    }
  }

  @Test("equal rows everywhere: loss ln n and bound 0 at every temperature, both sides bunched")
  func constant() async throws {
    let row: [Double] = [1, -2, 0.5]
    let set = InMemorySource((0..<25).flatMap { _ in row }, columnCount: 3)
    let report = try await PairSamples.report(set, set)
    for tau in ["0.05", "0.1", "1"] {
      #expect(
        isNear(report.number(MetricID("infonce-loss@tau=\(tau)")), log(25), relative: tolerance))
      #expect(
        isNear(report.number(MetricID("infonce-bound@tau=\(tau)")), 0, absolute: 10 * tolerance))
    }
    #expect(report.number("alignment@alpha=2") == 0)
    #expect(report.isUndefined("alignment-relative@alpha=2"))
    #expect(report.isUndefined("augmentation.ratio-min"))
    #expect(report.findings.contains { $0.id == "pairs-bunched" })
  }

  @Test("orthogonal pairs: loss ln(1 + (n - 1) e^(-1/tau)) in both directions")
  func orthogonal() async throws {
    let n = 8
    let identity = (0..<n * n).map { $0 / n == $0 % n ? 3.0 : 0 }
    let set = InMemorySource(identity, columnCount: n)
    let report = try await PairSamples.report(set, set)
    for (text, tau) in [("0.05", 0.05), ("0.1", 0.1), ("1", 1)] {
      let wanted = log1p(Double(n - 1) * exp(-1 / tau))
      for direction in ["", "-reverse", "-symmetric"] {
        #expect(
          isNear(
            report.number(MetricID("infonce-loss\(direction)@tau=\(text)")), wanted,
            relative: tolerance))
      }
    }
    #expect(report.findings.contains { $0.id == "bound-at-ceiling" })
  }

  @Test("a single pair has loss 0, and no share of a ceiling of 0")
  func single() async throws {
    let report = try await PairSamples.report(
      InMemorySource([1.0, 2], columnCount: 2), InMemorySource([2.0, 1], columnCount: 2))
    #expect(report.number("infonce-loss@tau=0.05") == 0)
    #expect(report.number("infonce-ceiling") == 0)
    #expect(report.isUndefined("infonce-bound-share@tau=0.05"))
    #expect(report.isUndefined("pairs.random-distance@alpha=2"))
  }

  @Test("the same bytes whatever the number of tasks, another seed moves intervals only")
  func jobs() async throws {
    var seed = Seed(3)
    let (first, second) = PairSamples.views(
      rowCount: 150, noise: [0.1, 0.5, 1, 2], &seed)
    let sources = [first, second].map { InMemorySource($0, columnCount: 4) }
    let one = try await PairSamples.report(sources[0], sources[1])
    let many = try await PairSamples.report(sources[0], sources[1]) { $0.jobs = 3 }
    #expect(one == many)
    let other = try await PairSamples.report(sources[0], sources[1]) { $0.seed = 9 }
    for (left, right) in zip(one.metrics, other.metrics)
    where !left.id.rawValue.hasPrefix("augmentation.signal")
      && !left.id.rawValue.hasPrefix("augmentation.opposed")
    { #expect(left.value == right.value, "\(left.id)") }
    #expect(one["alignment@alpha=2"]?.interval != other["alignment@alpha=2"]?.interval)
  }
}
