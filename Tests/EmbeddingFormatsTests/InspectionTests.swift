import EmbeddingFormats
import EmbeddingSets
import Testing

@Suite("An inspection says what reading will give")
struct InspectionTests {
  @Test("of every format", arguments: Specimen.all)
  func formats(specimen: Specimen) throws {
    let workshop = try Workshop()
    let path = try specimen.write(to: workshop)
    let inspection = try EmbeddingSetReader.inspect(path, options: specimen.options)
    let source = try EmbeddingSetReader.open(path, options: specimen.options)
    #expect(inspection.format == specimen.format && inspection.byteCount == specimen.bytes.count)
    #expect(inspection.shape == source.shape && inspection.files.isEmpty)
    let tensor = try #require(inspection.tensors.first)
    #expect(tensor.shape == [4, 3] && tensor.dtype == source.shape.storedAs.description)
    #expect(tensor.order == (specimen.file == "f.npy" ? "column-major" : "row-major"))
    #expect(inspection.firstIdentifiers == specimen.identifiers ?? [])
  }

  @Test("the first five identifiers are enough")
  func identifiers() throws {
    let workshop = try Workshop()
    let text = (0..<9).map { "w\($0) 1.5 2\n" }.joined()
    let inspection = try EmbeddingSetReader.inspect(try workshop.write("x.txt", text))
    #expect(inspection.firstIdentifiers == (0..<5).map { "w\($0)" })
  }

  @Test("several files together: their bytes, and every array by the name of its file")
  func shards() throws {
    let workshop = try Workshop()
    let paths = try ["a", "b"].map { try workshop.write("\($0).npy", npy()) }
    let inspection = try EmbeddingSetReader.inspect(workshop.path)
    #expect(inspection.files == paths && inspection.tensors.map(\.name) == paths)
    #expect(inspection.byteCount == 2 * npy().count && inspection.shape?.rowCount == 8)
  }
}
