import Findings

/// An id of the catalogue as a pattern for ids of reports.
///
/// In the catalogue a part in capitals stands for a name of the user's: `retrieval.NAME.map` is
/// `retrieval.bm25.map` in a report, `significance.A-B.t` is `significance.bm25-dense.t`. Parameters
/// may have any value.
struct MetricPattern {
  private let parts: [Substring]

  /// The pattern of an id.
  init(_ id: MetricID) {
    parts = id.rawValue.prefix { $0 != "@" }.split(
      separator: ".", omittingEmptySubsequences: false)
  }

  /// Whether some part stands for a name.
  var hasPlaceholder: Bool { parts.contains(where: Self.isPlaceholder) }

  /// Whether an id of a report, with or without parameters, is one of these.
  func matches(_ id: MetricID) -> Bool {
    let found = id.base.split(separator: ".", omittingEmptySubsequences: false)
    guard hasPlaceholder, found.count == parts.count else { return false }
    return zip(parts, found).allSatisfy { part, word in
      if !Self.isPlaceholder(part) { return part == word }
      return !word.isEmpty && (!part.contains("-") || word.contains("-"))
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

  private static func isPlaceholder(_ part: Substring) -> Bool {
    part.contains(where: \.isUppercase) && part.allSatisfy { $0.isUppercase || $0 == "-" }
  }
}
