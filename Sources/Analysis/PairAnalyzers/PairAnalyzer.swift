import Findings

/// A pure function from finished statistics of positive pairs to metrics, as ``Analyzer`` is of one set.
///
/// One more is one source file, one line in ``PairAnalyzerCatalog`` and one test file.
protocol PairAnalyzer: Sendable {
  /// The family it belongs to.
  static var family: MetricFamily { get }
  /// What every report with pairs has, in order.
  static var descriptors: [MetricDescriptor] { get }
  /// The metrics: one a descriptor, and those of temperatures that were asked for beside.
  static func measure(_ statistics: PairStatistics) -> [Metric]
  /// The tables that go with them.
  static func series(_ statistics: PairStatistics) -> [Series]
}

extension PairAnalyzer {
  static func series(_ statistics: PairStatistics) -> [Series] { [] }
}

/// All analyzers of positive pairs, in the order of reports.
///
/// The only list of them.
enum PairAnalyzerCatalog {
  static let all: [any PairAnalyzer.Type] = [
    PairAlignment.self, PairUniformity.self, ContrastiveLoss.self, AugmentationRatios.self,
    DiscriminantRank.self,
  ]
}

extension MetricFamily {
  /// The families that need positive pairs or groups.
  public static let ofPairs: Set<MetricFamily> = Set(PairAnalyzerCatalog.all.map { $0.family })
}
