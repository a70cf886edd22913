/// Where the bytes of a stored zip member are.
///
/// libzip does not tell offsets, and reading a stored member through it would copy what can be read
/// in place. So the central directory is read once more here; wherever it is not as expected, the
/// answer is nil and the caller lets libzip copy the member.
///
/// Source: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16 and 4.5.3.
struct ZipDirectory {
  private let file: MappedFile
  private let entries: [String: Entry]

  private struct Entry {
    let headerOffset: Int
    let byteCount: Int
  }

  private static let unknown32 = 0xFFFF_FFFF

  /// Reads the directory of an archive that libzip has accepted.
  init(_ file: MappedFile) throws {
    self.file = file
    entries = try Self.entries(of: file) ?? [:]
  }

  /// First byte of a stored member, if the directory and the member's own header agree on it.
  func offset(ofStored member: ZipArchive.Member) throws -> Int? {
    guard let entry = entries[member.name], entry.byteCount == member.byteCount,
      entry.headerOffset <= file.byteCount - 30
    else { return nil }
    let header = try file.elements(UInt8.self, at: entry.headerOffset, count: 30)
    let nameLength = LittleEndian.uint16(header, at: 26)
    let offset =
      entry.headerOffset + 30 + nameLength + LittleEndian.uint16(header, at: 28)
    guard LittleEndian.uint32(header, at: 0) == 0x0403_4B50,
      LittleEndian.uint16(header, at: 8) == 0,
      offset <= file.byteCount, entry.byteCount <= file.byteCount - offset
    else { return nil }
    let name = try file.elements(UInt8.self, at: entry.headerOffset + 30, count: nameLength)
    return name.elementsEqual(member.name.utf8) ? offset : nil
  }

  private static func entries(of file: MappedFile) throws -> [String: Entry]? {
    guard let place = try directoryRange(of: file) else { return nil }
    let bytes = try file.elements(UInt8.self, at: place.lowerBound, count: place.count)
    var entries: [String: Entry] = [:]
    var position = 0
    while position + 46 <= bytes.count, LittleEndian.uint32(bytes, at: position) == 0x0201_4B50 {
      let nameLength = LittleEndian.uint16(bytes, at: position + 28)
      let extraLength = LittleEndian.uint16(bytes, at: position + 30)
      let commentLength = LittleEndian.uint16(bytes, at: position + 32)
      let extraStart = position + 46 + nameLength
      let end = extraStart + extraLength + commentLength
      guard end <= bytes.count else { return nil }
      var sizes = [
        LittleEndian.uint32(bytes, at: position + 24),
        LittleEndian.uint32(bytes, at: position + 20),
        LittleEndian.uint32(bytes, at: position + 42),
      ]
      widen(&sizes, from: Array(bytes[extraStart..<extraStart + extraLength]))
      // A stored member takes as many bytes in the archive as it has.
      if sizes[0] == sizes[1], !sizes.contains(unknown32) {
        let name = String(decoding: bytes[position + 46..<extraStart], as: UTF8.self)
        entries[name] = Entry(headerOffset: sizes[2], byteCount: sizes[0])
      }
      position = end
    }
    return entries
  }

  /// Replaces sizes that do not fit 32 bits by those of the zip64 field (id 1), in its order.
  private static func widen(_ sizes: inout [Int], from extra: [UInt8]) {
    var position = 0
    while position + 4 <= extra.count {
      let length = LittleEndian.uint16(extra, at: position + 2)
      var field = position + 4
      let end = field + length
      if LittleEndian.uint16(extra, at: position) == 1 {
        for index in sizes.indices where sizes[index] == unknown32 {
          guard field + 8 <= min(end, extra.count),
            let size = LittleEndian.uint64(extra, at: field)
          else { return }
          sizes[index] = size
          field += 8
        }
      }
      position = end
    }
  }

  /// The bytes of the central directory, found from the record at the end of the file.
  private static func directoryRange(of file: MappedFile) throws -> Range<Int>? {
    let tailStart = max(0, file.byteCount - (22 + 0xFFFF))
    let tail = try file.elements(UInt8.self, at: tailStart, count: file.byteCount - tailStart)
    guard tail.count >= 22 else { return nil }
    for end in stride(from: tail.count - 22, through: 0, by: -1)
    where LittleEndian.uint32(tail, at: end) == 0x0605_4B50 {
      var size = LittleEndian.uint32(tail, at: end + 12)
      var offset = LittleEndian.uint32(tail, at: end + 16)
      if size == unknown32 || offset == unknown32 {
        guard end >= 20, LittleEndian.uint32(tail, at: end - 20) == 0x0706_4B50,
          let record = LittleEndian.uint64(tail, at: end - 12), record <= file.byteCount - 56
        else { return nil }
        let wide = try file.elements(UInt8.self, at: record, count: 56)
        guard LittleEndian.uint32(wide, at: 0) == 0x0606_4B50,
          let wideSize = LittleEndian.uint64(wide, at: 40),
          let wideOffset = LittleEndian.uint64(wide, at: 48)
        else { return nil }
        size = wideSize
        offset = wideOffset
      }
      guard offset <= file.byteCount, size <= file.byteCount - offset else { return nil }
      return offset..<offset + size
    }
    return nil
  }
}
