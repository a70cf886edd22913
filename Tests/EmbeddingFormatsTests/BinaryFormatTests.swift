import EmbeddingFormats
import EmbeddingSets
import Testing

@Suite("Binary files are taken at their word only as far as their bytes go")
struct BinaryFormatTests {
  private static let whole: [Double] = [0, 1, 2, 125, 126, 127]

  @Test(
    "integer types of the record and counted families",
    arguments: ["bvecs", "ivecs", "u8bin", "i8bin", "ibin"])
  func integers(format: String) throws {
    let workshop = try Workshop()
    func row(_ values: ArraySlice<Double>) -> [UInt8] {
      format.hasPrefix("i") && format != "i8bin"
        ? little(values.map { Int32($0) }) : values.map { UInt8($0) }
    }
    let rows = [row(Self.whole[..<3]), row(Self.whole[3...])]
    let bytes =
      format.hasSuffix("vecs")
      ? rows.flatMap { little([UInt32(3)]) + $0 } : little([UInt32(2), 3]) + rows.flatMap { $0 }
    let source = try EmbeddingSetReader.open(try workshop.write("x.\(format)", bytes))
    #expect(try source.block(rows: 0..<2).doubles == Self.whole)
    #expect(try source.block(rows: 1..<2).doubles == Array(Self.whole[3...]))
    for count in 0..<bytes.count {
      let path = try workshop.write("cut.\(format)", Array(bytes[..<count]))
      let isWholeRow = format.hasSuffix("vecs") && count == bytes.count / 2
      if isWholeRow { continue }
      #expect(throws: FormatError.self) { try EmbeddingSetReader.open(path) }
    }
  }

  @Test("negative integers keep their sign")
  func negative() throws {
    let workshop = try Workshop()
    let bytes = little([UInt32(1), 2]) + [0xFF, 0x80]
    let small = try EmbeddingSetReader.open(try workshop.write("x.i8bin", bytes))
    #expect(try small.block(rows: 0..<1).doubles == [-1, -128])
    let wide = little([UInt32(2)]) + little([Int32.min, -1])
    let large = try EmbeddingSetReader.open(try workshop.write("x.ivecs", wide))
    #expect(try large.block(rows: 0..<1).doubles == [-2_147_483_648, -1])
  }

  @Test("a row whose own length differs is named")
  func rowLength() throws {
    let workshop = try Workshop()
    let row = little([Float(1), 2])
    let bytes = little([UInt32(2)]) + row + little([UInt32(3)]) + row
    let source = try EmbeddingSetReader.open(try workshop.write("x.fvecs", bytes))
    let error = #expect(throws: FormatError.self) { try source.block(rows: 0..<2) }
    #expect(error?.place == .row(1))
  }

  @Test(
    "lengths and counts beyond any file",
    arguments: [
      ("x.fvecs", little([UInt32.max, 1])), ("x.fvecs", little([UInt32(0), 1])),
      ("x.fbin", little([UInt32.max, UInt32.max])), ("x.fbin", little([UInt32(0), 3])),
      ("x.fbin", little([UInt32(3), 0])), ("x.fbin", little([UInt32(1), 1, 1, 1])),
    ])
  func counts(file: String, bytes: [UInt8]) throws {
    let workshop = try Workshop()
    #expect(throws: FormatError.self) {
      try EmbeddingSetReader.open(try workshop.write(file, bytes))
    }
  }

  @Test("raw files need dimensions, and a sidecar must agree with them")
  func raw() throws {
    let workshop = try Workshop()
    let path = try workshop.write("x.raw", little(specimenFloats))
    let error = #expect(throws: FormatError.self) { try EmbeddingSetReader.open(path) }
    #expect(error?.remedy.contains("--dimensions") == true)
    let halves = try EmbeddingSetReader.open(
      path, options: ReadOptions(dtype: .float64, dimensions: 2))
    #expect(halves.shape == EmbeddingShape(rowCount: 3, columnCount: 2, storedAs: .float64))
    for dimensions in [5, 0, -1, Int.max] {
      #expect(throws: FormatError.self) {
        try EmbeddingSetReader.open(path, options: ReadOptions(dimensions: dimensions))
      }
    }
    for sidecar in [
      "{\"shape\":[4,3],\"dtype\":\"int7\"}", "{\"shape\":[4,4]}", "{\"shape\":[-4,3]}", "{", "[]",
      "{\"shape\":[1e300,3]}", "{\"shape\":[9007199254740992,9007199254740992]}", "",
    ] {
      _ = try workshop.write("x.raw.json", sidecar)
      #expect(throws: FormatError.self) { try EmbeddingSetReader.open(path) }
    }
    _ = try workshop.write("x.raw.json", "{\"shape\":[4,3],\"dtype\":\">f4\"}")
    #expect(try EmbeddingSetReader.open(path).shape.columnCount == 3)
    #expect(throws: FormatError.self) {
      try EmbeddingSetReader.open(path, options: ReadOptions(dimensions: 4))
    }
  }

  @Test("an MTEB cache loses its padding and says so")
  func cache() throws {
    let workshop = try Workshop()
    _ = try workshop.write(
      "vectors.npy", little(specimenFloats) + [UInt8](repeating: 0, count: 120))
    _ = try workshop.write("dimension", "3\n")
    _ = try workshop.write("index.json", "{\"h\\\"1\": 0, \"h2\": 3}")
    let source = try EmbeddingSetReader.open(workshop.path)
    #expect(source.shape.rowCount == 4)
    #expect(try (source as? any IdentifiedSource)?.identifiers() == nil)
    let warnings = try EmbeddingSetReader.inspect(workshop.path).warnings
    #expect(warnings.contains { $0.contains("zero padding: 10") })
    for index in [
      "{\"a\": -1}", "{\"a\": 99}", "{\"a\": 1", "[]", "{}", "{\"a\": 123456789012345}", "",
    ] {
      _ = try workshop.write("index.json", index)
      #expect(throws: FormatError.self) { try EmbeddingSetReader.open(workshop.path) }
    }
  }
}
