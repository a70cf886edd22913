import Foundation
import Testing

@Suite("The data in the repository")
struct ManifestTests {
  /// One entry of MANIFEST.json, as far as it is checked here; `manifest.py --check` adds digests.
  struct Entry: Decodable, CustomTestStringConvertible {
    let path: String
    let bytes: Int
    let command: String?
    let license: String
    var testDescription: String { path }
  }

  private struct Manifest: Decodable { let files: [Entry] }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Notebooks-data")
  private static let largestTotal = 12 << 20

  private static func entries() throws -> [Entry] {
    let data = try Data(contentsOf: folder.appendingPathComponent("MANIFEST.json"))
    return try JSONDecoder().decode(Manifest.self, from: data).files
  }

  @Test("is listed in the manifest, all of it, with its size, and stays small")
  func listed() throws {
    let entries = try Self.entries()
    for entry in entries {
      let data = try Data(contentsOf: Self.folder.appendingPathComponent(entry.path))
      #expect(data.count == entry.bytes, "\(entry.path)")
      #expect(!entry.license.isEmpty)
    }
    let arrays = try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".npy") }
    #expect(arrays.sorted() == entries.map(\.path).filter { $0.hasSuffix(".npy") }.sorted())
    #expect(entries.reduce(0) { $0 + $1.bytes } <= Self.largestTotal)
  }

  @Test("is what its command makes, where it is planted")
  func planted() throws {
    let planted = try Self.entries().filter {
      $0.command?.hasPrefix("embedscope generate ") == true
    }
    #expect(planted.count == 3)
    for entry in planted {
      try Workspace.use { place in
        let arguments = entry.command?.split(separator: " ").dropFirst().map(String.init) ?? []
        #expect(try place.run(arguments + ["--output", "made.npy"]).exitCode == 0)
        let made = try Data(contentsOf: place.directory.appendingPathComponent("made.npy"))
        let kept = try Data(contentsOf: Self.folder.appendingPathComponent(entry.path))
        try #require(made.count == kept.count)
        #expect(made.prefix(128) == kept.prefix(128))
        #expect(zip(Self.floats(made), Self.floats(kept)).allSatisfy(Self.isClose))
      }
    }
  }

  /// The elements behind the 128 bytes of header.
  private static func floats(_ file: Data) -> [Float] {
    let bytes = [UInt8](file.dropFirst(128))
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * $1) })
    }
  }

  /// The logarithm of the C library differs in its last digit between processors with and without
  /// fused multiply-add; rounding to float32 hides that but for a last place now and then.
  private static func isClose(_ left: Float, _ right: Float) -> Bool {
    (left - right).magnitude <= 2 * max(left.magnitude, right.magnitude).ulp
  }
}
