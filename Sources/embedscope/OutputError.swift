import FoundationEssentials
import Glibc

/// An output that could not be written: which one, what was found, what to do.
struct OutputError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// The causes of failed file operations in words.
enum SystemErrorText {
  /// The cause of the last failed system call.
  static var current: String { describe(errno) }

  /// The cause behind an error of Foundation, which wraps that of the system.
  static func describe(_ error: any Error) -> String {
    if let error = error as? POSIXError { return describe(error.code.rawValue) }
    if let error = error as? CocoaError, let cause = error.underlying {
      return describe(cause)
    }
    return String(describing: error)
  }

  private static func describe(_ code: Int32) -> String {
    switch code {
    case ENOENT: "no such directory"
    case EACCES, EPERM: "permission denied"
    case ENOSPC, EDQUOT: "no space left"
    case EROFS: "a read-only file system"
    case ENOTDIR: "a part of the path is not a directory"
    case EISDIR: "it is a directory"
    case ENAMETOOLONG: "the name is too long"
    case EBADF: "it is closed"
    case EIO: "an input/output error"
    default: "system error \(code)"
    }
  }
}
