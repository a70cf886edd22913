public import Findings

/// What an earlier run measured: values with intervals, and the fingerprints of their inputs.
///
/// Read from what `--write-baseline` wrote or from the JSON report of an earlier check; both hold
/// the same two lists.
public struct Baseline: Sendable {
  /// The version of the shape of a baseline.
  public static let schema = "embedscope.baseline/1"

  /// One value.
  public struct Value: Hashable, Sendable {
    /// The number.
    public let value: Double
    /// Its 95 % interval, where one is known.
    public let interval: Interval?
    /// The revision of the metric's definition.
    public let revision: Int
  }

  /// The file, as the user named it.
  public let file: String
  /// Inputs by name.
  public let inputs: [String: CheckReport.Input]
  /// Values by `INPUT.METRIC-ID`; what was not measured is not among them.
  public let values: [String: Value]

  /// Reads a baseline.
  ///
  /// - Throws: ``PolicyError`` for anything that is no baseline, with the line.
  public init(parsing bytes: [UInt8], file: String) throws {
    let tree: DocumentTree
    do {
      tree = try DocumentTree(parsing: bytes, file: file)
    } catch let error as PolicyError {
      throw PolicyError(
        file, line: error.line, error.problem, remedy: "Write it again with --write-baseline.")
    }
    let reader = RecordReader(file: file)
    let document = try reader.record(tree, "a baseline")
    let schema = try reader.text(document, "schema")
    guard [Self.schema, CheckReport.schema].contains(schema) else {
      throw PolicyError(
        file, line: tree.line, "is a document of '\(schema)', not a baseline",
        remedy: "Name a file that --write-baseline wrote, or the JSON report of a check.")
    }
    var inputs: [String: CheckReport.Input] = [:]
    for item in try reader.list(document, "inputs") {
      let record = try reader.record(item, "an input")
      let name = try reader.text(record, "name")
      let facts = try reader.record(reader.value(record, "fingerprint"), "a fingerprint")
      inputs[name] = CheckReport.Input(
        name: name, kind: try reader.text(record, "kind"), path: "",
        fingerprint: try facts.entries.map {
          CheckReport.Fact($0.key, try reader.scalar($0.value, $0.key))
        })
    }
    var values: [String: Value] = [:]
    for item in try reader.list(document, "values") {
      let record = try reader.record(item, "a value")
      let id = try reader.text(record, "id")
      let number = try reader.value(record, "value")
      if number.isNothing { continue }
      let interval = try reader.value(record, "interval")
      values[id] = Value(
        value: try reader.number(number, "value"),
        interval: interval.isNothing ? nil : try reader.interval(interval),
        revision: try reader.integer(record, "revision"))
    }
    guard !values.isEmpty else {
      throw PolicyError(
        file, "holds no values", remedy: "Write it again with --write-baseline.")
    }
    self.file = file
    self.inputs = inputs
    self.values = values
  }
}

/// Reads records of documents that a program wrote: keys are looked up, unknown ones passed over.
struct RecordReader {
  let file: String

  /// A mapping with its line.
  struct Record {
    let line: Int
    let what: String
    let entries: [(key: String, line: Int, value: DocumentTree)]
  }

  func record(_ tree: DocumentTree, _ what: String) throws -> Record {
    guard case .mapping(let entries) = tree.content else {
      throw broken(tree.line, "\(what) is an object, found \(tree.kind)")
    }
    return Record(line: tree.line, what: what, entries: entries)
  }

  func value(_ record: Record, _ key: String) throws -> DocumentTree {
    guard let entry = record.entries.first(where: { $0.key == key }) else {
      throw broken(record.line, "\(record.what) has no '\(key)'")
    }
    return entry.value
  }

  func list(_ record: Record, _ key: String) throws -> [DocumentTree] {
    let value = try value(record, key)
    guard case .list(let items) = value.content else {
      throw broken(value.line, "'\(key)' is a list, found \(value.kind)")
    }
    return items
  }

  func text(_ record: Record, _ key: String) throws -> String {
    try scalar(value(record, key), key)
  }

  func scalar(_ tree: DocumentTree, _ key: String) throws -> String {
    guard case .scalar(let text, _) = tree.content else {
      throw broken(tree.line, "'\(key)' is one value, found \(tree.kind)")
    }
    return text
  }

  func number(_ tree: DocumentTree, _ key: String) throws -> Double {
    guard let number = PlainNumber.parse(try scalar(tree, key)),
      number.magnitude <= 0x1p1000
    else { throw broken(tree.line, "'\(key)' is a finite number, found \(tree.kind)") }
    return number
  }

  func integer(_ record: Record, _ key: String) throws -> Int {
    let value = try value(record, key)
    guard let number = Int(try scalar(value, key)) else {
      throw broken(value.line, "'\(key)' is a whole number, found \(value.kind)")
    }
    return number
  }

  func interval(_ tree: DocumentTree) throws -> Interval {
    guard case .list(let ends) = tree.content, ends.count == 2 else {
      throw broken(tree.line, "an interval is [low, high], found \(tree.kind)")
    }
    let low = try number(ends[0], "low")
    let high = try number(ends[1], "high")
    guard low <= high else { throw broken(tree.line, "an interval ends before it starts") }
    return Interval(low: low, high: high)
  }

  private func broken(_ line: Int, _ problem: String) -> PolicyError {
    PolicyError(
      file, line: line, problem, remedy: "The file is damaged or of another kind; write it again.")
  }
}
