import Testing

@testable import EmbeddingFormats

@Suite("Stored members are found in place only where both headers agree")
struct ZipDirectoryTests {
  private static let members: [(name: String, bytes: [UInt8])] = [
    ("a.npy", Array(0..<100)), ("empty", []), ("b/ü.npy", Array("hello".utf8)),
  ]

  @Test("every stored member is where the directory says")
  func stored() throws {
    let workshop = try Workshop()
    let bytes = zip(Self.members)
    let file = try workshop.open(bytes)
    let archive = try ZipArchive(file)
    let directory = try ZipDirectory(file)
    #expect(archive.members.map(\.name) == Self.members.map(\.name))
    for (member, expected) in zip(archive.members, Self.members) {
      let offset = try #require(try directory.offset(ofStored: member))
      #expect(Array(bytes[offset..<offset + member.byteCount]) == expected.bytes)
    }
  }

  @Test("a comment behind the archive does not hide its directory")
  func comment() throws {
    let workshop = try Workshop()
    var bytes = zip(Self.members)
    let comment = Array("written by hand".utf8)
    bytes.replaceSubrange(bytes.count - 2..<bytes.count, with: little([UInt16(comment.count)]))
    let file = try workshop.open(bytes + comment)
    let member = try #require(try ZipArchive(file).members.first)
    #expect(try ZipDirectory(file).offset(ofStored: member) == 30 + "a.npy".utf8.count)
  }

  @Test("deflated members have no place of their own")
  func deflated() throws {
    let file = try MappedFile(path: fixture("deflated.npz"))
    let member = try #require(try ZipArchive(file).members.first)
    #expect(!member.isStored)
    #expect(try ZipDirectory(file).offset(ofStored: member) == nil)
  }

  @Test("a member's own header that disagrees leaves it to libzip", arguments: [0, 8, 30])
  func disagreement(index: Int) throws {
    let workshop = try Workshop()
    let whole = zip(Self.members)
    let member = try #require(try ZipArchive(try workshop.open(whole)).members.first)
    var bytes = whole
    bytes[index] ^= 1
    let directory = try ZipDirectory(try workshop.open(bytes, named: "damaged"))
    #expect(try directory.offset(ofStored: member) == nil)
  }

  @Test("a directory damaged in any one byte never leads outside the file")
  func damage() throws {
    let workshop = try Workshop()
    let whole = zip(Self.members)
    let members = try ZipArchive(try workshop.open(whole)).members
    let start = whole.count - 22 - Self.members.reduce(0) { $0 + 46 + $1.name.utf8.count }
    for index in start..<whole.count {
      var bytes = whole
      bytes[index] ^= 0xFF
      let directory = try ZipDirectory(try workshop.open(bytes, named: "damaged"))
      for member in members {
        guard let offset = try directory.offset(ofStored: member) else { continue }
        #expect(offset >= 0 && offset + member.byteCount <= bytes.count)
      }
    }
  }

  @Test("what is too short to be an archive has no members", arguments: [0, 1, 21, 22, 60])
  func short(count: Int) throws {
    let workshop = try Workshop()
    let whole = zip(Self.members)
    let members = try ZipArchive(try workshop.open(whole)).members
    let directory = try ZipDirectory(try workshop.open(Array(whole[..<count]), named: "cut"))
    for member in members { #expect(try directory.offset(ofStored: member) == nil) }
  }
}
