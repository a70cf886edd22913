import Findings
import Testing

@Suite("How bad a finding is")
struct FindingTests {
  @Test("a note is less than a warning, a warning less than a failure")
  func order() {
    #expect(Severity.allCases.sorted() == [.note, .warning, .failure])
    #expect(Severity.allCases.max() == .failure)
  }

  @Test("of two severities exactly one relation holds", arguments: Severity.allCases)
  func trichotomy(left: Severity) {
    for right in Severity.allCases {
      #expect([left < right, left == right, left > right].filter { $0 }.count == 1)
    }
  }

  @Test("findings are equal when every part is")
  func equality() {
    let finding = Self.finding(.warning)
    #expect(finding == Self.finding(.warning) && finding != Self.finding(.note))
    #expect(finding.evidence == ["data.rows"] && finding.id == "a" && finding.advice == "c")
    #expect(finding.message == "b" && finding.severity == .warning)
  }

  static func finding(_ severity: Severity) -> Finding {
    Finding(id: "a", severity: severity, message: "b", evidence: ["data.rows"], advice: "c")
  }
}
