import EmbeddingSets
import Findings

/// Every metric of a diagnosis in both sets, with what its change is to be held against.
struct MetricChanges: Sendable {
  /// One metric in both sets.
  struct Change: Sendable {
    let id: MetricID
    let first: Metric
    let second: Metric
    /// |difference| of the metric between two random halves of the first set; nil where either half
    /// has no value.
    let halves: Double?
    /// Unit roundoff of the coarser of the two stored types.
    let rounding: Double

    /// second - first, where both are measured.
    var difference: Double? {
      guard let a = first.value.number, let b = second.value.number else { return nil }
      return b - a
    }

    /// Half-width of the 95 % interval of the difference of two independent sets.
    ///
    /// The rows are the same, so the errors are mostly shared and this is too wide: a change beyond it
    /// is real, one within it may be.
    var halfWidth: Double? {
      guard let a = first.interval, let b = second.interval else { return nil }
      let (left, right) = ((a.high - a.low) / 2, (b.high - b.low) / 2)
      return (left * left + right * right).squareRoot()
    }

    /// What storing one number rounds: of the metric itself, or of 1 for a share or a ratio, which is
    /// made of numbers larger than itself.
    private var storageRounding: Double {
      let size = max(first.value.number?.magnitude ?? 0, second.value.number?.magnitude ?? 0)
      return rounding * (first.unit == .ratio ? max(1, size) : size)
    }

    /// Whether the change exceeds its interval, what halves of one set differ by, and what storage rounds;
    /// nil where the interval is not known.
    var isBeyondNoise: Bool? {
      guard let difference, let halfWidth else { return nil }
      return difference.magnitude > max(halfWidth, halves ?? 0, storageRounding)
    }
  }

  let changes: [Change]

  /// Diagnoses both sets, and two random halves of the first.
  init(
    _ sets: (SelectedRows, SelectedRows), options: ExportComparisonOptions,
    progress: @escaping @Sendable (DiagnosisProgress) -> Void
  ) async throws {
    var diagnosis = DiagnosisOptions()
    diagnosis.families = options.families
    diagnosis.neighborsBudget = options.pairBudget
    diagnosis.views = options.views
    diagnosis.jobs = options.jobs
    diagnosis.seed = options.seed
    diagnosis.pairBudget = options.pairBudget
    let chosen = diagnosis
    func metrics(_ source: any EmbeddingSource) async throws -> [Metric] {
      try await Diagnosis(of: source, options: chosen, progress: progress)
        .run(version: "", arguments: []).metrics
    }
    let first = try await metrics(sets.0)
    let second = Dictionary(try await metrics(sets.1).map { ($0.id, $0) }) { a, _ in a }
    var halves: [[MetricID: Double]] = []
    if sets.0.shape.rowCount >= 8 {
      for rows in Self.halves(of: sets.0.shape.rowCount, seed: options.seed) {
        let half = try await metrics(SelectedRows(sets.0, rows: rows))
        halves.append(
          Dictionary(half.compactMap { metric in metric.value.number.map { (metric.id, $0) } }) {
            a, _ in a
          })
      }
    }
    let rounding = max(
      sets.0.shape.storedAs.unitRoundoff, sets.1.shape.storedAs.unitRoundoff)
    changes = first.compactMap { metric in
      guard let other = second[metric.id] else { return nil }
      let values = halves.compactMap { $0[metric.id] }
      return Change(
        id: metric.id, first: metric, second: other,
        halves: values.count == 2 ? (values[0] - values[1]).magnitude : nil, rounding: rounding)
    }
  }

  /// Two halves of equal size, drawn with the seed.
  static func halves(of count: Int, seed: UInt64) -> [[Int]] {
    let chosen = NeighborAgreement.sample(count / 2, of: count, seed: seed)
    var isChosen = [Bool](repeating: false, count: count)
    for row in chosen { isChosen[row] = true }
    return [chosen, Array((0..<count).filter { !isChosen[$0] }.prefix(count / 2))]
  }
}
