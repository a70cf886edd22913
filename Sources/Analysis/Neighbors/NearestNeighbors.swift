public import EmbeddingSets
import LinearAlgebra
import Streaming

/// Exact k nearest neighbours of a set within itself, or of queries against it.
///
/// Products of tiles of rows in single precision, running lists of a few more candidates than asked
/// for, candidates ranked again in Double from the stored values, and a certificate for every row that
/// nothing nearer was left out; rows without one are searched again in Double. So the neighbours are
/// those of a brute-force search in Double, whatever the number of tasks. Equally near rows are ordered
/// by number; a row is not its own neighbour, which goes by number, not by distance.
///
/// - Complexity: n² d multiply-adds for a set within itself (each tile serves rows and columns), 2 q n d
///   for queries; memory for a few panels of 1,024 rows, one tile a task, k + 6 candidates a query, and
///   at most 272 MiB of rows and codes kept.
public struct NearestNeighbors: Sendable {
  /// What "near" means.
  public let metric: NeighborMetric
  private let source: any EmbeddingSource
  private let pass: RowPassResult
  private let rows: ExactRows
  private let origin: [Double]
  private let jobs: Int

  /// Candidates kept beyond those asked for.
  private static let spare = 6
  /// Rows of queries in one tile, and most of them that share a read of the base.
  private static let panelRows = UnitPanels.panelRows
  private static let groupPanels = 32

  /// Neighbours among the rows of a set, which is read once here.
  public init(
    in base: any EmbeddingSource, metric: NeighborMetric = .cosine, jobs: Int = 1
  ) async throws {
    let pass = try await RowPassRunner(
      source: base, parts: [.columns], fingerprintBudget: 0, jobs: jobs, progress: { _ in }
    ).run()
    try await self.init(in: base, pass: pass, metric: metric, jobs: jobs)
  }

  /// Neighbours among the rows of a set whose row pass is known.
  init(
    in base: any EmbeddingSource, pass: RowPassResult, metric: NeighborMetric, jobs: Int
  ) async throws {
    self.metric = metric
    self.jobs = jobs
    self.pass = pass
    rows = try await ExactRows(
      base, scale: pass.state.configuration.scale, isUnit: metric == .cosine, jobs: jobs)
    source = rows.keptSource
    origin = ViewRows(source: base, pass: pass, view: metric.view).origin()
  }

  /// The k nearest neighbours of every row that can be used: one symmetric sweep.
  ///
  /// - Parameters:
  ///   - k: how many neighbours a row, at least 1.
  ///   - progress: is told how many pairs of panels are done.
  public func ofAllRows(
    k: Int, progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) async throws -> NeighborTable {
    let panels = try await UnitPanels(
      source, pass: pass, view: metric.view, single: true, jobs: jobs)
    let empty = selection(k: k)
    let isScreened = ScreenedSweep.isWorthIt(
      rowCount: source.shape.rowCount, columnCount: source.shape.columnCount)
    let found =
      isScreened
      ? try await ScreenedSweep(panels: panels, jobs: jobs).run(empty, progress: progress)
      : try await PairSweep(panels: panels, jobs: jobs).run(empty, progress: progress)
    return try await table(of: found, k: k, single: true)
  }

  /// The k nearest neighbours of some rows, given by ascending number.
  public func ofRows(_ numbers: [Int], k: Int) async throws -> NeighborTable {
    try await search(numbers, in: rows, isBase: true, k: k)
  }

  /// The k nearest neighbours of every row of another set.
  ///
  /// - Precondition: both sets have the same number of columns.
  public func of(_ queries: any EmbeddingSource, k: Int) async throws -> NeighborTable {
    precondition(
      queries.shape.columnCount == source.shape.columnCount, "queries are as wide as the base")
    let own = try await ExactRows(
      queries, scale: pass.state.configuration.scale, isUnit: metric == .cosine, jobs: jobs)
    return try await search(
      Array(0..<queries.shape.rowCount), in: own, isBase: false, k: k)
  }

  /// Empty lists for a sweep over the panels of the whole set.
  func selection(k: Int) -> NeighborSelection {
    NeighborSelection(
      panelCount: panelCount, metric: metric, capacity: max(1, k) + Self.spare)
  }

  /// The neighbours that a finished sweep over the whole set leads to.
  func table(of selection: NeighborSelection, k: Int, single: Bool) async throws -> NeighborTable {
    let lists = (0..<panelCount).map(selection.lists)
    return try await finish(
      lists, queries: rows, isBase: true, k: k,
      bounds: bounds(single: single, largest: lists.flatMap(\.squares).max() ?? 0))
  }

  /// Rows within a squared distance of each of some usable rows, themselves left out.
  func counts(within squaredDistance: Double, of numbers: [Int]) async throws -> [Int] {
    let panels = try await UnitPanels(
      source, pass: pass, view: metric.view, single: false, keeping: false, jobs: jobs)
    let queries = try numbers.map { number in
      NeighborQuery(
        number: number, excluded: UInt32(number), values: try rows.row(number),
        weight: rows.weights[number], square: 0)
    }
    return try await PairCount(panels: panels, origin: origin, jobs: jobs)
      .counts(queries, squaredDistance: squaredDistance)
  }

  private var panelCount: Int { UnitPanels.count(rowCount: source.shape.rowCount) }

  private func bounds(single: Bool, largest: Double) -> RoundingBounds {
    RoundingBounds(
      unitRoundoff: single ? 0x1p-24 : 0x1p-53, columnCount: source.shape.columnCount,
      largestNorm: largest.squareRoot(), originNorm: dot(origin, origin).squareRoot())
  }

  private func search(
    _ numbers: [Int], in queries: ExactRows, isBase: Bool, k: Int
  ) async throws -> NeighborTable {
    let usable = numbers.filter { queries.weights[$0] != 0 }
    let panels = try await UnitPanels(
      source, pass: pass, view: metric.view, single: true, keeping: false, jobs: jobs)
    var table = NeighborTable(metric: metric, count: neighborCount(k, isBase: isBase))
    let group = Self.groupPanels * Self.panelRows
    for start in stride(from: 0, to: usable.count, by: group) {
      let part = Array(usable[start..<min(start + group, usable.count)])
      let sweep = try QuerySweep(
        numbers: part, rows: queries, isBase: isBase, origin: origin, metric: metric,
        capacity: max(1, k) + Self.spare)
      let largest = try await sweep.run(over: panels, jobs: jobs)
      table.append(
        try await finish(
          sweep.lists(), queries: queries, isBase: isBase, k: k,
          bounds: bounds(single: true, largest: largest)))
    }
    return table
  }

  private func neighborCount(_ k: Int, isBase: Bool) -> Int {
    max(0, min(k, rows.usableCount - (isBase ? 1 : 0)))
  }

  /// Ranks candidates exactly, panel by panel, and searches again where they are not certain.
  private func finish(
    _ panels: [CandidateLists], queries: ExactRows, isBase: Bool, k: Int, bounds: RoundingBounds
  ) async throws -> NeighborTable {
    let count = neighborCount(k, isBase: isBase)
    let refinement = NeighborRefinement(base: rows, metric: metric, count: count, bounds: bounds)
    let scale = pass.state.configuration.scale
    var table = NeighborTable(metric: metric, count: count)
    guard count > 0 else { return table }
    var uncertain: [(place: Int, query: NeighborQuery, known: Double)] = []
    try await orderedMap(count: panels.count, width: jobs) { index in
      let panel = panels[index]
      var part = NeighborTable(metric: metric, count: count)
      var open: [(place: Int, query: NeighborQuery, known: Double)] = []
      for row in panel.numbers.indices {
        let number = Int(panel.numbers[row])
        let query = NeighborQuery(
          number: number, excluded: isBase ? panel.numbers[row] : nil,
          values: try queries.row(number), weight: queries.weights[number],
          square: panel.squares[row])
        let (nearest, isCertain) = try refinement.refine(
          query, candidates: panel.lists, list: row)
        if !isCertain, let last = nearest.last { open.append((row, query, last)) }
        part.append(
          query: number, neighbors: nearest.numbers,
          values: nearest.remoteness.lazy.map { metric.value(remoteness: $0, scale: scale) })
      }
      return (part, open)
    } consume: { _, found in
      uncertain += found.1.map { (table.queryCount + $0.place, $0.query, $0.known) }
      table.append(found.0)
    }
    guard !uncertain.isEmpty else { return table }
    let again = ExhaustiveSearch(
      refinement: NeighborRefinement(
        base: rows, metric: metric, count: count,
        bounds: self.bounds(
          single: false, largest: bounds.largestNorm * bounds.largestNorm)),
      panels: try await UnitPanels(
        source, pass: pass, view: metric.view, single: false, keeping: false, jobs: jobs),
      origin: origin, jobs: jobs)
    let results = try await again.run(uncertain.map { ($0.query, $0.known) })
    for (item, nearest) in zip(uncertain, results) {
      table.replace(
        place: item.place, neighbors: nearest.numbers,
        values: nearest.remoteness.map { metric.value(remoteness: $0, scale: scale) })
    }
    return table
  }
}
