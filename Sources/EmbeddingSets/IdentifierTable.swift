/// Identifiers of documents or queries, each once, numbered in order of first appearance.
///
/// A run of a million lines names a thousand queries and some ten thousand documents; kept as
/// numbers, its lines cost twelve bytes each. Identifiers are bytes, never characters: they are equal
/// when their bytes are, and their order is that of their bytes, as in trec_eval's `strcmp`.
///
/// - Complexity: a look-up costs the length of the identifier.
public struct IdentifierTable: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var hashes: [UInt32] = []
  /// Numbers by hash, open addressing; -1 where nothing is, and a power of two in size.
  private var slots: [Int32]

  /// An empty table.
  public init() { slots = Array(repeating: -1, count: 64) }

  /// A table of identifiers in their order; a repeated one keeps its first number.
  public init(_ identifiers: some Sequence<String>) {
    self.init()
    for identifier in identifiers { intern(identifier) }
  }

  /// Number of identifiers.
  public var count: Int { ends.count }

  /// All numbers.
  public var indices: Range<Int> { 0..<ends.count }

  /// The number of the identifier in a range of bytes, new or known.
  public mutating func intern(_ source: Span<UInt8>, _ range: Range<Int>) -> Int {
    let hash = Self.hash(source, range)
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let known = Int(slots[slot])
      if hashes[known] == hash && isEqual(known, source, range) { return known }
      slot = (slot + 1) & (slots.count - 1)
    }
    let number = ends.count
    precondition(number < Int(Int32.max), "more identifiers than a table numbers")
    slots[slot] = Int32(number)
    for index in range { bytes.append(source[index]) }
    ends.append(bytes.count)
    hashes.append(hash)
    if ends.count * 2 > slots.count { grow() }
    return number
  }

  /// The number of an identifier, new or known.
  @discardableResult
  public mutating func intern(_ identifier: String) -> Int {
    let text = Array(identifier.utf8)
    return intern(text.span, 0..<text.count)
  }

  /// The number that another table's identifier has here, new or known.
  public mutating func intern(_ number: Int, of other: IdentifierTable) -> Int {
    intern(other.bytes.span, other.range(of: number))
  }

  /// The number of an identifier; nil if it is not here.
  public func index(of identifier: String) -> Int? {
    let text = Array(identifier.utf8)
    return index(of: text.span, 0..<text.count)
  }

  /// The number of another table's identifier; nil if it is not here.
  public func index(of number: Int, in other: IdentifierTable) -> Int? {
    index(of: other.bytes.span, other.range(of: number))
  }

  private func index(of source: Span<UInt8>, _ range: Range<Int>) -> Int? {
    let hash = Self.hash(source, range)
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let known = Int(slots[slot])
      if hashes[known] == hash && isEqual(known, source, range) { return known }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// The identifier of a number; bytes that are no UTF-8 become replacement characters.
  public subscript(number: Int) -> String {
    String(decoding: bytes[range(of: number)], as: UTF8.self)
  }

  /// Whether the bytes of one identifier come after those of another.
  public func follows(_ left: Int, _ right: Int) -> Bool {
    let first = range(of: left)
    let second = range(of: right)
    let common = min(first.count, second.count)
    let text = bytes.span
    for offset in 0..<common {
      let one = text[first.lowerBound + offset]
      let other = text[second.lowerBound + offset]
      if one != other { return one > other }
    }
    return first.count > second.count
  }

  private func range(of number: Int) -> Range<Int> {
    (number == 0 ? 0 : ends[number - 1])..<ends[number]
  }

  private func isEqual(_ number: Int, _ source: Span<UInt8>, _ other: Range<Int>) -> Bool {
    let own = range(of: number)
    guard own.count == other.count else { return false }
    let text = bytes.span
    for offset in 0..<own.count
    where text[own.lowerBound + offset] != source[other.lowerBound + offset] { return false }
    return true
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }

  /// FNV-1a with its result folded and mixed, because slots are chosen by the low bits.
  private static func hash(_ source: Span<UInt8>, _ range: Range<Int>) -> UInt32 {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in range { value = (value ^ UInt64(source[index])) &* 0x0000_0100_0000_01B3 }
    return UInt32(truncatingIfNeeded: value ^ (value >> 32) ^ (value >> 47))
  }
}
