import TestSupport
import Testing

@testable import Analysis

@Suite("Participation ratios from four sums")
struct GramTotalsTests {
  /// The sums of rows as they are, by plain loops.
  static func totals(_ rows: [[Double]]) -> GramTotals {
    var totals = GramTotals(count: rows.count, trace: 0, squaredNorm: 0, quartic: 0)
    for (i, x) in rows.enumerated() {
      for (j, y) in rows.enumerated() {
        let product = dot(x, y)
        totals.squaredNorm += product * product
        if i == j {
          totals.trace += product
          totals.quartic += product * product
        }
      }
    }
    return totals
  }

  static func centeredTotals(_ values: [Double], columnCount: Int) -> GramTotals {
    totals(Samples.rows(Samples.centered(values, columnCount: columnCount), columnCount))
  }

  /// The ratio of U-statistics, one tuple of distinct rows at a time.
  static func enumerated(_ rows: [[Double]]) -> Double {
    let n = rows.indices
    let k = rows.map { x in rows.map { dot(x, $0) } }
    var (pairs, squares, pairCount) = (0.0, 0.0, 0.0)
    var (triples, chains, tripleCount) = (0.0, 0.0, 0.0)
    var (quadruples, quadrupleCount) = (0.0, 0.0)
    for i in n {
      for j in n where j != i {
        pairs += k[i][i] * k[j][j]
        squares += k[i][j] * k[i][j]
        pairCount += 1
        for l in n where l != i && l != j {
          triples += k[i][i] * k[j][l]
          chains += k[i][j] * k[i][l]
          tripleCount += 1
          for m in n where m != i && m != j && m != l {
            quadruples += k[i][j] * k[l][m]
            quadrupleCount += 1
          }
        }
      }
    }
    let tail = quadruples / quadrupleCount
    return (pairs / pairCount - 2 * triples / tripleCount + tail)
      / (squares / pairCount - 2 * chains / tripleCount + tail)
  }

  @Test(
    "the debiased ratio is the one enumerated over distinct rows", arguments: 4...7,
    Seed.samples(3))
  func enumeration(rowCount: Int, seed: Seed) {
    var seed = seed
    let values = Samples.anisotropic(rowCount: rowCount, columnCount: 3, offset: 1, &seed)
    let wanted = Self.enumerated(Samples.rows(values, 3))
    let found = Self.centeredTotals(values, columnCount: 3).debiasedParticipationRatio
    guard wanted > 0 else { return }
    #expect(isNear(found, wanted, relative: 1e-9), "\(seed)")
  }

  /// The ratio scatters by about 18 % at this size, so the mean of 30 sets by 3.3 %; four of these.
  @Test("forty rows of 256-d white noise read near 256, where the plain ratio reads 34")
  func unbiased() {
    var (numerator, plain) = (0.0, 0.0)
    let count = 30
    for seed in Seed.samples(count) {
      var seed = seed
      let values = Samples.gaussian(rowCount: 40, columnCount: 256, &seed)
      let totals = Self.centeredTotals(values, columnCount: 256)
      numerator += totals.debiasedParticipationRatio ?? 0
      plain += totals.participationRatio ?? 0
    }
    #expect((numerator / Double(count) / 256 - 1).magnitude <= 0.15)
    // 1/PR = 1/256 + 1/39 to first order
    #expect((plain / Double(count) / (1 / (1 / 256 + 1 / 39.0)) - 1).magnitude <= 0.05)
  }

  @Test("fewer than four rows, or a denominator that is not positive, have no debiased ratio")
  func undefined() {
    for count in 0..<4 {
      #expect(
        GramTotals(count: count, trace: 1, squaredNorm: 1, quartic: 1)
          .debiasedParticipationRatio == nil)
    }
    let zero = GramTotals(count: 9, trace: 0, squaredNorm: 0, quartic: 0)
    #expect(zero.debiasedParticipationRatio == nil && zero.participationRatio == nil)
    // one row far from all others holds everything: no pair of distinct rows says anything
    var rows = [[Double]](repeating: [0, 0], count: 6)
    rows[0] = [100, 0]
    let values = rows.flatMap { $0 }
    #expect(Self.centeredTotals(values, columnCount: 2).debiasedParticipationRatio == nil)
  }

  @Test("unit rows: mean squared cosine by plain pairs", arguments: Seed.samples(3))
  func meanSquaredCosine(seed: Seed) {
    var seed = seed
    let unit = Samples.rows(
      Samples.unit(Samples.gaussian(rowCount: 9, columnCount: 4, &seed), columnCount: 4), 4)
    var sum = 0.0
    for i in unit.indices {
      for j in unit.indices where j > i {
        sum += dot(unit[i], unit[j]) * dot(unit[i], unit[j])
      }
    }
    #expect(isNear(Self.totals(unit).meanSquaredCosine, sum / 36, relative: 1e-11))
  }
}
