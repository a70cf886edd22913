import RealModule
import Testing

@testable import Analysis

@Suite("The floor of uniformity on the sphere")
struct UniformityResultTests {
  @Test(
    "values at t = 2 as they are known to three digits",
    arguments: [(16, -3.513), (64, -3.875), (256, -3.969), (384, -3.979), (768, -3.990)])
  func known(columnCount: Int, value: Double) {
    let floor = UniformityResult.floor(temperature: 2, columnCount: columnCount)
    #expect(isNear(floor, value, relative: 0, absolute: 5.01e-4))
  }

  @Test("closed forms: two points (d = 1), the sphere in space (d = 3)", arguments: [1, 2, 4])
  func closedForms(temperature: Int) {
    let t = Double(temperature)
    // mean of exp(2tc): cosh 2t on two points, sinh 2t / 2t on the sphere in space
    #expect(
      isNear(
        UniformityResult.floor(temperature: temperature, columnCount: 1),
        .log(.cosh(2 * t)) - 2 * t, relative: 1e-13))
    #expect(
      isNear(
        UniformityResult.floor(temperature: temperature, columnCount: 3),
        .log(.sinh(2 * t) / (2 * t)) - 2 * t, relative: 1e-13))
  }

  /// mean of exp(2t(c - 1)) under the density (1 - c²)^((d-3)/2), by the trapezoid rule in the angle,
  /// which is exact to rounding for these periodic integrands.
  @Test("the integral over the angle gives the same", arguments: [1, 2, 4], [2, 4, 7, 20, 101])
  func integral(temperature: Int, columnCount: Int) {
    let steps = 4000
    var (sum, weight) = (0.0, 0.0)
    for step in 1..<steps {
      let angle = Double.pi * Double(step) / Double(steps)
      let density = Double.pow(.sin(angle), Double(columnCount - 2))
      sum += density * .exp(2 * Double(temperature) * (.cos(angle) - 1))
      weight += density
    }
    if columnCount == 2 {
      // the ends count half
      sum += 0.5 * (1 + .exp(-4 * Double(temperature)))
      weight += 1
    }
    let floor = UniformityResult.floor(temperature: temperature, columnCount: columnCount)
    #expect(isNear(floor, .log(sum / weight), relative: 1e-9))
  }

  @Test("it falls towards -2t as dimensions grow", arguments: [1, 2, 4])
  func limit(temperature: Int) {
    let floors = [1, 2, 8, 100, 10_000, 1_000_000].map {
      UniformityResult.floor(temperature: temperature, columnCount: $0)
    }
    #expect(zip(floors, floors.dropFirst()).allSatisfy { $0 > $1 })
    let t = Double(temperature)
    // -2t + 2t²/d
    #expect(isNear(floors.last, -2 * t + 2 * t * t / 1e6, relative: 0, absolute: 1e-9))
  }
}
