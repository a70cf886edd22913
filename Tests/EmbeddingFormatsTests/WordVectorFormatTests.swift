import EmbeddingFormats
import EmbeddingSets
import Testing

@Suite("Word vectors are read with their tokens")
struct WordVectorFormatTests {
  @Test(
    "lines that do not fit the first",
    arguments: [
      ("2 2\na 1 2\nb 3\n", 3), ("2 2\na 1 2\nb 3 x\n", 3), ("1 2\na 1 2\nb 3 4\n", 3),
      ("3 2\na 1 2\nb 3 4\n", 3), ("2 2\na 1 2\nb 0.5 3 4\n", 3), ("x 2\na 1 2\n", 1),
      ("2 0\na\n", 1),
    ])
  func broken(text: String, line: Int) throws {
    let workshop = try Workshop()
    let path = try workshop.write("x.vec", text)
    let options = ReadOptions(format: "word2vec")
    let error = #expect(throws: FormatError.self) {
      try EmbeddingSetReader.open(path, options: options)
    }
    #expect(error?.place == .line(line))
  }

  @Test("a binary token that holds a space is noticed by what is left")
  func space() throws {
    let workshop = try Workshop()
    let row = little([Float(0.5), 2])
    let good = Array("2 2\na ".utf8) + row + Array("b ".utf8) + row
    let source = try EmbeddingSetReader.open(try workshop.write("x.bin", good))
    #expect(source.shape.storedAs == .float32)
    #expect(try source.block(rows: 0..<2).doubles == [0.5, 2, 0.5, 2])
    let bad = Array("2 2\na b ".utf8) + row + Array("c ".utf8) + row
    #expect(throws: FormatError.self) {
      try EmbeddingSetReader.open(try workshop.write("y.bin", bad))
    }
  }
}
