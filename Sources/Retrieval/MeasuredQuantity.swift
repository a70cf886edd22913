import Findings

/// One quantity of a finished result: its definition and where its value is found.
///
/// The definition and the value stand together, so that no metric is reported without being explained
/// and none explained without being reported.
struct MeasuredQuantity<Result>: Sendable {
  /// The last part of the id with its parameters: `recall@k=10`.
  let name: String
  let unit: Unit
  let title: String
  let definition: String
  let formula: String
  let range: String
  let reading: String
  var edgeCases = "None."
  let source: String
  /// The 95 % interval, where the quantity is a mean over queries or documents.
  var interval: (@Sendable (Result) -> Interval?)? = nil
  let value: @Sendable (Result) -> MetricValue

  /// The definition under a prefix: `capacity`, `sparse.NAME`.
  func descriptor(prefix: String, family: String) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("\(prefix).\(name)"), family: family, title: title, definition: definition,
      formula: formula, unit: unit, range: range, reading: reading, edgeCases: edgeCases,
      source: source)
  }

  /// The value under a prefix.
  func metric(prefix: String, of result: Result) -> Metric {
    Metric(
      MetricID("\(prefix).\(name)"), value(result), unit: unit, interval: interval?(result))
  }
}

extension NumberText {
  /// Three digits, with k, M, G or T from ten thousand on: `17.7 k`.
  static func magnitude(_ value: Double) -> String {
    guard value >= 1e4 else { return rounded(value, significantDigits: 3) }
    let units = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")]
    let unit = units.first { value >= $0.0 } ?? (1, "")
    return rounded(value / unit.0, significantDigits: 3) + "\u{A0}" + unit.1
  }
}

extension MetricValue {
  /// A number, or the reason why there is none.
  init(_ number: Double?, else reason: String) {
    if let number, number.isFinite {
      self = .measured(number)
    } else {
      self = .undefined(reason: reason)
    }
  }
}
