import Findings

/// A number between 0 and 1 that says how good the ranking of one query is.
///
/// One more is one source file, one line in ``RankingMeasures`` and one test file.
protocol RankingMeasure: Sendable {
  /// The last part of its id: `ndcg`.
  static var name: String { get }
  /// What tables call it: `nDCG`.
  static var label: String { get }
  /// The cutoffs that are reported unless others are asked for; nil is the whole ranking.
  static var cutoffs: [Int?] { get }
  /// Whether it rests on relevance, so that the order inside ties can raise or lower it.
  static var judgesOrder: Bool { get }
  /// Definition, formula, range, reading, edge cases and source, for `explain`.
  static var description: MeasureDescription { get }
  /// Its value for a query with at least one relevant document.
  static func value(_ ranking: JudgedRanking, cutoff: Int?) -> Double
}

extension RankingMeasure {
  static var judgesOrder: Bool { true }
}

/// What `explain` says of a measure.
struct MeasureDescription: Sendable {
  let title: String
  let definition: String
  let formula: String
  let reading: String
  let edgeCases: String
  let source: String
}

/// All measures, in the order of reports.
///
/// The only list of them.
enum RankingMeasures {
  static let all: [any RankingMeasure.Type] = [
    DiscountedGain.self, ExponentialDiscountedGain.self, Recall.self, CappedRecall.self,
    Precision.self, Success.self, AveragePrecision.self, ReciprocalRank.self, RPrecision.self,
    BinaryPreference.self, JudgedShare.self,
  ]

  /// One descriptor a measure and cutoff, with NAME where a report has the name of a run.
  static let descriptors: [MetricDescriptor] = all.flatMap { measure in
    let text = measure.description
    return measure.cutoffs.map { cutoff in
      let depth = cutoff.map { " at \($0)" } ?? ""
      return MetricDescriptor(
        id: MetricID("retrieval.NAME.\(CutMeasure(measure, cutoff).id)"), family: "retrieval",
        title: text.title + depth, definition: text.definition + " " + averaging,
        formula: text.formula, unit: .ratio, range: "[0, 1]", reading: text.reading,
        edgeCases: text.edgeCases + " " + commonEdgeCases, source: text.source)
    }
  }

  private static let averaging =
    "The mean over all judged queries with a relevant document; k may be any cutoff (--cutoffs)."
  private static let commonEdgeCases =
    "A judged query that the run lacks counts 0 (--missing skip leaves it out); one without a "
    + "relevant document is left out (--no-relevant zero counts it 0). Undefined without any query."
}

/// A measure at a cutoff: `ndcg@k=10`.
public struct CutMeasure: Sendable {
  let measure: any RankingMeasure.Type
  /// Ranks that count; nil where all do.
  public let cutoff: Int?

  init(_ measure: any RankingMeasure.Type, _ cutoff: Int?) {
    self.measure = measure
    self.cutoff = cutoff
  }

  /// The last part of a metric id: `ndcg@k=10`, `map`.
  public var id: String { measure.name + (cutoff.map { "@k=\($0)" } ?? "") }
  /// What tables call it: `nDCG@10`.
  public var label: String { measure.label + (cutoff.map { "@\($0)" } ?? "") }

  /// The measures that are reported unless others are asked for.
  public static let standard: [CutMeasure] = RankingMeasures.all.flatMap { measure in
    measure.cutoffs.map { CutMeasure(measure, $0) }
  }

  /// Every measure that takes a cutoff at these, and the others as they are.
  public static func at(cutoffs: [Int]) -> [CutMeasure] {
    RankingMeasures.all.flatMap { measure -> [CutMeasure] in
      let whole = measure.cutoffs.contains { $0 == nil } ? [CutMeasure(measure, nil)] : []
      let takesCutoff = measure.cutoffs.contains { $0 != nil }
      return (takesCutoff ? cutoffs.map { CutMeasure(measure, $0) } : []) + whole
    }
  }

  /// A measure from its id: `ndcg@k=10`; nil if there is none.
  public init?(id: String) {
    let parts = id.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard let measure = RankingMeasures.all.first(where: { $0.name == parts[0] }) else {
      return nil
    }
    guard parts.count == 2 else {
      guard measure.cutoffs.contains(where: { $0 == nil }) else { return nil }
      self.init(measure, nil)
      return
    }
    let text = parts[1].hasPrefix("k=") ? parts[1].dropFirst(2) : parts[1]
    guard let cutoff = Int(text), cutoff > 0, measure.cutoffs.contains(where: { $0 != nil })
    else { return nil }
    self.init(measure, cutoff)
  }

  /// Its value for a query with at least one relevant document.
  public func value(_ ranking: JudgedRanking) -> Double {
    measure.value(ranking, cutoff: cutoff)
  }
}
