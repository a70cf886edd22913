import LinearAlgebra
import RealModule

/// Running ln Σ exp(p) and ln Σ exp(-p) of the columns of a stream of projections.
struct LogSumExp: Sendable {
  private var maximumPlus: [Double]
  private var sumPlus: [Double]
  private var maximumMinus: [Double]
  private var sumMinus: [Double]

  init(count: Int) {
    maximumPlus = Array(repeating: -.infinity, count: count)
    sumPlus = Array(repeating: 0, count: count)
    maximumMinus = maximumPlus
    sumMinus = sumPlus
  }

  mutating func add(_ projections: [Double], rowCount: Int) {
    RowKernels.logSumExpColumns(
      projections, rowCount: rowCount, columnCount: sumPlus.count, maximumPlus: &maximumPlus,
      sumPlus: &sumPlus, maximumMinus: &maximumMinus, sumMinus: &sumMinus)
  }

  mutating func merge(_ later: LogSumExp) {
    for index in sumPlus.indices {
      Self.merge(
        &maximumPlus[index], &sumPlus[index], later.maximumPlus[index], later.sumPlus[index])
      Self.merge(
        &maximumMinus[index], &sumMinus[index], later.maximumMinus[index], later.sumMinus[index])
    }
  }

  private static func merge(
    _ maximum: inout Double, _ sum: inout Double, _ otherMaximum: Double, _ otherSum: Double
  ) {
    guard otherSum > 0 else { return }
    let high = max(maximum, otherMaximum)
    sum = (sum > 0 ? sum * .exp(maximum - high) : 0) + otherSum * .exp(otherMaximum - high)
    maximum = high
  }

  /// All logarithms, of +p first.
  func values() -> [Double] {
    zip(maximumPlus, sumPlus).map { $0 + .log($1) }
      + zip(maximumMinus, sumMinus).map { $0 + .log($1) }
  }
}
