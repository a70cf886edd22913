import RealModule
import TestSupport
import Testing

@testable import Analysis

@Suite("Potentials are summed tile by tile")
struct GaussianPotentialTests {
  /// Three panels of 3, 1 and 4 points on a line, and the consumer of all tiles of some stripes.
  static let panels: [[Double]] = [[0, 0.5, 2], [1], [0.25, -1, 3, 0.75]]

  static func consumer(_ stripes: [Int], single: Bool) -> GaussianPotential {
    var potential = GaussianPotential(panelCount: 3)
    for stripe in stripes {
      for other in stripe..<3 {
        let (rows, columns) = (panels[stripe], panels[other])
        let tile = PairTile(
          rowPanel: stripe, columnPanel: other, rowSquares: rows.map { $0 * $0 },
          columnSquares: columns.map { $0 * $0 })
        let products = rows.flatMap { row in columns.map { row * $0 } }
        if single {
          potential.consume(products.map { Float($0) }, of: tile)
        } else {
          potential.consume(products, of: tile)
        }
      }
    }
    return potential
  }

  /// These products are exact as Floats; the kernel's exponential is within 2.4e-10, seven terms a row.
  @Test("row sums are those of all other points", arguments: [false, true])
  func rowSums(single: Bool) {
    let points = Self.panels.flatMap { $0 }
    let potential = Self.consumer([0, 1, 2], single: single)
    for (index, temperature) in GaussianPotential.temperatures.enumerated() {
      let sums = potential.rowSums(temperature: index)
      #expect(sums.count == points.count)
      for (i, sum) in sums.enumerated() {
        var wanted = 0.0
        for (j, point) in points.enumerated() where j != i {
          wanted += .exp(-Double(temperature) * (points[i] - point) * (points[i] - point))
        }
        #expect(isNear(sum, wanted, relative: Double(temperature) * 2.4e-10))
      }
    }
  }

  @Test("stripes merge to the whole; an empty one changes nothing")
  func merging() {
    let whole = Self.consumer([0, 1, 2], single: false)
    var merged = GaussianPotential(panelCount: 3)
    for stripe in 0..<3 { merged.merge(Self.consumer([stripe], single: false)) }
    merged.merge(GaussianPotential(panelCount: 3))
    for index in 0..<3 {
      for (sum, wanted) in zip(
        merged.rowSums(temperature: index), whole.rowSums(temperature: index))
      {
        #expect(isNear(sum, wanted, relative: 8 * .ulpOfOne))
      }
    }
  }
}
