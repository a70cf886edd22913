import EmbeddingSets
import LinearAlgebra
import Streaming

/// The nearest neighbours of some rows by cosine in reduced copies of a set, all copies in one read.
///
/// Products in Float, running lists, and for each query a certificate that the rows kept are those of
/// an exact search; where rows are too near each other for that, they are ranked in Double from the
/// reduced values. So what is found is what ``NearestNeighbors`` finds in a ``ReducedRows`` of each cut,
/// and a query that stays open is searched there.
///
/// - Complexity: 2 q n w operations for ladders of w components together; memory for one block of rows
///   and one tile a task, and w components and a list a cut of up to 8,192 queries, which share a read.
struct ReducedSearch: Sendable {
  let source: any EmbeddingSource
  /// Scale of the row pass of the set.
  let scale: Double
  let ladders: [ReductionLadder]
  /// Neighbours of each query.
  let count: Int
  let jobs: Int

  /// Candidates kept beyond those asked for.
  private static let spare = 8
  /// Rows of queries, and of the base, in one tile, and most panels of queries that share a read.
  private static let panelRows = 1024
  private static let groupPanels = 8
  /// Reduced copies up to this size are held in memory where queries stay open.
  private static let keptBytes = 64 << 20

  /// The nearest rows of each query in each cut of each ladder, in no order; none for a query that has
  /// no direction there.
  ///
  /// - Parameter queries: ascending numbers of rows with a direction.
  func nearest(to queries: [Int]) async throws -> [[[[UInt32]]]] {
    var found = ladders.map { ladder in ladder.widths.map { _ in [[UInt32]]() } }
    let group = Self.groupPanels * Self.panelRows
    for start in stride(from: 0, to: queries.count, by: group) {
      let part = Array(queries[start..<min(start + group, queries.count)])
      for (place, cuts) in try await search(part).enumerated() {
        for (step, lists) in cuts.enumerated() { found[place][step] += lists }
      }
    }
    return found
  }

  /// The same for queries that share a read of the base.
  private func search(_ queries: [Int]) async throws -> [[[[UInt32]]]] {
    let panels = try stride(from: 0, to: queries.count, by: Self.panelRows).map {
      try QueryPanel(
        Array(queries[$0..<min($0 + Self.panelRows, queries.count)]), of: self)
    }
    let isHard = try await sweep(panels)
    var found: [[[[UInt32]]]] = []
    for (place, ladder) in ladders.enumerated() {
      var cuts: [[[UInt32]]] = []
      for step in ladder.widths.indices {
        cuts.append(
          try await lists(
            panels, queries: queries, ladder: place, step: step, isHard: isHard[place][step]))
      }
      found.append(cuts)
    }
    return found
  }

  /// Offers every row of the base to every query in every cut; tells which cuts products in Float say
  /// little of.
  private func sweep(_ panels: [QueryPanel]) async throws -> [[Bool]] {
    let rowCount = source.shape.rowCount
    var isHard = ladders.indices.map { place in
      ladders[place].widths.indices.map { step in
        panels.contains { $0.reduced[place].isHard[step] }
      }
    }
    try await orderedMap(
      count: (rowCount + Self.panelRows - 1) / Self.panelRows, width: jobs
    ) { index in
      try Task.checkCancellation()
      let first = index * Self.panelRows
      let block = try source.block(rows: first..<min(first + Self.panelRows, rowCount))
      var measure = RowMeasure()
      measure.measure(block, scale: scale)
      let usable = measure.unitWeights.map { $0 != 0 }
      let numbers = (first..<first + block.rowCount).map(UInt32.init)
      var hard = ladders.map { $0.widths.map { _ in false } }
      var products = [Float](
        repeating: 0,
        count: (panels.map(\.numbers.count).max() ?? 0) * block.rowCount)
      // tasks start at different ladders, so that they do not wait for the same lists
      for turn in ladders.indices {
        let place = (turn + index) % ladders.count
        let base = ReducedPanel(
          block, numbers: numbers, usable: usable, ladder: ladders[place], scale: scale)
        hard[place] = base.isHard
        for panel in panels { offer(base, to: panel, ladder: place, products: &products) }
      }
      return hard
    } consume: { _, hard in
      for place in ladders.indices {
        for step in ladders[place].widths.indices where hard[place][step] {
          isHard[place][step] = true
        }
      }
    }
    return isHard
  }

  private func offer(
    _ base: ReducedPanel, to panel: QueryPanel, ladder place: Int, products: inout [Float]
  ) {
    let widths = ladders[place].widths
    let queries = panel.reduced[place]
    var done = 0
    for (step, width) in widths.enumerated() {
      BLAS.extendSingleProductTransposed(
        left: queries.values.span, leftRows: panel.numbers.count,
        right: base.values.span, rightRows: base.numbers.count, width: ladders[place].width,
        columns: done..<width, into: &products)
      done = width
      panel.lists[place][step].withLock {
        NeighborKernels.select(
          products, weights: base.weights[step], numbers: base.numbers, excluded: panel.numbers,
          rowLists: &$0)
      }
    }
  }

  /// The certain neighbours of each query in one cut.
  private func lists(
    _ panels: [QueryPanel], queries: [Int], ladder place: Int, step: Int, isHard: Bool
  ) async throws -> [[UInt32]] {
    let ladder = ladders[place]
    let copy = ReducedRows(base: source, reduction: ladder.reduction(at: step), scale: scale)
    // |fl(x·y) - x·y| <= (w + 2) u |x||y| (Higham 2002, 3.1), and the weight and its product
    let slack = Double(ladder.widths[step] + 6) * 0x1p-24
    var found: [[UInt32]] = []
    var open: [Int] = []
    for panel in panels {
      let lists = panel.lists[place][step].withLock { $0 }
      let weights = panel.reduced[place].weights[step]
      for row in panel.numbers.indices {
        let number = Int(panel.numbers[row])
        var nearest: [UInt32]? = []
        if isHard {
          nearest = nil
        } else if !weights[row].isNaN {
          nearest = try certain(lists, row, slack: 2 * slack / weights[row], number, copy)
        }
        if nearest == nil { open.append(number) }
        found.append(nearest ?? [])
      }
    }
    guard !open.isEmpty else { return found }
    let table = try await NearestNeighbors(
      in: try copy.keptInMemory(upTo: Self.keptBytes), metric: .cosine, jobs: jobs
    ).ofRows(open, k: count)
    var place = 0
    for (index, query) in table.queries.enumerated() {
      while queries[place] < query { place += 1 }
      found[place] = Array(table.neighbors(ofQuery: index))
    }
    return found
  }

  /// The neighbours that a list of candidates holds; nil where others may be among them.
  private func certain(
    _ lists: RunningNeighbors, _ row: Int, slack: Double, _ query: Int, _ copy: ReducedRows
  ) throws -> [UInt32]? {
    let numbers = lists.list(row)
    guard numbers.count > count else { return Array(numbers) }
    let keys = Array(lists.listKeys(row))
    if keys[count - 1] - keys[count] > slack { return Array(numbers.prefix(count)) }
    let near = keys.prefix { $0 >= keys[count - 1] - slack }.count
    guard near < lists.capacity else { return nil }
    return try copy.ranked(Array(numbers.prefix(near)), about: query, count: count)
  }
}

/// Queries reduced by every ladder, with their lists in each cut.
private struct QueryPanel: Sendable {
  let numbers: [UInt32]
  /// One a ladder.
  let reduced: [ReducedPanel]
  /// One a ladder and cut.
  let lists: [[Shared<RunningNeighbors>]]

  init(_ numbers: [Int], of search: ReducedSearch) throws {
    let block = try SelectedRows(search.source, rows: numbers).block(rows: 0..<numbers.count)
    let labels = numbers.map(UInt32.init)
    self.numbers = labels
    reduced = search.ladders.map {
      ReducedPanel(
        block, numbers: labels, usable: numbers.map { _ in true }, ladder: $0, scale: search.scale)
    }
    lists = search.ladders.map { ladder in
      ladder.widths.map { _ in
        Shared(RunningNeighbors(rowCount: numbers.count, capacity: search.capacity))
      }
    }
  }
}

extension ReducedSearch {
  fileprivate var capacity: Int { count + Self.spare }
}

extension ReducedRows {
  /// The nearest of some rows to one of the set, by distance of unit rows in Double.
  fileprivate func ranked(_ numbers: [UInt32], about query: Int, count: Int) throws -> [UInt32] {
    let width = shape.columnCount
    var values: [Float] = []
    var weights: [Double] = []
    for number in [query] + numbers.map(Int.init) {
      let block = try block(rows: number..<number + 1)
      var measure = RowMeasure()
      measure.measure(block, scale: 1)
      weights += measure.unitWeights
      values += block.floats(scale: 1)
    }
    let remoteness = NeighborKernels.squaredDifferences(
      Array(values.prefix(width)), weight: weights[0], rows: values,
      places: numbers.indices.map { UInt32($0 + 1) }, weights: Array(weights.dropFirst()))
    var nearest = NearestRows(count: count)
    for (number, value) in zip(numbers, remoteness) { nearest.offer(number, value) }
    return nearest.numbers
  }
}
