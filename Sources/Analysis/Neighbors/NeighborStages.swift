import EmbeddingSets
import Findings
import LinearAlgebra
import Synchronization

/// The three stages that rest on nearest neighbours: the graph, the intrinsic dimension, the headroom.
struct NeighborStages {
  let families: Set<MetricFamily>
  let graph: NeighborStage
  let dimension: IntrinsicDimensionStage
  let headroom: HeadroomStage

  /// A searcher, and lists that a sweep over all pairs may fill on its way.
  final class Prepared: Sendable {
    let search: NearestNeighbors
    let selection: NeighborSelection?
    private let filledSingle = Mutex<Bool?>(nil)

    init(search: NearestNeighbors, selection: NeighborSelection?) {
      self.search = search
      self.selection = selection
    }

    /// Says that a sweep has filled the lists, with products in Float or in Double.
    func markFilled(single: Bool) { filledSingle.withLock { $0 = single } }

    /// Whether the products were taken in Float; nil where no sweep has filled the lists.
    var isFilledSingle: Bool? { filledSingle.withLock { $0 } }
  }

  /// What the stages found.
  struct Found {
    var neighbors = StageOutcome<NeighborGraph>.skipped(reason: "not asked for")
    var intrinsicDimension = StageOutcome<IntrinsicDimensionEstimates>.skipped(
      reason: "not asked for")
    var headroom = StageOutcome<HeadroomResult>.skipped(reason: "not asked for")
    var notes: [String] = []
  }

  /// Whether the cosine neighbours are needed at all.
  private var needsGraph: Bool {
    families.contains(.neighbors) || families.contains(.headroom)
      || (families.contains(.intrinsicDimension) && dimension.hasUnitRows)
  }

  private var rowCount: Int { graph.pass.state.tally.directionCount }

  /// Multiply-adds of all of it.
  var expectedCost: Double {
    (needsGraph ? graph.expectedCost(withNoise: families.contains(.neighbors)) : 0)
      + (families.contains(.intrinsicDimension) ? dimension.expectedCost : 0)
      + (families.contains(.headroom) ? headroom.expectedCost : 0)
  }

  /// The searcher, where one is needed and there are rows to search.
  func prepare() async throws -> Prepared? {
    guard needsGraph, rowCount >= 2 else { return nil }
    return try await graph.prepare()
  }

  /// Runs the stages that were asked for.
  func run(_ prepared: Prepared?, duplicates: SetStatistics.Duplicates) async throws -> Found {
    var found = Found()
    if let prepared {
      let result = try await graph.graph(prepared, describing: families.contains(.neighbors))
      if families.contains(.neighbors) { found.neighbors = .found(result) }
      if !result.isComplete {
        found.notes.append(
          "neighbours: of a sample of \(NumberText.grouped(result.table.queryCount)) rows among all, "
            + "seed \(graph.seed). Raise --neighbors-budget for all rows.")
      }
      if families.contains(.headroom) {
        found.headroom = try await headroom.run(result)
        if let headroom = found.headroom.value, headroom.isSampled {
          found.notes.append(
            "headroom: of a sample of \(NumberText.grouped(headroom.queryCount)) rows among all, "
              + "seed \(graph.seed); intervals are over them. --headroom-budget "
              + "\(self.headroom.exactBudget) takes all.")
        }
      }
      if families.contains(.intrinsicDimension) {
        found.intrinsicDimension = try await dimension.run(
          (prepared.search, result.table), duplicates: duplicates)
      }
    } else {
      let reason = "needs two rows with a direction"
      if families.contains(.neighbors) { found.neighbors = .undefined(reason: reason) }
      if families.contains(.headroom) { found.headroom = .undefined(reason: reason) }
      if families.contains(.intrinsicDimension) {
        found.intrinsicDimension = try await dimension.run(nil, duplicates: duplicates)
      }
    }
    if let dimension = found.intrinsicDimension.value, dimension.isSampled {
      found.notes.append(
        "intrinsic dimension: from a sample of "
          + "\(NumberText.grouped(dimension.twoNearest.logRatios.count)) rows among all, seed "
          + "\(graph.seed). Raise --neighbors-budget for all rows.")
    }
    return found
  }
}

extension Diagnosis {
  /// Whether any family needs nearest neighbours.
  var searchesNeighbors: Bool {
    !options.families.isDisjoint(with: [.neighbors, .intrinsicDimension, .headroom])
  }

  /// The stages for the rows of a pass.
  func neighborStages(_ pass: RowPassResult, axes: Matrix?) -> NeighborStages {
    return NeighborStages(
      families: options.families,
      graph: NeighborStage(
        source: source, pass: pass, jobs: options.jobs, seed: options.seed,
        budget: options.neighborsBudget,
        listCount: options.families.contains(.intrinsicDimension)
          ? NeighborGraph.localCount : NeighborGraph.hubCount,
        progress: report("neighbours", total: UnitPanels.tileCount(rowCount: source.shape.rowCount))
      ),
      dimension: IntrinsicDimensionStage(
        source: source, pass: pass, jobs: options.jobs, seed: options.seed,
        budget: options.neighborsBudget),
      headroom: HeadroomStage(
        source: source, pass: pass, jobs: options.jobs, seed: options.seed,
        budget: options.headroomBudget, axes: axes))
  }

  /// Says how long the searches will take, where that is more than ten seconds.
  func announceCost(_ stages: NeighborStages) {
    SearchCost(
      multiplyAdds: stages.expectedCost, columnCount: source.shape.columnCount, jobs: options.jobs
    ).announce(
      "nearest neighbours",
      remedy: "--neighbors-budget N makes the samples smaller, "
        + "--skip neighbors,intrinsic-dimension,headroom leaves them out", to: announce)
  }
}
