import EmbeddingSets
import TestSupport
import Testing

@testable import Analysis

@Suite("A look at some rows chooses scale and origin")
struct PilotTests {
  static func pilot(_ values: [Double], columnCount: Int) throws -> Pilot {
    try Pilot(InMemorySource(values, columnCount: columnCount))
  }

  @Test("all rows of a small set: the exact mean")
  func mean() throws {
    let pilot = try Self.pilot([1, 2, 3, 6, .nan, 1], columnCount: 2)
    #expect(pilot.mean == [2, 4] && pilot.scaleExponent == 0 && !pilot.hasUnitRows)
  }

  @Test(
    "values of ordinary size are left alone, others brought near 1",
    arguments: [-1074, -1000, -200, -20, 0, 20, 200, 1000])
  func scale(exponent: Int) throws {
    let value = Double(sign: .plus, exponent: exponent, significand: 1)
    let pilot = try Self.pilot([value, -value / 4], columnCount: 1)
    #expect(pilot.scaleExponent == (exponent.magnitude < 100 ? 0 : min(1000, -exponent)))
  }

  @Test("unit rows are noticed, and a zero row is none")
  func unitRows() throws {
    var seed = Seed(95)
    let unit = Samples.unit(Samples.gaussian(rowCount: 40, columnCount: 5, &seed), columnCount: 5)
    let pilot = try Self.pilot(unit, columnCount: 5)
    #expect(pilot.hasUnitRows && pilot.unitMean == pilot.mean)
    #expect(try !Self.pilot(unit + [0, 0, 0, 0, 0], columnCount: 5).hasUnitRows)
    #expect(try !Self.pilot(unit.map { 1.001 * $0 }, columnCount: 5).hasUnitRows)
  }

  @Test("a large set is looked at from its first to its last row")
  func large() throws {
    var values = [Double](repeating: 0, count: 5000)
    values[0] = 1
    values[4999] = 1
    let pilot = try Self.pilot(values, columnCount: 1)
    #expect(isNear(pilot.mean[0], 2 / 1024.0, relative: 0.6))
    #expect(pilot.mean[0] > 0)
  }
}
