import Foundation
import Testing
import TestSupport

@testable import Retrieval

@Suite("Student's t distribution")
struct StudentDistributionTests {
  /// One degree of freedom is Cauchy's distribution, two have t / sqrt(2 + t²): closed forms.
  @Test(
    "has the closed forms of one and two degrees of freedom", arguments: [0.0, 0.3, 1, 2.5, 40])
  func closedForms(t: Double) {
    let one = StudentDistribution.twoSidedTail(t, degreesOfFreedom: 1)
    #expect(abs(one - (1 - 2 / Double.pi * atan(t))) < 1e-13)
    let two = StudentDistribution.twoSidedTail(t, degreesOfFreedom: 2)
    #expect(abs(two - (1 - t / (2 + t * t).squareRoot())) < 1e-13)
  }

  /// scipy 1.17.1: `2 * scipy.stats.t.sf(t, df)`.
  @Test(
    "has the tails that scipy has, far ones included",
    arguments: [
      (2.0, 5.0, 0.10193947882985835), (2.0, 30.0, 0.054625044962983094),
      (5.0, 10.0, 0.0005373336027564527), (12.0, 323.0, 1.0991660774350038e-27),
      (1.0, 1000.0, 0.31755241808467255), (30.0, 100_000.0, 7.37853687222276e-197),
      (0.001, 50.0, 0.9992060947755017),
    ])
  func tails(t: Double, degrees: Double, expected: Double) {
    let found = StudentDistribution.twoSidedTail(t, degreesOfFreedom: degrees)
    #expect(abs(found - expected) <= 1e-9 * expected, "\(t), \(degrees): \(found)")
  }

  @Test("its quantile undoes its tail", arguments: [0.001, 0.05, 0.4, 0.9])
  func quantile(tail: Double) {
    for degrees in [1.0, 7, 300] {
      let t = StudentDistribution.quantile(twoSidedTail: tail, degreesOfFreedom: degrees)
      #expect(
        abs(StudentDistribution.twoSidedTail(t, degreesOfFreedom: degrees) - tail) < 1e-12)
    }
  }
}

@Suite("The correction of Holm")
struct HolmCorrectionTests {
  /// 0.01 · 4, 0.02 · 3, then 0.03 · 2 raised to it, 0.5 · 1.
  @Test("multiplies by the tests that are left, and never falls")
  func steps() {
    #expect(HolmCorrection.adjusted([0.03, 0.01, 0.5, 0.02]) == [0.06, 0.04, 0.5, 0.06])
    #expect(HolmCorrection.adjusted([0.9, 0.8]) == [1, 1])
    #expect(HolmCorrection.adjusted([]) == [])
  }
}

@Suite("The randomisation test")
struct RandomisationTestTests {
  /// With n equal differences two of the 2ⁿ patterns reach as far.
  @Test("is exact for few differences, zeros left out")
  func exact() async throws {
    let five = try await RandomisationTest.test([1, 1, 1, 1, 1, 0, 0], seed: 1, jobs: 1)
    #expect(five.isExact && five.p == 2.0 / 32)
    let cancelled = try await RandomisationTest.test([0.5, -0.5], seed: 1, jobs: 1)
    #expect(cancelled.p == 1)
    let none = try await RandomisationTest.test([0, 0], seed: 1, jobs: 1)
    #expect(none.p == 1)
  }

  @Test("counts as a direct enumeration does", arguments: Seed.samples(5))
  func enumeration(seed: Seed) async throws {
    var seed = seed
    let differences = (0..<11).map { _ in seed.uniform() - 0.3 }
    let observed = abs(differences.reduce(0, +))
    var hits = 0
    for pattern in 0..<2048 {
      var sum = 0.0
      for (bit, difference) in differences.enumerated() {
        sum += pattern >> bit & 1 == 1 ? difference : -difference
      }
      if abs(sum) >= observed - 1e-12 { hits += 1 }
    }
    let found = try await RandomisationTest.test(differences, seed: 1, jobs: 1)
    #expect(found.p == Double(hits) / 2048, "\(seed)")
  }

  /// Four standard errors of a drawn share around the normal limit, plus its own error 1/n.
  @Test("draws are near the normal limit, the same for every number of tasks, and p is never 0")
  func drawn() async throws {
    let differences = (0..<400).map { Double($0 % 7) - 2.8 }
    let one = try await RandomisationTest.test(differences, draws: 20_000, seed: 5, jobs: 1)
    let two = try await RandomisationTest.test(differences, draws: 20_000, seed: 5, jobs: 3)
    #expect(one == two && !one.isExact)
    let sum = differences.reduce(0, +)
    let size = differences.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let limit = erfc(abs(sum) / size / 2.0.squareRoot())
    #expect(abs(one.p - limit) < 4 * (limit / 20_000).squareRoot() + 0.005)
    let sure = try await RandomisationTest.test(
      Array(repeating: 1, count: 100), draws: 1000, seed: 5, jobs: 1)
    #expect(sure.p == 1.0 / 1001)
  }
}

@Suite("Resampled means")
struct BootstrapMeansTests {
  private let values = (0..<200).map { Double($0 * $0 % 101) / 101 }

  /// The bootstrap variance of a mean is the population variance / n; the sample variance of B draws
  /// has a relative standard error of sqrt(2 / B), of which five are allowed.
  @Test("spread as the central limit says, around the mean")
  func spread() async throws {
    let found = try #require(
      try await BootstrapMeans.resample([values], resamples: 4000, seed: 1, jobs: 1))
    let means = found.means[0]
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count / count
    let center = means.reduce(0, +) / 4000
    #expect(abs(center - mean) < 5 * (variance / 4000).squareRoot())
    let spread = means.reduce(0) { $0 + ($1 - center) * ($1 - center) } / 3999
    #expect(abs(spread / variance - 1) < 5 * (2.0 / 4000).squareRoot())
    #expect(means == means.sorted())
  }

  @Test("are the same for every number of tasks, and other for another seed")
  func seeds() async throws {
    let one = try await BootstrapMeans.resample([values], resamples: 1000, seed: 1, jobs: 1)
    let three = try await BootstrapMeans.resample([values], resamples: 1000, seed: 1, jobs: 3)
    let other = try await BootstrapMeans.resample([values], resamples: 1000, seed: 2, jobs: 1)
    #expect(one?.means == three?.means)
    #expect(one?.means != other?.means)
  }

  @Test("share their draws between columns: a sum of columns resamples to the sum")
  func shared() async throws {
    let other = values.map { 1 - $0 }
    let found = try #require(
      try await BootstrapMeans.resample([values, other], resamples: 500, seed: 3, jobs: 1))
    for (low, high) in zip(found.means[0], found.means[1].reversed()) {
      #expect(abs(low + high - 1) < 1e-12)
    }
  }

  @Test("with groups of one draw as without; equal values inside groups widen the interval")
  func groups() async throws {
    let alone = try await BootstrapMeans.resample(
      [values], groups: Array(values.indices), resamples: 300, seed: 4, jobs: 1)
    let plain = try await BootstrapMeans.resample([values], resamples: 300, seed: 4, jobs: 1)
    #expect(alone?.means == plain?.means)
    let repeated = (0..<200).map { Double($0 / 20 % 2) }
    let clustered = try #require(
      try await BootstrapMeans.resample(
        [repeated], groups: (0..<200).map { $0 / 20 }, resamples: 2000, seed: 4, jobs: 1)
    ).interval(of: 0)
    let single = try #require(
      try await BootstrapMeans.resample([repeated], resamples: 2000, seed: 4, jobs: 1)
    ).interval(of: 0)
    // twenty equal values a group: sqrt(20) = 4.5 times as wide
    #expect(clustered.high - clustered.low > 3.5 * (single.high - single.low))
  }

  @Test("do not exist for one query or one group")
  func single() async throws {
    #expect(
      try await BootstrapMeans.resample([[1]], resamples: 100, seed: 1, jobs: 1) == nil)
    #expect(
      try await BootstrapMeans.resample(
        [[1, 2]], groups: [0, 0], resamples: 100, seed: 1, jobs: 1) == nil)
  }
}

@Suite("A paired comparison")
struct PairedComparisonTests {
  /// Differences 1, 2, 3: mean 2, sd 1, t = 2 sqrt 3 with two degrees of freedom, whose tail is closed.
  @Test("has the t, p and effect size of its differences")
  func closedForm() throws {
    let pair = PairedComparison("a", [2, 4, 6], "b", [1, 2, 3])
    let t = 2 * 3.0.squareRoot()
    #expect(pair.mean == 2 && pair.deviation == 1)
    #expect(abs(try #require(pair.t) - t) < 1e-14)
    #expect(abs(try #require(pair.pT) - (1 - t / (2 + t * t).squareRoot())) < 1e-13)
    #expect(pair.effectSize == 2)
    #expect((pair.wins, pair.ties, pair.losses) == (3, 0, 0))
  }

  @Test("of identical values has no t and says so; the same of a constant difference")
  func identical() {
    let same = PairedComparison("a", [1, 2], "b", [1, 2])
    #expect(same.isIdentical && same.t == nil && same.pT == nil && same.effectSize == nil)
    #expect(same.minimumDetectable == nil && !same.isSignificant)
    let constant = PairedComparison("a", [1, 2], "b", [0, 1])
    #expect(!constant.isIdentical && constant.t == nil)
    let single = PairedComparison("a", [1], "b", [0])
    #expect(single.t == nil && single.wins == 1)
  }

  @Test("takes a difference of rounding for a tie")
  func rounding() {
    let pair = PairedComparison("a", [0.1 + 0.2, 1], "b", [0.3, 0])
    #expect((pair.wins, pair.ties) == (1, 1))
  }

  /// Power by simulation would be noisy; here the definition: (t₀.₉₇₅ + t₀.₈) standard errors.
  @Test("would detect what its spread and size allow")
  func detectable() throws {
    let pair = PairedComparison("a", (0..<30).map { Double($0 % 3) }, "b", (0..<30).map { _ in 0 })
    let standardError = pair.deviation / 30.0.squareRoot()
    let found = try #require(pair.minimumDetectable)
    // scipy 1.17.1: t.ppf(0.975, 29) + t.ppf(0.8, 29)
    #expect(abs(found / standardError - (2.045229642132703 + 0.8541919858818557)) < 1e-9)
  }
}
