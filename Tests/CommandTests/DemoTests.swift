import Foundation
import Testing

@Suite("Scripts/demo")
struct DemoTests {
  @Test("ends by naming the page that it wrote")
  func page() throws {
    let script = try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Scripts/demo"), encoding: .utf8)
    let last = try #require(script.split(separator: "\n").last)
    let named = try #require(last.firstMatch(of: #/\$reports/[a-z.]+\.html/#)).output
    #expect(script.contains("--report \"html=\(named)\""))
    #expect(last.hasPrefix("echo "))
  }
}
