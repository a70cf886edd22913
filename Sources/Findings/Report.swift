/// What was looked at.
public struct Subject: Hashable, Sendable {
  /// Name as given, usually a path.
  public let name: String
  /// Number of vectors.
  public let rows: Int
  /// Components of each.
  public let dimensions: Int
  /// Type in the file.
  public let storedAs: String
  /// Digest of the values in order, whatever the file format.
  public let digest: String?

  /// A subject.
  public init(name: String, rows: Int, dimensions: Int, storedAs: String, digest: String?) {
    self.name = name
    self.rows = rows
    self.dimensions = dimensions
    self.storedAs = storedAs
    self.digest = digest
  }
}

/// One line of the short table that people read first: `lives along   114 of 384 directions   …`.
public struct Highlight: Hashable, Sendable {
  /// What it is, in words.
  public let label: String
  /// The number with its unit, rounded for reading.
  public let value: String
  /// What the number means, or what to hold it against.
  public let remark: String

  /// A highlight.
  public init(label: String, value: String, remark: String) {
    self.label = label
    self.value = value
    self.remark = remark
  }
}

/// Everything one command found, free of presentation.
public struct Report: Hashable, Sendable {
  /// The version of the document's shape.
  public static let schema = "embedscope.report/1"
  /// The version of the shape of a document that holds several reports.
  public static let collectionSchema = "embedscope.reports/1"

  /// The command that made it.
  public let command: String
  /// What was looked at.
  public let subject: Subject
  /// The answer in one or two plain sentences; always the first line.
  public let verdict: String
  /// The few numbers that people read first.
  public let highlights: [Highlight]
  /// Every metric, in catalogue order.
  public let metrics: [Metric]
  /// Tables.
  public let series: [Series]
  /// Judgements, worst first.
  public let findings: [Finding]
  /// What made it.
  public let provenance: Provenance

  /// A report.
  public init(
    command: String, subject: Subject, verdict: String, highlights: [Highlight],
    metrics: [Metric], series: [Series], findings: [Finding], provenance: Provenance
  ) {
    self.command = command
    self.subject = subject
    self.verdict = verdict
    self.highlights = highlights
    self.metrics = metrics
    self.series = series
    self.findings = findings
    self.provenance = provenance
  }

  /// The metric of an id.
  public subscript(id: MetricID) -> Metric? { metrics.first { $0.id == id } }
}
