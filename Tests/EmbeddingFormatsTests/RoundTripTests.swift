import EmbeddingFormats
import EmbeddingSets
import Testing

@Suite("Every format gives back the rows that were written")
struct RoundTripTests {
  @Test("by its own signs", arguments: Specimen.all)
  func recognised(specimen: Specimen) throws {
    let workshop = try Workshop()
    let path = try specimen.write(to: workshop)
    let source = try EmbeddingSetReader.open(path, options: specimen.options)
    #expect(source.shape.rowCount == 4 && source.shape.columnCount == 3)
    #expect(try source.block(rows: 0..<4).doubles == specimenValues)
    #expect(try source.block(rows: 1..<3).doubles == Array(specimenValues[3..<9]))
    #expect(try source.block(rows: 2..<2).values.count == 0)
    if specimen.identifiers != nil {
      #expect(try (source as? any IdentifiedSource)?.identifiers() == specimen.identifiers)
    }
    let inspection = try EmbeddingSetReader.inspect(path, options: specimen.options)
    #expect(inspection.format == specimen.format && inspection.shape == source.shape)
  }

  @Test("by the name of the format", arguments: Specimen.all)
  func named(specimen: Specimen) throws {
    let workshop = try Workshop()
    var options = specimen.options
    options.format = specimen.format
    let source = try EmbeddingSetReader.open(try specimen.write(to: workshop), options: options)
    #expect(try source.block(rows: 0..<4).doubles == specimenValues)
  }

  @Test(
    "a file cut at any byte is an error or, where it has no end mark, a shorter set",
    arguments: Specimen.all)
  func truncated(specimen: Specimen) throws {
    let workshop = try Workshop()
    for prefix in 0..<specimen.bytes.count {
      let path = try specimen.write(to: workshop, prefix: prefix)
      for allowTruncated in [false, true] {
        var options = specimen.options
        options.format = specimen.format
        options.allowTruncated = allowTruncated
        do {
          let source = try EmbeddingSetReader.open(path, options: options)
          _ = try source.block(rows: 0..<source.shape.rowCount)
          #expect(specimen.prefixCanBeValid != nil || allowTruncated, "\(prefix) bytes")
          #expect((1...4).contains(source.shape.rowCount))
        } catch let error {
          let fault = try #require(error as? FormatError, "\(prefix) bytes: \(error)")
          #expect(!fault.remedy.isEmpty && !fault.file.isEmpty)
        }
        try allowingRefusal { _ = try EmbeddingSetReader.inspect(path, options: options) }
      }
    }
  }

  @Test("a file with any byte changed is read or refused, never a crash", arguments: Specimen.all)
  func damaged(specimen: Specimen) throws {
    let workshop = try Workshop()
    for index in specimen.bytes.indices {
      for mask: UInt8 in [0x01, 0x80, 0xFF] {
        var bytes = specimen.bytes
        bytes[index] ^= mask
        for (name, text) in specimen.companions { _ = try workshop.write(name, text) }
        let path = try workshop.write(specimen.file, bytes)
        var options = specimen.options
        options.format = specimen.format
        try allowingRefusal {
          let source = try EmbeddingSetReader.open(path, options: options)
          _ = try source.block(rows: 0..<min(8, source.shape.rowCount))
        }
      }
    }
  }

  @Test("tasks that read at once see the same rows", arguments: Specimen.all)
  func concurrent(specimen: Specimen) async throws {
    let workshop = try Workshop()
    let source = try EmbeddingSetReader.open(
      try specimen.write(to: workshop), options: specimen.options)
    try await withThrowingTaskGroup(of: [Double].self) { group in
      for _ in 0..<16 { group.addTask { try source.block(rows: 0..<4).doubles } }
      for try await values in group { #expect(values == specimenValues) }
    }
  }

  @Test("an empty file holds no rows or no header", arguments: Specimen.all)
  func empty(specimen: Specimen) throws {
    let workshop = try Workshop()
    var options = specimen.options
    options.format = specimen.format
    let path = try specimen.write(to: workshop, prefix: 0)
    #expect(throws: FormatError.self) { try EmbeddingSetReader.open(path, options: options) }
  }

  @Test("every id of the catalogue is there once and leads to its format")
  func catalogue() throws {
    let ids = FormatCatalog.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    for id in ids { #expect(FormatCatalog.format(id: id)?.id == id) }
    #expect(FormatCatalog.format(id: "parquet") == nil)
  }
}
