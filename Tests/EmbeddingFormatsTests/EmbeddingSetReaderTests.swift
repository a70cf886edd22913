import EmbeddingFormats
import EmbeddingSets
import FoundationEssentials
import Testing

@Suite("Files, directories and patterns are one set")
struct EmbeddingSetReaderTests {
  private static func shards(_ workshop: Workshop) throws {
    for index in [10, 0, 2] {
      let rows: [Float] = (0..<4).flatMap { row -> [Float] in [Float(index), Float(row), 0] }
      _ = try workshop.write("s/emb_\(index).npy", npy(payload: little(rows)))
    }
  }

  @Test("shards are read in byte order of their names")
  func shards() throws {
    let workshop = try Workshop()
    try Self.shards(workshop)
    _ = try workshop.write("s/README.txt", "about")
    for argument in [
      workshop.path + "/s", workshop.path + "/s/", workshop.path + "/s/*_[0-9]*.npy",
    ] {
      let source = try EmbeddingSetReader.open(argument)
      #expect(source.shape.rowCount == 12)
      let values = try source.block(rows: 0..<12).doubles
      #expect((0..<12).map { values[3 * $0] } == [0, 0, 0, 0, 10, 10, 10, 10, 2, 2, 2, 2])
      #expect(try source.block(rows: 3..<9).doubles == Array(values[9..<27]))
      let inspection = try EmbeddingSetReader.inspect(argument)
      #expect(inspection.files.count == 3 && inspection.tensors.count == 3)
    }
  }

  @Test("shards that differ are named, both of them")
  func mismatch() throws {
    let workshop = try Workshop()
    try Self.shards(workshop)
    _ = try workshop.write("s/z.npy", npy(shape: "(3, 4)"))
    let error = #expect(throws: FormatError.self) {
      try EmbeddingSetReader.open(workshop.path + "/s")
    }
    #expect(error?.file.hasSuffix("z.npy") == true)
    #expect(error?.expected.contains("emb_0.npy") == true)
    _ = try workshop.write("s/z.npy", npy(descr: "'>f4'"))
    #expect(try EmbeddingSetReader.open(workshop.path + "/s").shape.rowCount == 16)
  }

  @Test("decimal shards have the most digits of any")
  func digits() throws {
    let workshop = try Workshop()
    _ = try workshop.write("a.csv", "0.5,1\n")
    _ = try workshop.write("b.csv", "0.125,1\n")
    let source = try EmbeddingSetReader.open(workshop.path)
    #expect(source.shape.storedAs == .decimal(significantDigits: 3))
    #expect(try source.block(rows: 0..<2).doubles == [0.5, 1, 0.125, 1])
  }

  @Test(
    "what is not there is said, with a way out",
    arguments: ["absent.npy", "absent/*.npy", "empty", "mixed", "-", "unknown.xyz", "empty.bin"])
  func absent(argument: String) throws {
    let workshop = try Workshop()
    _ = try workshop.write("mixed/a.npy", npy())
    _ = try workshop.write("mixed/a.fbin", little([UInt32(4), 3]) + little(specimenFloats))
    _ = try workshop.write("unknown.xyz", "what is this?")
    _ = try workshop.write("empty.bin", "")
    try FileManager.default.createDirectory(
      atPath: workshop.path + "/empty", withIntermediateDirectories: true)
    let path = argument == "-" ? "-" : workshop.path + "/" + argument
    let error = #expect(throws: FormatError.self) { try EmbeddingSetReader.open(path) }
    let lines = error?.description.split(separator: "\n") ?? []
    #expect(lines.count == 2 && lines.allSatisfy { $0.hasSuffix(".") })
    #expect(throws: FormatError.self) { try EmbeddingSetReader.inspect(path) }
  }

  @Test("an unknown format lists those there are")
  func unknownFormat() {
    let error = #expect(throws: FormatError.self) {
      try EmbeddingSetReader.open(fixture("v1-f4.npy"), options: ReadOptions(format: "parquet"))
    }
    for format in FormatCatalog.all { #expect(error?.expected.contains(format.id) == true) }
  }

  @Test("a file that shrinks while it is open is an error, not a crash")
  func shrinking() throws {
    let workshop = try Workshop()
    let values = [Float](repeating: 1, count: 100_000)
    let bytes = npy(shape: "(1000, 100)", payload: little(values))
    let path = try workshop.write("x.npy", bytes)
    let source = try EmbeddingSetReader.open(path)
    #expect(try source.block(rows: 0..<1000).values.count == 100_000)
    // Written in place, so that the open file is the one that shrinks.
    try Data(bytes[..<1000]).write(to: URL(filePath: path), options: [])
    #expect(throws: FormatError.self) { try source.block(rows: 0..<1000) }
    #expect(throws: FormatError.self) { try source.block(rows: 999..<1000) }
  }

  @Test("--dtype that contradicts the file is refused")
  func dtype() throws {
    let options = ReadOptions(dtype: .float16)
    for name in ["v1-f4.npy", "stored.npz"] {
      #expect(throws: FormatError.self) {
        try EmbeddingSetReader.open(fixture(name), options: options)
      }
    }
    #expect(ScalarType(dtypeName: "BF16") == .bfloat16 && ScalarType(dtypeName: "f31") == nil)
    #expect(ScalarType.dtypeChoices.allSatisfy { ScalarType(dtypeName: $0) != nil })
  }
}
