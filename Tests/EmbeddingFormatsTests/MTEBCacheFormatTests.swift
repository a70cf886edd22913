import EmbeddingFormats
import EmbeddingSets
import Testing

@Suite("A cache is read as far as its index goes")
struct MTEBCacheFormatTests {
  private static func open(
    _ index: String, in workshop: Workshop, paddingRows: Int = 2, dimension: String = "3"
  ) throws -> any EmbeddingSource {
    _ = try workshop.write(
      "vectors.npy", little(specimenFloats) + [UInt8](repeating: 0, count: 12 * paddingRows))
    _ = try workshop.write("dimension", dimension)
    _ = try workshop.write("index.json", index)
    return try EmbeddingSetReader.open(workshop.path)
  }

  @Test(
    "however the index is laid out",
    arguments: [
      "{\"a\":0,\"b\":1,\"c\":2,\"d\":3}", "{\"d\": 3, \"c\": 2, \"a\": 0, \"b\": 1}\n",
      "{\r\n\t\"a\" : 0 ,\r\n\t\"b\" : 1 ,\r\n\"c\":2,\"d\":\n3\n}\r\n",
    ])
  func layouts(index: String) throws {
    // The index is read again for the identifiers.
    let workshop = try Workshop()
    let source = try Self.open(index, in: workshop)
    #expect(source.shape == EmbeddingShape(rowCount: 4, columnCount: 3, storedAs: .float32))
    #expect(try source.block(rows: 0..<4).doubles == specimenValues)
    #expect(try (source as? any IdentifiedSource)?.identifiers() == ["a", "b", "c", "d"])
  }

  @Test("padding is left out and counted; without any there is nothing to say")
  func padding() throws {
    let index = "{\"a\": 0, \"b\": 1}"
    let padded = try Self.open(index, in: Workshop(), paddingRows: 5)
    #expect(padded.shape.rowCount == 2)
    let warnings = (padded as? any CautionedSource)?.warnings
    #expect(warnings?.count == 1 && warnings?.first?.contains("zero padding: 7") == true)
    let full = try Self.open("{\"a\":0,\"b\":1,\"c\":2,\"d\":3}", in: Workshop(), paddingRows: 0)
    #expect((full as? any CautionedSource)?.warnings.isEmpty == true)
  }

  @Test(
    "an index that is no object of row numbers is refused",
    arguments: [
      "{\"a\": 0.5}", "{\"a\": \"0\"}", "{\"a\" 0}", "{\"a\": 0 \"b\": 1}", "{\"a\": 0} x",
      "{\"a\": 1 2}", "{\"a\": null}", "{\"a\": {\"b\": 0}}", "{a: 0}", "{\"a",
    ])
  func index(index: String) {
    let error = #expect(throws: FormatError.self) { try Self.open(index, in: Workshop()) }
    #expect(error?.file.hasSuffix("index.json") == true)
  }

  @Test(
    "a dimension that is no count is refused",
    arguments: ["", "0", "-3", "x", "3.0", "99999999999"])
  func dimension(text: String) {
    let error = #expect(throws: FormatError.self) {
      try Self.open("{\"a\": 0}", in: Workshop(), dimension: text)
    }
    #expect(error?.file.hasSuffix("dimension") == true)
  }
}
