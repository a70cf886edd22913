import EmbeddingSets
import Foundation
import Testing

@Suite("diagnose of several sets")
struct SeveralSetsTests {
  @Test("puts them side by side within 80 columns, the sum of all first")
  func text() throws {
    try Workspace.use { place in
      try place.plant(.whiteNoise, to: "good.npy")
      try place.plant(.broken, rows: 250, to: "bad.npy")
      try place.plant(.lowRank, to: "low.npy")
      let run = try place.run(
        "diagnose", "good.npy", "bad.npy", "low.npy", "--only", "data,spectrum")
      #expect(run.exitCode == 0 && run.errors.isEmpty, "\(run.errors)")
      let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines[0].hasPrefix("3 sets side by side: 2 with warnings (bad.npy, low.npy)"))
      #expect(lines.allSatisfy { $0.count <= 80 })
      #expect(lines.contains { $0.contains("good.npy") && $0.contains("bad.npy") })
      for name in ["good", "bad", "low"] {
        #expect(lines.contains { $0.hasPrefix("\(name).npy: ") })
      }
    }
  }

  @Test("says of each what it says of it alone, in every form")
  func same() throws {
    try Workspace.use { place in
      try place.plant(.whiteNoise, to: "a.npy")
      try place.plant(.longTail, rows: 90, to: "b.npy")
      let only = ["--only", "data,spectrum,isotropy"]
      let both = try place.run(
        ["diagnose", "a.npy", "b.npy"] + only + [
          "--report", "json=both.json", "--report", "csv=both/", "--report", "html=both.html",
          "--report", "markdown=both.md", "--report", "latex=both.tex", "--report", "svg=figures/",
        ])
      #expect(both.exitCode == 0 && both.output.isEmpty, "\(both.errors)")
      let document = try JSONSerialization.jsonObject(with: Data(place.text("both.json").utf8))
      let whole = try #require(document as? [String: Any])
      #expect(whole["schema"] as? String == "embedscope.reports/1")
      let reports = try #require(whole["reports"] as? [[String: Any]])
      #expect(reports.count == 2)
      for (name, report) in zip(["a.npy", "b.npy"], reports) {
        let alone = try place.run(["diagnose", name, "--json"] + only)
        let object = try #require(
          JSONSerialization.jsonObject(with: Data(alone.output.utf8)) as? [String: Any])
        for key in ["subject", "metrics", "series", "findings"] {
          let (one, other) = (object[key] as? NSObject, report[key] as? NSObject)
          #expect(one != nil && one == other, "\(name): \(key)")
        }
      }
      for file in ["both.html", "both.md", "both.tex"] {
        let text = try place.text(file)
        #expect(text.contains("a.npy") && text.contains("b.npy"), "\(file)")
      }
      let metrics = try place.text("both/metrics.csv").split(separator: "\n")
      #expect(metrics.filter { $0.contains(",data.rows,") }.count == 2)
      #expect(try place.names("figures").contains("spectrum.svg"))
      let answers = try ["1", "3"].map { jobs in
        try place.run(["diagnose", "a.npy", "b.npy", "--json", "--jobs", jobs] + only).output
      }
      #expect(try answers[0] == answers[1] && answers[0] == place.text("both.json"))
      let again = try place.run("report", "both.json", "--report", "html")
      #expect(again.exitCode == 0)
      #expect(try again.output == place.text("both.html"))
    }
  }

  @Test("one that cannot be read is no verdict on any: all such are named, nothing is written")
  func unreadable() throws {
    try Workspace.use { place in
      try place.plant(.whiteNoise, to: "good.npy")
      try place.write("not an array", to: "bad.npy")
      let run = try place.run(
        "diagnose", "good.npy", "missing.npy", "bad.npy", "good.npy", "--only", "data",
        "--report", "text", "--report", "json=all.json")
      #expect(run.exitCode == 2 && run.output.isEmpty)
      #expect(run.errors.contains("missing.npy") && run.errors.contains("bad.npy"))
      #expect(run.errors.contains("2 of 4 sets cannot be read; nothing was reported."))
      #expect(try place.names() == ["bad.npy", "good.npy"])
    }
  }

  @Test("standard input is one set, pairs are of one set, and a set may be given twice")
  func wrongUsage() throws {
    try Workspace.use { place in
      try place.plant(.whiteNoise, to: "a.npy")
      let twice = try place.run("diagnose", "-", "-", "--format", "npy")
      #expect(twice.exitCode == 64 && twice.errors.contains("give - once"))
      let pairs = try place.run("diagnose", "a.npy", "a.npy", "--against", "a.npy")
      #expect(pairs.exitCode == 64 && pairs.errors.contains("embedscope report"))
      #expect(try place.run("diagnose").exitCode == 64)
      let same = try place.run("diagnose", "a.npy", "a.npy", "--only", "data")
      #expect(same.exitCode == 0 && same.output.contains("a.npy (2)"))
    }
  }
}
