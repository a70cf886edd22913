import EmbeddingSets
import LinearAlgebra
import Streaming

/// Sums of exp((cosine - 1) / τ) over the candidates that are not positives, for every query of both
/// directions.
///
/// Apart for candidates that are in a pair and those that are not, so that InfoNCE among the paired
/// rows alone costs nothing more. The largest term of a softmax of cosines is exp(1/τ) whatever the
/// data: that fixed offset makes partial sums of blocks add up without running maxima.
struct ContrastiveSums: Sendable {
  /// Sums of one direction: a value a query, temperature after temperature.
  struct Direction: Sendable {
    var overPaired: [Double]
    var overOthers: [Double]
  }

  /// Rows of the first set over candidates of the second.
  var forward: Direction
  /// Rows of the second set over candidates of the first.
  var reverse: Direction

  init(_ roster: PairRoster, temperatureCount: Int) {
    let forward = [Double](repeating: 0, count: roster.first.pairedCount * temperatureCount)
    let reverse = [Double](repeating: 0, count: roster.second.pairedCount * temperatureCount)
    self.forward = Direction(overPaired: forward, overOthers: forward)
    self.reverse = Direction(overPaired: reverse, overOthers: reverse)
  }
}

/// One sweep over the tiles of all cosines between two sets: each tile is computed once and serves every
/// temperature in both directions.
struct ContrastiveSweep: Sendable {
  let roster: PairRoster
  let first: DirectionPanels
  let second: DirectionPanels
  let ladder: TemperatureLadder
  let jobs: Int

  /// Rows of a stripe where the second set has to be read again for each.
  private static let tallStripe = 8192

  /// What one stripe found.
  private struct Part: Sendable {
    /// Sums of the stripe's rows over paired and other candidates, panel after panel.
    var rows: [(range: Range<Int>, overPaired: [Double], overOthers: [Double])] = []
    /// Sums of the paired rows of the second set over the stripe, temperature after temperature.
    var columns: [Double]
    let isPaired: Bool
  }

  /// Runs the sweep.
  ///
  /// - Complexity: one GEMM of all cosines, an exponential each and a few products for each further
  ///   temperature; memory for the panels kept, a tile a task and sums that grow with n.
  func run(progress: @escaping @Sendable (Int) -> Void) async throws -> ContrastiveSums {
    var sums = ContrastiveSums(roster, temperatureCount: ladder.count)
    let stripes = stripes()
    try await orderedMap(count: stripes.count, width: jobs) { stripe in
      try Task.checkCancellation()
      let part = try sweep(stripes[stripe])
      progress(stripes[stripe].count)
      return part
    } consume: { _, part in
      add(part, to: &sums)
    }
    return sums
  }

  /// Consecutive panels of the first set, none with paired and other rows both.
  private func stripes() -> [Range<Int>] {
    let height =
      second.isKept ? 1 : Self.tallStripe / DirectionPanels.panelRows(of: first.rows.count)
    var stripes: [Range<Int>] = []
    for panel in first.ranges.indices {
      if let last = stripes.last, last.count < height,
        first.isPaired(last.lowerBound) == first.isPaired(panel)
      {
        stripes[stripes.count - 1] = last.lowerBound..<panel + 1
      } else {
        stripes.append(panel..<panel + 1)
      }
    }
    return stripes
  }

  private func sweep(_ stripe: Range<Int>) throws -> Part {
    let isPaired = first.isPaired(stripe.lowerBound)
    let columnTotal = roster.second.pairedCount
    var part = Part(
      columns: Array(repeating: 0, count: columnTotal * ladder.count), isPaired: isPaired)
    let panels = try stripe.map { try first.panel($0) }
    for (panel, values) in zip(stripe, panels) where isPaired {
      let zeros = [Double](repeating: 0, count: values.rowCount * ladder.count)
      part.rows.append((first.ranges[panel], zeros, zeros))
    }
    var tile = CosineTile()
    for other in second.ranges.indices {
      let isPairedColumn = second.isPaired(other)
      // rows of neither side that are no query have no sum to add to
      guard isPaired || isPairedColumn else { continue }
      let columns = try second.panel(other)
      let columnRange = second.ranges[other]
      for (index, panel) in stripe.enumerated() {
        let rowRange = first.ranges[panel]
        tile.multiply(panels[index], columns, depth: first.source.shape.columnCount)
        leaveOut(of: &tile, rows: rowRange, columns: columnRange)
        var rowSums = [Double](repeating: 0, count: rowRange.count * ladder.count)
        var columnSums = [Double](repeating: 0, count: columnRange.count * ladder.count)
        tile.addTerms(
          rowCount: rowRange.count, columnCount: columnRange.count, of: ladder, rowSums: &rowSums,
          columnSums: &columnSums)
        if isPaired {
          if isPairedColumn {
            Self.add(rowSums, to: &part.rows[index].overPaired)
          } else {
            Self.add(rowSums, to: &part.rows[index].overOthers)
          }
        }
        if isPairedColumn {
          for step in 0..<ladder.count {
            let source = step * columnRange.count
            let target = step * columnTotal + columnRange.lowerBound
            for column in 0..<columnRange.count {
              part.columns[target + column] += columnSums[source + column]
            }
          }
        }
      }
    }
    return part
  }

  /// Takes the positives of every row out of a tile, and the row itself where both sets are one.
  private func leaveOut(of tile: inout CosineTile, rows: Range<Int>, columns: Range<Int>) {
    for row in rows {
      let start = (row - rows.lowerBound) * columns.count - columns.lowerBound
      if row < roster.first.pairedCount {
        for entry in roster.starts[row]..<roster.starts[row + 1] {
          let column = roster.positives[entry]
          if columns.contains(column) { tile.leaveOut(start + column) }
        }
      }
      if !roster.selves.isEmpty, columns.contains(roster.selves[row]) {
        tile.leaveOut(start + roster.selves[row])
      }
    }
  }

  private func add(_ part: Part, to sums: inout ContrastiveSums) {
    let rowTotal = roster.first.pairedCount
    for (range, overPaired, overOthers) in part.rows {
      for step in 0..<ladder.count {
        for row in 0..<range.count {
          let target = step * rowTotal + range.lowerBound + row
          sums.forward.overPaired[target] += overPaired[step * range.count + row]
          sums.forward.overOthers[target] += overOthers[step * range.count + row]
        }
      }
    }
    if part.isPaired {
      Self.add(part.columns, to: &sums.reverse.overPaired)
    } else {
      Self.add(part.columns, to: &sums.reverse.overOthers)
    }
  }

  private static func add(_ values: [Double], to sums: inout [Double]) {
    for index in sums.indices { sums[index] += values[index] }
  }
}
