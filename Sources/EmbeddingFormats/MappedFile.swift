import Glibc

/// Types of which every bit pattern is a value, so bytes can be copied into them as they are.
protocol PlainBits: BitwiseCopyable, Sendable {}
extension UInt8: PlainBits {}
extension Int8: PlainBits {}
extension UInt16: PlainBits {}
extension UInt32: PlainBits {}
extension Int32: PlainBits {}
extension UInt64: PlainBits {}
extension Float: PlainBits {}
extension Double: PlainBits {}

/// An open file that is read through short-lived windows, never mapped as a whole.
///
/// A whole mapping of a 2 GiB file counts against an address-space limit even where no page of it is
/// resident; a window of a block's size does not. Windows belong to the call that makes them, so any
/// number of tasks may read at once. With ``ZipArchive`` this file is the only place of the module
/// that holds pointers.
@safe final class MappedFile: Sendable {
  /// What messages call the file.
  let name: String
  /// Size when it was opened.
  let byteCount: Int
  private let descriptor: Int32

  /// Windows below this are read, larger ones mapped.
  ///
  /// Mapping costs page faults and a TLB flush a window: blocks of rows of the usual size, below one
  /// MiB, arrive 6 % sooner by reading (measured over the whole of a diagnosis of 307 MB).
  private static let smallestMapping = 4 << 20

  /// Opens a regular file; a pipe or device is read to its end into a temporary file.
  ///
  /// - Throws: ``FormatError`` if there is no such file or it may not be read.
  convenience init(path: String) throws {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.openingError(path, errno) }
    try self.init(descriptor: descriptor, name: path)
  }

  /// Standard input: used as it is when it is a whole file, else read to its end.
  convenience init(standardInputNamed name: String) throws {
    let descriptor = dup(STDIN_FILENO)
    guard descriptor >= 0 else { throw Self.openingError(name, errno) }
    try self.init(descriptor: descriptor, name: name)
  }

  /// Takes over a descriptor.
  private convenience init(descriptor: Int32, name: String) throws {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw Self.openingError(name, code)
    }
    let kind = status.st_mode & S_IFMT
    if kind == S_IFREG && lseek(descriptor, 0, SEEK_CUR) == 0 {
      self.init(owning: descriptor, name: name, byteCount: Int(status.st_size))
      return
    }
    defer { close(descriptor) }
    guard kind != S_IFDIR else { throw Self.openingError(name, EISDIR) }
    let spool = try Spool(for: name)
    try spool.appendAll(from: descriptor)
    let file = try spool.finish()
    let copy = dup(file.descriptor)
    guard copy >= 0 else { throw Self.openingError(name, errno) }
    self.init(owning: copy, name: name, byteCount: file.byteCount)
  }

  fileprivate init(owning descriptor: Int32, name: String, byteCount: Int) {
    self.descriptor = descriptor
    self.name = name
    self.byteCount = byteCount
  }

  deinit { close(descriptor) }

  /// A descriptor of the same file that the caller has to close.
  func duplicateDescriptor() throws -> Int32 {
    let copy = dup(descriptor)
    guard copy >= 0 else { throw Self.openingError(name, errno) }
    return copy
  }

  /// Copies `count` elements from the bytes that start at `offset`, in the order of this machine.
  ///
  /// - Precondition: the range lies inside the file as it was when opened.
  /// - Throws: ``FormatError`` if the file has become shorter since, or cannot be read.
  func elements<Element: PlainBits>(
    _: Element.Type, at offset: Int, count: Int
  ) throws -> [Element] {
    let (byteSpan, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.size)
    precondition(
      !overflow && offset >= 0 && count >= 0 && offset <= byteCount
        && byteSpan <= byteCount - offset, "a range inside the file")
    if count == 0 { return [] }
    return try unsafe [Element](unsafeUninitializedCapacity: count) { buffer, filled in
      let target = UnsafeMutableRawBufferPointer(buffer)
      if byteSpan < Self.smallestMapping {
        try unsafe read(into: target, at: offset)
      } else {
        try unsafe withWindow(offset..<offset + byteSpan) { unsafe target.copyMemory(from: $0) }
      }
      filled = count
    }
  }

  private func read(into target: UnsafeMutableRawBufferPointer, at offset: Int) throws {
    var done = 0
    while done < target.count {
      let part = unsafe UnsafeMutableRawBufferPointer(rebasing: target[done...])
      let got = unsafe pread(descriptor, part.baseAddress, part.count, off_t(offset + done))
      if got < 0 && errno == EINTR { continue }
      guard got > 0 else { throw readingError(got == 0 ? 0 : errno, at: offset + done) }
      done += got
    }
  }

  /// Lends the bytes of a range, mapped for the time of the call.
  private func withWindow(
    _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw readingError(errno, at: range.lowerBound)
    }
    // Touching a mapped page beyond the end of a file ends the process, so a file that somebody has
    // cut meanwhile must be noticed before.
    guard Int(status.st_size) >= range.upperBound else {
      throw readingError(0, at: Int(status.st_size))
    }
    let pageStart = range.lowerBound & ~(sysconf(Int32(_SC_PAGESIZE)) - 1)
    let length = range.upperBound - pageStart
    let flags = MAP_PRIVATE | MAP_POPULATE
    guard
      let address = unsafe mmap(nil, length, PROT_READ, flags, descriptor, off_t(pageStart)),
      unsafe address != MAP_FAILED
    else { throw readingError(errno, at: range.lowerBound) }
    defer { unsafe munmap(address, length) }
    unsafe body(
      UnsafeRawBufferPointer(start: address + (range.lowerBound - pageStart), count: range.count))
  }

  private func readingError(_ code: Int32, at byte: Int) -> FormatError {
    if code == 0 {
      return FormatError(
        name, .byte(byte), expected: "the file held \(grouped(byteCount)) bytes when it was opened",
        found: "now it ends here", remedy: "Wait until the program that writes it is done.")
    }
    return FormatError(
      name, .byte(byte), expected: "the bytes here should be readable",
      found: "the system says: \(Self.message(code))",
      remedy: "Check the disk, or copy the file to another one.")
  }

  private static func openingError(_ name: String, _ code: Int32) -> FormatError {
    let (found, remedy) =
      switch code {
      case ENOENT:
        ("there is no such file", "Check the path; a pattern such as 'dir/*.npy' may be quoted.")
      case EACCES, EPERM:
        ("it may not be read", "Give yourself permission to read it (chmod u+r).")
      case EISDIR: ("it is a directory", "Name a file in it.")
      default: ("the system says: \(message(code))", "Check the path and try again.")
      }
    return FormatError(name, expected: "a file should be here", found: found, remedy: remedy)
  }

  fileprivate static func message(_ code: Int32) -> String {
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}

/// A temporary file without a name, filled once and then read like any other; or an output that gets its
/// name when it is whole.
///
/// The first kind lives in `TMPDIR` (else `/tmp`) and is gone with the process, however that ends.
@safe final class Spool {
  private let name: String
  private let directory: String
  /// Whether it is to become a file that was asked for.
  private let isOutput: Bool
  private var descriptor: Int32
  /// The name it has until it is published; nil for one without a name.
  private var temporaryPath: String?
  private(set) var byteCount = 0

  /// An empty spool for what is read from a file.
  init(for name: String) throws {
    self.name = name
    isOutput = false
    let asked = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? ""
    directory = asked.isEmpty ? "/tmp" : asked
    var template = Array("\(directory)/embedscope-XXXXXX".utf8CString)
    descriptor = unsafe mkstemp(&template)
    guard descriptor >= 0 else { throw roomError(errno) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unsafe unlink(template)
  }

  /// An empty file beside the one that it is to become.
  ///
  /// - Throws: ``FormatError`` if the directory takes no file.
  init(beside path: String) throws {
    name = path
    isOutput = true
    directory = FilePath.directory(of: path)
    let temporary = FilePath.join(
      directory, ".\(FilePath.lastComponent(path)).embedscope-\(getpid())")
    descriptor = unsafe open(temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw roomError(errno) }
    temporaryPath = temporary
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if let temporaryPath { unsafe unlink(temporaryPath) }
  }

  /// Gives the finished file its name, in the place of any that has it.
  ///
  /// - Throws: ``FormatError`` if the last bytes cannot be written; then nothing has changed.
  func publish() throws {
    guard let temporary = temporaryPath else {
      preconditionFailure("a file that was begun beside its place is published once")
    }
    guard fsync(descriptor) == 0, unsafe rename(temporary, name) == 0 else {
      throw roomError(errno)
    }
    temporaryPath = nil
  }

  /// Writes elements after those that are there.
  func append<Element: PlainBits>(_ elements: [Element]) throws {
    try unsafe elements.withUnsafeBytes { try unsafe write($0) }
  }

  /// Writes all that is left in a stream.
  fileprivate func appendAll(from stream: Int32) throws {
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let got = unsafe buffer.withUnsafeMutableBytes {
        unsafe read(stream, $0.baseAddress, $0.count)
      }
      if got == 0 { return }
      if got < 0 && errno == EINTR { continue }
      guard got > 0 else {
        throw FormatError(
          name, .byte(byteCount), expected: "the stream should go on",
          found: "the system says: \(MappedFile.message(errno))",
          remedy: "Write it to a file first and read that.")
      }
      try unsafe buffer.withUnsafeBytes {
        try unsafe write(UnsafeRawBufferPointer(rebasing: $0[..<got]))
      }
    }
  }

  private func write(_ bytes: UnsafeRawBufferPointer) throws {
    var done = 0
    while done < bytes.count {
      let part = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
      let wrote = unsafe Glibc.write(descriptor, part.baseAddress, part.count)
      if wrote < 0 && errno == EINTR { continue }
      guard wrote > 0 else { throw roomError(errno) }
      done += wrote
    }
    byteCount += bytes.count
  }

  /// The filled file.
  func finish() throws -> MappedFile {
    precondition(descriptor >= 0, "a spool is finished once")
    let file = MappedFile(owning: descriptor, name: name, byteCount: byteCount)
    descriptor = -1
    return file
  }

  private func roomError(_ code: Int32) -> FormatError {
    if isOutput {
      return FormatError(
        name, expected: "room for the rows in \(directory)",
        found: "the system says: \(MappedFile.message(code))",
        remedy: "Make room or choose another path.")
    }
    return FormatError(
      name, expected: "the decoded rows need a temporary file in \(directory)",
      found: "the system says: \(MappedFile.message(code))",
      remedy: "Set TMPDIR to a directory with room for them.")
  }
}

/// What a path leads to, and the parts of its name.
enum FilePath {
  /// What is at a path.
  enum Kind { case missing, directory, file }

  /// What is at a path, links followed.
  static func kind(_ path: String) -> Kind {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return .missing }
    return status.st_mode & S_IFMT == S_IFDIR ? .directory : .file
  }

  /// The names in a directory in byte order, without those that start with a dot.
  static func names(inDirectory path: String) throws -> [String] {
    guard let stream = unsafe opendir(path) else {
      throw FormatError(
        path, expected: "a directory that can be listed should be here",
        found: "the system says: \(MappedFile.message(errno))",
        remedy: "Check the path and its permissions.")
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return sortedByBytes(names)
  }

  /// The paths that match a shell pattern, in byte order.
  static func matches(_ pattern: String) -> [String] {
    var found = unsafe glob_t()
    defer { unsafe globfree(&found) }
    guard unsafe glob(pattern, 0, nil, &found) == 0 else { return [] }
    var paths: [String] = []
    for index in 0..<Int(unsafe found.gl_pathc) {
      if let path = unsafe found.gl_pathv[index] { paths.append(unsafe String(cString: path)) }
    }
    return sortedByBytes(paths)
  }

  /// Lets the process hold as many open files as the system allows, for sets of many shards.
  static func raiseDescriptorLimit() {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    // Where this is refused, opening one shard too many says so.
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }

  /// String order in Swift is that of Unicode; shards are sorted as `LC_ALL=C ls` sorts them.
  private static func sortedByBytes(_ names: [String]) -> [String] {
    names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The part of a path after its last slash.
  static func lastComponent(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The directory of a path; `.` where it has none.
  static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A name inside a directory.
  static func join(_ directory: String, _ name: String) -> String {
    directory == "." ? name : directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
  }

  /// The part of a name after its last dot, in lower case; empty where it has none.
  static func fileExtension(_ path: String) -> String {
    let name = lastComponent(path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }

  /// A path without the last dot of its name and what follows.
  static func withoutExtension(_ path: String) -> String {
    fileExtension(path).isEmpty ? path : String(path[..<(path.lastIndex(of: ".") ?? path.endIndex)])
  }
}
