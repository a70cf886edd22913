import EmbeddingSets
import Testing

@Suite("Planted sets hold what they say")
struct PlantedSetTests {
  static func set(_ kind: PlantedSet.Kind, rows: Int = 400, seed: UInt64 = 1) -> PlantedSet {
    PlantedSet(kind, rowCount: rows, columnCount: 12, rank: 3, seed: seed)
  }

  @Test(
    "a seed fixes the values, and another seed changes them", arguments: PlantedSet.Kind.allCases)
  func seeded(kind: PlantedSet.Kind) {
    let values = Self.set(kind).values()
    #expect(values.count == 400 * 12)
    #expect(values.allSatisfy { $0.isFinite })
    #expect(values == Self.set(kind).values())
    #expect(values != Self.set(kind, seed: 2).values())
    #expect(!kind.summary.isEmpty)
  }

  @Test("white noise has mean 0 and variance 1 within five standard errors")
  func whiteNoise() {
    let values = Self.set(.whiteNoise).values().map(Double.init)
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let square = values.reduce(0) { $0 + $1 * $1 } / n
    #expect(mean.magnitude <= 5 / n.squareRoot())
    #expect((square - 1).magnitude <= 5 * (2 / n).squareRoot())
  }

  @Test("the broken set has its dead and constant columns, copies and zero rows")
  func broken() {
    let values = Self.set(.broken).values()
    for row in 0..<400 {
      let own = values[row * 12..<(row + 1) * 12]
      if row > 0, row.isMultiple(of: 200) {
        #expect(own.allSatisfy { $0 == 0 })
      } else if row > 0, row.isMultiple(of: 100) {
        #expect(Array(own) == Array(values[(row - 1) * 12..<row * 12]))
      } else {
        #expect(own[own.startIndex + 7] == 0)
        for column in [1, 3, 5] { #expect(own[own.startIndex + column].magnitude < 1e-7) }
      }
    }
  }
}
