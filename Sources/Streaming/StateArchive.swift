/// Writes the parts of a state as little-endian bytes.
///
/// Binary, because a d × d state of a million doubles takes seconds as text and milliseconds so.
public struct StateWriter: Sendable {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []

  /// An empty archive.
  public init() {}

  /// Appends a number.
  public mutating func write(_ value: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
    }
  }

  /// Appends a count or index.
  public mutating func write(_ value: Int) { write(UInt64(bitPattern: Int64(value))) }

  /// Appends a number with its bits.
  public mutating func write(_ value: Double) { write(value.bitPattern) }

  /// Appends an array with its length.
  public mutating func write(_ values: [Double]) {
    write(values.count)
    bytes.reserveCapacity(bytes.count + 8 * values.count)
    for value in values { write(value) }
  }

  /// Appends an array with its length.
  public mutating func write(_ values: [UInt64]) {
    write(values.count)
    bytes.reserveCapacity(bytes.count + 8 * values.count)
    for value in values { write(value) }
  }
}

/// A saved state cannot be what it says it is.
public enum StateError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The archive ended at this byte, inside a value.
  case endsEarly(byte: Int)
  /// A length at this byte is negative or larger than the archive.
  case impossibleLength(byte: Int, length: Int)
  /// The parts do not fit each other.
  case inconsistent(String)

  /// What is wrong, in words.
  public var description: String {
    switch self {
    case .endsEarly(let byte):
      "state: byte \(byte): the archive ends inside a value; it is truncated"
    case .impossibleLength(let byte, let length):
      "state: byte \(byte): an array of \(length) values"
    case .inconsistent(let what): "state: \(what)"
    }
  }
}

/// Reads what ``StateWriter`` wrote, in the same order.
public struct StateReader: Sendable {
  private let bytes: [UInt8]
  private var position = 0

  /// A reader at the first byte.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether everything has been read.
  public var isAtEnd: Bool { position == bytes.count }

  /// The next number.
  public mutating func readUInt64() throws -> UInt64 {
    guard bytes.count - position >= 8 else { throw StateError.endsEarly(byte: position) }
    var value: UInt64 = 0
    for offset in 0..<8 { value |= UInt64(bytes[position + offset]) << UInt64(8 * offset) }
    position += 8
    return value
  }

  /// The next count or index.
  public mutating func readInt() throws -> Int { Int(Int64(bitPattern: try readUInt64())) }

  /// The next number.
  public mutating func readDouble() throws -> Double { Double(bitPattern: try readUInt64()) }

  /// The next array.
  public mutating func readDoubles() throws -> [Double] {
    let count = try readLength()
    var values: [Double] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try readDouble()) }
    return values
  }

  /// The next array.
  public mutating func readUInt64s() throws -> [UInt64] {
    let count = try readLength()
    var values: [UInt64] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try readUInt64()) }
    return values
  }

  private mutating func readLength() throws -> Int {
    let place = position
    let count = try readInt()
    guard count >= 0, count <= (bytes.count - position) / 8 else {
      throw StateError.impossibleLength(byte: place, length: count)
    }
    return count
  }
}
