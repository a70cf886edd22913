import EmbeddingSets
import Findings

/// A set before and after a transform, as metrics, words and findings.
struct TransformResult {
  /// The nearest rows of queries that stay.
  struct QueryOverlaps {
    let name: String
    let count: Int
    /// With queries through the same fit.
    let fitted: HeadroomResult.Overlap
    /// Of those found then, what queries find as they were; nil where the dimension changes.
    let plain: HeadroomResult.Overlap?
  }

  let transform: FittedTransform
  let isFittedHere: Bool
  /// The set before.
  let shape: EmbeddingShape
  let name: String
  let before: SetStatistics
  let after: SetStatistics
  let overlap: HeadroomResult.Overlap?
  let queryOverlaps: QueryOverlaps?

  var metrics: [Metric] {
    let lost = before.directionCount - after.directionCount
    return [
      TransformCatalog.rows.measured(shape.rowCount),
      TransformCatalog.zeros.measured(max(0, lost)),
    ] + side("before", before, bytes: storedBytes)
      + side("after", after, bytes: transform.bytesPerRow) + shared
  }

  /// Bytes of a row before; nil for text.
  private var storedBytes: Int? { shape.storedAs.byteCount.map { $0 * shape.columnCount } }

  private func side(_ name: String, _ statistics: SetStatistics, bytes: Int?) -> [Metric] {
    typealias Catalog = TransformCatalog
    let spectrum = CenteredSpectrum.measure(statistics)
    let sphere = SphereUniformity.measure(statistics)
    let hubs = Hubness.measure(statistics)
    func copied(_ quantity: Catalog.Quantity, _ metrics: [Metric], _ id: MetricID) -> Metric {
      guard let metric = metrics.first(where: { $0.id == id }) else {
        preconditionFailure("\(id) is measured")
      }
      return quantity.descriptor(name).metric(metric.value, interval: metric.interval)
    }
    return [
      Catalog.dimensions.descriptor(name).measured(statistics.shape.columnCount),
      bytes.map { Catalog.bytes.descriptor(name).measured($0) }
        ?? Catalog.bytes.descriptor(name).metric(
          .undefined(reason: "rows of text have no one size")),
      copied(Catalog.effectiveRank, spectrum, "spectrum.centered.effective-rank"),
      copied(
        Catalog.participation, spectrum, "spectrum.centered.participation-ratio-debiased"),
      copied(Catalog.uniformity, sphere, "uniformity@t=2"),
      copied(Catalog.gap, sphere, "uniformity-gap@t=2"),
      Catalog.meanCosine.descriptor(name).value(
        statistics.meanCosine, else: "needs two rows with a direction"),
      copied(Catalog.skewness, hubs, "neighbors.hub-skewness@k=10"),
      copied(Catalog.antihubs, hubs, "neighbors.antihub-share@k=10"),
    ]
  }

  private var shared: [Metric] {
    typealias Catalog = TransformCatalog
    let few = MetricValue.undefined(
      reason: "needs more than \(TransformComparison.neighborCount) rows with a direction")
    let chance =
      Double(TransformComparison.neighborCount) / Double(max(1, before.directionCount - 1))
    let queries: [Metric]
    if let found = queryOverlaps {
      queries = [
        Catalog.queryOverlap.measured(found.fitted.value, interval: found.fitted.interval),
        found.plain.map { Catalog.plainOverlap.measured($0.value, interval: $0.interval) }
          ?? Catalog.plainOverlap.metric(
            .undefined(reason: "the dimension changes, so that such queries fit no row")),
      ]
    } else {
      let reason = MetricValue.skipped(reason: "no queries with a direction; give --queries SET")
      queries = [Catalog.queryOverlap.metric(reason), Catalog.plainOverlap.metric(reason)]
    }
    return [
      skewnessChange,
      overlap.map { Catalog.overlap.measured($0.value, interval: $0.interval) }
        ?? Catalog.overlap.metric(few),
      overlap == nil ? Catalog.null.metric(few) : Catalog.null.measured(chance),
    ] + queries
  }

  private var skewnessChange: Metric {
    let descriptor = TransformCatalog.skewnessChange
    guard let graph = before.neighbors.value, let other = after.neighbors.value else {
      return descriptor.metric(
        before.neighbors.value == nil ? before.neighbors.missing : after.neighbors.missing)
    }
    guard let first = before.neighbors.value?.hubs, let second = after.neighbors.value?.hubs else {
      return descriptor.metric(graph.occurrences == nil ? graph.missing : other.missing)
    }
    guard let change = second.difference(first) else {
      return descriptor.metric(.undefined(reason: "every row occurs equally often"))
    }
    return descriptor.measured(
      change.value,
      interval: graph.table.queries == other.table.queries ? change.interval : nil)
  }
}

extension SetStatistics {
  /// The mean cosine of two rows; nil with fewer than two directions.
  var meanCosine: Double? {
    pass.state.unitColumns.flatMap {
      UnitSums($0, shift: pass.state.configuration.unitShift).meanCosine
    }
  }
}
