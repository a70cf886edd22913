/// The name of one definition: family, view and parameters, as in `uniformity@t=2`.
///
/// An id names the definition and the view; parameters follow `@`, comma-separated, always printed.
public struct MetricID: RawRepresentable, Hashable, Sendable {
  /// The id as users write it.
  public let rawValue: String

  /// An id from its text.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// An id from its text.
  public init(_ text: String) { rawValue = text }

  /// The id without its parameters: `uniformity` of `uniformity@t=2`.
  public var base: String { String(rawValue.prefix { $0 != "@" }) }

  /// The metric of one of several inputs, as policies and their reports write it:
  /// `corpus.data.rows`.
  ///
  /// An input that is called as the id begins is not said twice: `pairs.mean-cosine` of the input
  /// `pairs` stays what it is.
  ///
  /// - Parameter input: the name of the input.
  public func qualified(by input: String) -> String {
    rawValue.hasPrefix(input + ".") ? rawValue : "\(input).\(rawValue)"
  }
}

extension MetricID: ExpressibleByStringLiteral {
  /// An id written in source.
  public init(stringLiteral value: String) { rawValue = value }
}

extension MetricID: Comparable {
  /// Alphabetical order of the text.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension MetricID: CustomStringConvertible {
  /// The id as users write it.
  public var description: String { rawValue }
}
