public import Findings
import FoundationEssentials

/// Why a document is no report that can be shown again.
public struct ReportDocumentError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where in the document: `metrics[3].value`, or empty for the document as a whole.
  public let place: String
  /// What was expected there and what was found.
  public let what: String

  /// The place and what is wrong with it.
  public var description: String { place.isEmpty ? what : "\(place): \(what)" }
}

/// Reads back what ``JSONRenderer`` wrote, so that a stored report can be rendered again in any form
/// without the data.
///
/// Reading and writing again gives the same bytes.
public enum JSONReportReader {
  /// The reports of a document: one of `embedscope.report/1`, all of `embedscope.reports/1`.
  ///
  /// - Throws: ``ReportDocumentError`` if the bytes are no JSON, another schema, or no report.
  public static func reports(in bytes: [UInt8]) throws(ReportDocumentError) -> [Report] {
    do {
      let decoder = JSONDecoder()
      let head = try decoder.decode(Head.self, from: Data(bytes))
      switch head.schema {
      case Report.schema:
        return [try decoder.decode(StoredReport.self, from: Data(bytes)).report]
      case Report.collectionSchema:
        let stored = try decoder.decode(StoredCollection.self, from: Data(bytes))
        guard !stored.reports.isEmpty else {
          throw ReportDocumentError(place: "reports", what: "a list without a report")
        }
        return stored.reports.map(\.report)
      default:
        throw ReportDocumentError(
          place: "schema",
          what: "expected \(Report.schema) or \(Report.collectionSchema), found '\(head.schema)'")
      }
    } catch let error as ReportDocumentError {
      throw error
    } catch let error as DecodingError {
      throw describe(error)
    } catch {
      throw ReportDocumentError(place: "", what: "is no JSON document")
    }
  }

  private static func describe(_ error: DecodingError) -> ReportDocumentError {
    func place(_ path: [any CodingKey]) -> String {
      path.reduce("") { text, key in
        if let index = key.intValue { return text + "[\(index)]" }
        return text.isEmpty ? key.stringValue : text + "." + key.stringValue
      }
    }
    switch error {
    case .keyNotFound(let key, let context):
      return ReportDocumentError(
        place: place(context.codingPath), what: "there is no '\(key.stringValue)'")
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return ReportDocumentError(
        place: place(context.codingPath), what: "a value of another kind than a report has there")
    case .dataCorrupted(let context):
      let path = place(context.codingPath)
      return ReportDocumentError(
        place: path,
        what: path.isEmpty ? "is no JSON document, or one cut short" : context.debugDescription)
    @unknown default:
      return ReportDocumentError(place: "", what: "is no report")
    }
  }
}

private struct Head: Decodable {
  let schema: String
}

private struct StoredCollection: Decodable {
  let reports: [StoredReport]
}

/// A report as the document spells it; the fields are the keys of ``JSONRenderer``.
private struct StoredReport: Decodable {
  let report: Report

  private enum Key: String, CodingKey {
    case command, subject, verdict, highlights, metrics, series, findings, provenance
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    report = Report(
      command: try fields.decode(String.self, forKey: .command),
      subject: try fields.decode(StoredSubject.self, forKey: .subject).subject,
      verdict: try fields.decode(String.self, forKey: .verdict),
      highlights: try fields.decode([StoredHighlight].self, forKey: .highlights).map {
        Highlight(label: $0.label, value: $0.value, remark: $0.remark)
      },
      metrics: try fields.decode([StoredMetric].self, forKey: .metrics).map(\.metric),
      series: try fields.decode([StoredSeries].self, forKey: .series).map(\.series),
      findings: try fields.decode([StoredFinding].self, forKey: .findings).map(\.finding),
      provenance: try fields.decode(StoredProvenance.self, forKey: .provenance).provenance)
  }
}

private struct StoredSubject: Decodable {
  let name: String
  let rows: Int
  let dimensions: Int
  let stored_as: String
  let digest: String?

  var subject: Subject {
    Subject(name: name, rows: rows, dimensions: dimensions, storedAs: stored_as, digest: digest)
  }
}

private struct StoredHighlight: Decodable {
  let label: String
  let value: String
  let remark: String
}

private struct StoredMetric: Decodable {
  let metric: Metric

  private enum Key: String, CodingKey { case id, value, unit, status, reason, interval }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    let id = MetricID(try fields.decode(String.self, forKey: .id))
    let unitName = try fields.decode(String.self, forKey: .unit)
    guard let unit = Unit(rawValue: unitName) else {
      throw DecodingError.dataCorruptedError(
        forKey: .unit, in: fields, debugDescription: "there is no unit '\(unitName)'")
    }
    let status = try fields.decode(String.self, forKey: .status)
    let value: MetricValue
    switch status {
    case "measured": value = .measured(try fields.decode(Double.self, forKey: .value))
    case "undefined": value = .undefined(reason: try fields.decode(String.self, forKey: .reason))
    case "skipped": value = .skipped(reason: try fields.decode(String.self, forKey: .reason))
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .status, in: fields, debugDescription: "there is no status '\(status)'")
    }
    let ends = try fields.decodeIfPresent([Double].self, forKey: .interval)
    if let ends, ends.count != 2 || ends[0] > ends[1] {
      throw DecodingError.dataCorruptedError(
        forKey: .interval, in: fields, debugDescription: "an interval has two ends in order")
    }
    metric = Metric(
      id, value, unit: unit, interval: ends.map { Interval(low: $0[0], high: $0[1]) })
  }
}

private struct StoredSeries: Decodable {
  let series: Series

  private enum Key: String, CodingKey { case id, columns, rows }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    let columns = try fields.decode([String].self, forKey: .columns)
    let rows = try fields.decode([[StoredCell]].self, forKey: .rows)
    if let index = rows.firstIndex(where: { $0.count != columns.count }) {
      throw DecodingError.dataCorruptedError(
        forKey: .rows, in: fields,
        debugDescription: "row \(index) has \(rows[index].count) cells, not \(columns.count)")
    }
    series = Series(
      id: try fields.decode(String.self, forKey: .id), columns: columns,
      rows: rows.map { $0.map(\.cell) })
  }
}

private struct StoredCell: Decodable {
  let cell: Cell

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      cell = .empty
      return
    }
    do {
      cell = .text(try value.decode(String.self))
    } catch DecodingError.typeMismatch {
      let number = try value.decode(Double.self)
      // What a report writes without a fraction and a double holds exactly reads the same as either.
      if let whole = Int(exactly: number), whole.magnitude < 1 << 53 {
        cell = .integer(whole)
      } else {
        cell = .number(number)
      }
    }
  }
}

private struct StoredFinding: Decodable {
  let finding: Finding

  private enum Key: String, CodingKey { case id, severity, message, evidence, advice }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    let name = try fields.decode(String.self, forKey: .severity)
    guard let severity = Severity(rawValue: name) else {
      throw DecodingError.dataCorruptedError(
        forKey: .severity, in: fields, debugDescription: "there is no severity '\(name)'")
    }
    finding = Finding(
      id: try fields.decode(String.self, forKey: .id), severity: severity,
      message: try fields.decode(String.self, forKey: .message),
      evidence: try fields.decode([String].self, forKey: .evidence).map { MetricID($0) },
      advice: try fields.decode(String.self, forKey: .advice))
  }
}

private struct StoredProvenance: Decodable {
  struct StoredLibrary: Decodable {
    let name: String
    let core: String
    let threads: Int
  }

  let version: String
  let arguments: [String]
  let seed: UInt64
  let blas: StoredLibrary
  let notes: [String]
  let stamp: String?

  var provenance: Provenance {
    Provenance(
      version: version, arguments: arguments, seed: seed,
      blas: Provenance.Library(name: blas.name, core: blas.core, threads: blas.threads),
      notes: notes, stamp: stamp)
  }
}
