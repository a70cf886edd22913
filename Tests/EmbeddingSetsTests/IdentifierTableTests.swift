import EmbeddingSets
import Testing

@Suite("A table of identifiers")
struct IdentifierTableTests {
  @Test("numbers identifiers in order of first appearance")
  func numbering() {
    var table = IdentifierTable()
    #expect(["b", "a", "b", "", "a"].map { table.intern($0) } == [0, 1, 0, 2, 1])
    #expect(table.count == 3)
    #expect(table.indices.map { table[$0] } == ["b", "a", ""])
    #expect(table.index(of: "a") == 1)
    #expect(table.index(of: "c") == nil)
  }

  @Test("keeps thousands of identifiers apart while it grows")
  func growth() {
    let names = (0..<5000).map { "document-\($0 * 7919 % 100_003)" }
    let table = IdentifierTable(names)
    #expect(table.count == 5000)
    for (number, name) in names.enumerated() { #expect(table.index(of: name) == number) }
  }

  @Test("finds the identifiers of another table")
  func other() {
    let left = IdentifierTable(["x", "y", "z"])
    var right = IdentifierTable(["z"])
    #expect(right.index(of: 2, in: left) == 0)
    #expect(right.index(of: 0, in: left) == nil)
    #expect(right.intern(0, of: left) == 1)
    #expect(right[1] == "x")
  }

  /// "é" is C3 A9 in UTF-8, behind every ASCII letter; composed and decomposed forms are two.
  @Test("orders and compares by bytes, not by characters")
  func bytes() {
    let table = IdentifierTable(["é", "z", "e\u{301}", "e", "é", "Z"])
    #expect(table.count == 5)
    #expect(table.follows(0, 1))
    #expect(table.follows(1, 2))
    #expect(table.follows(2, 3))
    #expect(!table.follows(3, 2))
    #expect(table.follows(3, 4))
    #expect(!table.follows(0, 0))
  }
}
