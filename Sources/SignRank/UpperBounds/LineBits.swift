import SignRankProof

/// The columns of a sign matrix as bit sets of rows, or the rows as bit sets of columns.
///
/// They are what is put in order when sign changes are counted. Holes count as -1.
struct LineBits: Sendable {
  /// Whether it is rows that are put in order, and columns that change sign.
  let ordersRows: Bool
  /// How many lines are put in order.
  let count: Int
  /// How many lines change sign along the order: the length of a bit set.
  let length: Int
  /// Words of a bit set.
  let words: Int
  /// The sets, one after another; bits beyond the length are 0.
  let bits: [UInt64]
  /// The bits of the last word that count.
  let lastMask: UInt64

  /// The lines of a matrix.
  init(_ matrix: SignMatrix, ordersRows: Bool) {
    let oriented = ordersRows ? matrix : matrix.transposed()
    self.ordersRows = ordersRows
    count = oriented.rowCount
    length = oriented.columnCount
    words = oriented.wordsPerRow
    bits = oriented.positive
    let rest = oriented.columnCount % 64
    lastMask = rest == 0 ? ~0 : (1 << UInt64(rest)) - 1
  }

  /// In how many places two lines differ.
  func distance(_ a: Int, _ b: Int) -> Int {
    let span = bits.span
    var sum = 0
    for word in 0..<words {
      sum += (span[a * words + word] ^ span[b * words + word]).nonzeroBitCount
    }
    return sum
  }
}

/// An order of lines, some negated, and how often each line across it changes sign.
struct LineOrder: Sendable {
  /// The order, a permutation.
  private(set) var order: [Int]
  /// Which lines are negated, by line.
  private(set) var isNegated: [Bool]
  /// Sign changes of each line across.
  private(set) var changes: [Int]
  private let lines: LineBits

  /// Nothing negated.
  init(_ lines: LineBits, order: [Int]) {
    self.lines = lines
    self.order = order
    isNegated = [Bool](repeating: false, count: lines.count)
    changes = [Int](repeating: 0, count: lines.length)
    recount()
  }

  /// Some negated.
  init(_ lines: LineBits, order: [Int], isNegated: [Bool]) {
    self.lines = lines
    self.order = order
    self.isNegated = isNegated
    changes = [Int](repeating: 0, count: lines.length)
    recount()
  }

  private mutating func recount() {
    for line in changes.indices { changes[line] = 0 }
    guard lines.count > 1 else { return }
    for place in 1..<lines.count { add(gap(order[place - 1], order[place])) }
  }

  private mutating func add(_ gap: [UInt64]) {
    for word in gap.indices {
      var rest = gap[word]
      while rest != 0 {
        changes[64 * word + rest.trailingZeroBitCount] += 1
        rest &= rest - 1
      }
    }
  }

  /// The lines that change sign between two neighbours.
  private func gap(_ a: Int, _ b: Int) -> [UInt64] {
    let turned: UInt64 = isNegated[a] == isNegated[b] ? 0 : ~0
    return (0..<lines.words).map { word in
      let mask = word == lines.words - 1 ? lines.lastMask : ~0
      return (lines.bits[a * lines.words + word] ^ lines.bits[b * lines.words + word] ^ turned)
        & mask
    }
  }

  /// Negates everything behind a gap wherever that lowers a potential that grows with the largest
  /// number of changes: conditional expectations in place of Alon, Frankl and Rödl's coin flips.
  ///
  /// - Complexity: O(count × length).
  func withGreedySigns() -> LineOrder {
    var negated = [Bool](repeating: false, count: lines.count)
    var plain = self
    plain.isNegated = negated
    var counts = [Int](repeating: 0, count: lines.length)
    // Hoeffding's exponent for count coins of ±1/2 and length rows.
    let gaps = Double(max(1, lines.count - 1))
    let rate = max(0.01, (8 * Self.logarithm(lines.length + 1) / gaps).squareRoot())
    var weights = [Double](repeating: 1, count: lines.length)
    let growth = Self.exponential(rate)
    for place in lines.count > 1 ? 1..<lines.count : 1..<1 {
      let gap = plain.gap(order[place - 1], order[place])
      var changed = 0.0
      var total = 0.0
      for line in 0..<lines.length {
        total += weights[line]
        if gap[line / 64] >> UInt64(line % 64) & 1 == 1 { changed += weights[line] }
      }
      let turns = 2 * changed > total
      negated[order[place]] = negated[order[place - 1]] != turns
      for line in 0..<lines.length
      where (gap[line / 64] >> UInt64(line % 64) & 1 == 1) != turns {
        counts[line] += 1
        weights[line] *= growth
      }
      if total > 1e200 { for line in weights.indices { weights[line] *= 1e-200 } }
    }
    return LineOrder(lines, order: order, isNegated: negated)
  }

  /// The bound that follows, with the best number of lines left out.
  var candidate: BoundCandidate {
    let lines = changes.indices.sorted { (changes[$1], $0) < (changes[$0], $1) }
    var best = (value: Int.max, peeled: 0, changes: 0)
    for peeled in 0...lines.count {
      let most = peeled < lines.count ? changes[lines[peeled]] : 0
      if most + 1 + peeled < best.value { best = (most + 1 + peeled, peeled, most) }
      if peeled + 1 >= best.value { break }
    }
    return BoundCandidate(
      signRank: best.value,
      evidence: SignChanges(
        changes: best.changes, areColumns: self.lines.ordersRows, order: order,
        negated: isNegated.indices.filter { isNegated[$0] },
        exceptions: lines.prefix(best.peeled).sorted()))
  }

  private static func logarithm(_ count: Int) -> Double {
    // log 2 for every bit is close enough for an exponent that is only a good choice
    Double(Int.bitWidth - count.leadingZeroBitCount) * 0.6931471805599453
  }

  private static func exponential(_ x: Double) -> Double {
    // (1 + x/64)^64, near enough for the same reason
    var power = 1 + x / 64
    for _ in 0..<6 { power *= power }
    return power
  }
}
