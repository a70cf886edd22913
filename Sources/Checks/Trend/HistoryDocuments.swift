import Findings

/// Makes a history of earlier report documents: one metric over the runs that hold it.
public struct HistoryDocuments: Sendable {
  /// One document.
  public struct Document: Sendable {
    /// Its file.
    public let file: String
    /// Its bytes.
    public let bytes: [UInt8]

    /// A document.
    public init(file: String, bytes: [UInt8]) {
      self.file = file
      self.bytes = bytes
    }
  }

  private let name: String
  private let metric: String
  private let lowerIsBetter: Bool

  /// A reader of documents.
  ///
  /// - Parameters:
  ///   - name: of the folder.
  ///   - metric: the score: `INPUT.METRIC-ID` in reports of `check`, `METRIC-ID` in others.
  ///   - lowerIsBetter: whether the score is the value with its sign turned.
  public init(name: String, metric: String, lowerIsBetter: Bool = false) {
    self.name = name
    self.metric = metric
    self.lowerIsBetter = lowerIsBetter
  }

  /// The history of documents.
  ///
  /// The date of a run is that in the document (`date`, or the stamp), else the one its file name
  /// starts with; documents without are left out and counted.
  ///
  /// - Throws: ``PolicyError`` for a document that cannot be read or lacks the metric, and for
  ///   revisions of the definition that differ.
  public func history(of documents: [Document]) throws -> History {
    var versions: [History.Version] = []
    var undatedCount = 0
    var revision: (number: Int, file: String)?
    var known: Set<String> = []
    var missing: [String] = []
    for document in documents {
      let tree = try DocumentTree(parsing: document.bytes, file: document.file)
      let reader = RecordReader(file: document.file)
      let record = try reader.record(tree, "a report")
      let schema = try reader.text(record, "schema")
      let isCheck = schema == CheckReport.schema
      guard isCheck || schema == Report.schema else {
        throw PolicyError(
          document.file, line: tree.line, "is a document of '\(schema)', not a report",
          remedy: "Take it out of the folder.")
      }
      let values = try reader.list(record, isCheck ? "values" : "metrics")
      var found: RecordReader.Record?
      for value in values {
        let entry = try reader.record(value, "a metric")
        let id = try reader.text(entry, "id")
        known.insert(id)
        if id == metric { found = entry }
      }
      guard let found, try !reader.value(found, "value").isNothing else {
        missing.append(document.file)
        continue
      }
      if isCheck {
        let number = try reader.integer(found, "revision")
        if let revision, revision.number != number {
          throw PolicyError(
            document.file, line: found.line,
            "was measured by revision \(number) of \(metric), \(revision.file) by revision "
              + "\(revision.number), and numbers of two definitions make no trend",
            remedy: "Keep runs of one revision in the folder.")
        }
        revision = revision ?? (number, document.file)
      }
      guard let day = try day(of: record, document.file, reader) else {
        undatedCount += 1
        continue
      }
      versions.append(try version(found, record, day, document.file, reader))
    }
    guard missing.count < documents.count else {
      throw PolicyError(
        name, "no report holds '\(metric)'",
        remedy: (NearestWords.sentence(for: metric, among: known.sorted()).dropFirst()
          + " Choose one with --metric.").trimmed)
    }
    let notes =
      missing.isEmpty
      ? []
      : [
        "\(missing.count) report\(missing.count == 1 ? " has" : "s have") no value of \(metric) and "
          + "\(missing.count == 1 ? "is" : "are") left out: "
          + missing.prefix(3).joined(separator: ", ") + (missing.count > 3 ? "..." : "") + "."
      ]
    guard !versions.isEmpty else {
      throw PolicyError(
        name, "no report has a date",
        remedy: "Make them with check --history, with --stamp, or start file names with a date.")
    }
    return History(
      name: name, scoreName: lowerIsBetter ? "-\(metric)" : metric, versions: versions,
      undatedCount: undatedCount, notes: notes)
  }

  private func version(
    _ metric: RecordReader.Record, _ record: RecordReader.Record, _ day: CalendarDay,
    _ file: String, _ reader: RecordReader
  ) throws -> History.Version {
    let value = try reader.number(reader.value(metric, "value"), "value")
    let interval = try reader.value(metric, "interval")
    let range = interval.isNothing ? nil : try reader.interval(interval)
    let run = record.entries.first { $0.key == "run" }
    return History.Version(
      id: try run.map { try reader.scalar($0.value, "run") } ?? Self.stem(file), day: day,
      score: lowerIsBetter ? -value : value,
      standardError: range.map {
        ($0.high - $0.low) / 2 / BaselineComparison.standardErrorsInHalfWidth
      })
  }

  private func day(
    of record: RecordReader.Record, _ file: String, _ reader: RecordReader
  ) throws -> CalendarDay? {
    if let date = record.entries.first(where: { $0.key == "date" }) {
      return CalendarDay(try reader.scalar(date.value, "date"))
    }
    let provenance = try reader.record(reader.value(record, "provenance"), "a provenance")
    let stamp = try reader.value(provenance, "stamp")
    if !stamp.isNothing, let day = CalendarDay(try reader.scalar(stamp, "stamp")) { return day }
    return CalendarDay(Self.stem(file).prefix(10))
  }

  private static func stem(_ file: String) -> String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    return name.hasSuffix(".json") ? String(name.dropLast(5)) : name
  }
}
