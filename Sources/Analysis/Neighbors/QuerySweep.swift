import LinearAlgebra
import Streaming
import Synchronization

/// One read of the base that serves the rows of some panels of queries.
struct QuerySweep: Sendable {
  /// Rows of a panel in single precision, and which base row each is itself.
  private struct Panel: Sendable {
    let values: [Float]
    let squares: [Double]
    let numbers: [UInt32]
    let excluded: [UInt32]
  }

  private let panels: [Panel]
  private let shared: [Shared<CandidateLists>]
  private let metric: NeighborMetric
  private let columnCount: Int

  /// Lists for the rows of these numbers.
  init(
    numbers: [Int], rows: ExactRows, isBase: Bool, origin: [Double], metric: NeighborMetric,
    capacity: Int
  ) throws {
    self.metric = metric
    columnCount = origin.count
    var panels: [Panel] = []
    for start in stride(from: 0, to: numbers.count, by: UnitPanels.panelRows) {
      let part = numbers[start..<min(start + UnitPanels.panelRows, numbers.count)]
      var centered: [Double] = []
      centered.reserveCapacity(part.count * origin.count)
      for number in part {
        centered += NeighborQuery(
          number: number, excluded: nil, values: try rows.row(number),
          weight: rows.weights[number], square: 0
        ).centered(origin)
      }
      let rounded = ReductionKernels.roundRows(
        centered.span, rowCount: part.count, columnCount: origin.count)
      panels.append(
        Panel(
          values: rounded.values, squares: rounded.squares, numbers: part.map(UInt32.init),
          // no base row has the number of a row of another set
          excluded: part.map { isBase ? UInt32($0) : UInt32.max }))
    }
    self.panels = panels
    shared = panels.map { panel in
      let lists = Shared(CandidateLists())
      lists.withLock {
        $0.prepare(squares: panel.squares, numbers: panel.numbers, capacity: capacity)
      }
      return lists
    }
  }

  /// Offers every row of the base to every query, and returns the largest |z|² of the base.
  func run(over base: UnitPanels, jobs: Int) async throws -> Double {
    var largest = 0.0
    try await orderedMap(count: base.count, width: jobs) { index in
      try Task.checkCancellation()
      let panel = try base.panel(index)
      guard case .float(let values) = panel.values, panel.rowCount > 0 else { return 0 }
      let columns = NeighborKernels.Side(
        halves: panel.squares.map(metric.half), numbers: panel.rowNumbers)
      var products = [Float](repeating: 0, count: UnitPanels.panelRows * panel.rowCount)
      for (queries, lists) in zip(panels, shared) {
        BLAS.singleProductTransposed(
          left: queries.values.span, leftRows: queries.squares.count, right: values.span,
          rightRows: panel.rowCount, depth: columnCount, into: &products)
        lists.withLock {
          NeighborKernels.select(
            products, columns: columns, excluded: queries.excluded, rowLists: &$0.lists)
        }
      }
      return panel.squares.max() ?? 0
    } consume: { _, square in
      largest = max(largest, square)
    }
    return largest
  }

  /// The lists, panel by panel.
  func lists() -> [CandidateLists] { shared.map { $0.withLock { $0 } } }
}
