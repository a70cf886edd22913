import EmbeddingSets
import RealModule
import TestSupport
import Testing

@testable import Analysis

@Suite("Some rows in memory, and the means over their pairs")
struct SampledRowsTests {
  /// Relative error of the kernel's exponential.
  static let exponential = 2.4e-10

  static func sample(_ values: [Double], columnCount: Int, rows: [Int]) async throws -> SampledRows
  {
    let source = InMemorySource(values, columnCount: columnCount)
    let pass = try await RowPassRunner(
      source: source, parts: [.columns], fingerprintBudget: 0, jobs: 1, progress: { _ in }
    ).run()
    return try SampledRows(source: source, pass: pass, rows: rows)
  }

  @Test("the means of each row by plain loops, beyond one tile", arguments: [2, 40, 600])
  func plain(count: Int) async throws {
    var seed = Seed(361)
    let values = Samples.anisotropic(
      rowCount: count + 30, columnCount: 3, offset: 0.4, &seed)
    let chosen = Array(0..<count + 30).filter { $0 % 21 != 20 }.prefix(count)
    let sample = try await Self.sample(values, columnCount: 3, rows: Array(chosen))
    #expect(sample.count == count)
    let means = try await sample.means(jobs: 1)
    #expect(means.cosine.count == count && means.potentials.count == 3)
    let unit = Samples.rows(Samples.unit(values, columnCount: 3), 3)
    let others = Double(count - 1)
    for (place, i) in chosen.enumerated() where place % 13 == 0 || place == count - 1 {
      var (sum, square, potentials) = (0.0, 0.0, [0.0, 0, 0])
      for j in chosen where j != i {
        let cosine = dot(unit[i], unit[j])
        sum += cosine
        square += cosine * cosine
        for (index, t) in [1.0, 2, 4].enumerated() {
          potentials[index] += .exp(-2 * t * (1 - cosine))
        }
      }
      #expect(isNear(means.cosine[place], sum / others, relative: 0, absolute: 1e-12))
      #expect(isNear(means.squaredCosine[place], square / others, relative: 0, absolute: 1e-12))
      for index in 0..<3 {
        #expect(
          isNear(
            means.potentials[index][place], potentials[index] / others, relative: 0,
            absolute: 4 * Self.exponential))
      }
    }
  }

  @Test("the same bits for any number of tasks")
  func jobs() async throws {
    var seed = Seed(362)
    let values = Samples.gaussian(rowCount: 1100, columnCount: 2, &seed)
    let sample = try await Self.sample(values, columnCount: 2, rows: Array(0..<1100))
    let (one, two) = (try await sample.means(jobs: 1), try await sample.means(jobs: 2))
    #expect(one.cosine == two.cosine && one.squaredCosine == two.squaredCosine)
    #expect(one.potentials == two.potentials)
  }

  @Test("rows without a direction are left out")
  func noDirection() async throws {
    let values: [Double] = [1, 0, 0, 0, .nan, 1, 0, 5, -3, 0]
    let sample = try await Self.sample(values, columnCount: 2, rows: [0, 1, 2, 3, 4])
    #expect(sample.count == 3)
    let means = try await sample.means(jobs: 1)
    // (1, 0), (0, 1), (-1, 0): orthogonal and opposite
    for (found, wanted) in zip(means.cosine, [-0.5, 0, -0.5]) {
      #expect(isNear(found, wanted, absolute: 1e-14))
    }
    for (found, wanted) in zip(means.squaredCosine, [0.5, 0, 0.5]) {
      #expect(isNear(found, wanted, absolute: 1e-14))
    }
    for (index, t) in [1.0, 2, 4].enumerated() {
      let (right, opposite) = (Double.exp(-2 * t), Double.exp(-4 * t))
      let wanted = [(right + opposite) / 2, right, (right + opposite) / 2]
      for (found, wanted) in zip(means.potentials[index], wanted) {
        #expect(isNear(found, wanted, relative: t * Self.exponential))
      }
    }
    #expect(try await Self.sample(values, columnCount: 2, rows: [1, 2]).count == 0)
  }
}
