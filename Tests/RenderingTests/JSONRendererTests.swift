import Findings
import Foundation
import Rendering
import Testing

@Suite("The JSON report")
struct JSONRendererTests {
  private func text(_ report: Report) -> String {
    JSONRenderer().render(report, style: .plain)[0].text
  }

  private func object(_ report: Report) throws -> [String: Any] {
    let document = try JSONSerialization.jsonObject(with: Data(text(report).utf8))
    return try #require(document as? [String: Any])
  }

  @Test("has every key of the contract, in a fixed order")
  func golden() {
    let expected = #"""
      {
        "schema": "embedscope.report/1",
        "command": "diagnose",
        "subject": {"name": "x", "rows": 0, "dimensions": 0, "stored_as": "float32", "digest": null},
        "verdict": "x: no vectors.",
        "highlights": [],
        "metrics": [],
        "series": [],
        "findings": [],
        "provenance": {
          "version": "0",
          "arguments": [],
          "seed": 0,
          "blas": {"name": "b", "core": "c", "threads": 1},
          "notes": [],
          "stamp": null
        }
      }

      """#
    #expect(text(SampleReports.empty) == expected)
  }

  @Test("gives measured metrics a value, and others null with a reason")
  func metrics() throws {
    let metrics = try #require(try object(SampleReports.healthy)["metrics"] as? [[String: Any]])
    #expect(metrics.map { $0["id"] as? String }.count == 4)
    #expect(metrics[0]["value"] as? Double == 5000)
    #expect(metrics[0]["interval"] is NSNull)
    #expect(metrics[0]["reason"] is NSNull)
    #expect(metrics[1]["interval"] as? [Double] == [112.5, 117])
    #expect(metrics[2]["value"] is NSNull)
    #expect(metrics[2]["status"] as? String == "undefined")
    #expect(metrics[2]["reason"] as? String == "one row")
    #expect(metrics[3]["status"] as? String == "skipped")
    for metric in metrics {
      #expect(Set(metric.keys) == ["id", "value", "unit", "status", "reason", "interval"])
    }
  }

  @Test("keeps series and findings whole")
  func tables() throws {
    let object = try object(SampleReports.healthy)
    let series = try #require(object["series"] as? [[String: Any]])
    #expect(series[0]["columns"] as? [String] == ["index", "singular_value", "note"])
    let rows = try #require(series[0]["rows"] as? [[Any]])
    #expect(rows[0][1] as? Double == 19.5)
    #expect(rows[1][2] is NSNull)
    let findings = try #require(object["findings"] as? [[String: Any]])
    #expect(findings.map { $0["severity"] as? String } == ["failure", "warning", "note"])
    #expect(
      findings[1]["evidence"] as? [String]
        == ["data.columns-dead", "headroom.prefix-overlap@dims=64,k=10"])
  }

  @Test("reads back what was written", arguments: SampleReports.hostileTexts)
  func roundTrip(text: String) throws {
    let object = try object(SampleReports.holding(text))
    #expect(object["verdict"] as? String == text)
    let provenance = try #require(object["provenance"] as? [String: Any])
    #expect(provenance["arguments"] as? [String] == [text])
    #expect(provenance["stamp"] as? String == text)
    #expect((provenance["seed"] as? NSNumber)?.uint64Value == .max)
  }

  @Test("escapes every character that a JSON string cannot hold")
  func escapes() {
    let all = String(String.UnicodeScalarView((0...0x9F).compactMap(UnicodeScalar.init)))
    let rendered = JSONValue.string(all).text.dropLast()
    #expect(rendered.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F })
    #expect(JSONValue.string("\u{1}\n\"\\").text == #""\u0001\n\"\\""# + "\n")
  }

  @Test("breaks what does not fit into 100 columns")
  func layout() {
    let short = JSONValue.array((1...10).map { .integer($0) })
    #expect(short.text == "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n")
    let rows = JSONValue.object([("rows", .array(Array(repeating: short, count: 4)))])
    let lines = rows.text.split(separator: "\n")
    #expect(lines.count == 8)
    #expect(lines[2] == "    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],")
    #expect(lines.allSatisfy { $0.utf8.count <= 100 })
  }
}
