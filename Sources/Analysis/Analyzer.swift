public import Findings

/// The groups of metrics that `--only` and `--skip` choose among.
public enum MetricFamily: String, CaseIterable, Hashable, Sendable {
  /// Counts, norms, duplicates, dead columns.
  case data
  /// Singular values of four views.
  case spectrum
  /// Cosines, rogue dimensions, the partition function.
  case isotropy
  /// Uniformity on the sphere.
  case uniformity
  /// Hubs, near duplicates, outliers and islands of the nearest-neighbour graph.
  case neighbors
  /// Dimension of the manifold near each row.
  case intrinsicDimension = "intrinsic-dimension"
  /// Neighbours that survive fewer dimensions and fewer bits.
  case headroom
  /// What taking the mean or the leading axes off would do to hubs and neighbours.
  case transform
  /// Positive pairs: how near they are, beside uniformity and random pairs.
  case alignment
  /// Positive pairs: InfoNCE and the lower bound it gives.
  case contrastive
  /// Positive pairs and groups of views: which directions are noise to them.
  case augmentation
}

/// A pure function from finished statistics to metrics, with the definition of every metric it emits.
///
/// One more is one source file, one line in ``AnalyzerCatalog`` and one test file.
protocol Analyzer: Sendable {
  /// The family it belongs to.
  static var family: MetricFamily { get }
  /// What it emits, in order: exactly one metric a descriptor.
  static var descriptors: [MetricDescriptor] { get }
  /// The metrics.
  static func measure(_ statistics: SetStatistics) -> [Metric]
  /// The tables that go with them.
  static func series(_ statistics: SetStatistics) -> [Series]
}

extension Analyzer {
  static func series(_ statistics: SetStatistics) -> [Series] { [] }
}

extension MetricDescriptor {
  /// The metric of this definition.
  func metric(_ value: MetricValue, interval: Interval? = nil) -> Metric {
    Metric(id, value, unit: unit, interval: interval)
  }

  /// The metric with a number; a number that left the range of Double is undefined.
  func measured(_ value: Double, interval: Interval? = nil) -> Metric {
    value.isFinite
      ? metric(.measured(value), interval: interval)
      : metric(.undefined(reason: "the value is outside the range of a float64"))
  }

  /// The metric with a count.
  func measured(_ count: Int) -> Metric { metric(.measured(Double(count))) }
}

extension Cell {
  /// The number, or nothing where it left the range of Double.
  static func finite(_ value: Double) -> Cell { value.isFinite ? .number(value) : .empty }
}

/// All analyzers, in the order of reports.
///
/// The only list of them.
enum AnalyzerCatalog {
  static let all: [any Analyzer.Type] = [
    RowCounts.self, ColumnHealth.self, DuplicateRows.self, RowNorms.self,
    RawSpectrum.self, CenteredSpectrum.self, UnitRawSpectrum.self, UnitCenteredSpectrum.self,
    CosineMoments.self, CenteredCosine.self, PartitionRatio.self, RogueDimension.self,
    SphereUniformity.self,
    Hubness.self, NeighborStructure.self, IntrinsicDimension.self, Headroom.self,
    TransformGains.self,
  ]
}

/// Every metric there is: what `list`, `explain` and the documentation are made from.
public enum MetricCatalog {
  /// All definitions, in the order of reports.
  public static let all: [MetricDescriptor] = ofOneSet + ofPairs
  /// What is said of every set.
  public static let ofOneSet: [MetricDescriptor] = AnalyzerCatalog.all.flatMap { $0.descriptors }
  /// What is said beside where positive pairs or groups of views are given.
  public static let ofPairs: [MetricDescriptor] = PairAnalyzerCatalog.all.flatMap { $0.descriptors }
}
