public import Findings

/// One limit: `< 100`, `>= 0.5`, `> corpus.data.dimensions`, `< 2% of corpus.data.dimensions`.
///
/// It says what must not be: a value for which it holds is beyond it.
public struct Limit: Hashable, Sendable {
  /// How the value is compared.
  public enum Operator: String, Hashable, Sendable, CaseIterable {
    // Longer ones first, because that is how they are recognised.
    /// The value must lie above.
    case lessOrEqual = "<="
    /// The value must lie below.
    case greaterOrEqual = ">="
    /// The value must differ.
    case equal = "=="
    /// The value must agree.
    case notEqual = "!="
    /// The value must not lie below.
    case less = "<"
    /// The value must not lie above.
    case greater = ">"

    /// Whether it holds between two numbers.
    func holds(_ left: Double, _ right: Double) -> Bool {
      switch self {
      case .lessOrEqual: left <= right
      case .greaterOrEqual: left >= right
      case .equal: left == right
      case .notEqual: left != right
      case .less: left < right
      case .greater: left > right
      }
    }
  }

  /// A metric of an input.
  public struct Reference: Hashable, Sendable {
    /// The input; nothing where it is that of the check.
    public let input: String
    /// The metric.
    public let metric: MetricID

    /// A reference.
    public init(input: String, metric: MetricID) {
      self.input = input
      self.metric = metric
    }

    /// As policies write it.
    public var text: String { metric.qualified(by: input) }
  }

  /// What the value is compared with.
  public enum Operand: Hashable, Sendable {
    /// A number.
    case number(Double)
    /// So many times another metric.
    case metric(factor: Double, Reference)
  }

  /// How the value is compared.
  public let comparison: Operator
  /// With what.
  public let operand: Operand

  /// A limit.
  public init(_ comparison: Operator, _ operand: Operand) {
    self.comparison = comparison
    self.operand = operand
  }

  /// What the limit demands, in the policy's own terms: `must be >= 250`, `must not be 0`.
  ///
  /// - Parameter verb: `must` or `should`.
  func demand(_ verb: String) -> String {
    let right =
      switch operand {
      case .number(let value): NumberText.shortest(value)
      case .metric(factor: 1, let reference): reference.text
      case .metric(let factor, let reference):
        factor.magnitude < 1
          ? "\(NumberText.rounded(factor * 100)) % of \(reference.text)"
          : "\(NumberText.shortest(factor)) x \(reference.text)"
      }
    return switch comparison {
    case .equal: "\(verb) not be \(right)"
    case .notEqual: "\(verb) be \(right)"
    case .less: "\(verb) be >= \(right)"
    case .lessOrEqual: "\(verb) be > \(right)"
    case .greater: "\(verb) be <= \(right)"
    case .greaterOrEqual: "\(verb) be < \(right)"
    }
  }
}

/// A limit as it is written, before the metric in it is looked up.
struct LimitText {
  let comparison: Limit.Operator
  /// The factor before a metric; 1 where there is none.
  let factor: Double
  /// A number, where the right side is one.
  let number: Double?
  /// The id of a metric, where the right side is one.
  let metric: String?

  /// Parses `OP NUMBER`, `OP METRIC`, `OP NUMBER * METRIC` and `OP NUMBER% of METRIC`.
  ///
  /// - Returns: nothing if the text is no such thing.
  init?(_ text: String) {
    let trimmed = text.trimmed
    guard let comparison = Limit.Operator.allCases.first(where: { trimmed.hasPrefix($0.rawValue) })
    else { return nil }
    self.comparison = comparison
    let words = trimmed.dropFirst(comparison.rawValue.count).split(whereSeparator: \.isWhitespace)
      .map(String.init)
    switch words.count {
    case 1:
      number = PlainNumber.parse(words[0])
      metric = number == nil ? words[0] : nil
      factor = 1
      if number == nil, words[0].first.map({ $0.isLetter }) != true { return nil }
    case 3:
      guard let factor = Self.factor(words[0], joiner: words[1]),
        words[2].first.map({ $0.isLetter }) == true
      else { return nil }
      self.factor = factor
      number = nil
      metric = words[2]
    default: return nil
    }
  }

  /// `0.02 *` or `2% of`.
  private static func factor(_ word: String, joiner: String) -> Double? {
    switch joiner {
    case "*": PlainNumber.parse(word)
    case "of" where word.hasSuffix("%"): PlainNumber.parse(word.dropLast()).map { $0 / 100 }
    default: nil
    }
  }

  /// What a limit looks like, for messages.
  static let help =
    "A limit is <, <=, >, >=, == or != and a number or a metric, in quotes: \"< 100\", "
    + "\"> corpus.data.dimensions\", \"< 2% of corpus.data.dimensions\"."
}
