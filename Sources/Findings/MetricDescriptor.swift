/// What `explain` and `list` say of a metric: its definition, its range, how to read it, its source.
public struct MetricDescriptor: Hashable, Sendable {
  /// The id with every parameter value that is reported: `uniformity@t=2`.
  public let id: MetricID
  /// The family that `--only` and `--skip` choose.
  public let family: String
  /// A name in words.
  public let title: String
  /// The definition in one or two sentences, with shapes and view.
  public let definition: String
  /// The formula in plain text.
  public let formula: String
  /// What the number counts.
  public let unit: Unit
  /// The range in words, `[1, min(n, d)]`.
  public let range: String
  /// How to read a value: what is good, what is bad, what it does not say.
  public let reading: String
  /// When it is undefined or skipped.
  public let edgeCases: String
  /// Paper or document that the definition comes from.
  public let source: String
  /// Counts up when the same id begins to give other numbers; baselines of another revision are not
  /// compared.
  public let revision: Int

  /// A descriptor; every text is required, because a metric without a definition is not shipped.
  public init(
    id: MetricID, family: String, title: String, definition: String, formula: String, unit: Unit,
    range: String, reading: String, edgeCases: String, source: String, revision: Int = 1
  ) {
    self.id = id
    self.family = family
    self.title = title
    self.definition = definition
    self.formula = formula
    self.unit = unit
    self.range = range
    self.reading = reading
    self.edgeCases = edgeCases
    self.source = source
    self.revision = revision
  }
}
