/// Relevance matrices whose sign-rank is known, or bounded, by theory.
///
/// Each is a value of rows (queries) and columns (documents); the same arguments give the same
/// matrix on every machine. What is known of each stands beside it: rank± is the sign-rank of
/// 2A - 1, the ordering rank what a retrieval model needs.
extension RelevanceMatrix {
  /// Query i wants document i alone.
  ///
  /// rank± is min(n - 1, 3) and the ordering rank min(n - 1, 2), for n >= 2.
  public static func identity(_ count: Int) -> RelevanceMatrix {
    RelevanceMatrix(columnCount: count, relevant: (0..<count).map { [$0] })
  }

  /// Query i wants the documents j <= i.
  ///
  /// rank± 2 and ordering rank 1, for n >= 3.
  public static func greaterThan(_ count: Int) -> RelevanceMatrix {
    RelevanceMatrix(columnCount: count, relevant: (0..<count).map { Array(0...$0) })
  }

  /// A query for every set of `size` documents, in lexicographic order.
  ///
  /// For 2 size <= n: rank± is min(n - 1, 2 size + 1), and the ordering rank min(n - 2, 2 size) for
  /// sizes from 2 on.
  public static func allSubsets(size: Int, of count: Int) -> RelevanceMatrix {
    RelevanceMatrix(columnCount: count, relevant: subsets(size: size, of: count, atMost: .max))
  }

  /// A query for every set of at most `size` documents, the empty one included.
  ///
  /// The ordering rank is min(2 size, n - 1).
  public static func allSubsets(upTo size: Int, of count: Int) -> RelevanceMatrix {
    RelevanceMatrix(
      columnCount: count,
      relevant: (0...size).flatMap { subsets(size: $0, of: count, atMost: .max) })
  }

  /// The pattern of the LIMIT data set: the first 1,000 pairs of 46 documents in lexicographic order,
  /// and `documentCount` - 46 documents that no query wants.
  ///
  /// rank± 5 and ordering rank 4.
  ///
  /// - Source: Weller, Boratko, Naim and Lee, "On the theoretical limitations of embedding-based
  ///   retrieval", ICLR 2026.
  /// - Precondition: at least 46 documents.
  public static func limit(documentCount: Int = 46) -> RelevanceMatrix {
    precondition(documentCount >= 46, "the pattern uses 46 documents")
    return RelevanceMatrix(
      columnCount: documentCount, relevant: subsets(size: 2, of: 46, atMost: 1000))
  }

  /// The +1 entries of Sylvester's Hadamard matrix: entry (i, j) is (-1) to the number of common bits.
  ///
  /// rank± is at least max(√n, log2 n + 1).
  ///
  /// - Precondition: `order` is a power of two.
  public static func hadamard(order: Int) -> RelevanceMatrix {
    precondition(order > 0 && order.nonzeroBitCount == 1, "Sylvester's orders are powers of two")
    return bitwise(order) { ($0 & $1).nonzeroBitCount.isMultiple(of: 2) }
  }

  /// Query x wants the documents y whose bits are disjoint from those of x, over 2^bits of each.
  ///
  /// rank± is bits + 1 and the ordering rank bits.
  public static func disjointness(bits: Int) -> RelevanceMatrix {
    precondition(bits >= 0 && bits < 16, "2^bits queries are listed")
    return bitwise(1 << bits) { $0 & $1 == 0 }
  }

  /// Query x wants the words within a Hamming distance of its own, over 2^bits of each.
  public static func hammingBalls(radius: Int, bits: Int) -> RelevanceMatrix {
    precondition(bits >= 0 && bits < 16, "2^bits queries are listed")
    return bitwise(1 << bits) { ($0 ^ $1).nonzeroBitCount <= radius }
  }

  /// Queries and documents in equal blocks: a query wants the documents of its block.
  ///
  /// A blow-up of the identity, so rank± 3 and ordering rank 2 from four blocks on.
  ///
  /// - Precondition: at least one query and one document a block.
  public static func blocks(_ count: Int, rowCount: Int, columnCount: Int) -> RelevanceMatrix {
    precondition(count > 0 && count <= rowCount && count <= columnCount, "no block is empty")
    let starts = (0...count).map { $0 * columnCount / count }
    return RelevanceMatrix(
      columnCount: columnCount,
      relevant: (0..<rowCount).map { row in
        let block = row * count / rowCount
        return Array(starts[block]..<starts[block + 1])
      })
  }

  /// Every query wants a random interval of documents, circular ones wrapping around the end.
  ///
  /// rank± at most 3, ordering rank at most 2.
  public static func intervals(
    rowCount: Int, columnCount: Int, circular: Bool, seed: UInt64
  ) -> RelevanceMatrix {
    var generator = SplitMix64(seed: seed)
    guard columnCount > 0 else {
      return RelevanceMatrix(columnCount: 0, relevant: (0..<rowCount).map { _ in [] })
    }
    return RelevanceMatrix(
      columnCount: columnCount,
      relevant: (0..<rowCount).map { _ in
        let first = Int.random(in: 0..<columnCount, using: &generator)
        let last = Int.random(in: 0..<columnCount, using: &generator)
        if first <= last { return Array(first...last) }
        return circular ? Array(0...last) + Array(first..<columnCount) : Array(last...first)
      })
  }

  /// Lines and points of the projective plane over the field of a prime order: q² + q + 1 of each.
  ///
  /// rank± is above √q; the VC dimension is 2.
  ///
  /// - Precondition: `order` is prime.
  public static func projectivePlane(order: Int) -> RelevanceMatrix {
    precondition(isPrime(order), "planes are made over fields of prime order")
    var points: [(Int, Int, Int)] = [(0, 0, 1)]
    points += (0..<order).map { (0, 1, $0) }
    for y in 0..<order { points += (0..<order).map { (1, y, $0) } }
    return RelevanceMatrix(
      columnCount: points.count,
      relevant: points.map { line in
        points.indices.filter { at in
          let point = points[at]
          return (line.0 * point.0 + line.1 * point.1 + line.2 * point.2).isMultiple(of: order)
        }
      })
  }

  /// Every pair is relevant with the same probability, independently.
  ///
  /// Square ones of density one half have rank± between n/32 and n/2 + o(n) with high probability
  /// (Alon, Frankl and Rödl, FOCS 1985).
  public static func random(
    rowCount: Int, columnCount: Int, density: Double, seed: UInt64
  ) -> RelevanceMatrix {
    precondition(density >= 0 && density <= 1, "a density is a probability")
    var generator = SplitMix64(seed: seed)
    return RelevanceMatrix(
      columnCount: columnCount,
      relevant: (0..<rowCount).map { _ in
        (0..<columnCount).filter { _ in Double(generator.next() >> 11) * 0x1p-53 < density }
      })
  }

  /// Every query wants as many documents, drawn without replacement.
  ///
  /// rank± is at most 2 relevantCount + 1, the ordering rank at most 2 relevantCount.
  ///
  /// - Complexity: O(rows × relevantCount), whatever the number of documents.
  public static func randomSparse(
    rowCount: Int, columnCount: Int, relevantCount: Int, seed: UInt64
  ) -> RelevanceMatrix {
    precondition(
      relevantCount >= 0 && relevantCount <= columnCount, "there are that many documents")
    var generator = SplitMix64(seed: seed)
    return RelevanceMatrix(
      columnCount: columnCount,
      relevant: (0..<rowCount).map { _ in
        // Floyd's sampling: one draw an element and no table of all documents.
        var chosen: Set<Int> = []
        for bound in columnCount - relevantCount..<columnCount {
          let draw = Int.random(in: 0...bound, using: &generator)
          if !chosen.insert(draw).inserted { chosen.insert(bound) }
        }
        return chosen.sorted()
      })
  }

  /// The signs of U V′ for random integer factors of `rank` columns with entries in -9...9.
  ///
  /// rank± is at most `rank`: every product is made odd, so that none is 0.
  public static func plantedSigns(
    rowCount: Int, columnCount: Int, rank: Int, seed: UInt64
  ) -> RelevanceMatrix {
    precondition(rank > 0, "a rank is positive")
    var generator = SplitMix64(seed: seed)
    func factor(_ count: Int) -> [[Int]] {
      (0..<count).map { _ in (0..<rank).map { _ in Int.random(in: -9...9, using: &generator) } }
    }
    let left = factor(rowCount)
    // Even entries but the last, which is odd like the last of each query: every product is odd.
    let right = factor(columnCount).map { row in
      row.dropLast().map { 2 * $0 } + [2 * row[rank - 1] + 1]
    }
    return RelevanceMatrix(
      columnCount: columnCount,
      relevant: left.map { row in
        let query = row.dropLast() + [2 * row[rank - 1] + 1]
        return right.indices.filter { zip(query, right[$0]).reduce(0) { $0 + $1.0 * $1.1 } > 0 }
      })
  }

  /// Whether a number is prime, by trial division.
  public static func isPrime(_ number: Int) -> Bool {
    guard number > 1 else { return false }
    var divisor = 2
    while divisor * divisor <= number {
      if number.isMultiple(of: divisor) { return false }
      divisor += 1
    }
    return true
  }

  private static func bitwise(
    _ count: Int, _ isRelevant: (Int, Int) -> Bool
  ) -> RelevanceMatrix {
    RelevanceMatrix(
      columnCount: count,
      relevant: (0..<count).map { row in (0..<count).filter { isRelevant(row, $0) } })
  }

  private static func subsets(size: Int, of count: Int, atMost limit: Int) -> [[Int]] {
    precondition(size >= 0 && size <= count, "a subset is no larger than the set")
    var subset = Array(0..<size)
    var result: [[Int]] = []
    while result.count < limit {
      result.append(subset)
      guard let at = subset.indices.last(where: { subset[$0] < count - size + $0 }) else { break }
      subset[at] += 1
      for next in at + 1..<max(at + 1, size) { subset[next] = subset[next - 1] + 1 }
    }
    return result
  }
}
