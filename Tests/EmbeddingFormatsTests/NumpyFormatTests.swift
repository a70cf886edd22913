import EmbeddingFormats
import EmbeddingSets
import Testing

@Suite("Arrays of numpy are read as numpy reads them")
struct NumpyFormatTests {
  private static let expected = (0..<15).map { Double($0) / 4 - 1 }

  @Test(
    "files that numpy wrote",
    arguments: [
      ("v1-f4.npy", ScalarType.float32), ("v2-f8.npy", .float64), ("v3-f2.npy", .float16),
      ("big-endian-f4.npy", .float32), ("big-endian-f8-fortran.npy", .float64),
      ("fortran-f4.npy", .float32), ("stored.npz", .float32), ("deflated.npz", .float32),
    ])
  func fixtures(name: String, type: ScalarType) throws {
    let source = try EmbeddingSetReader.open(fixture(name))
    #expect(source.shape == EmbeddingShape(rowCount: 5, columnCount: 3, storedAs: type))
    #expect(try source.block(rows: 0..<5).doubles == Self.expected)
    #expect(try source.block(rows: 2..<4).doubles == Array(Self.expected[6..<12]))
  }

  @Test("bytes and bfloat16")
  func narrow() throws {
    let integers = try EmbeddingSetReader.open(fixture("integers-i1.npy"))
    #expect(try integers.block(rows: 0..<5).doubles == (0..<15).map { Double($0) - 4 })
    let options = ReadOptions(dtype: .bfloat16)
    let source = try EmbeddingSetReader.open(fixture("void-bf16.npy"), options: options)
    #expect(source.shape.storedAs == .bfloat16)
    #expect(try source.block(rows: 0..<5).doubles == Self.expected)
    let error = #expect(throws: FormatError.self) {
      try EmbeddingSetReader.open(fixture("void-bf16.npy"))
    }
    #expect(error?.remedy.contains("--dtype bf16") == true)
  }

  @Test("an archive of several sets asks which one, and reads the one named")
  func choice() throws {
    let error = #expect(throws: FormatError.self) {
      try EmbeddingSetReader.open(fixture("two-sets.npz"))
    }
    #expect(error?.description.contains("a, b") == true)
    let source = try EmbeddingSetReader.open(
      fixture("two-sets.npz"), options: ReadOptions(tensor: "b"))
    #expect(try source.block(rows: 0..<5).doubles == Self.expected.map { 2 * $0 })
    let inspection = try EmbeddingSetReader.inspect(fixture("two-sets.npz"))
    #expect(inspection.tensors.map(\.name) == ["a", "b"] && inspection.shape == nil)
  }

  @Test("a sparse matrix of scipy is named as such")
  func sparse() {
    let error = #expect(throws: FormatError.self) {
      try EmbeddingSetReader.open(fixture("sparse.npz"))
    }
    #expect(error?.description.contains("sparse matrix") == true)
  }

  @Test("objects are refused with the reason")
  func objects() {
    let error = #expect(throws: FormatError.self) {
      try EmbeddingSetReader.open(fixture("object.npy"))
    }
    #expect(error?.description.contains("pickle") == true)
  }

  @Test("identifiers come from arrays of text and of numbers, and from lines")
  func identifiers() throws {
    let workshop = try Workshop()
    let text = try workshop.write("ids.txt", "a\nbé\nc\nd\ne\n")
    for (path, expected) in [
      (fixture("ids-unicode.npy"), ["a", "bé", "c", "d", "e"]), (text, ["a", "bé", "c", "d", "e"]),
      (fixture("ids-integers.npy"), ["-2", "-1", "0", "1", "2"]),
    ] {
      let source = try EmbeddingSetReader.open(
        fixture("v1-f4.npy"), options: ReadOptions(idsPath: path))
      #expect(try (source as? any IdentifiedSource)?.identifiers() == expected)
      let inspection = try EmbeddingSetReader.inspect(
        fixture("v1-f4.npy"), options: ReadOptions(idsPath: path))
      #expect(inspection.firstIdentifiers == expected)
    }
    let short = try workshop.write("short.txt", "a\nb\n")
    #expect(throws: FormatError.self) {
      try EmbeddingSetReader.open(fixture("v1-f4.npy"), options: ReadOptions(idsPath: short))
    }
  }

  @Test("a truncated array says how many rows are whole, and gives them when asked")
  func truncation() throws {
    let workshop = try Workshop()
    let bytes = npy()
    let path = try workshop.write("broken.npy", Array(bytes.dropLast(20)))
    let error = #expect(throws: FormatError.self) { try EmbeddingSetReader.open(path) }
    let header = bytes.count - 48
    #expect(
      error?.description
        == "\(path): byte \(header): the header promises 4 x 3 float32 (48 bytes), the file holds 28 "
        + "after it.\nThe file is truncated: write it again, or read the 2 whole rows with "
        + "--allow-truncated.")
    let options = ReadOptions(allowTruncated: true)
    let source = try EmbeddingSetReader.open(path, options: options)
    #expect(try source.block(rows: 0..<2).doubles == Array(specimenValues[..<6]))
    #expect(try !EmbeddingSetReader.inspect(path, options: options).warnings.isEmpty)
    #expect((source as? any CautionedSource)?.warnings.count == 1)
  }

  @Test(
    "headers that lie or are no headers",
    arguments: [
      "{'descr': '<f4', 'fortran_order': False, 'shape': (-4, 3), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 3), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 1), }",
      "{'descr': '<f4', 'fortran_order': True, 'shape': (3, 9223372036854775807), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (5, 3), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 3), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (12, 0), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (12,), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2, 3), }",
      "{'descr': '<f4', 'fortran_order': 1, 'shape': (4, 3), }",
      "{'descr': '<f4', 'shape': (4, 3), }",
      "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (4, 3), }",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 3), 'x': 1}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 3)} __import__('os')",
      "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (4, 3), }",
      "{'descr': [[[(((", "{'descr': 'O", "{", "", "(4, 3)",
      "{'descr': '<c8', 'fortran_order': False, 'shape': (2, 3), }",
      "{'descr': '|b1', 'fortran_order': False, 'shape': (16, 3), }",
      "{'descr': '<U1', 'fortran_order': False, 'shape': (4, 3), }",
      "{'descr': '<i8', 'fortran_order': False, 'shape': (2, 3), }",
      "{'descr': '', 'fortran_order': False, 'shape': (4, 3), }",
    ])
  func lies(header: String) throws {
    let workshop = try Workshop()
    let path = try workshop.write("x.npy", npy(header: header, payload: little(specimenFloats)))
    let error = #expect(throws: FormatError.self) { try EmbeddingSetReader.open(path) }
    #expect(error?.file == path)
    try allowingRefusal { _ = try EmbeddingSetReader.inspect(path) }
  }

  @Test("a file without the magic bytes points at raw files")
  func magic() throws {
    let workshop = try Workshop()
    let path = try workshop.write("x.npy", little(specimenFloats))
    let error = #expect(throws: FormatError.self) { try EmbeddingSetReader.open(path) }
    #expect(error?.place == .byte(0) && error?.remedy.contains("--format raw") == true)
  }
}
