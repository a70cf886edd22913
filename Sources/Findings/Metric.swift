/// What a number counts or measures.
public enum Unit: String, Hashable, Sendable, CaseIterable {
  /// A number of rows.
  case rows
  /// A number of components, columns or directions.
  case dimensions
  /// A number of groups of equal rows.
  case groups
  /// A number of weight matrices.
  case matrices
  /// A number of pairs.
  case pairs
  /// A number of queries.
  case queries
  /// A number of documents.
  case documents
  /// Natural logarithm of a ratio.
  case nats
  /// Logarithm to base 2 of a ratio.
  case bits
  /// A cosine or a sum of cosines.
  case cosine
  /// The unit of the input's own values.
  case input
  /// A number of bytes.
  case bytes
  /// A number of multiplications.
  case operations
  /// A number of days.
  case days
  /// A number of versions of a model or an export.
  case versions
  /// A pure number.
  case ratio
}

/// A metric's outcome: a number, or the reason why there is none.
///
/// Never NaN, never a stand-in 0.
public enum MetricValue: Hashable, Sendable {
  /// It was computed.
  case measured(Double)
  /// The quantity does not exist for this input; the reason says why.
  case undefined(reason: String)
  /// It was not computed; the reason says why and how to get it.
  case skipped(reason: String)

  /// The number, where there is one.
  public var number: Double? {
    if case .measured(let value) = self { value } else { nil }
  }

  /// `measured`, `undefined` or `skipped`.
  public var status: String {
    switch self {
    case .measured: "measured"
    case .undefined: "undefined"
    case .skipped: "skipped"
    }
  }

  /// Why there is no number.
  public var reason: String? {
    switch self {
    case .measured: nil
    case .undefined(let reason), .skipped(let reason): reason
    }
  }
}

/// A 95 % interval.
public struct Interval: Hashable, Sendable {
  /// Lower end.
  public let low: Double
  /// Upper end.
  public let high: Double

  /// An interval.
  ///
  /// - Precondition: `low <= high`, both finite.
  public init(low: Double, high: Double) {
    precondition(
      low <= high && low.isFinite && high.isFinite, "an interval has finite ends in order")
    self.low = low
    self.high = high
  }
}

/// One measured (or not measured) quantity of one subject.
public struct Metric: Hashable, Sendable {
  /// Which definition.
  public let id: MetricID
  /// The number, or why there is none.
  public let value: MetricValue
  /// What the number counts.
  public let unit: Unit
  /// The 95 % interval, where one is known.
  public let interval: Interval?

  /// A metric.
  ///
  /// A measured value that is not finite is our own mistake, and traps.
  public init(_ id: MetricID, _ value: MetricValue, unit: Unit, interval: Interval? = nil) {
    if let number = value.number {
      precondition(number.isFinite, "\(id) was given \(number): say undefined, with the reason")
    }
    self.id = id
    self.value = value
    self.unit = unit
    self.interval = value.number == nil ? nil : interval
  }
}
