import EmbeddingSets
import Testing

@testable import EmbeddingFormats

@Suite("What is known beyond the files of rows goes with the set")
struct AnnotatedSourceTests {
  private static func base(_ workshop: Workshop) throws -> any EmbeddingSource {
    try EmbeddingSetReader.open(
      try workshop.write("x.vec", "2 2\nown0 1 2\nown1 3 4\n"))
  }

  @Test("identifiers of a file go before those of the set, rows stay as they are")
  func identifiers() throws {
    let workshop = try Workshop()
    let base = try Self.base(workshop)
    let path = try workshop.write("ids.txt", "a\nb\n")
    let named = try AnnotatedSource(base, idsPath: path, notices: [])
    #expect(try named.identifiers() == ["a", "b"])
    #expect(named.shape == base.shape && named.name == base.name)
    #expect(try named.block(rows: 0..<2).doubles == [1, 2, 3, 4])
    #expect(try AnnotatedSource(base, idsPath: nil, notices: []).identifiers() == ["own0", "own1"])
  }

  @Test("one identifier for each row, neither fewer nor more", arguments: ["a\n", "a\nb\nc\n", ""])
  func count(text: String) throws {
    let workshop = try Workshop()
    let base = try Self.base(workshop)
    let path = try workshop.write("ids.txt", text)
    let error = #expect(throws: FormatError.self) {
      try AnnotatedSource(base, idsPath: path, notices: [])
    }
    #expect(error?.file == path)
  }

  @Test("files of a directory that were left out are a warning, before those of the set")
  func warnings() throws {
    let workshop = try Workshop()
    _ = try workshop.write("s/a.npy", npy())
    _ = try workshop.write("s/notes.md", "about")
    let source = try EmbeddingSetReader.open(workshop.path + "/s")
    let expected = ["1 file that is not npy left out"]
    #expect((source as? any CautionedSource)?.warnings == expected)
    let twice = try AnnotatedSource(source, idsPath: nil, notices: ["first"])
    #expect(twice.warnings == ["first"] + expected)
  }
}
