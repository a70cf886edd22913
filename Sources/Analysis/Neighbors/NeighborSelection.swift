import LinearAlgebra

/// The running lists of nearest rows, filled by a sweep: a tile serves its rows and its columns.
///
/// The lists are shared by all stripes, so that each tile is held against the thresholds of all before
/// it. What they end with does not depend on the order, so neither does it on the number of tasks.
struct NeighborSelection: PairConsumer {
  /// What "near" means.
  let metric: NeighborMetric
  private let capacity: Int
  /// Two are locked in the order of their panels, so no two tasks wait for each other.
  private let panels: [Shared<CandidateLists>]

  /// Empty lists for the panels of a set.
  init(panelCount: Int, metric: NeighborMetric, capacity: Int) {
    self.metric = metric
    self.capacity = capacity
    panels = (0..<panelCount).map { _ in Shared(CandidateLists()) }
  }

  /// The lists of the rows of a panel, with the squares and numbers of the rows.
  func lists(_ panel: Int) -> CandidateLists { panels[panel].withLock { $0 } }

  func consume(_ products: [Float], of tile: PairTile) {
    let (rows, columns) = sides(tile)
    visit(tile) { rowLists in
      NeighborKernels.select(products, within: rows, lists: &rowLists)
    } pairs: { rowLists, columnLists in
      NeighborKernels.select(
        products, rows: rows, columns: columns, rowLists: &rowLists, columnLists: &columnLists)
    }
  }

  func consume(_ products: [Double], of tile: PairTile) {
    let (rows, columns) = sides(tile)
    visit(tile) { rowLists in
      NeighborKernels.select(products, within: rows, lists: &rowLists)
    } pairs: { rowLists, columnLists in
      NeighborKernels.select(
        products, rows: rows, columns: columns, rowLists: &rowLists, columnLists: &columnLists)
    }
  }

  /// Takes in a tile whose pairs are sorted out by codes.
  ///
  /// Products are taken while other tasks go on with the same lists: against a copy of them, which is
  /// merged into what they are by then.
  ///
  /// - Returns: the share of the pairs that were computed; nil where lists were not full before, so that
  ///   nothing could be ruled out.
  func screen(
    _ rows: ScreeningKernels.Side, _ columns: ScreeningKernels.Side, of tile: PairTile
  ) -> Double? {
    guard !tile.rowSquares.isEmpty, !tile.columnSquares.isEmpty else { return nil }
    let hasHalves = metric != .innerProduct
    var rowLists = panels[tile.rowPanel].withLock { lists in
      lists.prepare(squares: tile.rowSquares, numbers: tile.rowNumbers, capacity: capacity)
      return lists.lists
    }
    var areFull = rowLists.leastKey(0) != nil
    let computed: Int
    if tile.isDiagonal {
      computed = ScreeningKernels.screen(within: rows, hasHalves: hasHalves, lists: &rowLists)
    } else {
      var columnLists = panels[tile.columnPanel].withLock { lists in
        lists.prepare(
          squares: tile.columnSquares, numbers: tile.columnNumbers, capacity: capacity)
        return lists.lists
      }
      areFull = areFull && columnLists.leastKey(0) != nil
      computed = ScreeningKernels.screen(
        rows: rows, columns: columns, hasHalves: hasHalves, rowLists: &rowLists,
        columnLists: &columnLists)
      panels[tile.columnPanel].withLock { $0.lists.merge(columnLists) }
    }
    panels[tile.rowPanel].withLock { $0.lists.merge(rowLists) }
    let pairs = Double(tile.rowSquares.count) * Double(tile.columnSquares.count)
    return areFull ? Double(computed) / (tile.isDiagonal ? pairs / 2 : pairs) : nil
  }

  /// Nothing: the lists are shared.
  func merge(_ later: NeighborSelection) {}

  private func visit(
    _ tile: PairTile, diagonal: (inout RunningNeighbors) -> Void,
    pairs: (inout RunningNeighbors, inout RunningNeighbors) -> Void
  ) {
    guard !tile.rowSquares.isEmpty, !tile.columnSquares.isEmpty else { return }
    panels[tile.rowPanel].withLock { rows in
      rows.prepare(squares: tile.rowSquares, numbers: tile.rowNumbers, capacity: capacity)
      guard !tile.isDiagonal else { return diagonal(&rows.lists) }
      panels[tile.columnPanel].withLock { columns in
        columns.prepare(
          squares: tile.columnSquares, numbers: tile.columnNumbers, capacity: capacity)
        pairs(&rows.lists, &columns.lists)
      }
    }
  }

  private func sides(_ tile: PairTile) -> (NeighborKernels.Side, NeighborKernels.Side) {
    (
      NeighborKernels.Side(
        halves: tile.rowSquares.map(metric.half), numbers: tile.rowNumbers),
      NeighborKernels.Side(
        halves: tile.columnSquares.map(metric.half), numbers: tile.columnNumbers)
    )
  }
}

/// Lists of the nearest rows found so far, with what is known of the rows they belong to.
struct CandidateLists: Sendable {
  /// The lists.
  var lists = RunningNeighbors(rowCount: 0, capacity: 1)
  /// |z|² of each row.
  private(set) var squares: [Double] = []
  /// Number in its set of each row.
  private(set) var numbers: [UInt32] = []

  /// Makes the lists ready at the first tile of the panel.
  mutating func prepare(squares: [Double], numbers: [UInt32], capacity: Int) {
    guard self.squares.isEmpty else { return }
    self.squares = squares
    self.numbers = numbers
    lists = RunningNeighbors(rowCount: squares.count, capacity: capacity)
  }
}
