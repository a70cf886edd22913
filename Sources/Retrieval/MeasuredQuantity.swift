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
    Metric(MetricID("\(prefix).\(name)"), value(result), unit: unit)
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
