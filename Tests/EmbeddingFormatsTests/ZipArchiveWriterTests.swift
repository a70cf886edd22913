import EmbeddingSets
import Foundation
import Testing

@testable import EmbeddingFormats

@Suite("Archives of arrays, and texts, that appear whole or not at all")
struct ZipArchiveWriterTests {
  private func inDirectory(_ body: (String) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("embedscope-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try body(directory.path)
    try FileManager.default.removeItem(at: directory)
  }

  @Test("arrays are read back, and the same arrays give the same bytes")
  func roundTrip() throws {
    try inDirectory { directory in
      let values: [Double] = [1, -0.0, 3.5, .infinity, 1e-308, 6]
      let members = [
        ("wide.npy", NumpyWriter.bytes(values, columnCount: 3)),
        ("numbers.npy", NumpyWriter.bytes([Int64.min, -1, 0, Int64.max], columnCount: nil)),
        ("empty.bin", [UInt8]()),
      ]
      let path = directory + "/a.npz"
      try ZipArchiveWriter.write(members, to: path)
      let first = try Data(contentsOf: URL(fileURLWithPath: path))
      let archive = try ZipArchive(try MappedFile(path: path))
      #expect(archive.members.map(\.name) == members.map(\.0))
      #expect(archive.members.allSatisfy { $0.isStored })
      for (member, written) in zip(archive.members, members) {
        #expect(try archive.leadingBytes(of: member, count: 1000) == written.1)
      }
      var options = ReadOptions()
      options.tensor = "wide"
      let source = try EmbeddingSetReader.open(path, options: options)
      #expect(source.shape.rowCount == 2 && source.shape.columnCount == 3)
      // over the file that is there, whatever it held
      try Data("old".utf8).write(to: URL(fileURLWithPath: path))
      try ZipArchiveWriter.write(members, to: path)
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == first)
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["a.npz"])
    }
  }

  @Test("a directory that is not there takes neither")
  func missing() throws {
    #expect(throws: FormatError.self) {
      try ZipArchiveWriter.write([("a", [1])], to: "/nowhere/at/all/a.npz")
    }
    #expect(throws: FormatError.self) { try TextFileWriter(path: "/nowhere/at/all/a.csv") }
  }

  @Test("a text that was not finished leaves nothing")
  func unfinished() throws {
    try inDirectory { directory in
      let path = directory + "/a.csv"
      do {
        let text = try TextFileWriter(path: path)
        try text.append("half")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
      let text = try TextFileWriter(path: path)
      try text.append("one\n")
      try text.append("two\n")
      try text.publish()
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "one\ntwo\n")
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["a.csv"])
    }
  }
}
