import EmbeddingFormats
import EmbeddingSets
import Foundation
import Testing

/// A directory of its own for one test, with the files it puts there, gone at the end.
struct Workspace {
  let directory: URL

  /// Makes the directory, hands it over, and takes it away again.
  static func use(_ body: (Workspace) throws -> Void) throws {
    let workspace = Workspace(directory: try EmbedscopeProcess.temporaryDirectory())
    defer {
      do {
        try FileManager.default.removeItem(at: workspace.directory)
      } catch {
        Issue.record(error)
      }
    }
    try body(workspace)
  }

  /// Puts bytes into a file.
  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: directory.appendingPathComponent(name))
  }

  /// Puts text into a file.
  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  /// Puts a planted set into an npy file.
  func plant(
    _ kind: PlantedSet.Kind, rows: Int = 60, columns: Int = 8, to name: String = "set.npy"
  ) throws {
    let planted = PlantedSet(kind, rowCount: rows, columnCount: columns, rank: 2, seed: 7)
    try write(NumpyWriter.bytes(planted.values(), columnCount: columns), to: name)
  }

  /// Runs the program in the directory.
  func run(
    _ arguments: String..., input: Data? = nil, environment: [String: String] = [:]
  ) throws -> EmbedscopeProcess {
    try EmbedscopeProcess(arguments, in: directory, input: input, environment: environment)
  }

  /// Runs the program in the directory.
  func run(_ arguments: [String]) throws -> EmbedscopeProcess {
    try EmbedscopeProcess(arguments, in: directory)
  }

  /// What is in the directory or one below it, sorted.
  func names(_ path: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: directory.appendingPathComponent(path).path
    ).sorted()
  }

  /// The text of a file.
  func text(_ path: String) throws -> String {
    try String(contentsOf: directory.appendingPathComponent(path), encoding: .utf8)
  }

  /// An npy file with any header, honest or not.
  static func numpy(
    type: String = "'<f4'", shape: String, payload: [UInt8] = [], magic: [UInt8]? = nil
  ) -> [UInt8] {
    let header = "{'descr': \(type), 'fortran_order': False, 'shape': \(shape), }\n"
    let start = magic ?? [0x93] + Array("NUMPY".utf8)
    return start + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + payload
  }

  /// Little-endian float32 bytes.
  static func floats(_ values: [Float]) -> [UInt8] {
    values.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
    }
  }
}
