import EmbeddingFormats
import EmbeddingSets
import Testing

@Suite("Sparse matrices of scipy are read as scipy reads them")
struct ScipySparseReaderTests {
  private static let dense: [[Double]] = [
    [0, 1.5, 0, -2, 0], [0, 0, 0, 0, 0], [4, 0, 0, 0, 0.25],
  ]

  private static func rows(_ matrix: SparseMatrix) -> [[Double]] {
    (0..<matrix.rowCount).map { row in
      var values = [Double](repeating: 0, count: matrix.columnCount)
      for entry in matrix.entries(of: row) {
        values[Int(matrix.columns[entry])] = matrix.values[entry]
      }
      return values
    }
  }

  /// Members as `save_npz` lays them out, any of them replaced.
  private static func archive(
    _ replaced: [String: [UInt8]] = [:], without missing: String? = nil
  ) -> [UInt8] {
    let members: [(String, [UInt8])] = [
      ("indices", npy(descr: "'<i4'", shape: "(4,)", payload: little([1, 3, 0, 4] as [Int32]))),
      ("indptr", npy(descr: "'<i4'", shape: "(4,)", payload: little([0, 2, 2, 4] as [Int32]))),
      ("format", npy(descr: "'|S3'", shape: "()", payload: Array("csr".utf8))),
      ("shape", npy(descr: "'<i8'", shape: "(2,)", payload: little([3, 5] as [Int64]))),
      ("data", npy(descr: "'<f8'", shape: "(4,)", payload: little([1.5, -2, 4, 0.25]))),
    ]
    return zip(
      members.filter { $0.0 != missing }.map { ("\($0.0).npy", replaced[$0.0] ?? $0.1) })
  }

  private static func open(_ bytes: [UInt8]) throws -> SparseMatrix {
    let workshop = try Workshop()
    return try ScipySparseReader.open(try workshop.write("x.npz", bytes))
  }

  @Test(
    "files that scipy wrote, rows or columns, stored or deflated, int32 or int64",
    arguments: ["sparse-csr-deflated.npz", "sparse-csc-stored.npz", "sparse-csr-array-int64.npz"])
  func fixtures(name: String) throws {
    let matrix = try ScipySparseReader.open(fixture(name))
    #expect(Self.rows(matrix) == Self.dense)
    #expect(matrix.repairs == SparseMatrix.Repairs())
  }

  @Test("a layout that is not compressed is refused with the remedy")
  func coordinates() {
    let error = #expect(throws: FormatError.self) {
      try ScipySparseReader.open(fixture("sparse-coo.npz"))
    }
    #expect(error?.description.contains("'coo'") == true && error?.remedy == "Save x.tocsr().")
  }

  @Test("unsorted and repeated columns and stored zeros come into order and are counted")
  func canonical() throws {
    let matrix = try Self.open(
      Self.archive([
        "indices": npy(
          descr: "'<i8'", shape: "(6,)", payload: little([3, 1, 3, 0, 4, 0] as [Int64])),
        "indptr": npy(descr: "'<i8'", shape: "(4,)", payload: little([0, 3, 4, 6] as [Int64])),
        "data": npy(
          descr: "'<f4'", shape: "(6,)", payload: little([-3, 1.5, 1, 0, 0.25, 4] as [Float])),
      ]))
    #expect(Self.rows(matrix) == Self.dense)
    #expect(matrix.repairs.duplicatesSummed == 1)
    #expect(matrix.repairs.zerosDropped == 1)
    #expect(matrix.repairs.rowsSorted == 2)
  }

  @Test("big-endian members, counts of int64 and booleans are numbers too")
  func types() throws {
    let big = npy(
      descr: "'>i4'", shape: "(4,)",
      payload: little(([1, 3, 0, 4] as [Int32]).map(\.byteSwapped)))
    let counts = npy(descr: "'<i8'", shape: "(4,)", payload: little([1, 2, 3, 4] as [Int64]))
    #expect(try Self.open(Self.archive(["indices": big, "data": counts])).values == [1, 2, 3, 4])
    let flags = npy(descr: "'|b1'", shape: "(4,)", payload: [1, 1, 0, 1])
    let matrix = try Self.open(Self.archive(["data": flags]))
    #expect(matrix.values == [1, 1, 1] && matrix.repairs.zerosDropped == 1)
  }

  @Test("room behind the last row is allowed, as in scipy")
  func room() throws {
    let starts = npy(descr: "'<i4'", shape: "(4,)", payload: little([0, 2, 2, 3] as [Int32]))
    #expect(try Self.open(Self.archive(["indptr": starts])).entryCount == 3)
  }

  private static func int32(_ values: [Int32]) -> [UInt8] {
    npy(descr: "'<i4'", shape: "(\(values.count),)", payload: little(values))
  }

  @Test(
    "members that contradict each other are refused, with member and row",
    arguments: [
      (["indptr": int32([0, 2, 2])], "indptr"), (["indptr": int32([1, 2, 2, 4])], "indptr"),
      (["indptr": int32([0, 3, 2, 4])], "row 1"), (["indptr": int32([0, 2, 2, 5])], "row 2"),
      (["indptr": int32([0, -2, 2, 4])], "row 0"), (["indices": int32([1, 5, 0, 4])], "row 0"),
      (["indices": int32([1, 3, -1, 4])], "row 2"), (["indices": int32([1, 3, 0])], "data"),
      (["shape": int32([3, 4])], "row 2"), (["shape": int32([-3, 5])], "shape"),
      (["shape": int32([3])], "shape"), (["shape": int32([2, 5])], "indptr"),
      (["format": npy(descr: "'|S3'", shape: "()", payload: Array("bsr".utf8))], "bsr"),
      (["format": npy(descr: "'<f8'", shape: "()", payload: little([1.0]))], "word"),
      (
        ["shape": npy(descr: "'<i8'", shape: "(2,)", payload: little([1 << 40, 5] as [Int64]))],
        "2^31"
      ),
      (
        ["indptr": npy(descr: "'<u8'", shape: "(4,)", payload: little([0, 2, 2, UInt64.max]))],
        "2^63"
      ),
      (
        ["data": npy(descr: "'<f8'", shape: "(4,)", payload: little([1, Double.nan, 3, 4]))],
        "row 0"
      ),
      (
        ["data": npy(descr: "'<f8'", shape: "(4,)", payload: little([1, 2, Double.infinity, 4]))],
        "row 2"
      ),
      (["data": npy(descr: "'<c8'", shape: "(4,)", payload: little([1.0, 2, 3, 4]))], "<c8"),
      (["data": npy(descr: "'<f8'", shape: "(2, 2)", payload: little([1.0, 2, 3, 4]))], "2 x 2"),
    ] as [([String: [UInt8]], String)])
  func contradictions(replaced: [String: [UInt8]], mention: String) {
    let error = #expect(throws: FormatError.self) { try Self.open(Self.archive(replaced)) }
    #expect(error?.description.contains(mention) == true, "\(error?.description ?? "")")
    #expect(error?.remedy.isEmpty == false)
  }

  @Test("a member that is missing is named", arguments: ["indices", "indptr", "data", "shape"])
  func missing(member: String) {
    let error = #expect(throws: FormatError.self) { try Self.open(Self.archive(without: member)) }
    #expect(error?.description.contains(member) == true)
  }

  @Test("cut at any byte it is refused, and no damaged byte brings it down")
  func truncation() throws {
    let workshop = try Workshop()
    let bytes = Self.archive()
    for count in stride(from: 0, to: bytes.count, by: isDebugBuild ? 7 : 1) {
      let path = try workshop.write("cut.npz", Array(bytes.prefix(count)))
      #expect(throws: FormatError.self, "\(count) bytes") { try ScipySparseReader.open(path) }
    }
    for index in stride(from: 0, to: bytes.count, by: isDebugBuild ? 11 : 1) {
      var damaged = bytes
      damaged[index] ^= 0xFF
      let path = try workshop.write("damaged.npz", damaged)
      try allowingRefusal { _ = try ScipySparseReader.open(path) }
    }
  }

  @Test("empty matrices: no rows, no columns, no entries")
  func empty() throws {
    let none = try Self.open(
      Self.archive([
        "indices": Self.int32([]), "indptr": Self.int32([0]), "shape": Self.int32([0, 0]),
        "data": npy(descr: "'<f4'", shape: "(0,)", payload: []),
      ]))
    #expect(none.rowCount == 0 && none.columnCount == 0 && none.entryCount == 0)
  }
}
