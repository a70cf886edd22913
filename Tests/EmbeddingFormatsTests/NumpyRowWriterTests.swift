import EmbeddingSets
import Foundation
import Testing

@testable import EmbeddingFormats

@Suite("npy files written block by block")
struct NumpyRowWriterTests {
  private static func inDirectory(_ body: (URL) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent(
      "embedscope-writer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer {
      do { try FileManager.default.removeItem(at: directory) } catch { Issue.record(error) }
    }
    try body(directory)
  }

  @Test("appear whole, with the bytes of a file written at once, and replace what was there")
  func whole() throws {
    try Self.inDirectory { directory in
      let path = directory.appendingPathComponent("a.npy").path
      try Data([1, 2, 3]).write(to: URL(fileURLWithPath: path))
      let writer = try NumpyRowWriter(path: path, type: .float32, rowCount: 3, columnCount: 2)
      try writer.append([1, 2] as [Float])
      try writer.append([3, 4, 5, 6] as [Float])
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([1, 2, 3]))
      try writer.publish()
      #expect(
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
          == NumpyWriter.bytes([1, 2, 3, 4, 5, 6] as [Float], columnCount: 2))
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["a.npy"])
    }
  }

  @Test("leave nothing behind that was not finished")
  func unfinished() throws {
    try Self.inDirectory { directory in
      let path = directory.appendingPathComponent("a.npy").path
      do {
        let writer = try NumpyRowWriter(path: path, type: .int8, rowCount: 2, columnCount: 2)
        try writer.append([1, 2] as [Int8])
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
    }
  }

  @Test("need a directory that takes files")
  func missing() {
    #expect(throws: FormatError.self) {
      try NumpyRowWriter(
        path: "/no/such/directory/a.npy", type: .float64, rowCount: 1, columnCount: 1)
    }
  }

  @Test("every type is read back as what it was written as")
  func types() throws {
    try Self.inDirectory { directory in
      func read(_ type: ScalarType, _ fill: (NumpyRowWriter) throws -> Void) throws -> [Double] {
        let path = directory.appendingPathComponent("t.npy").path
        let writer = try NumpyRowWriter(path: path, type: type, rowCount: 1, columnCount: 2)
        try fill(writer)
        try writer.publish()
        let source = try EmbeddingSetReader.open(path)
        #expect(source.shape.storedAs == type)
        return try source.block(rows: 0..<1).doubles
      }
      let doubles = try read(.float64) { try $0.append([1.5, -2] as [Double]) }
      let halves = try read(.float16) {
        try $0.append([Float16(0.5).bitPattern, Float16(-2).bitPattern])
      }
      let signed = try read(.int8) { try $0.append([-128, 127] as [Int8]) }
      let bytes = try read(.uint8) { try $0.append([0, 255] as [UInt8]) }
      #expect(doubles == [1.5, -2] && halves == [0.5, -2])
      #expect(signed == [-128, 127] && bytes == [0, 255])
    }
  }
}
