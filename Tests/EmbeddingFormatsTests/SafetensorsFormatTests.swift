import EmbeddingFormats
import EmbeddingSets
import Testing

@Suite("Tensors of safetensors files are read by name")
struct SafetensorsFormatTests {
  @Test("bfloat16 and float16 tensors among others")
  func types() throws {
    let workshop = try Workshop()
    let header =
      "{\"a\":{\"dtype\":\"BF16\",\"shape\":[2,2],\"data_offsets\":[0,8]},"
      + "\"b\":{\"dtype\":\"F16\",\"shape\":[1,2],\"data_offsets\":[8,12]},"
      + "\"bias\":{\"dtype\":\"F8_E4M3\",\"shape\":[2],\"data_offsets\":[12,14]}}"
    let payload = little([UInt16(0x3F80), 0xBF80, 0x4000, 0x0000, 0x3C00, 0xC000]) + [1, 2]
    let path = try workshop.write("x.safetensors", safetensors(header: header, payload: payload))
    let first = try EmbeddingSetReader.open(path, options: ReadOptions(tensor: "a"))
    #expect(try first.block(rows: 0..<2).doubles == [1, -1, 2, 0])
    let second = try EmbeddingSetReader.open(path, options: ReadOptions(tensor: "b"))
    #expect(try second.block(rows: 0..<1).doubles == [1, -2])
    for name in [nil, "bias", "c"] {
      #expect(throws: FormatError.self) {
        try EmbeddingSetReader.open(path, options: ReadOptions(tensor: name))
      }
    }
    #expect(try EmbeddingSetReader.inspect(path).tensors.map(\.name) == ["a", "b", "bias"])
  }

  @Test(
    "headers that lie",
    arguments: [
      "{\"x\":{\"dtype\":\"F32\",\"shape\":[4,3],\"data_offsets\":[0,44]}}",
      "{\"x\":{\"dtype\":\"F32\",\"shape\":[4,3],\"data_offsets\":[0,52]}}",
      "{\"x\":{\"dtype\":\"F32\",\"shape\":[4,3],\"data_offsets\":[48,0]}}",
      "{\"x\":{\"dtype\":\"F32\",\"shape\":[4,-3],\"data_offsets\":[0,48]}}",
      "{\"x\":{\"dtype\":\"F32\",\"shape\":[9007199254740992,9007199254740992],\"data_offsets\":[0,48]}}",
      "{\"x\":{\"dtype\":\"F32\",\"shape\":[4,3],\"data_offsets\":[0]}}",
      "{\"x\":{\"dtype\":\"F32\",\"shape\":[4,3]}}", "{\"x\":[]}", "[]", "{", "",
      "{\"x\":{\"dtype\":\"F32\",\"shape\":[12],\"data_offsets\":[0,48]}}",
      "{\"x\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}}",
      "{\"x\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[0,0]}}",
    ])
  func lies(header: String) throws {
    let workshop = try Workshop()
    let bytes = safetensors(header: header, payload: little(specimenFloats))
    #expect(throws: FormatError.self) {
      try EmbeddingSetReader.open(try workshop.write("x.safetensors", bytes))
    }
  }

  @Test("a model in several files is found by its index")
  func shards() throws {
    let workshop = try Workshop()
    let bytes = safetensors(header: safetensorsHeader, payload: little(specimenFloats))
    _ = try workshop.write("model-1.safetensors", bytes)
    let index = try workshop.write(
      "model.safetensors.index.json", "{\"weight_map\":{\"embed\":\"model-1.safetensors\"}}")
    for argument in [index, workshop.path] {
      let source = try EmbeddingSetReader.open(argument)
      #expect(try source.block(rows: 0..<4).doubles == specimenValues)
    }
    for map in [
      "{\"a\":\"../x.safetensors\"}", "{\"a\":\"absent.safetensors\"}", "{\"a\":1}", "[]",
    ] {
      _ = try workshop.write("model.safetensors.index.json", "{\"weight_map\":\(map)}")
      #expect(throws: FormatError.self) { try EmbeddingSetReader.open(index) }
    }
  }
}
