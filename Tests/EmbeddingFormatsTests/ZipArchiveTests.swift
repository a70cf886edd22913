import Testing

@testable import EmbeddingFormats

@Suite("Archives are read through libzip, and damage is noticed")
struct ZipArchiveTests {
  private static let members: [(name: String, bytes: [UInt8])] = [
    ("a", Array(0..<100)), ("b", []), ("c", [UInt8](repeating: 7, count: 300_000)),
  ]

  private static func contents(_ file: MappedFile) throws -> [UInt8] {
    try file.elements(UInt8.self, at: 0, count: file.byteCount)
  }

  @Test("several members come out as they went in, whole and their beginnings")
  func members() throws {
    let workshop = try Workshop()
    let archive = try ZipArchive(try workshop.open(zip(Self.members)))
    #expect(archive.members.map(\.name) == ["a", "b", "c"])
    #expect(archive.members.map(\.byteCount) == [100, 0, 300_000])
    for (member, expected) in zip(archive.members, Self.members) {
      #expect(member.isStored && !member.isEncrypted)
      #expect(try Self.contents(try archive.spooled(member)) == expected.bytes)
      for count in [0, 6, 100_000, 1_000_000] {
        #expect(
          try archive.leadingBytes(of: member, count: count) == Array(expected.bytes.prefix(count)))
      }
    }
  }

  @Test("a deflated member gives the bytes that the stored one holds")
  func deflated() throws {
    let contents = try ["stored.npz", "deflated.npz"].map { name in
      let archive = try ZipArchive(try MappedFile(path: fixture(name)))
      let member = try #require(archive.members.first)
      #expect(member.isStored == (name == "stored.npz"))
      return try Self.contents(try archive.spooled(member))
    }
    #expect(contents[0] == contents[1] && contents[0].starts(with: NumpyHeader.magic))
  }

  @Test("bytes that do not fit their checksum are refused")
  func checksum() throws {
    let workshop = try Workshop()
    var bytes = zip(Self.members)
    bytes[31 + 50] ^= 1
    let archive = try ZipArchive(try workshop.open(bytes))
    let error = #expect(throws: FormatError.self) { try archive.spooled(archive.members[0]) }
    #expect(error?.expected.contains("member a") == true)
  }

  @Test("an encrypted member is refused with the reason")
  func encrypted() throws {
    let workshop = try Workshop()
    var bytes = zip([("a", Array(0..<100))])
    let directory = bytes.count - 22 - 47
    bytes[6] |= 1
    bytes[directory + 8] |= 1
    let archive = try ZipArchive(try workshop.open(bytes))
    let error = #expect(throws: FormatError.self) { try archive.spooled(archive.members[0]) }
    #expect(error?.found.contains("encrypted") == true)
  }

  @Test("an archive cut anywhere is no archive")
  func truncation() throws {
    let workshop = try Workshop()
    let bytes = zip([("a", Array(0..<100))])
    for count in 0..<bytes.count {
      let file = try workshop.open(Array(bytes[..<count]))
      let error = #expect(throws: FormatError.self) { try ZipArchive(file) }
      #expect(error?.remedy.contains("truncated") == true)
    }
  }

  @Test("a directory damaged in any one byte is refused or read, never more")
  func damage() throws {
    let workshop = try Workshop()
    let bytes = zip([("a", Array(0..<100))])
    for index in bytes.count - 22 - 47..<bytes.count {
      var damaged = bytes
      damaged[index] ^= 0xFF
      let file = try workshop.open(damaged)
      try allowingRefusal {
        let archive = try ZipArchive(file)
        for member in archive.members {
          #expect(try archive.spooled(member).byteCount == member.byteCount)
        }
      }
    }
  }
}
