import EmbeddingSets
public import Findings

/// The metrics of a table of weight matrices.
public enum WeightCatalog {
  private static func count(
    _ name: String, _ title: String, _ definition: String, _ reading: String
  )
    -> MetricDescriptor
  {
    MetricDescriptor(
      id: MetricID("weights.\(name)"), family: "weights", title: title, definition: definition,
      formula: "count", unit: .matrices, range: "[0, number of matrices]", reading: reading,
      edgeCases: "Never undefined.", source: "EmbedScope")
  }
  static let matrices = count(
    "matrices", "weight matrices",
    "Two-dimensional floating-point tensors that the pattern matches.",
    "What the table covers.")
  static let lowRank = count(
    "low-rank", "low-rank weight matrices",
    "Matrices whose effective rank is below a share of their smaller side (threshold low-rank-weight).",
    "A random matrix reads above 0.8 of it. Projection heads and collapsed layers read low.")
  static let deficient = count(
    "rank-deficient", "rank-deficient weight matrices",
    "Matrices whose numerical rank, with the tolerance of their stored type, is below their smaller side.",
    "Dead inputs or outputs, tied or factored weights.")
  static let unusable = count(
    "unusable", "unusable weight matrices", "Matrices that are zero, or hold NaN or infinity.",
    "Anything above 0 is an export fault.")
  static let smallestShare = MetricDescriptor(
    id: "weights.effective-rank-share-min", family: "weights", title: "smallest effective rank",
    definition: "Smallest over the matrices of effective rank over smaller side.",
    formula: "min_W erank(W) / min(m, n)", unit: .ratio, range: "(0, 1]",
    reading: "The matrix to look at first.", edgeCases: "Undefined where every matrix is zero.",
    source: "Roy and Vetterli 2007 for the effective rank")

  static let measured = [matrices, lowRank, deficient, unusable, smallestShare]
  /// All definitions, in the order of the report.
  public static let descriptors = measured
}

/// A table of weight matrices in words.
struct WeightTable {
  let rows: [WeightMatrix]
  let name: String

  /// Most matrices that the text shows.
  private static let shownCount = 24

  private var lowRank: [WeightMatrix] { rows.filter(\.isLowRank) }
  private var deficient: [WeightMatrix] {
    rows.filter { $0.isDeficient && $0.rank > 0 && $0.nonfiniteRows == 0 }
  }
  private var unusable: [WeightMatrix] {
    rows.filter { $0.rank == 0 || $0.nonfiniteRows > 0 }
  }

  var metrics: [Metric] {
    [
      WeightCatalog.matrices.measured(rows.count), WeightCatalog.lowRank.measured(lowRank.count),
      WeightCatalog.deficient.measured(deficient.count),
      WeightCatalog.unusable.measured(unusable.count),
      rows.compactMap(\.share).min().map { WeightCatalog.smallestShare.measured($0) }
        ?? WeightCatalog.smallestShare.metric(.undefined(reason: "every matrix is zero")),
    ]
  }

  var series: Series {
    Series(
      id: "weights.matrices",
      columns: [
        "tensor", "rows", "columns", "stored_as", "rank", "effective_rank", "participation_ratio",
        "stable_rank", "effective_rank_share", "flag",
      ],
      rows: rows.map { row in
        [
          .text(row.name), .integer(row.shape.rowCount), .integer(row.shape.columnCount),
          .text(row.shape.storedAs.description), .integer(row.rank),
          row.effectiveRank.map(Cell.finite) ?? .empty,
          row.participationRatio.map(Cell.finite) ?? .empty,
          row.stableRank.map(Cell.finite) ?? .empty, row.share.map(Cell.finite) ?? .empty,
          .text(row.flag),
        ]
      })
  }

  var verdict: String {
    let matrices =
      rows.count == 1 ? "1 weight matrix" : "\(NumberText.grouped(rows.count)) weight matrices"
    var parts: [String] = []
    if !unusable.isEmpty { parts.append("\(unusable.count) unusable") }
    if !lowRank.isEmpty { parts.append("\(lowRank.count) of low rank") }
    if !deficient.isEmpty { parts.append("\(deficient.count) short of full rank") }
    return "\(name): \(matrices). "
      + (parts.isEmpty ? "None of low rank." : parts.joined(separator: ", ") + ".")
  }

  /// Flagged ones first, then the rest in the order of the file.
  var highlights: [Highlight] {
    let order = rows.filter { !$0.flag.isEmpty } + rows.filter(\.flag.isEmpty)
    var shown = order.prefix(Self.shownCount).map { row in
      func text(_ value: Double?) -> String {
        value.map { NumberText.rounded($0, significantDigits: 3) } ?? "-"
      }
      let numbers =
        row.rank == 0
        ? ""
        : "erank \(text(row.effectiveRank)) (\(NumberText.percent(row.share ?? 0, decimals: 0))), "
          + "PR \(text(row.participationRatio)), stable \(text(row.stableRank))"
      return Highlight(
        label: row.name,
        value: "\(row.shape.rowCount) x \(row.shape.columnCount), rank \(row.rank)",
        remark: [row.flag.isEmpty ? nil : row.flag + ":", numbers].compactMap { $0 }
          .joined(separator: " "))
    }
    if order.count > shown.count {
      shown.append(
        Highlight(
          label: "\(order.count - shown.count) more", value: "",
          remark: "all of them with --report csv=DIR/"))
    }
    return shown
  }

  var findings: [Finding] {
    func names(_ rows: [WeightMatrix]) -> String {
      let shown = rows.prefix(6).map(\.name).joined(separator: ", ")
      return rows.count > 6 ? "\(shown) and \(rows.count - 6) more" : shown
    }
    func verb(_ rows: [WeightMatrix]) -> String { rows.count == 1 ? "is" : "are" }
    var findings: [Finding] = []
    if !unusable.isEmpty {
      findings.append(
        Finding(
          id: "unusable-weights", severity: .failure,
          message: "\(names(unusable)) \(verb(unusable)) zero or not finite.",
          evidence: ["weights.unusable"],
          advice: "Export again, and look at the last training steps."))
    }
    if !lowRank.isEmpty {
      findings.append(
        Finding(
          id: "low-rank-weights", severity: .warning,
          message: "\(names(lowRank)) \(verb(lowRank)) of low rank: what passes through keeps few "
            + "directions, whatever the data.",
          evidence: ["weights.low-rank", "weights.effective-rank-share-min"],
          advice:
            "In a projection head this is where dimensional collapse starts; a factored layer may "
            + "be meant to be so."))
    }
    if !deficient.isEmpty {
      findings.append(
        Finding(
          id: "rank-deficient-weights", severity: .note,
          message:
            "\(names(deficient)) \(verb(deficient)) short of full rank beyond the rounding of the "
            + "stored type.", evidence: ["weights.rank-deficient"],
          advice: "Look for dead inputs, tied rows or factored weights."))
    }
    return findings
  }
}
