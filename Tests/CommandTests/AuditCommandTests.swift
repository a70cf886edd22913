import EmbeddingFormats
import EmbeddingSets
import Testing

@Suite("audit says what exports hold and cost")
struct AuditCommandTests {
  private static func offsets(_ values: [Int]) -> [UInt8] {
    let header = "{'descr': '<i4', 'fortran_order': False, 'shape': (\(values.count),), }\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
      + values.flatMap { [UInt8($0), 0, 0, 0] }
  }

  private static func prepare(_ workspace: Workspace) throws {
    try workspace.plant(.whiteNoise, rows: 40, columns: 8, to: "docs.npy")
    try workspace.plant(.whiteNoise, rows: 12, columns: 8, to: "queries.npy")
    try workspace.write(offsets(Array(stride(from: 0, through: 40, by: 4))), to: "docs_offsets.npy")
    try workspace.write(offsets([0, 3, 6, 9, 12]), to: "queries_offsets.npy")
  }

  private static let tokens = [
    "audit", "--tokens", "colbert=docs.npy:docs_offsets.npy,queries.npy:queries_offsets.npy",
  ]

  @Test("late interaction: tables in words and in CSV, within 80 columns")
  func tokens() throws {
    try Workspace.use { workspace in
      try Self.prepare(workspace)
      let result = try workspace.run(
        Self.tokens + ["--report", "text", "--report", "csv=out/"])
      #expect(result.exitCode == 0 && result.errors.isEmpty, "\(result.errors)")
      #expect(result.output.hasPrefix("colbert: 10 documents, 4 queries"))
      #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let table = try workspace.text("out/late-interaction.colbert.variants.csv")
      #expect(table.contains("token-pooling,2,"))
      #expect(try workspace.text("out/metrics.csv").contains("cost.colbert.bytes-per-document,128"))
    }
  }

  @Test("single vectors of the same texts are costed beside them, others refused")
  func several() throws {
    try Workspace.use { workspace in
      try Self.prepare(workspace)
      let result = try workspace.run(Self.tokens + ["--dense", "minilm=docs.npy,queries.npy"])
      #expect(result.exitCode == 2 && result.errors.contains("row by row"))
    }
  }

  @Test(
    "wrong options end with 64",
    arguments: [
      ["audit"], ["audit", "--tokens", "a=docs.npy,queries.npy"], ["audit", "--dense", "docs.npy"],
      ["audit", "--dense", "a.b=x,y"], ["audit", "--dense", "a=x,y", "--sparse", "a=x,y"],
      ["audit", "--dense", "a=x,y", "--bm25-parameters", "1"],
      ["audit", "--dense", "a=x,y", "--maxsim", "sum"],
    ])
  func usage(arguments: [String]) throws {
    try Workspace.use { workspace in
      let run = try workspace.run(arguments)
      #expect(run.exitCode == 64)
    }
  }
}
