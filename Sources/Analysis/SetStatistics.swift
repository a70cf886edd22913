import EmbeddingSets
import Findings

/// Finished statistics of one set: what analyzers turn into metrics.
///
/// No file, no task, no clock.
struct SetStatistics: Sendable {
  /// Rows, columns and stored type.
  let shape: EmbeddingShape
  /// What the row pass found.
  let pass: RowPassResult
  /// Groups of bit-equal rows, or why they are not known.
  let duplicates: Duplicates
  /// Spectra by view.
  let views: [SpectralView: ViewOutcome]
  /// Views that were asked for; others may be there because something else needed them.
  let reportedViews: Set<SpectralView>
  /// Sums of the directions of the centered rows of each block.
  let centeredDirections: [CenteredPass.Directions]
  /// ln Z along and against every eigenvector, or why it is not known.
  let partition: Partition
  /// Uniformity for t = 1, 2, 4.
  let uniformity: Uniformity
  /// The distribution of the cosine; nil where it was not asked for or there are no pairs.
  var cosines: CosineHistogram?
  /// The nearest-neighbour graph.
  var neighbors = StageOutcome<NeighborGraph>.skipped(reason: "not asked for")
  /// Estimates of the intrinsic dimension.
  var intrinsicDimension = StageOutcome<IntrinsicDimensionEstimates>.skipped(
    reason: "not asked for")
  /// Neighbours kept by reduced copies of the set.
  var headroom = StageOutcome<HeadroomResult>.skipped(reason: "not asked for")
  /// Simple transforms tried on a sample.
  var trials = StageOutcome<TransformTrials>.skipped(reason: "not asked for")
  /// What the rows are called, where the set says and something is listed by row.
  var identifiers: [String]?

  /// Exact duplicates.
  enum Duplicates: Sendable {
    case groups([[Int]])
    case skipped(reason: String)
  }

  /// The partition function.
  enum Partition: Sendable {
    case logarithms([Double])
    case skipped(reason: String)
  }

  /// Uniformity.
  enum Uniformity: Sendable {
    case results([UniformityResult])
    case undefined(reason: String)
    case skipped(reason: String)
  }

  /// Counts and norms.
  var tally: RowTally { pass.state.tally }
  /// Input units of one scaled unit.
  var inputUnits: Double { 1 / pass.state.configuration.scale }
  /// Rows with a direction.
  var directionCount: Int { tally.directionCount }

  /// The outcome of a view that was asked for.
  func outcome(_ view: SpectralView) -> ViewOutcome {
    let notAsked = ViewOutcome.skipped(reason: "not asked for; add it with --views")
    return reportedViews.contains(view) ? views[view] ?? notAsked : notAsked
  }

  /// The statistics of a view, where it has any.
  func statistics(_ view: SpectralView) -> ViewStatistics? {
    if case .statistics(let statistics)? = views[view] { statistics } else { nil }
  }
}

/// What a stage of a diagnosis came to.
enum StageOutcome<Value: Sendable>: Sendable {
  /// It was computed.
  case found(Value)
  /// It does not exist for this set.
  case undefined(reason: String)
  /// It was not computed.
  case skipped(reason: String)

  /// What was computed.
  var value: Value? { if case .found(let value) = self { value } else { nil } }

  /// The state of every metric that rests on it, where it was not computed.
  var missing: MetricValue {
    switch self {
    case .found: preconditionFailure("nothing is missing")
    case .undefined(let reason): .undefined(reason: reason)
    case .skipped(let reason): .skipped(reason: reason)
    }
  }
}

extension SetStatistics {
  /// A cell with the name of a row, empty where the set has no names.
  func nameCell(_ row: Int) -> Cell {
    guard let identifiers, identifiers.indices.contains(row) else { return .empty }
    return .text(identifiers[row])
  }
}
