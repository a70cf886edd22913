import EmbeddingSets
import Testing

@Suite("Token sets are cut at items")
struct TokenSetTests {
  private static func set(_ lengths: [Int]) -> TokenSet {
    var offsets = [0]
    for length in lengths { offsets.append(offsets[offsets.count - 1] + length) }
    let values = [Float](repeating: 1, count: 2 * (offsets.last ?? 0))
    return TokenSet(tokens: InMemorySource(values, columnCount: 2), offsets: offsets)
  }

  @Test("blocks cover all items in order, and none holds more than the limit unless one item does")
  func blocks() {
    #expect(Self.set([2, 2, 3, 9, 0, 1]).blocks(tokenLimit: 4) == [0..<2, 2..<3, 3..<4, 4..<6])
    #expect(Self.set([1, 1, 1]).blocks(tokenLimit: 9, itemLimit: 2) == [0..<2, 2..<3])
    #expect(Self.set([0, 0]).blocks(tokenLimit: 1) == [0..<2])
    #expect(Self.set([]).blocks(tokenLimit: 1) == [])
  }
}
