import EmbeddingSets
import TestSupport
import Testing

@testable import Analysis

@Suite("Rows have norms and fingerprints")
struct RowMeasureTests {
  static func measure(_ values: [Double], columnCount: Int, scale: Double = 1) -> RowMeasure {
    var measure = RowMeasure()
    measure.measure(
      RowBlock(
        firstRow: 0, rowCount: values.count / columnCount, columnCount: columnCount,
        values: .double(values)), scale: scale)
    return measure
  }

  @Test(
    "a norm is right wherever it is a Double, even where its square is not",
    arguments: [0x1p-1020, 0x1p-600, 0x1p-490, 1, 0x1p40, 0x1p50, 0x1p600, 0x1p1000])
  func norms(unit: Double) {
    let measure = Self.measure([3 * unit, 4 * unit, -4 * unit, 3 * unit], columnCount: 2)
    #expect(measure.norms == [5 * unit, 5 * unit])
    #expect((measure.neededScaleExponent != nil) == (unit > 0x1p45))
  }

  @Test("rows too small to be divided by their norms count as zero")
  func subnormal() {
    let measure = Self.measure([0x1p-1060, 0, 0x1p-1022, 0], columnCount: 2)
    #expect(measure.norms == [0, 0x1p-1022] && measure.unitWeights == [0, 0x1p1022])
  }

  @Test("rows that are not finite have no weight", arguments: [Double.nan, .infinity, -.infinity])
  func nonfinite(value: Double) {
    let measure = Self.measure([1, value, 3, 4, 0, -0.0], columnCount: 2)
    #expect(measure.norms[0].isNaN && measure.norms[1] == 5 && measure.norms[2] == 0)
    #expect(measure.weights == [0, 1, 1])
    #expect(measure.unitWeights == [0, 0.2, 0])
  }

  @Test("equal rows have equal fingerprints, with -0 = +0; others differ")
  func fingerprints() {
    let prints = Self.measure([0, 1, -0.0, 1, 1, 0, 0, 1.0.nextUp], columnCount: 2).fingerprints
    #expect(prints[0] == prints[1])
    #expect(Set(prints).count == 3)
  }

  @Test("fingerprints of many small integer rows do not collide", arguments: [1, 3, 70])
  func collisions(columnCount: Int) {
    let values = (0..<3000).flatMap { row in
      (0..<columnCount).map { $0 == columnCount / 2 ? Double(row) : 0 }
    }
    #expect(Set(Self.measure(values, columnCount: columnCount).fingerprints).count == 3000)
  }

  @Test("a change at any place of a long row changes the fingerprint")
  func longRows() {
    let columnCount = 2100
    var prints: Set<UInt64> = []
    for place in [0, 63, 64, 1023, 1024, 1025, 2099] {
      var row = [Double](repeating: 1, count: columnCount)
      row[place] = 2
      prints.formUnion(Self.measure(row, columnCount: columnCount).fingerprints)
    }
    #expect(prints.count == 7)
  }
}
