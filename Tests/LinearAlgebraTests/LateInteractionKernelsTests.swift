import LinearAlgebra
import TestSupport
import Testing

@Suite("Sums of maxima of products")
struct LateInteractionKernelsTests {
  private static let depth = 21

  private static func offsets(_ lengths: [Int]) -> [Int64] {
    lengths.reduce(into: [Int64(0)]) { $0.append($0[$0.count - 1] + Int64($1)) }
  }

  /// By plain loops in double precision.
  private static func plain(
    _ queries: [Float], _ queryOffsets: [Int64], _ documents: [Float], _ documentOffsets: [Int64],
    _ floor: Double
  ) -> (sums: [Double], negative: Int) {
    var sums: [Double] = []
    var negative = 0
    for query in 0..<queryOffsets.count - 1 {
      for document in 0..<documentOffsets.count - 1 {
        var sum = 0.0
        for i in Int(queryOffsets[query])..<Int(queryOffsets[query + 1]) {
          var best = -Double.infinity
          for j in Int(documentOffsets[document])..<Int(documentOffsets[document + 1]) {
            var product = 0.0
            for k in 0..<depth {
              product += Double(queries[i * depth + k]) * Double(documents[j * depth + k])
            }
            best = max(best, product)
          }
          if best < 0, best > -.infinity { negative += 1 }
          sum += max(best, floor)
        }
        sums.append(sum)
      }
    }
    return (sums, negative)
  }

  /// Documents of 0 to 27 tokens: every end of a block of every kernel; 45 query tokens: a group of lanes
  /// that is full and one that is not, with queries across the border.
  @Test(
    "every length of a document gives the plain loops' value, in registers of every width",
    arguments: [16, 8, 4], [-Float.infinity, 0])
  func lengths(width: Int, floor: Float) {
    var seed = Seed(11)
    let queryOffsets = Self.offsets([3, 0, 30, 1, 11])
    let documentOffsets = Self.offsets(Array(0...27))
    let queries = (0..<45 * Self.depth).map { _ in Float(seed.uniform() - 0.5) }
    let documents = (0..<Int(documentOffsets[28]) * Self.depth).map { _ in
      Float(seed.uniform() - 0.5)
    }
    let expected = Self.plain(queries, queryOffsets, documents, documentOffsets, Double(floor))
    let found = LateInteractionKernels.scores(
      .init(queries, depth: Self.depth), queryOffsets: queryOffsets, documents: documents,
      documentOffsets: documentOffsets, floor: floor, widestRegister: width)
    // (depth + 1) u Σ |q d| a token, components below 1/2, at most 30 tokens
    let bound = 30 * Double(Self.depth + 1) * 0x1p-24 * Double(Self.depth) / 4
    for (sum, value) in zip(found.sums, expected.sums) {
      #expect(sum == value || abs(sum - value) <= bound)
    }
    #expect(found.sums.count == 5 * 28)
    #expect(found.negativeMaxima == expected.negative && expected.negative > 0)
  }

  @Test("no queries, no documents, no tokens")
  func nothing() {
    let none = LateInteractionKernels.PackedTokens([], depth: 3)
    #expect(
      LateInteractionKernels.scores(
        none, queryOffsets: [0], documents: [1, 2, 3], documentOffsets: [0, 1], floor: 0
      ).sums == [])
    let empty = LateInteractionKernels.scores(
      none, queryOffsets: [0, 0], documents: [1, 2, 3], documentOffsets: [0, 1], floor: -.infinity)
    #expect(empty.sums == [0] && empty.negativeMaxima == 0)
    let one = LateInteractionKernels.scores(
      .init([1, 0, 0], depth: 3), queryOffsets: [0, 1], documents: [], documentOffsets: [0, 0],
      floor: -.infinity)
    #expect(one.sums == [-.infinity] && one.negativeMaxima == 0)
  }
}
