/// Several vectors for each item: the ragged export of a late-interaction model.
///
/// Item i (a document or a query) has the token rows `offsets[i]..<offsets[i + 1]` of ``tokens``. There
/// is no padding, and an item may have no token at all.
public struct TokenSet: Sendable {
  /// All token vectors, item after item.
  public let tokens: any EmbeddingSource
  /// Where the tokens of each item start; one more than there are items.
  public let offsets: [Int]

  /// Number of items.
  public var itemCount: Int { offsets.count - 1 }
  /// Components of a token vector.
  public var columnCount: Int { tokens.shape.columnCount }
  /// What a report calls the set.
  public var name: String { tokens.name }

  /// A set from its rows and offsets.
  ///
  /// - Precondition: the offsets ascend from 0 to the number of rows.
  public init(tokens: any EmbeddingSource, offsets: [Int]) {
    precondition(
      offsets.first == 0 && offsets.last == tokens.shape.rowCount,
      "offsets go from 0 to the number of token rows")
    for item in 1..<max(1, offsets.count) {
      precondition(offsets[item - 1] <= offsets[item], "offsets ascend")
    }
    self.tokens = tokens
    self.offsets = offsets
  }

  /// Number of tokens of an item.
  public func tokenCount(of item: Int) -> Int { offsets[item + 1] - offsets[item] }

  /// The token rows of consecutive items.
  public func rows(of items: Range<Int>) -> Range<Int> {
    offsets[items.lowerBound]..<offsets[items.upperBound]
  }

  /// Consecutive items with at most `tokenLimit` tokens together, in order; an item with more has a
  /// range of its own.
  ///
  /// The cut depends on the offsets alone.
  public func blocks(tokenLimit: Int, itemLimit: Int = .max) -> [Range<Int>] {
    precondition(tokenLimit > 0 && itemLimit > 0, "a block holds something")
    var blocks: [Range<Int>] = []
    var first = 0
    for item in 0..<itemCount
    where item > first
      && (offsets[item + 1] - offsets[first] > tokenLimit || item - first >= itemLimit)
    {
      blocks.append(first..<item)
      first = item
    }
    if first < itemCount { blocks.append(first..<itemCount) }
    return blocks
  }
}
