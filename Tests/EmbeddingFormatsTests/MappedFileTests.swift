import FoundationEssentials
import Testing

@testable import EmbeddingFormats

@Suite("A window holds the bytes of the file, however it was opened")
struct MappedFileTests {
  /// From this size on windows are mapped, below it they are read.
  private static let smallestMapping = 4 << 20
  private static let whole = (0..<smallestMapping + 20_000).map { index in
    UInt8(truncatingIfNeeded: (index &* 2_654_435_761) >> 13)
  }

  private static let windowPlaces: [(offset: Int, count: Int)] = [
    (0, 0), (0, 1), (1, 4095), (4095, 2), (4096, 4096), (4097, smallestMapping - 1),
    (0, smallestMapping), (1, smallestMapping), (4095, smallestMapping),
    (4096, smallestMapping + 1), (12_345, smallestMapping + 17), (19_999, smallestMapping + 1),
    (0, smallestMapping + 20_000), (smallestMapping + 19_999, 1), (smallestMapping + 20_000, 0),
  ]

  @Test(
    "windows below and above the size that is mapped, at any offset",
    arguments: windowPlaces)
  func windows(offset: Int, count: Int) throws {
    let workshop = try Workshop()
    let file = try workshop.open(Self.whole)
    #expect(file.byteCount == Self.whole.count)
    let found = try file.elements(UInt8.self, at: offset, count: count)
    let isEqual = found == Array(Self.whole[offset..<offset + count])
    #expect(isEqual)
  }

  @Test("wide elements at offsets that are not theirs", arguments: [0, 1, 2, 3, 5, 7])
  func unaligned(offset: Int) throws {
    let workshop = try Workshop()
    let file = try workshop.open(Self.whole)
    for count in [3, Self.smallestMapping / 8 + 3] {
      let words = try file.elements(UInt64.self, at: offset, count: count)
      var isEqual = true
      for (index, found) in words.enumerated() {
        var word: UInt64 = 0
        for place in 0..<8 { word |= UInt64(Self.whole[offset + 8 * index + place]) << (8 * place) }
        if word != found { isEqual = false }
      }
      #expect(isEqual && words.count == count)
    }
  }

  @Test("a file cut after it was opened is an error, read or mapped")
  func cut() throws {
    let workshop = try Workshop()
    let file = try workshop.open(Self.whole)
    // Written in place, so that the open file is the one that shrinks.
    try Data(Self.whole[..<10_000]).write(to: URL(filePath: file.name), options: [])
    #expect(try file.elements(UInt8.self, at: 0, count: 10_000) == Array(Self.whole[..<10_000]))
    for (offset, count) in [(0, 10_001), (10_000, 1), (9_999, 2), (3, Self.smallestMapping + 1)] {
      let error = #expect(throws: FormatError.self) {
        try file.elements(UInt8.self, at: offset, count: count)
      }
      #expect(error?.place == .byte(10_000) && error?.found.contains("ends here") == true)
    }
  }

  @Test("a file that is removed or replaced stays readable while it is open")
  func removed() throws {
    let workshop = try Workshop()
    let file = try workshop.open("first")
    try FileManager.default.removeItem(atPath: file.name)
    _ = try workshop.write("x", "other")
    #expect(try file.elements(UInt8.self, at: 0, count: 5) == Array("first".utf8))
  }

  @Test("what cannot be opened says why")
  func opening() throws {
    let workshop = try Workshop()
    let missing = #expect(throws: FormatError.self) {
      try MappedFile(path: workshop.path + "/absent")
    }
    #expect(missing?.found == "there is no such file")
    let directory = #expect(throws: FormatError.self) { try MappedFile(path: workshop.path) }
    #expect(directory?.found == "it is a directory")
  }

  @Test("a device is read to its end")
  func device() throws {
    #expect(try MappedFile(path: "/dev/null").byteCount == 0)
  }

  @Test("what goes into a temporary file comes out of it")
  func spool() throws {
    let spool = try Spool(for: "x")
    try spool.append([UInt8(1), 2])
    try spool.append([Float](repeating: 1.5, count: 3))
    try spool.append([UInt8]())
    #expect(spool.byteCount == 14)
    let file = try spool.finish()
    #expect(try file.elements(Float.self, at: 2, count: 3) == [1.5, 1.5, 1.5])
  }

  @Test(
    "the parts of a path",
    arguments: [
      ("a/b.npy", "b.npy", "a", "npy", "a/b"), ("b.NPY", "b.NPY", ".", "npy", "b"),
      ("/b", "b", "/", "", "/b"), ("a.d/b", "b", "a.d", "", "a.d/b"),
      ("a/.hidden", ".hidden", "a", "", "a/.hidden"),
      ("x.w2v.bin", "x.w2v.bin", ".", "bin", "x.w2v"),
    ])
  func path(path: String, last: String, directory: String, ending: String, stem: String) {
    #expect(FilePath.lastComponent(path) == last && FilePath.directory(of: path) == directory)
    #expect(FilePath.fileExtension(path) == ending && FilePath.withoutExtension(path) == stem)
  }
}
