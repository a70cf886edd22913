import EmbeddingSets
import Testing

@Suite("A stored type knows its rounding")
struct ScalarTypeTests {
  @Test("the unit roundoff is half the distance of 1 to the next number")
  func unitRoundoff() {
    #expect(ScalarType.float32.unitRoundoff == Double(Float.ulpOfOne) / 2)
    #expect(ScalarType.float64.unitRoundoff == .ulpOfOne / 2)
    #expect(ScalarType.float16.unitRoundoff == 0x1p-11)
    #expect(ScalarType.bfloat16.unitRoundoff == 0x1p-8)
    for exact in [ScalarType.int8, .uint8, .int32] { #expect(exact.unitRoundoff == 0) }
  }

  @Test("decimal text rounds by half a unit of its last digit", arguments: 1...20)
  func decimal(digits: Int) {
    var unit = 5.0
    for _ in 0..<digits { unit /= 10 }
    let type = ScalarType.decimal(significantDigits: digits)
    #expect(type.unitRoundoff == max(unit, 0x1p-53))
    #expect(type.description == "decimal\(digits)" && type.byteCount == nil && !type.fitsFloat)
  }

  @Test(
    "types up to 24 bits of precision fit a Float",
    arguments: [ScalarType.float16, .bfloat16, .float32, .float64, .int8, .uint8, .int32])
  func fitsFloat(type: ScalarType) {
    #expect(type.fitsFloat == ![.float64, .int32].contains(type))
    #expect(type.byteCount != nil)
  }
}
