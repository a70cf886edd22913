import Findings
import Testing

@Suite("The verdict of a check")
struct CheckVerdictTests {
  @Test("names are what reports print")
  func names() {
    #expect(CheckVerdict.allCases.map(\.rawValue) == ["pass", "warn", "fail", "skipped", "error"])
  }
}
