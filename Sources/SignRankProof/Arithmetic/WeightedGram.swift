/// The whole-number Gram matrix of a weighted sign matrix, about its smaller side.
///
/// With M = W ∘ S (0 at holes), row weights P and column weights Q: K = P M Q M′ P about the rows, or
/// K = Q M′ P M Q about the columns. P^(-1/2) K P^(-1/2) has the squares of the singular values of
/// P^(1/2) M Q^(1/2) as eigenvalues, and so has the other.
struct WeightedGram {
  /// Number of rows of K.
  let side: Int
  /// Rows of the lower triangle of K with its diagonal.
  let entries: [Int128]
  /// The weights P or Q of the side that K is about.
  let sideWeights: [Int]

  /// The Gram matrix; nil where a number could overflow.
  ///
  /// - Complexity: O(m n min(m, n)), 64 times less for two-valued weights of entries alone.
  init?(
    _ signs: SignMatrix, entryWeights: EntryWeights, rowWeights: [Int], columnWeights: [Int]
  ) {
    let isAboutRows = signs.rowCount <= signs.columnCount
    let oriented = isAboutRows ? signs : signs.transposed()
    let own = isAboutRows ? rowWeights : columnWeights
    let other = isAboutRows ? columnWeights : rowWeights
    side = oriented.rowCount
    sideWeights = own
    let largest = ExactNumber(entryWeights.largest)
    let sum = largest * largest * ExactNumber(other.reduce(0, +))
    // Sums of products fit in 62 bits; with the weights of the side, in 110.
    guard let most = sum.value, most < 1 << 62, let greatest = own.max(), greatest < 1 << 24 else {
      return nil
    }
    let products =
      switch entryWeights {
      case .twoValued(let positive, let negative) where other.allSatisfy({ $0 == 1 }):
        Self.counted(oriented, positive: positive, negative: negative)
      default:
        Self.summed(
          oriented, isAboutRows ? entryWeights : entryWeights.transposed(of: signs), other)
      }
    var entries: [Int128] = []
    entries.reserveCapacity(products.count)
    for row in 0..<side {
      for column in 0...row {
        let weight = Int128(own[row]) * Int128(own[column])
        entries.append(weight * Int128(products[row * (row + 1) / 2 + column]))
      }
    }
    self.entries = entries
  }

  /// M M′ for weights a of +1 and b of -1, by counting bits.
  private static func counted(_ signs: SignMatrix, positive a: Int, negative b: Int) -> [Int] {
    let words = signs.wordsPerRow
    let plus = signs.positive
    var minus = plus
    let used = signs.columnCount % 64
    for index in minus.indices {
      minus[index] = ~plus[index]
      if let holes = signs.holes { minus[index] &= ~holes[index] }
      if used != 0, index % words == words - 1 { minus[index] &= (1 << UInt64(used)) - 1 }
    }
    let (plusWords, minusWords) = (plus.span, minus.span)
    var products: [Int] = []
    products.reserveCapacity(signs.rowCount * (signs.rowCount + 1) / 2)
    for row in 0..<signs.rowCount {
      for other in 0...row {
        var (bothPlus, bothMinus, opposite) = (0, 0, 0)
        for word in 0..<words {
          let (first, second) = (row &* words &+ word, other &* words &+ word)
          let (p, q) = (plusWords[first], plusWords[second])
          let (u, v) = (minusWords[first], minusWords[second])
          bothPlus &+= (p & q).nonzeroBitCount
          bothMinus &+= (u & v).nonzeroBitCount
          opposite &+= ((p & v) | (u & q)).nonzeroBitCount
        }
        products.append(a * a * bothPlus + b * b * bothMinus - a * b * opposite)
      }
    }
    return products
  }

  /// M Q M′, entry by entry.
  private static func summed(
    _ signs: SignMatrix, _ weights: EntryWeights, _ other: [Int]
  ) -> [Int] {
    let (rows, columns) = (signs.rowCount, signs.columnCount)
    var signed = [Int](repeating: 0, count: rows * columns)
    for row in 0..<rows {
      for column in 0..<columns {
        let sign = signs[row, column]
        signed[row * columns + column] = sign * weights.weight(row, column, sign: sign)
      }
    }
    var weighted = signed
    for index in weighted.indices { weighted[index] *= other[index % columns] }
    let (left, right) = (weighted.span, signed.span)
    var products: [Int] = []
    products.reserveCapacity(rows * (rows + 1) / 2)
    for row in 0..<rows {
      for second in 0...row {
        var sum = 0
        for column in 0..<columns {
          // Cannot overflow: the largest possible sum was checked.
          sum &+= left[row &* columns &+ column] &* right[second &* columns &+ column]
        }
        products.append(sum)
      }
    }
    return products
  }
}
