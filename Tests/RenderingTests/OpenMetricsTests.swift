import Findings
import Testing

@testable import Rendering

/// Reads OpenMetrics by its grammar, and stops at whatever the grammar does not know.
private struct OpenMetricsReader {
  struct Fault: Error { let line: Substring }

  var types: [String: String] = [:]
  var samples: [(name: String, labels: [String: String], value: Double)] = []

  init(_ text: String) throws {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.removeLast() == "", lines.removeLast() == "# EOF" else { throw Fault(line: "EOF") }
    var family = ""
    for line in lines {
      if line.hasPrefix("# TYPE ") {
        let words = line.split(separator: " ")
        guard words.count == 4, types[String(words[2])] == nil,
          ["gauge", "stateset"].contains(words[3])
        else { throw Fault(line: line) }
        family = String(words[2])
        types[family] = String(words[3])
      } else if line.hasPrefix("# HELP ") {
        guard line.hasPrefix("# HELP \(family) ") else { throw Fault(line: line) }
      } else {
        try sample(line, family: family)
      }
    }
  }

  private mutating func sample(_ line: Substring, family: String) throws {
    guard line.hasPrefix(family) else { throw Fault(line: line) }
    var rest = line.dropFirst(family.count)
    var labels: [String: String] = [:]
    if rest.first == "{" {
      rest = rest.dropFirst()
      while rest.first != "}" {
        guard let equals = rest.firstIndex(of: "=") else { throw Fault(line: line) }
        let name = String(rest[..<equals])
        guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0 == "_") }), labels[name] == nil
        else { throw Fault(line: line) }
        rest = rest[rest.index(after: equals)...]
        labels[name] = try value(&rest, line)
        if rest.first == "," { rest = rest.dropFirst() }
      }
      rest = rest.dropFirst()
    }
    guard rest.first == " ", let number = Double(rest.dropFirst()), number.isFinite,
      !samples.contains(where: { $0.name == family && $0.labels == labels })
    else { throw Fault(line: line) }
    samples.append((family, labels, number))
  }

  private func value(_ rest: inout Substring, _ line: Substring) throws -> String {
    guard rest.popFirst() == "\"" else { throw Fault(line: line) }
    var text = ""
    while let character = rest.popFirst() {
      switch character {
      case "\"": return text
      case "\\":
        guard let escaped = rest.popFirst(),
          let meant = ["\\": "\\", "\"": "\"", "n": "\n"][escaped]
        else { throw Fault(line: line) }
        text += meant
      default: text.append(character)
      }
    }
    throw Fault(line: line)
  }
}

@Suite("OpenMetrics")
struct OpenMetricsTests {
  @Test("follows its grammar whatever names hold, and gives values, verdicts and counts")
  func grammar() throws {
    for report in [SampleChecks.everyVerdict, SampleChecks.nasty] {
      let read = try OpenMetricsReader(OpenMetricsRenderer().render(report, style: .plain))
      #expect(read.types["embedscope_check"] == "stateset")
      for result in report.results {
        let states = read.samples.filter {
          $0.name == "embedscope_check" && $0.labels["check"] == result.id
        }
        #expect(states.count == CheckVerdict.allCases.count)
        #expect(
          states.filter { $0.value == 1 }.map { $0.labels["embedscope_check"] }
            == [result.verdict.rawValue])
      }
      let exit = read.samples.filter { $0.name == "embedscope_check_exit_code" }
      #expect(exit.map(\.value) == [Double(report.exitCode)])
      let counts = read.samples.filter { $0.name == "embedscope_checks" }
      #expect(counts.map(\.value).reduce(0, +) == Double(report.results.count))
    }
  }
}
