import RealModule
import TestSupport
import Testing

@testable import Analysis

@Suite("A sample of rows with exact cosine moments as controls")
struct SampledPotentialTests {
  /// All cosines of a population, and what is known of it exactly.
  struct Population {
    let cosines: [[Double]]
    let potentials: [Double]
    let sampler: SampledPotential

    init(_ unit: [[Double]]) {
      let n = unit.count
      cosines = unit.map { row in unit.map { dot(row, $0) } }
      var (sum, square, potential) = (0.0, 0.0, [0.0, 0, 0])
      for i in 0..<n {
        for j in i + 1..<n {
          let cosine = cosines[i][j]
          sum += cosine
          square += cosine * cosine
          let first = Double.exp(2 * (cosine - 1))
          potential[0] += first
          potential[1] += first * first
          potential[2] += first * first * first * first
        }
      }
      let pairs = Double(n * (n - 1)) / 2
      potentials = potential.map { .log($0 / pairs) }
      sampler = SampledPotential(
        meanCosine: sum / pairs, meanSquaredCosine: square / pairs, populationCount: n)
    }

    func rowMeans(_ rows: [Int]) -> SampledPotential.RowMeans {
      let scale = 1 / Double(rows.count - 1)
      var means = SampledPotential.RowMeans()
      for i in rows {
        var (sum, square, one, two, four) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for j in rows where j != i {
          let cosine = cosines[i][j]
          let first = Double.exp(2 * (cosine - 1))
          sum += cosine
          square += cosine * cosine
          one += first
          two += first * first
          four += first * first * first * first
        }
        means.cosine.append(sum * scale)
        means.squaredCosine.append(square * scale)
        for (index, value) in [one, two, four].enumerated() {
          means.potentials[index].append(value * scale)
        }
      }
      return means
    }
  }

  static func clusters(_ count: Int) -> [[Double]] {
    var seed = Seed(41)
    let centers = Samples.rows(Samples.gaussian(rowCount: 8, columnCount: 5, &seed), 5)
    let values = (0..<count).flatMap { row in
      centers[row % 8].map { $0 + 0.4 * MatrixFactory.gaussian(&seed) }
    }
    return Samples.rows(Samples.unit(values, columnCount: 5), 5)
  }

  @Test("about 95 of 100 intervals hold the value of all pairs, and controls narrow them")
  func coverage() {
    let population = Population(Self.clusters(320))
    var covered = [0, 0, 0]
    let seeds = 40
    for seed in Seed.samples(seeds) {
      var seed = seed
      let rows = Array((0..<320).shuffled(using: &seed).prefix(80))
      let results = population.sampler.results(population.rowMeans(rows))
      for (index, result) in results.enumerated() {
        #expect(result.temperature == [1, 2, 4][index] && result.pairCount == 80 * 79 / 2)
        let error = (result.value - population.potentials[index]).magnitude
        if error <= result.samplingError { covered[index] += 1 }
        #expect(result.samplingError > 0)
      }
    }
    #expect(covered.allSatisfy { Double($0) >= 0.85 * Double(seeds) }, "\(covered) of \(seeds)")
  }

  @Test("a sample of everything has no sampling error and the exact value")
  func everything() {
    let population = Population(Self.clusters(40))
    for (result, wanted) in zip(
      population.sampler.results(population.rowMeans(Array(0..<40))), population.potentials)
    {
      #expect(isNear(result.value, wanted, relative: 1e-12))
      #expect(result.samplingError == 0)
    }
  }

  @Test("controls that say nothing are left out")
  func constantControls() {
    // the simplex: every cosine is the same
    let corners = (0..<6).map { i in (0..<6).map { $0 == i ? 1.0 : 0 } }
    let population = Population(corners)
    for result in population.sampler.results(population.rowMeans([0, 1, 2, 3, 4])) {
      #expect(isNear(result.value, -2 * Double(result.temperature), relative: 1e-12))
      #expect(isNear(result.samplingError, 0, absolute: 1e-12))
    }
  }
}
