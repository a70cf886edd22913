import EmbeddingSets
import Findings

extension TransformResult {
  /// Rows for each component below which axes are fitted to noise as much as to the set.
  private static let rowsPerColumn = 10

  private func number(_ quantity: TransformCatalog.Quantity, _ side: String) -> Metric? {
    let id = quantity.descriptor(side).id
    return metrics.first { $0.id == id }
  }

  /// The first line.
  var verdict: String {
    let kept = overlap.map {
      " \(NumberText.percent($0.value, decimals: $0.value > 0.99 ? 1 : 0)) of the 10 nearest neighbours kept"
    }
    let bytes = shape.storedAs.byteCount.map {
      Self.size(after: transform.bytesPerRow, before: $0 * shape.columnCount)
    }
    let said = [bytes, kept].compactMap { $0 }.joined(separator: ",")
    let fit = isFittedHere ? "" : " (fitted to \(transform.fittedName))"
    return
      "\(name): \(Wording.count(shape.rowCount, "row")) x \(NumberText.grouped(shape.columnCount)) "
      + "\(shape.storedAs) to \(NumberText.grouped(transform.outputColumnCount)) "
      + "\(Self.typeName(transform)) by \(transform.text)\(fit)\(said.isEmpty ? "." : ":\(said).")"
  }

  private static func size(after: Int, before: Int) -> String {
    let (own, other) = (NumberText.grouped(after), NumberText.grouped(before))
    if after == before { return " \(own) bytes a row as before" }
    return after < before ? " \(own) of \(other) bytes a row" : " \(own) bytes a row, not \(other)"
  }

  private static func typeName(_ transform: FittedTransform) -> String {
    transform.storage is PackedSigns ? "bits" : transform.storedType.description
  }

  /// The numbers that people read first: before, and after.
  var highlights: [Highlight] {
    typealias Catalog = TransformCatalog
    func row(
      _ label: String, _ quantity: Catalog.Quantity, _ text: (Double) -> String,
      _ remark: String = ""
    ) -> Highlight? {
      guard let before = number(quantity, "before")?.value.number,
        let after = number(quantity, "after")
      else { return nil }
      guard let changed = after.value.number else { return nil }
      let interval = after.interval.map { "after [\(text($0.low)), \(text($0.high))]" }
      return Highlight(
        label: label, value: "\(text(before)) -> \(text(changed))",
        remark: [remark.isEmpty ? nil : remark, interval].compactMap { $0 }.joined(separator: "; "))
    }
    let three = { (value: Double) in NumberText.fixed(value, decimals: 3) }
    let two = { (value: Double) in NumberText.fixed(value, decimals: 2) }
    let rounded = { (value: Double) in NumberText.rounded(value, significantDigits: 4) }
    var rows = [
      row("bytes a row", Catalog.bytes, { NumberText.grouped(Int($0)) }),
      row("effective rank", Catalog.effectiveRank, rounded),
      row("lives along", Catalog.participation, rounded, "participation ratio, debiased"),
      row("mean cosine", Catalog.meanCosine, three),
      row("uniformity gap", Catalog.gap, three, "above the floor of the sphere"),
      row("hub skewness", Catalog.skewness, two),
      row(
        "never found", Catalog.antihubs, { NumberText.percent($0) }, "by the 10 nearest of others"),
    ].compactMap { $0 }
    if let overlap {
      rows.append(
        Highlight(
          label: "neighbours kept", value: NumberText.percent(overlap.value),
          remark: "10 nearest rows; unrelated rows keep "
            + NumberText.percent(10 / Double(max(1, before.directionCount - 1)))))
    }
    if let queryOverlaps {
      let plain = queryOverlaps.plain.map {
        "; left as they were they find \(NumberText.percent($0.value)) of these"
      }
      rows.append(
        Highlight(
          label: "of queries", value: NumberText.percent(queryOverlaps.fitted.value),
          remark: "\(NumberText.grouped(queryOverlaps.count)) queries through the same fit"
            + (plain ?? "")))
    }
    return rows
  }

  /// What to know before using it; worst first.
  var findings: [Finding] {
    [broken, lost, few, empty, changed, sameFit].compactMap { $0 }.enumerated()
      .sorted { ($0.element.severity, -$0.offset) > ($1.element.severity, -$1.offset) }
      .map(\.element)
  }

  private var broken: Finding? {
    let count = shape.rowCount - before.tally.finiteCount
    guard count > 0 else { return nil }
    return Finding(
      id: "rows-nonfinite", severity: .failure,
      message:
        "\(Wording.count(count, "row")) are not finite: they stay in their place as such, and "
        + "nothing was learned from them.", evidence: [TransformCatalog.rows.id],
      advice: "Find out which step made them, with embedscope diagnose.")
  }

  private var lost: Finding? {
    let count = before.directionCount - after.directionCount
    guard count > 0 else { return nil }
    return Finding(
      id: "rows-without-direction", severity: .warning,
      message:
        "\(Wording.count(count, "row")) come out as zeros: they lie where the transform sees "
        + "nothing.", evidence: [TransformCatalog.zeros.id],
      advice: "Keep more dimensions, or leave these rows out of the index.")
  }

  /// Fewer rows than a fit of axes needs.
  private var few: Finding? {
    guard transform.learnsAxes,
      transform.fittedRowCount < Self.rowsPerColumn * transform.inputColumnCount
    else { return nil }
    return Finding(
      id: "few-rows",
      severity: transform.fittedRowCount <= transform.inputColumnCount ? .warning : .note,
      message: "the axes were fitted to \(Wording.count(transform.fittedRowCount, "row")) of "
        + "\(NumberText.grouped(transform.inputColumnCount)) components: those of small variance are noise.",
      evidence: [TransformCatalog.rows.id],
      advice:
        "Fit to at least \(NumberText.grouped(Self.rowsPerColumn * transform.inputColumnCount)) "
        + "rows, or whiten with shrinkage (whiten=auto).")
  }

  private var empty: Finding? {
    guard let whitened = transform.whitened, whitened.emptyCount > 0 || whitened.shrinkage > 0
    else { return nil }
    let shrunk =
      whitened.shrinkage > 0
      ? "variances were shrunk by \(NumberText.rounded(whitened.shrinkage, significantDigits: 3)) "
        + "towards their mean" : nil
    let zeros =
      whitened.emptyCount > 0
      ? "\(Wording.count(whitened.emptyCount, "component")) had no variance beyond storage rounding "
        + "and come out as 0" : nil
    return Finding(
      id: "whitening", severity: .note,
      message: "whitening: " + [shrunk, zeros].compactMap { $0 }.joined(separator: "; ") + ".",
      evidence: [TransformCatalog.effectiveRank.descriptor("after").id],
      advice: zeros == nil
        ? "The covariance is near the identity, not equal to it; whiten=0 makes it so."
        : "Add truncate=\(transform.inputColumnCount - whitened.emptyCount) after whiten to leave them "
          + "out.")
  }

  private var changed: Finding? {
    guard let overlap, overlap.value < ExportComparisonFindings.noticedOverlap else { return nil }
    return Finding(
      id: "neighbours-changed", severity: .warning,
      message:
        "\(NumberText.percent(1 - overlap.value)) of the 10 nearest neighbours are others now.",
      evidence: [TransformCatalog.overlap.id, TransformCatalog.null.id],
      advice: "Whether for the better only judgments tell: embedscope evaluate with both sets.")
  }

  private var sameFit: Finding? {
    guard transform.changesAngles else { return nil }
    let cost = queryOverlaps?.plain.map {
      " Left as they were they find \(NumberText.percent($0.value)) of the neighbours that they have "
        + "after it."
    }
    return Finding(
      id: "same-fit", severity: .note,
      message:
        "queries must go through the same fit as the rows they are held against.\(cost ?? "")",
      evidence: queryOverlaps == nil
        ? [TransformCatalog.overlap.id]
        : [TransformCatalog.queryOverlap.id, TransformCatalog.plainOverlap.id],
      advice:
        "Keep it with --fit FILE, and run: embedscope transform QUERIES --apply FILE --output OUT.npy"
    )
  }
}

extension FittedTransform {
  /// Whether a step rests on principal axes.
  var learnsAxes: Bool {
    steps.contains { step in step.numbers.contains { $0.name == "axes" && !$0.values.isEmpty } }
  }
  /// The whitening among the steps.
  var whitened: WhitenedAxes? { steps.lazy.compactMap { $0 as? WhitenedAxes }.first }
  /// Whether vectors that did not go through it can no longer be held against those that did.
  var changesAngles: Bool { !steps.allSatisfy { $0 is UnitRows || $0 is HalfRows } }
}
