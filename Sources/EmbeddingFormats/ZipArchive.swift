import CZip
import Glibc

/// A zip archive, read through libzip; the fence around its pointers.
@safe final class ZipArchive {
  /// One file inside the archive.
  struct Member: Hashable {
    let index: Int
    let name: String
    let byteCount: Int
    /// Whether its bytes stand in the archive as they are.
    let isStored: Bool
    let isEncrypted: Bool
  }

  let members: [Member]
  private let name: String
  private let handle: OpaquePointer

  /// Opens an archive and lists its members.
  ///
  /// - Throws: ``FormatError`` if libzip finds the directory damaged or absent.
  init(_ file: MappedFile) throws {
    name = file.name
    let descriptor = try file.duplicateDescriptor()
    var code: Int32 = 0
    guard let handle = unsafe zip_fdopen(descriptor, 0, &code) else {
      close(descriptor)
      throw FormatError(
        file.name, expected: "a zip archive with a complete directory at its end",
        found: "libzip says: \(Self.message(code))",
        remedy: "The file is truncated or damaged: write it again.")
    }
    unsafe self.handle = unsafe handle
    var members: [Member] = []
    for index in 0..<max(0, Int(unsafe zip_get_num_entries(handle, 0))) {
      var status = unsafe zip_stat_t()
      unsafe zip_stat_init(&status)
      guard unsafe zip_stat_index(handle, UInt64(index), 0, &status) == 0,
        let name = unsafe status.name, let byteCount = Int(exactly: unsafe status.size)
      else { continue }
      members.append(
        Member(
          index: index, name: unsafe String(cString: name), byteCount: byteCount,
          isStored: unsafe status.comp_method == UInt16(ZIP_CM_STORE),
          isEncrypted: unsafe status.encryption_method != UInt16(ZIP_EM_NONE)))
    }
    self.members = members
  }

  deinit { unsafe zip_discard(handle) }

  private static func message(_ code: Int32) -> String {
    var error = unsafe zip_error_t()
    unsafe zip_error_init_with_code(&error, code)
    defer { unsafe zip_error_fini(&error) }
    return unsafe zip_error_strerror(&error).map { unsafe String(cString: $0) } ?? "error \(code)"
  }

  /// The first bytes of a member, at most `count` of them.
  func leadingBytes(of member: Member, count: Int) throws -> [UInt8] {
    var leading: [UInt8] = []
    try read(member, upTo: min(count, member.byteCount)) { leading.append(contentsOf: $0) }
    return leading
  }

  /// Decompresses a member into a temporary file; its checksum is verified on the way.
  func spooled(_ member: Member) throws -> MappedFile {
    let spool = try Spool(for: name)
    try read(member, upTo: member.byteCount) { try spool.append($0) }
    guard spool.byteCount == member.byteCount else {
      throw damage(member, "it holds \(grouped(spool.byteCount))")
    }
    return try spool.finish()
  }

  private func damage(_ member: Member, _ found: String) -> FormatError {
    FormatError(
      name, expected: "member \(member.name) should hold \(grouped(member.byteCount)) bytes",
      found: found, remedy: "The archive is damaged: write it again.")
  }

  private func read(
    _ member: Member, upTo limit: Int, _ body: ([UInt8]) throws -> Void
  ) throws {
    guard !member.isEncrypted else {
      throw FormatError(
        name, expected: "members without a password", found: "\(member.name) is encrypted",
        remedy: "Write the archive without one.")
    }
    guard let entry = unsafe zip_fopen_index(handle, UInt64(member.index), 0) else {
      throw damage(member, "libzip says: \(unsafe String(cString: zip_strerror(handle)))")
    }
    defer { unsafe zip_fclose(entry) }
    var done = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while done < limit {
      let got = unsafe buffer.withUnsafeMutableBytes {
        unsafe zip_fread(entry, $0.baseAddress, UInt64(min($0.count, limit - done)))
      }
      guard got >= 0 else {
        throw damage(member, "libzip says: \(unsafe String(cString: zip_file_strerror(entry)))")
      }
      if got == 0 { return }
      try body(Array(buffer[..<Int(got)]))
      done += Int(got)
    }
    // The checksum is compared when the end is reached, so one more read is needed there.
    guard limit == member.byteCount else { return }
    let rest = unsafe buffer.withUnsafeMutableBytes { unsafe zip_fread(entry, $0.baseAddress, 1) }
    guard rest == 0 else {
      throw damage(
        member,
        rest > 0
          ? "it holds more" : "libzip says: \(unsafe String(cString: zip_file_strerror(entry)))")
    }
  }
}
