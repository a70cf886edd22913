import Testing

@testable import EmbeddingFormats

extension Workshop {
  /// Writes a file and opens it the way the readers do.
  func open(_ bytes: [UInt8], named name: String = "x") throws -> MappedFile {
    try MappedFile(path: try write(name, bytes))
  }

  func open(_ text: String, named name: String = "x") throws -> MappedFile {
    try open(Array(text.utf8), named: name)
  }
}
