import EmbeddingFormats
import EmbeddingSets
import Testing

@Suite("A file without a header is what its sidecar, its options and its name say")
struct RawFormatTests {
  private static let zeros = [UInt8](repeating: 0, count: 48)

  @Test(
    "the ending names the type",
    arguments: [
      ("f32", ScalarType.float32, 4), ("f16", .float16, 8), ("bf16", .bfloat16, 8),
      ("f64", .float64, 2), ("i8", .int8, 16), ("u8", .uint8, 16), ("bin", .float32, 4),
      ("raw", .float32, 4), ("F16", .float16, 8),
    ])
  func endings(ending: String, type: ScalarType, rowCount: Int) throws {
    let workshop = try Workshop()
    let path = try workshop.write("x.\(ending)", Self.zeros)
    let source = try EmbeddingSetReader.open(path, options: ReadOptions(dimensions: 3))
    #expect(source.shape == EmbeddingShape(rowCount: rowCount, columnCount: 3, storedAs: type))
    let asked = try EmbeddingSetReader.open(
      path, options: ReadOptions(dtype: .float64, dimensions: 3))
    #expect(asked.shape.storedAs == .float64)
  }

  @Test(
    "sidecars in use",
    arguments: [
      "{\"shape\":[4,3],\"dtype\":\"float32\"}", "{\"shape\": [4, 3]}",
      "{\n \"dtype\": \"<f4\",\n \"by\": {\"v\": [1]},\n \"shape\": [ 4.0, 3e0 ]\n}\n",
      "{\"shape\":[4,3],\"dtype\":\"=F4\"}", "{\"shape\":[4,3],\"dtype\":\"single_unknown\"}",
    ])
  func sidecars(text: String) throws {
    for sidecar in ["x.json", "x.raw.json"] {
      let workshop = try Workshop()
      let path = try workshop.write("x.raw", little(specimenFloats))
      _ = try workshop.write(sidecar, text)
      if text.contains("unknown") {
        let error = #expect(throws: FormatError.self) { try EmbeddingSetReader.open(path) }
        #expect(error?.file.hasSuffix(sidecar) == true)
      } else {
        let source = try EmbeddingSetReader.open(path)
        #expect(try source.block(rows: 0..<4).doubles == specimenValues)
      }
    }
  }

  @Test("a sidecar's byte order is honoured")
  func bigEndian() throws {
    let workshop = try Workshop()
    let path = try workshop.write("x.raw", little(specimenFloats.map(\.bitPattern.byteSwapped)))
    _ = try workshop.write("x.json", "{\"shape\": [4, 3], \"dtype\": \">f4\"}")
    #expect(try EmbeddingSetReader.open(path).block(rows: 0..<4).doubles == specimenValues)
  }

  @Test(
    "sidecars that are none",
    arguments: [
      "{\"shape\":[12]}", "{\"shape\":[2,2,3]}", "{\"shape\":[4.5,3]}", "{\"shape\":[]}",
      "{\"shape\":\"4x3\"}", "{\"shape\":[4,\"3\"]}", "{\"shape\":[NaN,3]}", "{\"Shape\":[4,3]}",
      "{\"shape\":[4,3],\"dtype\":4}", "{\"shape\":[4,3],\"dtype\":null}", "{\"shape\":[4,3]",
    ])
  func refused(text: String) throws {
    let workshop = try Workshop()
    let path = try workshop.write("x.raw", little(specimenFloats))
    let sidecar = try workshop.write("x.json", text)
    let error = #expect(throws: FormatError.self) { try EmbeddingSetReader.open(path) }
    #expect(error?.file == sidecar)
  }
}
