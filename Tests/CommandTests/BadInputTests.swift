import Foundation
import Testing

/// One bad file: what it is called, what is in it, and what the message has to name.
struct BadFile: CustomTestStringConvertible, Sendable {
  let name: String
  let bytes: [UInt8]
  let mentions: String

  init(_ name: String, _ bytes: [UInt8], _ mentions: String) {
    self.name = name
    self.bytes = bytes
    self.mentions = mentions
  }

  init(_ name: String, _ text: String, _ mentions: String) {
    self.init(name, Array(text.utf8), mentions)
  }

  var testDescription: String { "\(name): \(mentions)" }

  private static let sixFloats = Workspace.floats([1, 2, 3, 4, 5, 7])

  private static func safetensors(_ header: String, payload: [UInt8] = []) -> [UInt8] {
    let count = UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + Array(header.utf8)
      + payload
  }

  private static let numpyFiles = [
    BadFile(
      "magic.npy",
      Workspace.numpy(shape: "(3, 2)", payload: sixFloats, magic: Array("\u{7F}NUMPY".utf8)),
      "byte 0"),
    BadFile("text.npy", "this is a text, not an array\n", "byte 0"),
    BadFile("promise.npy", Workspace.numpy(shape: "(300, 2)", payload: sixFloats), "2,400 bytes"),
    BadFile("more.npy", Workspace.numpy(shape: "(2, 2)", payload: sixFloats), "16 bytes"),
    BadFile("negative.npy", Workspace.numpy(shape: "(-3, 2)", payload: sixFloats), "negative"),
    BadFile(
      "product.npy",
      Workspace.numpy(shape: "(4611686018427387904, 4611686018427387904)", payload: sixFloats),
      "more bytes than a file can hold"),
    BadFile(
      "size.npy", Workspace.numpy(shape: "(99999999999999999999, 2)", payload: sixFloats), "2^63"),
    BadFile(
      "wrap.npy", Workspace.numpy(shape: "(4611686018427387904, 1)", payload: sixFloats), "byte"),
    BadFile(
      "object.npy", Workspace.numpy(type: "'|O'", shape: "(3, 2)", payload: sixFloats), "pickle"),
    BadFile(
      "fields.npy",
      Workspace.numpy(type: "[('a', '<f4')]", shape: "(3, 2)", payload: sixFloats), "structured"),
    BadFile(
      "complex.npy", Workspace.numpy(type: "'<c8'", shape: "(3, 1)", payload: sixFloats), "<c8"),
    BadFile("flat.npy", Workspace.numpy(shape: "(6,)", payload: sixFloats), "two dimensions"),
    BadFile("rows.npy", Workspace.numpy(shape: "(0, 2)"), "no rows"),
    BadFile("columns.npy", Workspace.numpy(shape: "(3, 0)"), "3 x 0"),
    BadFile("empty.npy", [UInt8](), "empty"),
  ]

  private static let textFiles = [
    BadFile("ragged.csv", "1,2,3\n4,5\n", "line 2"), BadFile("words.csv", "1,2\n3,dog\n", "'dog'"),
    BadFile("quote.csv", "1,2\n3,\"4\n", "line 2"), BadFile("empty.csv", "", "no rows"),
    BadFile("head.csv", "a,b\n", "no rows"), BadFile("cell.csv", "v\n\"[1, 2\"\n", "line 2"),
    BadFile("ragged.jsonl", "[1, 2]\n[1]\n", "line 2"),
    BadFile("cut.jsonl", "[1, 2]\n[1,\n", "line 2"),
    BadFile("glove.txt", "the 0.1 0.2\ncat 0.3\n", "line 2"),
  ]

  private static let archives = [
    BadFile("broken.npz", "PK\u{3}\u{4}garbage", "zip"), BadFile("empty.npz", [UInt8](), "empty"),
    BadFile("directory.npz", "PK\u{5}\u{6}" + String(repeating: "\u{1}", count: 18), "zip"),
    BadFile("length.safetensors", [UInt8](repeating: 0xFF, count: 8) + Array("{}".utf8), "byte 0"),
    BadFile("short.safetensors", [1, 0, 0], "byte"),
    BadFile("json.safetensors", safetensors("{\"a\": "), "byte"),
    BadFile("shape.safetensors", safetensors("{\"a\":[]}"), "tensor a"),
    BadFile(
      "offsets.safetensors",
      safetensors(
        #"{"a":{"dtype":"F32","shape":[3,2],"data_offsets":[0,99]}}"#, payload: sixFloats),
      "tensor a"
    ),
    BadFile(
      "overflow.safetensors",
      safetensors(
        #"{"a":{"dtype":"F32","shape":[4611686018427387904,8],"data_offsets":[0,24]}}"#,
        payload: sixFloats), "tensor a"),
    BadFile(
      "negative.safetensors",
      safetensors(
        #"{"a":{"dtype":"F32","shape":[-3,2],"data_offsets":[0,24]}}"#, payload: sixFloats),
      "tensor a"),
    BadFile("record.fvecs", Workspace.floats([1, 2]), "byte 0"),
    BadFile("counts.fbin", [255, 255, 255, 255, 255, 255, 255, 255], "byte"),
    BadFile("unknown.bin", [1, 2, 3], "--dimensions"), BadFile("empty", [UInt8](), "empty"),
  ]

  static let all = numpyFiles + textFiles + archives
}

@Suite("Bad input")
struct BadInputTests {
  /// What holds for every refusal, and the message that went with it.
  private func expectRefusal(of name: String, _ run: EmbedscopeProcess) {
    #expect(run.exitCode == 2, "\(name): \(run.errors)")
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("embedscope: \(name)"), "\(run.errors)")
    #expect(run.errors.hasSuffix(".\n"))
    // The message and the remedy, each on a line: no stack trace, no usage text.
    #expect(run.errors.split(separator: "\n").count <= 2, "\(run.errors)")
  }

  @Test("is refused with the file, the place and a remedy", arguments: BadFile.all)
  func refused(file: BadFile) throws {
    try Workspace.use { place in
      try place.write(file.bytes, to: file.name)
      let run = try place.run("diagnose", file.name)
      expectRefusal(of: file.name, run)
      #expect(run.errors.contains(file.mentions), "\(run.errors)")
      #expect(try place.names() == [file.name])
    }
  }

  @Test("a file cut at any byte is refused")
  func truncated() throws {
    let whole = Workspace.numpy(
      shape: "(3, 2)", payload: Workspace.floats([1, 2, 3, 4, 5, 7]))
    try Workspace.use { place in
      try place.write(whole, to: "set.npy")
      #expect(try place.run("diagnose", "set.npy", "--only", "data").exitCode == 0)
      for count in 0..<whole.count {
        try place.write(Array(whole.prefix(count)), to: "cut.npy")
        expectRefusal(of: "cut.npy", try place.run("diagnose", "cut.npy", "--only", "data"))
      }
    }
  }

  @Test("a missing file, an empty directory and a pattern without a match are refused")
  func missing() throws {
    try Workspace.use { place in
      try FileManager.default.createDirectory(
        at: place.directory.appendingPathComponent("shards"), withIntermediateDirectories: false)
      for name in ["missing.npy", "missing/*.npy", "shards", "shards/*.npy"] {
        expectRefusal(of: name, try place.run("diagnose", name))
      }
      for command in ["diagnose", "inspect"] {
        expectRefusal(of: "missing.npy", try place.run(command, "missing.npy"))
      }
    }
  }

  @Test("shards that do not fit together are refused, and the odd one is named")
  func shards() throws {
    try Workspace.use { place in
      try place.write("1,2\n3,4\n", to: "a.csv")
      try place.write("1,2,3\n", to: "b.csv")
      expectRefusal(of: "b.csv", try place.run("diagnose", "*.csv"))
    }
  }

  @Test("damaged bytes anywhere in a header never crash the program")
  func damaged() throws {
    let whole = Workspace.numpy(
      shape: "(3, 2)", payload: Workspace.floats([1, 2, 3, 4, 5, 7]))
    try Workspace.use { place in
      for offset in stride(from: 0, to: whole.count - 24, by: 3) {
        var bytes = whole
        bytes[offset] ^= 0x41
        try place.write(bytes, to: "damaged.npy")
        let run = try place.run("diagnose", "damaged.npy", "--only", "data")
        #expect(run.exitCode == 0 || run.exitCode == 2, "byte \(offset): \(run.errors)")
        #expect(run.exitCode == 0 || run.output.isEmpty)
      }
    }
  }
}
