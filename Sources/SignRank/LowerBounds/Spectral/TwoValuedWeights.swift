import LinearAlgebra
import RealModule
import SignRankProof

/// The weight of the rarer sign, the other one's being 1, that makes the spectral bound largest.
///
/// M M′ = a² A A′ + b² B B′ - a b (A B′ + B A′) for the 0/1 matrices A of +1 and B of -1: counted once, a
/// weight costs the eigenvalues of one small matrix.
struct TwoValuedWeights {
  /// Numerator of the weights over ``denominator``.
  let positive: Int
  let negative: Int
  /// The bound before rounding up to a whole number.
  let score: Double

  static let denominator = 1_024
  /// Up to this side all eigenvalues are computed for every weight, beyond it the greatest only.
  private static let mostForAll = 200
  private static let gridCount = 12
  private static let refinements = 10

  var entries: EntryWeights { .twoValued(positive: positive, negative: negative) }

  /// Searches on a logarithmic grid, then by golden section.
  init(_ signs: SignMatrix, deadline: Deadline) throws {
    let grams = Grams(signs)
    let (plus, minus) = grams.counts
    let isPositiveRarer = plus <= minus
    let ratio = Double(max(plus, minus)) / Double(max(1, min(plus, minus)))
    let most = min(4 * ratio, Double(EntryWeights.most / Self.denominator))
    func weights(_ logarithm: Double) -> (Int, Int) {
      let rare = Int((Double(Self.denominator) * Double.exp(logarithm)).rounded())
      return isPositiveRarer ? (rare, Self.denominator) : (Self.denominator, rare)
    }
    func score(_ logarithm: Double) throws -> Double {
      let (a, b) = weights(logarithm)
      return try grams.score(positive: Double(a), negative: Double(b))
    }
    let step = Double.log(most) / Double(Self.gridCount - 1)
    var best = (at: 0.0, score: try score(0))
    for index in 1..<Self.gridCount where !deadline.isPassed {
      let value = try score(Double(index) * step)
      if value > best.score { best = (Double(index) * step, value) }
    }
    var (low, high) = (max(0, best.at - step), best.at + step)
    let golden = (5.0.squareRoot() - 1) / 2
    for _ in 0..<Self.refinements where !deadline.isPassed {
      let (first, second) = (high - golden * (high - low), low + golden * (high - low))
      let (left, right) = (try score(first), try score(second))
      if left > best.score { best = (first, left) }
      if right > best.score { best = (second, right) }
      if left < right { low = first } else { high = second }
    }
    (positive, negative) = weights(best.at)
    self.score = best.score
  }

  /// A A′, B B′ and A B′ + B A′ about the smaller side.
  private struct Grams {
    let side: Int
    let entryCount: Double
    let counts: (plus: Int, minus: Int)
    private var bothPlus: [Double] = []
    private var bothMinus: [Double] = []
    private var opposite: [Double] = []

    init(_ signs: SignMatrix) {
      let sets = SignSets(
        columnsOf: signs.columnCount <= signs.rowCount ? signs : signs.transposed())
      side = sets.columnCount
      entryCount = Double(signs.rowCount) * Double(signs.columnCount)
      counts = (
        (0..<side).reduce(0) { $0 + sets.plusCount($1) },
        (0..<side).reduce(0) { $0 + sets.minusCount($1) }
      )
      let (plus, minus) = (sets.plus.span, sets.minus.span)
      for row in 0..<side {
        for column in 0..<side {
          var (p, m, o) = (0, 0, 0)
          for word in 0..<sets.words {
            let (i, j) = (row &* sets.words &+ word, column &* sets.words &+ word)
            p &+= (plus[i] & plus[j]).nonzeroBitCount
            m &+= (minus[i] & minus[j]).nonzeroBitCount
            o &+= ((plus[i] & minus[j]) | (minus[i] & plus[j])).nonzeroBitCount
          }
          bothPlus.append(Double(p))
          bothMinus.append(Double(m))
          opposite.append(Double(o))
        }
      }
    }

    func score(positive a: Double, negative b: Double) throws -> Double {
      var gram = [Double](repeating: 0, count: side * side)
      for index in gram.indices {
        gram[index] = a * a * bothPlus[index] + b * b * bothMinus[index] - a * b * opposite[index]
      }
      let threshold = min(a, b) * min(a, b) * entryCount
      if side <= TwoValuedWeights.mostForAll {
        let squares = try SymmetricMatrix(dimension: side, upperTriangleOf: gram).eigenvalues()
        return SpectralClaim.forsterSimonScore(
          squares: squares.map { max(0, $0) }, threshold: threshold)
      }
      return (threshold / greatestEigenvalue(gram)).squareRoot()
    }

    /// By power iteration: a guess is all that a search needs.
    private func greatestEigenvalue(_ gram: [Double]) -> Double {
      let entries = gram.span
      var vector = (0..<side).map { 1 + Double($0 % 7) / 8 }
      var value = 0.0
      for _ in 0..<40 {
        var image = [Double](repeating: 0, count: side)
        var norm = 0.0
        for row in 0..<side {
          var sums = SIMD4<Double>()
          let start = row &* side
          var column = 0
          while column + 4 <= side {
            let place = start &+ column
            sums +=
              SIMD4(
                entries[place], entries[place &+ 1], entries[place &+ 2], entries[place &+ 3])
              * SIMD4(vector[column], vector[column + 1], vector[column + 2], vector[column + 3])
            column &+= 4
          }
          var sum = sums.sum()
          while column < side {
            sum += entries[start &+ column] * vector[column]
            column &+= 1
          }
          image[row] = sum
          norm += sum * sum
        }
        let length = norm.squareRoot()
        guard length > 0 else { return 1 }
        for row in 0..<side { image[row] /= length }
        if abs(length - value) <= 1e-4 * length { return length }
        value = length
        vector = image
      }
      return value
    }
  }
}
