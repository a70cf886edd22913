import Findings

/// Two sets of the same rows in words: verdict, first numbers, findings.
struct ExportComparisonFindings {
  let statistics: ExportComparisonStatistics
  let metrics: [MetricID: Metric]

  /// Neighbours kept below which a search notices; a line of ours, as no paper draws one.
  static let noticedOverlap = 0.8
  /// Neighbours kept from which two sets are one geometry with rounding.
  static let sameOverlap = 0.95
  /// Procrustes residual up to which one set is a rotation of the other.
  static let rotatedResidual = 1e-4

  init(_ statistics: ExportComparisonStatistics) {
    self.statistics = statistics
    metrics = Dictionary(statistics.metrics.map { ($0.id, $0) }) { first, _ in first }
  }

  private func number(_ descriptor: MetricDescriptor) -> Double? {
    metrics[descriptor.id]?.value.number
  }

  private var overlap: Double? { number(ExportComparisonCatalog.overlap(10)) }

  /// Whether rows agree with themselves without any rotation.
  private var hasSharedAxes: Bool { (number(ExportComparisonCatalog.meanCosine) ?? 0) > 0.9 }

  private var isRotation: Bool {
    guard let residual = number(ExportComparisonCatalog.procrustes) else { return false }
    return residual <= Self.rotatedResidual && !hasFewRows
  }

  /// With no more rows than dimensions, unrelated sets match after a rotation.
  private var hasFewRows: Bool {
    statistics.moments.count <= max(statistics.columnCounts.first, statistics.columnCounts.second)
  }

  /// The first line.
  var verdict: String {
    let count = Wording.count(statistics.moments.count, "row")
    let widths =
      statistics.columnCounts.first == statistics.columnCounts.second
      ? NumberText.grouped(statistics.columnCounts.first)
      : "\(NumberText.grouped(statistics.columnCounts.first)) and "
        + NumberText.grouped(statistics.columnCounts.second)
    return
      "\(statistics.names.first) and \(statistics.names.second): \(count) x \(widths). \(judgement)"
  }

  private var judgement: String {
    guard statistics.moments.count > 0 else {
      return "Nothing can be said: no row is finite in both sets."
    }
    if number(ExportComparisonCatalog.largestChange) == 0 { return "The same, value for value." }
    guard let overlap else {
      return "Too few rows to tell: fewer than 12 have a direction in both sets."
    }
    let kept = "\(NumberText.percent(overlap)) of the 10 nearest neighbours kept"
    if isRotation, overlap >= Self.sameOverlap {
      return hasSharedAxes
        ? "The same geometry: \(kept)."
        : "The same geometry in other axes: \(kept), but vectors of the two cannot be mixed."
    }
    if overlap >= Self.sameOverlap { return "The same geometry up to rounding: \(kept)." }
    if overlap >= Self.noticedOverlap { return "Close, not the same: \(kept)." }
    return "Another geometry: only \(kept)."
  }

  /// The numbers that people read first.
  var highlights: [Highlight] {
    typealias Catalog = ExportComparisonCatalog
    var rows: [Highlight] = []
    for size in NeighborAgreement.sizes {
      guard let metric = metrics[Catalog.overlap(size).id], let value = metric.value.number,
        let null = number(Catalog.null(size))
      else { continue }
      rows.append(
        Highlight(
          label: "neighbours kept, k=\(size)", value: NumberText.percent(value),
          remark: "unrelated sets keep \(NumberText.percent(null))"
            + (statistics.agreement?.isSampled == true ? "; sampled rows" : "")))
    }
    if let mean = number(Catalog.meanCosine), let least = number(Catalog.leastCosine) {
      rows.append(
        Highlight(
          label: "row with itself", value: "cosine " + NumberText.fixed(mean, decimals: 4),
          remark: "the row that moved most: \(NumberText.fixed(least, decimals: 4))"))
    }
    if let debiased = number(Catalog.debiased) {
      let biased = number(Catalog.alignment).map { "; \(NumberText.fixed($0, decimals: 4)) biased" }
      rows.append(
        Highlight(
          label: "CKA, debiased", value: NumberText.fixed(debiased, decimals: 4),
          remark: "linear; 0 for unrelated sets\(biased ?? "")"))
    }
    if let residual = number(Catalog.procrustes) {
      rows.append(
        Highlight(
          label: "after rotation", value: NumberText.rounded(residual, significantDigits: 3),
          remark: "share of variance left (Procrustes)"))
    }
    if let ratio = number(Catalog.normRatio) {
      rows.append(
        Highlight(
          label: "norms", value: "x " + NumberText.rounded(ratio, significantDigits: 4),
          remark: "mean ratio, second over first"))
    }
    let counted = (statistics.changes?.changes ?? []).count { $0.isBeyondNoise != nil }
    rows.append(
      Highlight(
        label: "metrics that moved",
        value: "\(statistics.movedMetrics.count) of \(counted)",
        remark: "beyond their intervals and the halves of the first set"))
    return rows
  }

  /// What is wrong, on what evidence, and one thing to do; worst first.
  var findings: [Finding] {
    [leftOut, neighbors, axes, norms, fewRows, moved, unmatched].compactMap { $0 }
      .enumerated().sorted {
        ($0.element.severity, -$0.offset) > ($1.element.severity, -$1.offset)
      }.map(\.element)
  }

  private var leftOut: Finding? {
    let count = statistics.matching.count - statistics.moments.count
    guard count > 0 else { return nil }
    return Finding(
      id: "rows-left-out", severity: .failure,
      message:
        "\(Wording.count(count, "row")) hold a NaN or an infinity in either set and are left "
        + "out.",
      evidence: [ExportComparisonCatalog.leftOut.id],
      advice: "Find out which step made them, with embedscope diagnose of both sets.")
  }

  private var neighbors: Finding? {
    guard let overlap, overlap < Self.noticedOverlap,
      let null = number(ExportComparisonCatalog.null(10))
    else { return nil }
    return Finding(
      id: "neighbours-changed", severity: .warning,
      message: "\(NumberText.percent(1 - overlap)) of the 10 nearest neighbours are others now "
        + "(unrelated sets: \(NumberText.percent(1 - null))).",
      evidence: [ExportComparisonCatalog.overlap(10).id, ExportComparisonCatalog.null(10).id],
      advice: "Measure ranking quality of both sets before replacing one by the other, and build "
        + "indexes anew.")
  }

  private var axes: Finding? {
    guard statistics.columnCounts.first == statistics.columnCounts.second, !hasSharedAxes,
      let mean = number(ExportComparisonCatalog.meanCosine),
      let residual = number(ExportComparisonCatalog.procrustes), !hasFewRows, residual < 0.5
    else { return nil }
    return Finding(
      id: "axes-changed", severity: .warning,
      message:
        "a row has cosine \(NumberText.fixed(mean, decimals: 3)) with itself, but a rotation "
        + "explains \(NumberText.percent(1 - residual)) of the variance: the axes changed.",
      evidence: [ExportComparisonCatalog.meanCosine.id, ExportComparisonCatalog.procrustes.id],
      advice: "Never mix vectors of the two in one index; embed queries and documents with one "
        + "model.")
  }

  private var norms: Finding? {
    guard let ratio = number(ExportComparisonCatalog.normRatio), (ratio - 1).magnitude > 0.01 else {
      return nil
    }
    return Finding(
      id: "norms-changed", severity: .note,
      message: "norms are \(NumberText.rounded(ratio, significantDigits: 3)) times what they were.",
      evidence: [ExportComparisonCatalog.normRatio.id],
      advice: "Inner products change with them; check whether both sides are normalised.")
  }

  private var fewRows: Finding? {
    guard hasFewRows, statistics.moments.count > 0 else { return nil }
    return Finding(
      id: "few-rows", severity: .note,
      message:
        "there are no more rows than dimensions, where unrelated sets match after a rotation: "
        + "read the debiased CKA and the neighbours.",
      evidence: [ExportComparisonCatalog.procrustes.id, ExportComparisonCatalog.debiased.id],
      advice: "Compare more rows.")
  }

  private var moved: Finding? {
    let moved = statistics.movedMetrics
    guard !moved.isEmpty else { return nil }
    let shown = moved.prefix(3).map { change in
      "\(change.id) \(change.first.value.number.map { NumberText.rounded($0, significantDigits: 4) } ?? "")"
        + " -> \(change.second.value.number.map { NumberText.rounded($0, significantDigits: 4) } ?? "")"
    }
    let rest = moved.count > 3 ? ", and \(moved.count - 3) more" : ""
    return Finding(
      id: "metrics-moved", severity: .note,
      message: "moved beyond their noise: \(shown.joined(separator: "; "))\(rest).",
      evidence: [ExportComparisonCatalog.moved.id],
      advice: "See series compare.metrics for all.")
  }

  private var unmatched: Finding? {
    guard statistics.matching.unmatched > 0 else { return nil }
    return Finding(
      id: "rows-unmatched", severity: .warning,
      message:
        "\(Wording.count(statistics.matching.unmatched, "row")) of either set are not in the "
        + "other.",
      evidence: [ExportComparisonCatalog.unmatched.id],
      advice: "Check that both are exports of the same corpus.")
  }
}
