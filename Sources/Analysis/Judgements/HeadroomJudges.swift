import EmbeddingSets
import Findings

/// What cheaper storage would keep, and the cheapest that keeps enough.
enum HeadroomJudge: Judge {
  static func judge(_ evidence: Evidence) -> [Judgement] {
    guard let found = evidence.statistics.headroom.value else { return [] }
    let columnCount = evidence.statistics.shape.columnCount
    var parts: [String] = []
    if let dims = cut(columnCount), let prefix = found.overlaps[.prefix(dims)] {
      let pca = found.overlaps[.principal(dims)].map { ", \(percent($0)) by PCA" }
      parts.append(
        "cutting to \(dims) dimensions keeps \(percent(prefix)) of the 10 nearest neighbours by "
          + "prefix\(pca ?? "")")
    }
    if let bytes = found.overlaps[.bytes] {
      parts.append("int8 keeps \(percent(bytes))\(parts.isEmpty ? " of the neighbours" : "")")
    }
    guard !parts.isEmpty else { return [] }
    return [
      Judgement(
        finding: Finding(
          id: "headroom", severity: .note, message: parts.joined(separator: "; ") + ".",
          evidence: evidenceIDs(columnCount), advice: advice(evidence, found)),
        words: "headroom", isHeadline: false)
    ]
  }

  /// The cut that is spoken of: the largest of at most half the dimensions.
  static func cut(_ columnCount: Int) -> Int? {
    HeadroomResult.dimensions.last { 2 * $0 <= columnCount }
  }

  private static func evidenceIDs(_ columnCount: Int) -> [MetricID] {
    let cuts = cut(columnCount).map { dims in
      ["prefix", "pca"].map { MetricID("headroom.\($0)-overlap@dims=\(dims),k=10") }
    }
    return (cuts ?? []) + ["headroom.int8-overlap@k=10"]
  }

  private static func advice(_ evidence: Evidence, _ found: HeadroomResult) -> String {
    let shape = evidence.statistics.shape
    let target = evidence.thresholds["headroom-target"]
    let width = shape.storedAs.byteCount ?? 4
    let tried = candidates.filter { setting in
      guard let overlap = found.overlaps[setting] else { return false }
      return (overlap.interval?.low ?? overlap.value) >= target
    }
    func bytes(_ setting: HeadroomResult.Setting) -> Int {
      HeadroomResult.bytes(setting, columnCount: shape.columnCount, storedWidth: width)
    }
    let full = shape.columnCount * width
    guard let best = tried.min(by: { bytes($0) < bytes($1) }), bytes(best) < full,
      let overlap = found.overlaps[best]
    else {
      return "Nothing tried keeps \(NumberText.percent(target, decimals: 0)) in fewer bytes."
    }
    return "Cheapest tried that surely keeps \(NumberText.percent(target, decimals: 0)): "
      + "\(name(best)), \(NumberText.grouped(bytes(best))) of \(NumberText.grouped(full)) bytes a "
      + "vector (\(percent(overlap))). Rows as queries: try it with yours."
  }

  /// What may be named, simplest first; rescoring needs the full vectors besides, and comparing codes
  /// is never better than reading them back.
  private static let candidates: [HeadroomResult.Setting] =
    [.bytes, .half, .binary] + HeadroomResult.dimensions.map { .prefix($0) }
    + HeadroomResult.dimensions.map { .principal($0) }

  private static func name(_ setting: HeadroomResult.Setting) -> String {
    switch setting {
    case .prefix(let dims): "the first \(dims) dimensions"
    case .random(let dims): "\(dims) random dimensions"
    case .principal(let dims): "PCA to \(dims)"
    case .bytes: "int8 with its ranges"
    case .byteCodes: "int8 codes"
    case .half: "float16"
    case .binary: "one bit a dimension"
    case .rescored(let pool): "one bit a dimension with \(pool) ranked again"
    }
  }

  private static func percent(_ overlap: HeadroomResult.Overlap) -> String {
    NumberText.percent(overlap.value, decimals: overlap.value > 0.99 ? 1 : 0)
  }
}

/// Whether the first components hold more than any others would: a Matryoshka model.
enum TruncationJudge: Judge {
  static func judge(_ evidence: Evidence) -> [Judgement] {
    guard let found = evidence.statistics.headroom.value,
      let dims = HeadroomJudge.cut(evidence.statistics.shape.columnCount),
      let gain = found.gains[dims], let interval = gain.interval,
      interval.low > evidence.thresholds["prefix-gain"]
    else { return [] }
    return [
      Judgement(
        finding: Finding(
          id: "truncation", severity: .note,
          message: "the first \(dims) dimensions keep "
            + "\(NumberText.percent(gain.value)) more of the neighbours than \(dims) random ones: the "
            + "leading dimensions hold more, as in Matryoshka training.",
          evidence: [
            MetricID("headroom.prefix-gain@dims=\(dims),k=10"),
            MetricID("headroom.random-overlap@dims=\(dims),k=10"),
          ], advice: "Vectors may be cut to a prefix and scaled to norm 1 again."),
        words: "room for truncation", isHeadline: false)
    ]
  }
}
