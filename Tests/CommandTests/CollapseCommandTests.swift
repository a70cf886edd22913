import Foundation
import Testing

@Suite("embedscope experiment collapse, and tables of weights")
struct CollapseCommandTests {
  /// A safetensors file of float32 matrices.
  private func safetensors(_ tensors: [(name: String, shape: [Int], values: [Float])]) -> [UInt8] {
    var entries: [String] = []
    var payload: [UInt8] = []
    for tensor in tensors {
      let bytes = Workspace.floats(tensor.values)
      let end = payload.count + bytes.count
      entries.append(
        "\"\(tensor.name)\":{\"dtype\":\"F32\",\"shape\":[\(tensor.shape.map(String.init).joined(separator: ","))],"
          + "\"data_offsets\":[\(payload.count),\(end)]}")
      payload += bytes
    }
    let header = Array("{\(entries.joined(separator: ","))}".utf8)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    return length + header + payload
  }

  private func model() -> [UInt8] {
    let identity = (0..<64).map { Float($0 / 8 == $0 % 8 ? 1 : 0) }
    let ones = [Float](repeating: 1, count: 48)
    return safetensors([
      ("encoder.0.weight", [8, 8], identity), ("encoder.0.bias", [8], Array(identity.prefix(8))),
      ("head.weight", [6, 8], ones),
    ])
  }

  @Test("a pattern makes a table, a name one set, and low rank is flagged")
  func weights() throws {
    try Workspace.use { workspace in
      try workspace.write(model(), to: "model.safetensors")
      let table = try workspace.run("diagnose", "model.safetensors", "--tensor", "*.weight")
      #expect(table.exitCode == 0, "\(table.errors)")
      #expect(table.output.hasPrefix("model.safetensors: 2 weight matrices. 1 of low rank"))
      #expect(table.output.contains("head.weight"))
      #expect(table.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let one = try workspace.run(
        "diagnose", "model.safetensors", "--tensor", "head.weight", "--only", "spectrum", "--json")
      #expect(one.exitCode == 0 && one.output.contains("spectrum.raw.rank"))
      let rest = try workspace.run(
        "diagnose", "model.safetensors", "--tensor", "encoder.*", "--json")
      #expect(rest.exitCode == 0)
      #expect(rest.output.contains("1 matching tensor is no floating-point matrix"))
    }
  }

  @Test("a pattern that matches no matrix is exit code 2 and says what to do")
  func noMatrix() throws {
    try Workspace.use { workspace in
      try workspace.write(model(), to: "model.safetensors")
      for pattern in ["decoder.*", "*.bias"] {
        let run = try workspace.run("diagnose", "model.safetensors", "--tensor", pattern)
        #expect(run.exitCode == 2)
        #expect(run.errors.contains(pattern) && run.output.isEmpty)
      }
      let pairs = try workspace.run(
        "diagnose", "model.safetensors", "--tensor", "*.weight", "--against", "model.safetensors")
      #expect(pairs.exitCode == 64)
    }
  }

  @Test("the experiment reports in every form, with a sweep where asked for")
  func experiment() throws {
    try Workspace.use { workspace in
      let run = try workspace.run(
        "experiment", "collapse", "--steps", "2", "--seeds", "1", "--sweep", "--report",
        "csv=out/", "--report", "text")
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      #expect(try workspace.names("out").contains("collapse.sweep.csv"))
      #expect(try workspace.text("out/collapse.sweep.csv").split(separator: "\n").count == 16)
      for arguments in [["--steps", "0"], ["--seeds", "0"]] {
        #expect(try workspace.run(["experiment", "collapse"] + arguments).exitCode == 64)
      }
    }
  }
}
