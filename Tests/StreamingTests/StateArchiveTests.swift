import Streaming
import TestSupport
import Testing

@Suite("A state is written and read bit for bit")
struct StateArchiveTests {
  static let numbers: [Double] = [
    0, -0.0, 1, -1.5, .infinity, -.infinity, .nan, .leastNonzeroMagnitude,
    .greatestFiniteMagnitude, 0.1,
  ]

  @Test("all parts come back with their bits", arguments: Seed.samples(4))
  func roundTrip(seed: Seed) throws {
    var seed = seed
    var words: [UInt64] = []
    for _ in 0..<Int(seed.next() % 5) { words.append(seed.next()) }
    var writer = StateWriter()
    writer.write(words)
    writer.write(Self.numbers)
    writer.write(Int.min)
    writer.write(UInt64.max)
    for number in Self.numbers { writer.write(number) }
    writer.write([Double]())
    #expect(writer.bytes.count == 8 * (1 + words.count + 1 + 10 + 2 + 10 + 1))
    var reader = StateReader(writer.bytes)
    #expect(try reader.readUInt64s() == words)
    #expect(try reader.readDoubles().map(\.bitPattern) == Self.numbers.map(\.bitPattern))
    #expect(try reader.readInt() == .min)
    #expect(try reader.readUInt64() == .max)
    for number in Self.numbers { #expect(try reader.readDouble().bitPattern == number.bitPattern) }
    #expect(try reader.readDoubles().isEmpty)
    #expect(reader.isAtEnd)
  }

  @Test("bytes are little-endian on every machine")
  func byteOrder() {
    var writer = StateWriter()
    writer.write(UInt64(0x0102_0304_0506_0708))
    #expect(writer.bytes == [8, 7, 6, 5, 4, 3, 2, 1])
  }

  @Test("a length that cannot be is refused before memory is taken", arguments: [-1, 3, Int.max])
  func badLength(length: Int) throws {
    var writer = StateWriter()
    writer.write(7)
    writer.write(length)
    writer.write(1.0)
    writer.write(2.0)
    var reader = StateReader(writer.bytes)
    #expect(try reader.readInt() == 7)
    var other = reader
    let error = StateError.impossibleLength(byte: 8, length: length)
    #expect(throws: error) { try reader.readDoubles() }
    #expect(throws: error) { try other.readUInt64s() }
  }

  @Test("an end inside a value names its byte", arguments: 0..<8)
  func endsEarly(extra: Int) throws {
    var reader = StateReader([UInt8](repeating: 1, count: 8 + extra))
    _ = try reader.readUInt64()
    #expect(throws: StateError.endsEarly(byte: 8)) { try reader.readDouble() }
    #expect(StateError.endsEarly(byte: 8).description.contains("byte 8"))
  }
}
