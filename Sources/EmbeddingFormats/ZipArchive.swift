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

/// Writes archives of arrays as `numpy.savez` does, through libzip: the fence around its pointers.
@safe public enum ZipArchiveWriter {
  /// The first day that a zip archive can name: the same arrays give the same bytes.
  private static let firstDay: UInt16 = 1 << 5 | 1

  /// Writes an archive of members as they are, which appears whole or not at all.
  ///
  /// - Parameters:
  ///   - members: names and bytes, in order.
  ///   - path: where it is to appear; a regular file there is replaced.
  /// - Throws: ``FormatError`` if it cannot be written.
  public static func write(_ members: [(name: String, bytes: [UInt8])], to path: String) throws {
    var code: Int32 = 0
    guard let archive = unsafe zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code) else {
      throw failure(path, "error \(code) of libzip")
    }
    for member in members {
      guard unsafe add(member.bytes, as: member.name, to: archive) else {
        let reason = unsafe String(cString: zip_strerror(archive))
        unsafe zip_discard(archive)
        throw failure(path, reason)
      }
    }
    // libzip writes a file beside the place and renames it
    guard unsafe zip_close(archive) == 0 else {
      let reason = unsafe String(cString: zip_strerror(archive))
      unsafe zip_discard(archive)
      throw failure(path, reason)
    }
  }

  private static func add(_ bytes: [UInt8], as name: String, to archive: OpaquePointer) -> Bool {
    // a copy that belongs to libzip, which frees it when the archive is closed
    guard let copy = unsafe malloc(max(1, bytes.count)) else { return false }
    unsafe bytes.withUnsafeBytes { source in
      if let start = source.baseAddress { _ = unsafe memcpy(copy, start, source.count) }
    }
    guard let source = unsafe zip_source_buffer(archive, copy, UInt64(bytes.count), 1) else {
      unsafe free(copy)
      return false
    }
    let index = unsafe zip_file_add(archive, name, source, UInt32(ZIP_FL_ENC_UTF_8))
    guard index >= 0 else {
      unsafe zip_source_free(source)
      return false
    }
    return unsafe zip_set_file_compression(archive, UInt64(index), ZIP_CM_STORE, 0) == 0
      && zip_file_set_dostime(archive, UInt64(index), 0, firstDay, 0) == 0
  }

  private static func failure(_ path: String, _ reason: String) -> FormatError {
    FormatError(
      path, expected: "a file that can be written", found: "libzip says: \(reason)",
      remedy: "Make room or choose another path.")
  }
}
