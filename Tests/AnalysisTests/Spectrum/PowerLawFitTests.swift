import RealModule
import Testing

@testable import Analysis

@Suite("A line through the logarithms of a spectrum")
struct PowerLawFitTests {
  @Test(
    "a power law is recovered with R² 1, whatever the range and the weights",
    arguments: PowerLawFit.reported, [1.0, 1.3, 0.2])
  func recovers(fit: PowerLawFit, exponent: Double) throws {
    let eigenvalues = (1...120).map { 7 * Double.pow(Double($0), -exponent) }
    let line = try #require(fit.slope(eigenvalues))
    #expect(isNear(-line.value, exponent, relative: 1e-12))
    #expect(isNear(line.determination, 1, relative: 1e-12))
    #expect(isNear(SpectralFunctional.alpha(fit).value(eigenvalues), exponent))
  }

  @Test("a flat spectrum has slope 0 and nothing left to explain", arguments: PowerLawFit.reported)
  func flat(fit: PowerLawFit) throws {
    let line = try #require(fit.slope(Array(repeating: 1, count: 100)))
    #expect(line.value == 0 && line.determination == 1)
  }

  @Test("a curved spectrum explains less")
  func curved() throws {
    let eigenvalues = (1...120).map { Double.exp(-Double($0) / 3) }
    for fit in PowerLawFit.reported {
      let line = try #require(fit.slope(eigenvalues))
      #expect(line.determination < 0.97 && line.determination > 0.5)
    }
  }

  @Test("two unequal weights: by hand")
  func byHand() throws {
    // through two points any weights give the same line
    for weights in [PowerLawFit.Weights.none, .inverseRank] {
      let line = try #require(PowerLawFit(first: 1, last: 2, weights: weights).slope([8, 2]))
      #expect(isNear(line.value, -2))
      #expect(isNear(line.determination, 1))
    }
    // three points, weights 1, 1/2, 1/3
    let x = [0, Double.log(2), Double.log(3)]
    let y = [Double.log(5), Double.log(4), Double.log(1)]
    let w = [1, 0.5, 1 / 3.0]
    func mean(_ values: [Double]) -> Double { dot(w, values) / (11 / 6.0) }
    let (mx, my) = (mean(x), mean(y))
    let slope =
      (mean(zip(x, y).map { $0 * $1 }) - mx * my) / (mean(x.map { $0 * $0 }) - mx * mx)
    let fit = PowerLawFit(first: 1, last: 3, weights: .inverseRank)
    #expect(isNear(fit.slope([5, 4, 1])?.value, slope, relative: 1e-12))
  }

  @Test("too few positive eigenvalues have no line", arguments: PowerLawFit.reported)
  func undefined(fit: PowerLawFit) {
    #expect(fit.slope(Array(repeating: 1, count: fit.last - 1)) == nil)
    var withZero = [Double](repeating: 1, count: fit.last)
    withZero[fit.last - 1] = 0
    #expect(fit.slope(withZero) == nil)
    #expect(fit.gradient(withZero).allSatisfy { $0 == 0 })
  }
}
