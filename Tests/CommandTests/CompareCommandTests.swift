import EmbeddingSets
import Foundation
import Testing

@Suite("embedscope compare")
struct CompareCommandTests {
  @Test("a set with itself is the same, value for value, and exits with 0")
  func same() throws {
    try Workspace.use { place in
      try place.plant(.powerLaw, to: "a.npy")
      try place.plant(.powerLaw, to: "b.npy")
      let run = try place.run(["compare", "a.npy", "b.npy"])
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.output.hasPrefix("a.npy and b.npy: 60 rows x 8. The same, value for value."))
      #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let one = try place.run(["compare", "a.npy", "b.npy", "--json", "--jobs", "1"])
      let two = try place.run(["compare", "a.npy", "b.npy", "--json", "--jobs", "2"])
      #expect(one.output == two.output && !one.output.isEmpty)
    }
  }

  @Test("rows are matched by identifiers where both sets have them")
  func identifiers() throws {
    try Workspace.use { place in
      try place.write("id,x,y\na,1,0\nb,0,1\nc,1,1\n", to: "a.csv")
      try place.write("id,x,y\nc,1,1\na,1,0\nb,0,1\nd,2,2\n", to: "b.csv")
      let run = try place.run(["compare", "a.csv", "b.csv"])
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.output.contains("3 rows x 2. The same, value for value."))
      #expect(run.output.contains("1 row of either set"))
      let position = try place.run(["compare", "a.csv", "b.csv", "--by-position"])
      #expect(position.exitCode == 2 && position.output.isEmpty)
      #expect(position.errors.contains("b.csv: expected 3 rows, as in a.csv, found 4."))
    }
  }

  @Test("what cannot be compared is no verdict; wrong usage is wrong usage")
  func wrong() throws {
    try Workspace.use { place in
      try place.plant(.powerLaw, to: "a.npy")
      #expect(try place.run(["compare", "a.npy", "missing.npy"]).exitCode == 2)
      #expect(try place.run(["compare", "a.npy"]).exitCode == 64)
      #expect(try place.run(["compare", "-", "-"]).exitCode == 64)
      #expect(try place.run(["compare", "a.npy", "a.npy", "--worst-rows", "-1"]).exitCode == 64)
    }
  }
}
