import EmbeddingFormats
import EmbeddingSets
import Testing

@Suite("Ragged token exports: rows and offsets")
struct TokenSetReaderTests {
  private static func offsets(_ values: [Int64]) -> [UInt8] {
    npy(descr: "'<i8'", shape: "(\(values.count),)", payload: little(values))
  }

  private static func open(_ offsets: [UInt8], tokens: [UInt8] = npy()) throws -> TokenSet {
    let workshop = try Workshop()
    return try TokenSetReader.open(
      tokens: try workshop.write("tokens.npy", tokens),
      offsets: try workshop.write("offsets.npy", offsets))
  }

  @Test("items get the rows their offsets say, some of them none")
  func items() throws {
    let set = try Self.open(Self.offsets([0, 1, 1, 4]))
    #expect(set.itemCount == 3 && set.columnCount == 3)
    #expect((0..<3).map(set.tokenCount(of:)) == [1, 0, 3])
    #expect(set.rows(of: 1..<3) == 1..<4)
    #expect(try set.tokens.block(rows: set.rows(of: 2..<3)).doubles == Array(specimenValues[3...]))
  }

  @Test("float16 tokens and int32 offsets")
  func narrow() throws {
    let tokens = npy(descr: "'<f2'", payload: little(specimenFloats.map(halfBits)))
    let set = try Self.open(
      npy(descr: "'<i4'", shape: "(2,)", payload: little([0, 4] as [Int32])), tokens: tokens)
    #expect(set.tokens.shape.storedAs == .float16)
    #expect(try set.tokens.block(rows: 0..<4).doubles == specimenValues)
  }

  @Test(
    "offsets that do not start at 0, fall, or end elsewhere are refused with the place",
    arguments: [
      ([1, 2, 4], "row 0"), ([0, 3, 2, 4], "row 2"), ([0, 2, 3], "row 2"), ([0, 2, 5], "row 2"),
      ([], "empty"), ([0, -1, 4], "row 1"), ([0, .max, 4], "row 2"), ([2, 2], "lengths"),
    ] as [([Int64], String)])
  func wrong(values: [Int64], mention: String) {
    let error = #expect(throws: FormatError.self) { try Self.open(Self.offsets(values)) }
    #expect(error?.description.contains(mention) == true, "\(error?.description ?? "")")
  }

  @Test("offsets that are no list of whole numbers are refused")
  func types() {
    for bytes in [
      npy(descr: "'<f8'", shape: "(2,)", payload: little([0.0, 4])),
      npy(descr: "'<i8'", shape: "(1, 2)", payload: little([0, 4] as [Int64])),
      Array("0\n4\n".utf8), [],
    ] {
      #expect(throws: FormatError.self) { try Self.open(bytes) }
    }
  }

  @Test("offsets cut at any byte are refused")
  func truncation() {
    let bytes = Self.offsets([0, 1, 4])
    for count in 0..<bytes.count {
      #expect(throws: FormatError.self, "\(count) bytes") {
        try Self.open(Array(bytes.prefix(count)))
      }
    }
  }
}
