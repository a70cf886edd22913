import RealModule
import TestSupport
import Testing

@testable import Analysis

@Suite("Numbers of a spectrum and their gradients")
struct SpectralFunctionalTests {
  static let all: [SpectralFunctional] =
    [.effectiveRank, .entropyRank, .rankMe]
    + PowerLawFit.reported.map { SpectralFunctional.alpha($0) }

  static func eigenvalues(_ seed: Seed, count: Int = 110) -> [Double] {
    var seed = seed
    return (1...count).map { Double.exp(-0.03 * Double($0)) * (0.5 + seed.uniform()) }
      .sorted(by: >)
  }

  /// Central differences err by h² f''' and ε f/h: about 1e-8 of the largest slope for h = 1e-5 λ.
  @Test("gradients are those of central differences", arguments: all, Seed.samples(2))
  func gradients(functional: SpectralFunctional, seed: Seed) throws {
    let values = Self.eigenvalues(seed)
    let gradient = functional.gradient(values, floor: 0)
    let largest = zip(gradient, values).map { ($0 * $1).magnitude }.max() ?? 0
    for index in [0, 1, 4, 5, 10, 30, 49, 50, 70, 99, 100, 109] {
      let step = 1e-5 * values[index]
      var (up, down) = (values, values)
      up[index] += step
      down[index] -= step
      let difference =
        try #require(functional.value(up)) - (try #require(functional.value(down)))
      let slope = difference / (2 * step)
      #expect(
        ((gradient[index] - slope) * values[index]).magnitude <= 1e-6 * largest, "rank \(index + 1)"
      )
    }
  }

  @Test(
    "what does not depend on scale has a gradient that is orthogonal to the eigenvalues",
    arguments: all, Seed.samples(3))
  func homogeneous(functional: SpectralFunctional, seed: Seed) {
    let values = Self.eigenvalues(seed)
    let gradient = functional.gradient(values, floor: 0)
    let size = zip(gradient, values).reduce(0) { $0 + ($1.0 * $1.1).magnitude }
    if case .alpha = functional {
      // the slope of ln λ: a factor shifts all logarithms, and Σ wᵢ (xᵢ - x̄) = 0
      #expect(dot(gradient, values).magnitude <= 1e-12 * size)
    } else {
      #expect(dot(gradient, values).magnitude <= 1e-12 * size)
    }
    let scaled = values.map { $0 * 0x1p600 }
    #expect(isNear(functional.value(scaled), functional.value(values)))
  }

  @Test("a flat spectrum of d values counts d directions", arguments: [1, 2, 7, 100])
  func flat(count: Int) {
    let values = [Double](repeating: 0.3, count: count)
    #expect(isNear(SpectralFunctional.effectiveRank.value(values), Double(count)))
    #expect(isNear(SpectralFunctional.entropyRank.value(values), Double(count)))
    // RankMe: d shares r = 1/d + 1e-7, not renormalised
    let share = 1 / Double(count) + 1e-7
    let rankMe = Double.exp(-Double(count) * share * .log(share))
    #expect(isNear(SpectralFunctional.rankMe.value(values), rankMe, relative: 1e-10))
  }

  @Test("two values in closed form", arguments: [1e-8, 0.1, 0.25, 0.5])
  func two(share: Double) {
    let (p, q) = (1 - share, share)
    let entropy = Double.exp(-p * .log(p) - q * .log(q))
    #expect(isNear(SpectralFunctional.entropyRank.value([p, q]), entropy))
    #expect(isNear(SpectralFunctional.effectiveRank.value([p * p, q * q]), entropy))
  }

  @Test("zeros add nothing, and nothing but zeros has no entropy")
  func zeros() {
    #expect(SpectralFunctional.effectiveRank.value([4, 4, 0, 0]) == 2)
    #expect(SpectralFunctional.entropyRank.value([1, 0]) == 1)
    for functional in [SpectralFunctional.effectiveRank, .entropyRank, .rankMe] {
      #expect(functional.value([0, 0]) == nil)
      #expect(functional.gradient([0, 0], floor: 0) == [0, 0])
      #expect(functional.value([]) == nil)
    }
  }

  @Test("eigenvalues at the floor have no slope", arguments: all.prefix(3))
  func floor(functional: SpectralFunctional) {
    let gradient = functional.gradient([4, 1, 1e-20], floor: 1e-18)
    #expect(gradient[0] < 0 && gradient[1] > 0 && gradient[2] == 0)
  }
}
