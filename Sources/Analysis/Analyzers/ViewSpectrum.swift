import Findings
import RealModule

/// The metrics that every view of a set has: rank, four effective dimensions, the largest singular
/// value and how many directions hold a share of the variance.
struct ViewSpectrum {
  /// Shares of the variance that are reported.
  static let shares = [0.5, 0.9, 0.95, 0.99]
  /// Cumulative shares are compared with this much room, for spectra that meet a share exactly.
  static let shareTolerance = 1e-12

  let view: SpectralView

  private var prefix: String { "spectrum.\(view.rawValue)" }

  private var viewWords: String {
    switch view {
    case .raw: "the rows as they are"
    case .centered: "the rows minus the column means"
    case .unitRaw: "the rows scaled to norm 1 (zero rows left out)"
    case .unitCentered: "the unit rows minus their mean"
    }
  }

  private func descriptor(
    _ name: String, _ title: String, _ definition: String, formula: String,
    unit: Unit = .dimensions, range: String, reading: String, source: String
  ) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("\(prefix).\(name)"), family: "spectrum", title: title,
      definition: "\(definition) View: \(viewWords).", formula: formula, unit: unit, range: range,
      reading: reading,
      edgeCases: view.isCentered
        ? "Undefined with one row, or when all rows are equal." : "Undefined when every row is 0.",
      source: source)
  }

  var rank: MetricDescriptor {
    descriptor(
      "rank", "numerical rank",
      "Singular values above what storing the numbers can have caused (Weyl).",
      formula: "#{i : s_i > u |X|_F + max(n, d) 2^-52 s_1}, u of the stored type, X uncentered",
      range: "[0, min(n, d)]",
      reading:
        "Not a collapse detector: a direction with a millionth of the variance still counts.",
      source: "Weyl's inequality: storing moves a singular value by at most u |X|_F")
  }

  var effectiveRank: MetricDescriptor {
    descriptor(
      "effective-rank", "effective rank",
      "Exponential of the entropy of the singular values s (not of their squares).",
      formula: "exp(-sum r_i ln r_i), r_i = s_i / sum s", range: "[1, rank]",
      reading: "Forgiving: eight directions with 7 % of the variance still count about five. Grows "
        + "with n; compare at equal n, and with the white-noise value of the same size.",
      source: "Roy and Vetterli, EUSIPCO 2007")
  }

  var entropyRank: MetricDescriptor {
    descriptor(
      "entropy-rank", "entropy rank",
      "Exponential of the entropy of the variances: the Hill number of order 1 of s^2.",
      formula: "exp(-sum p_i ln p_i), p_i = s_i^2 / sum s^2", range: "[1, effective-rank]",
      reading: "Between effective rank and participation ratio, always.",
      source: "von Neumann entropy; Hill 1973")
  }

  var participationRatio: MetricDescriptor {
    descriptor(
      "participation-ratio", "participation ratio",
      "The number of directions that equal shares of the same variance would take: the Hill number "
        + "of order 2.", formula: "(sum s^2)^2 / sum s^4", range: "[1, entropy-rank]",
      reading: "Reads low for few rows (white noise with n = d reads d/2): see the debiased form.",
      source: "Gao et al. 2017; Recanatesi et al. 2022")
  }

  var stableRank: MetricDescriptor {
    descriptor(
      "stable-rank", "stable rank", "Total variance over that of the top direction.",
      formula: "|A|_F^2 / |A|_2^2 = sum s^2 / s_1^2", range: "[1, participation-ratio]",
      reading: "Near 1: one direction holds nearly everything.",
      source: "Rudelson and Vershynin; NESum of He and Ozay 2022 when centered")
  }

  var sigmaMax: MetricDescriptor {
    descriptor(
      "sigma-max", "largest singular value", "The largest singular value of the view.",
      formula: "s_1 = |A|_2", unit: .input, range: "[0, |A|_F]",
      reading: "Grows with sqrt(n). The scale of the other singular values.",
      source: "singular value decomposition")
  }

  func dims(_ share: Double) -> MetricDescriptor {
    descriptor(
      "dims@share=\(share)",
      "directions for \(NumberText.percent(share, decimals: 0)) of the variance",
      "The least number of principal directions whose variance adds up to the share.",
      formula: "min k : sum_{i<=k} s_i^2 >= \(share) sum s^2", range: "[1, rank]",
      reading: "What a PCA would have to keep.", source: "principal component analysis")
  }

  /// Everything emitted for any view.
  var descriptors: [MetricDescriptor] {
    [rank, effectiveRank, entropyRank, participationRatio, stableRank, sigmaMax]
      + Self.shares.map(dims)
  }

  /// The metrics, or the reason why there are none.
  func measure(_ outcome: ViewOutcome) -> [Metric] {
    switch outcome {
    case .statistics(let statistics): measure(statistics)
    case .undefined(let reason): descriptors.map { $0.metric(.undefined(reason: reason)) }
    case .skipped(let reason): descriptors.map { $0.metric(.skipped(reason: reason)) }
    }
  }

  /// Why the view's ratios do not exist; nil where they do.
  static func undefinedReason(_ statistics: ViewStatistics) -> String? {
    guard !statistics.isResolved else { return nil }
    return statistics.view.isCentered
      ? "all rows are equal within the storage floor" : "every row is 0"
  }

  private func measure(_ statistics: ViewStatistics) -> [Metric] {
    var metrics = [rank.measured(statistics.rank)]
    let values = statistics.singularValues
    if let reason = Self.undefinedReason(statistics) {
      for descriptor in descriptors.dropFirst() {
        let isZero = descriptor.id == sigmaMax.id && values.first == 0
        metrics.append(
          isZero ? descriptor.measured(0.0) : descriptor.metric(.undefined(reason: reason)))
      }
      return metrics
    }
    let largest = Double(statistics.largestRank)
    for (functional, descriptor) in [
      (SpectralFunctional.effectiveRank, effectiveRank), (.entropyRank, entropyRank),
    ] {
      guard let value = functional.value(statistics.eigenvalues) else {
        preconditionFailure("a view that is resolved has positive eigenvalues")
      }
      metrics.append(
        descriptor.measured(
          value, interval: statistics.interval(functional, about: value, within: 1...largest)))
    }
    metrics.append(measuredParticipationRatio(statistics, largest: largest))
    metrics.append(measuredStableRank(statistics, largest: largest))
    metrics.append(measuredSigmaMax(statistics))
    metrics += Self.shares.map { dims($0).measured(statistics.directions(holding: $0)) }
    return metrics
  }

  private func measuredParticipationRatio(
    _ statistics: ViewStatistics, largest: Double
  ) -> Metric {
    let eigenvalues = statistics.eigenvalues
    let sum = eigenvalues.reduce(0, +)
    let value = eigenvalues.reduce(0) { $0 + ($1 / sum) * ($1 / sum) }
    return participationRatio.measured(
      1 / value,
      interval: BlockJackknife.interval(
        about: 1 / value, leavingOut: statistics.totalsWithoutBlock.map(\.participationRatio),
        within: 1...largest))
  }

  private func measuredStableRank(_ statistics: ViewStatistics, largest: Double) -> Metric {
    let top = statistics.eigenvalues[0]
    let value = statistics.eigenvalues.reduce(0) { $0 + $1 / top }
    let leftOut = zip(statistics.totalsWithoutBlock, statistics.topShares).map { totals, share in
      top > share ? totals.trace / (top - share) : nil
    }
    return stableRank.measured(
      value,
      interval: BlockJackknife.interval(about: value, leavingOut: leftOut, within: 1...largest))
  }

  private func measuredSigmaMax(_ statistics: ViewStatistics) -> Metric {
    let top = statistics.singularValues[0]
    // fewer rows make a smaller s₁; compare at equal n
    let leftOut = zip(statistics.topShares, statistics.blockShares).map { share, rows in
      rows < 1 ? (max(0, top * top - share) / (1 - rows)).squareRoot() * statistics.inputUnits : nil
    }
    let value = top * statistics.inputUnits
    return sigmaMax.measured(
      value,
      interval: value.isFinite
        ? BlockJackknife.interval(
          about: value, leavingOut: leftOut, within: 0...Double.greatestFiniteMagnitude) : nil)
  }

  /// The series of singular values.
  func series(_ statistics: SetStatistics) -> [Series] {
    guard case .statistics(let view) = statistics.outcome(view), Self.undefinedReason(view) == nil
    else {
      return []
    }
    let eigenvalues = view.eigenvalues
    let sum = eigenvalues.reduce(0, +)
    let noise = WhiteNoise.singularValues(
      rowCount: view.rowCount, columnCount: view.columnCount, trace: sum)
    var cumulative = 0.0
    let rows = eigenvalues.indices.map { index -> [Cell] in
      let share = eigenvalues[index] / sum
      cumulative = min(1, cumulative + share)
      return [
        .integer(index + 1), .finite(view.singularValues[index] * view.inputUnits), .number(share),
        .number(cumulative), .finite(noise[index] * view.inputUnits),
        .finite(view.storageFloor * view.inputUnits),
      ]
    }
    return [
      Series(
        id: "\(prefix).singular-values",
        columns: [
          "index", "singular_value", "variance_share", "cumulative_share", "white_noise",
          "storage_floor",
        ], rows: rows)
    ]
  }
}

extension ViewStatistics {
  /// The interval of a functional by leaving out each block to first order.
  func interval(
    _ functional: SpectralFunctional, about value: Double, within range: ClosedRange<Double>
  ) -> Interval? {
    guard let influence = influences[functional] else { return nil }
    return BlockJackknife.interval(
      about: value, leavingOut: influence.map { value - $0 }, within: range)
  }

  /// The least number of principal directions that hold a share of the variance.
  func directions(holding share: Double) -> Int {
    let eigenvalues = eigenvalues
    let sum = eigenvalues.reduce(0, +)
    var cumulative = 0.0
    for (index, value) in eigenvalues.enumerated() {
      cumulative += value / sum
      if cumulative >= share - ViewSpectrum.shareTolerance { return index + 1 }
    }
    return eigenvalues.count
  }
}
