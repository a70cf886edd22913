import LinearAlgebra
import Streaming

/// A tile of products between two panels, each pair of rows in exactly one tile.
struct PairTile {
  /// Index of the panel of the tile's rows, and of its columns.
  let rowPanel: Int, columnPanel: Int
  /// |z|² of the tile's rows and columns.
  let rowSquares: [Double], columnSquares: [Double]
  /// Number in the set of each of the tile's rows and columns.
  var rowNumbers: [UInt32] = [], columnNumbers: [UInt32] = []
  /// Whether the panels are the same: the products are those with column > row then, others are not
  /// to be read.
  var isDiagonal: Bool { rowPanel == columnPanel }
}

extension PairTile {
  /// The tile of two panels.
  init(_ rows: UnitPanel, _ columns: UnitPanel, rowPanel: Int, columnPanel: Int) {
    self.init(
      rowPanel: rowPanel, columnPanel: columnPanel, rowSquares: rows.squares,
      columnSquares: columns.squares, rowNumbers: rows.rowNumbers,
      columnNumbers: columns.rowNumbers)
  }
}

/// Something that is computed from all pairs of unit rows, tile by tile.
///
/// The sweep takes each product once and serves every consumer with it; consumers are values, one a
/// stripe of tiles, merged in stripe order.
protocol PairConsumer: Sendable {
  /// Takes in a tile of products zᵢ · zⱼ, row-major.
  mutating func consume(_ products: [Float], of tile: PairTile)
  /// Takes in a tile of products zᵢ · zⱼ, row-major.
  mutating func consume(_ products: [Double], of tile: PairTile)
  /// Adds what a later stripe found.
  mutating func merge(_ later: Self)
}

/// One blocked, symmetric sweep over all pairs of unit rows: the GEMM that uniformity, nearest
/// neighbours and near duplicates share.
struct PairSweep: Sendable {
  let panels: UnitPanels
  let jobs: Int

  /// The panels whose tiles with a panel make its stripe, in the order they are taken.
  ///
  /// Every other stripe goes backwards, so that two tasks side by side do not follow each other through the
  /// same panels, waiting for the same lists. The panel itself comes last: lists of neighbours are near
  /// their end by then, and take in little.
  static func columnPanels(of stripe: Int, among count: Int) -> [Int] {
    let others = stripe + 1..<count
    return (stripe.isMultiple(of: 2) ? Array(others) : others.reversed()) + [stripe]
  }

  /// Runs the sweep.
  ///
  /// - Complexity: n² d multiply-adds; memory for a few panels, one tile a task, and the consumers of
  ///   a few stripes.
  func run<Consumer: PairConsumer>(
    _ empty: Consumer, progress: @escaping @Sendable (Int) -> Void
  ) async throws -> Consumer {
    var total = empty
    // tiles that stripes hand on to each other: as many as there are tasks
    let buffers = Shared<[TileBuffer]>([])
    try await orderedMap(count: panels.count, width: jobs) { stripe in
      try Task.checkCancellation()
      var consumer = empty
      let rows = try panels.panel(stripe)
      var tiles = buffers.withLock { $0.popLast() } ?? TileBuffer()
      for other in Self.columnPanels(of: stripe, among: panels.count) {
        let isDiagonal = other == stripe
        let columns = isDiagonal ? rows : try panels.panel(other)
        let tile = PairTile(
          rows, columns, rowPanel: stripe, columnPanel: other)
        tiles.multiply(tile, rows, columns, depth: panels.columnCount)
        switch rows.values {
        case .float: consumer.consume(tiles.floats, of: tile)
        case .double: consumer.consume(tiles.doubles, of: tile)
        }
      }
      buffers.withLock { $0.append(tiles) }
      progress(panels.count - stripe)
      return consumer
    } consume: { _, consumer in
      total.merge(consumer)
    }
    return total
  }
}

/// Two consumers of one sweep.
struct ConsumerPair<First: PairConsumer, Second: PairConsumer>: PairConsumer {
  /// What they found.
  private(set) var first: First, second: Second

  /// Two consumers.
  init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  mutating func consume(_ products: [Float], of tile: PairTile) {
    first.consume(products, of: tile)
    second.consume(products, of: tile)
  }

  mutating func consume(_ products: [Double], of tile: PairTile) {
    first.consume(products, of: tile)
    second.consume(products, of: tile)
  }

  mutating func merge(_ later: Self) {
    first.merge(later.first)
    second.merge(later.second)
  }
}

/// Room for one tile of products.
struct TileBuffer: Sendable {
  private(set) var floats: [Float] = []
  private(set) var doubles: [Double] = []

  /// Products of a tile, above the diagonal where its panels are the same.
  mutating func multiply(_ tile: PairTile, _ rows: UnitPanel, _ columns: UnitPanel, depth: Int) {
    let count = rows.rowCount * columns.rowCount
    switch (rows.values, columns.values) {
    case (.float(let left), .float(let right)):
      if floats.count < count { floats = Array(repeating: 0, count: count) }
      if tile.isDiagonal {
        BLAS.singleGram(of: left.span, rowCount: rows.rowCount, depth: depth, into: &floats)
      } else {
        BLAS.singleProductTransposed(
          left: left.span, leftRows: rows.rowCount, right: right.span, rightRows: columns.rowCount,
          depth: depth, into: &floats)
      }
    case (.double(let left), .double(let right)):
      if doubles.count < count { doubles = Array(repeating: 0, count: count) }
      if tile.isDiagonal {
        BLAS.doubleGram(of: left.span, rowCount: rows.rowCount, depth: depth, into: &doubles)
      } else {
        BLAS.doubleProductTransposed(
          left: left.span, leftRows: rows.rowCount, right: right.span, rightRows: columns.rowCount,
          depth: depth, into: &doubles)
      }
    default: preconditionFailure("the panels of one sweep have one precision")
    }
  }
}
