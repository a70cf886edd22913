/// What an evaluation averages over, and how far it goes.
public struct EvaluationOptions: Sendable {
  /// What becomes of a query that should count but cannot.
  public enum Treatment: String, Sendable, CaseIterable {
    /// It counts 0.
    case zero
    /// It is left out, and counted.
    case skip
  }

  /// The grade from which a document counts as relevant; gains of nDCG are grades all the same.
  public var relevanceLevel = 1
  /// A judged query that the run lacks; trec_eval leaves it out unless it is given `-c`.
  public var missing = Treatment.zero
  /// A judged query without a relevant document.
  public var withoutRelevant = Treatment.skip
  /// Leave out documents whose identifier is that of the query: a corpus searched with itself.
  public var ignoresIdentical = false
  /// Leave out documents that were not judged, as `trec_eval -J` does.
  public var judgedOnly = false
  /// Which measures, in order.
  public var measures = CutMeasure.standard

  /// Averages over all judged queries with a relevant document, missing ones 0.
  public init() {}
}
