import Findings
import TestSupport
import Testing

@Suite("Numbers as text")
struct NumberTextTests {
  @Test(
    "the shortest text reads back as the same double",
    arguments: [
      0.1, 1.0 / 3, 5000, -2.5, 1e-7, 1e20, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
      0x1p53, 123456.789,
    ])
  func roundTrip(value: Double) {
    #expect(Double(NumberText.shortest(value)) == value)
  }

  @Test("random doubles read back bit for bit", arguments: Seed.samples(4))
  func randomRoundTrip(seed: Seed) {
    var seed = seed
    for _ in 0..<500 {
      let value = Double(bitPattern: seed.next())
      guard value.isFinite else { continue }
      #expect(Double(NumberText.shortest(value))?.bitPattern == value.bitPattern)
    }
  }

  @Test("whole numbers have no fraction part, and zero has no sign")
  func whole() {
    #expect(NumberText.shortest(5000) == "5000")
    #expect(NumberText.shortest(-0.0) == "0")
    #expect(NumberText.shortest(0.5) == "0.5")
  }

  @Test(
    "six significant digits for reading",
    arguments: [
      (3.14159265, "3.14159"), (1234.5678, "1,234.57"), (5000, "5,000"), (1_234_567.8, "1,234,568"),
      (0.1 + 0.2, "0.3"), (-0.000123456789, "-0.000123457"), (1.5e-7, "1.5e-7"), (1e20, "1e20"),
      (999_999.96, "1,000,000"), (0.99999999, "1"), (0, "0"), (-0.0, "0"),
      (.leastNonzeroMagnitude, "5e-324"),
      (123_456_789_012, "123,456,789,012"), (0.001, "0.001"), (0.0001, "0.0001"),
      (0.00001, "1e-5"),
    ])
  func rounded(value: Double, text: String) {
    #expect(NumberText.rounded(value) == text)
  }

  @Test(
    "fixed decimals keep their zeros and lose a minus that stands before nothing",
    arguments: [
      (-3.61249, 3, "-3.612"), (0.0004, 3, "0.000"), (-0.0004, 3, "0.000"), (0.0005, 3, "0.001"),
      (1.18, 2, "1.18"), (9.996, 2, "10.00"), (1234.5, 1, "1,234.5"), (2.5, 0, "3"),
      (0.15, 1, "0.2"), (0, 2, "0.00"), (1e-9, 3, "0.000"),
      (1e21, 0, "1,000,000,000,000,000,000,000"),
    ])
  func fixed(value: Double, decimals: Int, text: String) {
    #expect(NumberText.fixed(value, decimals: decimals) == text)
  }

  @Test(
    "a share is a percentage",
    arguments: [(0.042, "4.2 %"), (1, "100.0 %"), (0.00049, "0.0 %"), (0.9996, "100.0 %")])
  func percent(share: Double, text: String) {
    #expect(NumberText.percent(share) == text)
  }

  @Test(
    "counts have separated thousands",
    arguments: [
      (0, "0"), (999, "999"), (5000, "5,000"), (-1_234_567, "-1,234,567"),
      (Int.min, "-9,223,372,036,854,775,808"),
    ])
  func grouped(count: Int, text: String) {
    #expect(NumberText.grouped(count) == text)
  }

  @Test("an interval rounds both ends")
  func interval() {
    let interval = Interval(low: 112.3456, high: 1117.25)
    #expect(NumberText.rounded(interval, significantDigits: 3) == "[112, 1,117]")
  }
}
