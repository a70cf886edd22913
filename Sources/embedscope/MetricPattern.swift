import Findings

/// An id of the catalogue as a pattern for ids of reports.
///
/// In the catalogue a part in capitals stands for a name of the user's: `retrieval.NAME.map` is
/// `retrieval.bm25.map` in a report, `significance.A-B.t` is `significance.bm25-dense.t`; its parameters
/// may have any value. A value in capitals stands for any: `neighbors.hub-max@k=K,metric=METRIC` is
/// `neighbors.hub-max@k=5` too, because a report leaves parameters out that say nothing.
struct MetricPattern {
  private let parts: [Substring]
  private let parameters: [[Substring]]

  /// The pattern of an id.
  init(_ id: MetricID) {
    parts = Self.parts(of: id)
    parameters = Self.values(of: id)
  }

  /// Whether some part, or some value of a parameter, stands for a name.
  var hasPlaceholder: Bool { parts.contains(where: Self.isPlaceholder) || hasOpenParameter }

  private var hasOpenParameter: Bool {
    parameters.contains { $0.last.map(Self.isPlaceholder) == true }
  }

  /// Whether an id of a report, with or without parameters, is one of these.
  func matches(_ id: MetricID) -> Bool {
    let found = Self.parts(of: id)
    guard hasPlaceholder, found.count == parts.count else { return false }
    let isBase = zip(parts, found).allSatisfy { part, word in
      if !Self.isPlaceholder(part) { return part == word }
      return !word.isEmpty && (!part.contains("-") || word.contains("-"))
    }
    guard isBase, hasOpenParameter else { return isBase }
    return Self.values(of: id).allSatisfy { given in
      parameters.contains { known in
        known.first == given.first && known.count == given.count
          && (known.last.map(Self.isPlaceholder) == true || known == given)
      }
    }
  }

  /// Of several with the same base, those with exactly these parameters, else those that have
  /// parameters where the id has, else all.
  static func nearest(_ found: [MetricDescriptor], to id: MetricID) -> [MetricDescriptor] {
    let wanted = parameters(id)
    let exact = found.filter { parameters($0.id) == wanted }
    if !exact.isEmpty { return exact }
    guard !wanted.isEmpty else { return found }
    // One definition serves every value of its parameters.
    return found.first { !parameters($0.id).isEmpty }.map { [$0] } ?? Array(found.prefix(1))
  }

  private static func parameters(_ id: MetricID) -> Substring {
    id.rawValue.drop { $0 != "@" }
  }

  private static func parts(of id: MetricID) -> [Substring] {
    id.rawValue.prefix { $0 != "@" }.split(separator: ".", omittingEmptySubsequences: false)
  }

  /// Name and value of each parameter.
  private static func values(of id: MetricID) -> [[Substring]] {
    parameters(id).dropFirst().split(separator: ",").map { $0.split(separator: "=", maxSplits: 1) }
  }

  private static func isPlaceholder(_ part: Substring) -> Bool {
    part.contains(where: \.isUppercase) && part.allSatisfy { $0.isUppercase || $0 == "-" }
  }
}
