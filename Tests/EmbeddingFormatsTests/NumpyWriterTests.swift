import EmbeddingSets
import Testing

@testable import EmbeddingFormats

@Suite("Arrays that are written are arrays that can be read")
struct NumpyWriterTests {
  @Test(
    "the header is a multiple of 64 bytes, at every length of the shape",
    arguments: [0, 1, 9, 10, 99, 100, 999, 10_000, 100_000])
  func header(rowCount: Int) throws {
    let bytes = NumpyWriter.bytes([Float](repeating: 1, count: 2 * rowCount), columnCount: 2)
    let header = try NumpyHeader(name: "x", available: bytes.count) { Array(bytes[$0]) }
    #expect(header.dataOffset.isMultiple(of: 64) && bytes[header.dataOffset - 1] == 0x0A)
    #expect(header.descr == "<f4" && !header.isFortranOrder && header.shape == [rowCount, 2])
    #expect(bytes.count == header.dataOffset + 8 * rowCount)
  }

  @Test("every bit of a value is kept")
  func bits() throws {
    let patterns: [UInt32] = [0, 1 << 31, 1, 0x7F80_0000, 0x7FC0_0001, 0x1234_5678]
    let bytes = NumpyWriter.bytes(patterns.map { Float(bitPattern: $0) }, columnCount: 3)
    #expect(Array(bytes.suffix(24)) == little(patterns))
  }

  @Test("rows are read back as they were")
  func roundTrip() throws {
    let workshop = try Workshop()
    let path = try workshop.write("x.npy", NumpyWriter.bytes(specimenFloats, columnCount: 3))
    let source = try EmbeddingSetReader.open(path)
    #expect(source.shape == EmbeddingShape(rowCount: 4, columnCount: 3, storedAs: .float32))
    #expect(try source.block(rows: 0..<4).doubles == specimenValues)
  }
}
