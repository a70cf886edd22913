import EmbeddingSets
import Findings

/// The spectrum of the rows as they are, and RankMe.
enum RawSpectrum: Analyzer {
  static let family = MetricFamily.spectrum
  private static let common = ViewSpectrum(view: .raw)
  private static let rankMe = MetricDescriptor(
    id: "spectrum.raw.rankme@eps=1e-7", family: "spectrum", title: "RankMe",
    definition:
      "Compatibility metric: effective rank of the uncentered rows with 1e-7 added to each "
      + "share, as published. Not centered, so a mean offset reads as collapse.",
    formula: "exp(-sum r_i ln r_i), r_i = s_i / sum s + 1e-7, i <= min(n, d)", unit: .dimensions,
    range: "[1, min(n, d)] and a little above: the shares add up to more than 1",
    reading: "Only to compare training runs of one method at equal n, as its authors say.",
    edgeCases: "Undefined when every row is 0.", source: "Garrido et al. 2023, arXiv 2210.02885")

  static let descriptors = common.descriptors + [rankMe]

  static func measure(_ statistics: SetStatistics) -> [Metric] {
    common.measure(statistics.outcome(.raw))
      + [
        compatibility(rankMe, statistics.outcome(.raw)) { view in
          guard let value = SpectralFunctional.rankMe.value(view.eigenvalues) else { return nil }
          return (
            value, view.interval(.rankMe, about: value, within: 0...Double(view.columnCount) * 2)
          )
        }
      ]
  }

  static func series(_ statistics: SetStatistics) -> [Series] { common.series(statistics) }
}

/// The spectrum of the centered rows, the debiased participation ratio, IsoScore and alpha.
enum CenteredSpectrum: Analyzer {
  static let family = MetricFamily.spectrum
  private static let common = ViewSpectrum(view: .centered)

  private static let debiased = MetricDescriptor(
    id: "spectrum.centered.participation-ratio-debiased", family: "spectrum",
    title: "participation ratio, debiased",
    definition:
      "The participation ratio of the population that the rows were drawn from, estimated "
      + "by U-statistics over distinct rows: 40 rows of 256-d white noise read 252, not 34. View: "
      + "the rows minus the column means.",
    formula:
      "ratio of unbiased estimates of (tr C)^2 and tr C^2; closed form in T, |C|_F, sum |z|^4",
    unit: .dimensions, range: "about [1, d]; a ratio of estimates, so it may leave it",
    reading: "The headline: along how many directions the set lives. Below 2 % of d it has "
      + "collapsed.",
    edgeCases:
      "Undefined with fewer than four rows, all rows equal, or when a few rows dominate so "
      + "that the denominator is not positive; then read the unit view.",
    source: "Chun, Canatar, Chung and Lee, ICLR 2026, arXiv 2509.26560")
  private static let isoScore = MetricDescriptor(
    id: "spectrum.centered.isoscore", family: "spectrum", title: "IsoScore",
    definition:
      "Compatibility metric: an affine function of the participation ratio of the centered "
      + "rows; the published PCA step changes nothing.",
    formula: "(PR - 1) / (d - 1)", unit: .ratio, range: "[0, 1]",
    reading: "1 for isotropic rows, 0 for a line. Inherits the finite-sample bias of PR.",
    edgeCases: "Undefined for one column and where PR is.",
    source: "Rudman et al. 2022, arXiv 2108.07344")

  private static func alpha(_ fit: PowerLawFit) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("spectrum.centered.alpha@\(fit.parameters)"), family: "spectrum",
      title: "power-law exponent alpha",
      definition: "Compatibility metric: minus the least-squares slope of ln s_i^2 on ln i over "
        + "ranks \(fit.first) to \(fit.last), weights \(fit.weights.rawValue). Ranges disagree "
        + "widely, so it never stands without its R².",
      formula: "-slope of ln s_i^2 on ln i", unit: .ratio, range: "(-inf, inf), usually 0 to 4",
      reading: "Near 1 is said to be best; no verdict below R² = 0.95.",
      edgeCases:
        "Undefined when fewer than \(fit.last) singular values are above the storage floor.",
      source: "Agrawal et al., NeurIPS 2022; Stringer et al. 2019 for the weights")
  }

  private static func determination(_ fit: PowerLawFit) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("spectrum.centered.alpha-r2@\(fit.parameters)"), family: "spectrum",
      title: "R² of the power-law fit",
      definition: "Share of the (weighted) variance of ln s_i^2 that the straight line explains.",
      formula: "1 - residual / total sum of squares", unit: .ratio, range: "[0, 1]",
      reading:
        "Below 0.95 the spectrum is not a power law over this range and alpha means nothing.",
      edgeCases: "As alpha.", source: "least squares")
  }

  static let descriptors =
    common.descriptors + [debiased, isoScore]
    + PowerLawFit.reported.flatMap { [alpha($0), determination($0)] }

  static func measure(_ statistics: SetStatistics) -> [Metric] {
    let outcome = statistics.outcome(.centered)
    var metrics = common.measure(outcome)
    metrics.append(measuredDebiased(outcome))
    if statistics.shape.columnCount == 1 {
      metrics.append(isoScore.metric(.undefined(reason: "needs two columns")))
    } else {
      metrics.append(
        compatibility(isoScore, outcome) { view in
          let scale = Double(view.columnCount - 1)
          guard let value = view.totals.participationRatio.map({ max(0, $0 - 1) / scale }) else {
            return nil
          }
          let leftOut = view.totalsWithoutBlock.map {
            $0.participationRatio.map { ($0 - 1) / scale }
          }
          return (
            value, BlockJackknife.interval(about: value, leavingOut: leftOut, within: 0...1)
          )
        })
    }
    for fit in PowerLawFit.reported {
      metrics += measuredAlpha(fit, outcome)
    }
    return metrics
  }

  private static func measuredDebiased(_ outcome: ViewOutcome) -> Metric {
    guard case .statistics(let view) = outcome, ViewSpectrum.undefinedReason(view) == nil else {
      return compatibility(debiased, outcome) { _ in nil }
    }
    guard view.rowCount >= 4 else {
      return debiased.metric(.undefined(reason: "needs four rows"))
    }
    guard let value = view.totals.debiasedParticipationRatio else {
      return debiased.metric(
        .undefined(reason: "a few rows dominate: the unbiased denominator is not positive"))
    }
    return debiased.measured(
      value,
      interval: BlockJackknife.interval(
        about: value, leavingOut: view.totalsWithoutBlock.map(\.debiasedParticipationRatio),
        within: -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude))
  }

  private static func measuredAlpha(_ fit: PowerLawFit, _ outcome: ViewOutcome) -> [Metric] {
    guard case .statistics(let view) = outcome, ViewSpectrum.undefinedReason(view) == nil else {
      return [alpha(fit), determination(fit)].map { compatibility($0, outcome) { _ in nil } }
    }
    guard view.rank >= fit.last, let line = fit.slope(view.eigenvalues) else {
      let reason = "needs \(fit.last) singular values above the storage floor, has \(view.rank)"
      return [alpha(fit), determination(fit)].map { $0.metric(.undefined(reason: reason)) }
    }
    let everything = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    // the eigenvectors come from the Gram matrix, which does not know directions this small
    let knowsDirections = view.route != .orthogonal
    return [
      alpha(fit).measured(
        -line.value,
        interval: knowsDirections
          ? view.interval(.alpha(fit), about: -line.value, within: everything) : nil),
      determination(fit).measured(line.determination),
    ]
  }

  static func series(_ statistics: SetStatistics) -> [Series] { common.series(statistics) }
}

/// The spectrum of the unit rows, and the Vendi scores.
enum UnitRawSpectrum: Analyzer {
  static let family = MetricFamily.spectrum
  private static let common = ViewSpectrum(view: .unitRaw)

  private static func vendi(_ order: String, _ words: String, _ formula: String) -> MetricDescriptor
  {
    MetricDescriptor(
      id: MetricID("spectrum.unit-raw.vendi@q=\(order)"), family: "spectrum",
      title: "Vendi score of order \(order)",
      definition: "Compatibility metric: the effective number of distinct rows under the cosine "
        + "kernel, which is \(words) of the unit rows.",
      formula: formula, unit: .ratio, range: "[1, min(n, d)]",
      reading: "Diversity of the set. With a linear kernel it cannot exceed d.",
      edgeCases: "Undefined when no row has a direction.",
      source: "Friedman and Dieng, arXiv 2210.02410; orders in arXiv 2310.12952")
  }

  private static let vendiOne = vendi("1", "the entropy rank", "exp(-sum p ln p), p = eig(UU'/n)")
  private static let vendiTwo = vendi("2", "the participation ratio", "1 / sum p^2")
  private static let vendiInfinite = vendi("inf", "the stable rank", "1 / max p")

  static let descriptors = common.descriptors + [vendiOne, vendiTwo, vendiInfinite]

  static func measure(_ statistics: SetStatistics) -> [Metric] {
    let shared = common.measure(statistics.outcome(.unitRaw))
    // the same Hill numbers under their published names
    let twins = [common.entropyRank, common.participationRatio, common.stableRank]
    let renamed = zip([vendiOne, vendiTwo, vendiInfinite], twins).compactMap { own, twin in
      shared.first { $0.id == twin.id }.map { own.metric($0.value, interval: $0.interval) }
    }
    return shared + renamed
  }

  static func series(_ statistics: SetStatistics) -> [Series] { common.series(statistics) }
}

/// The spectrum of the centered unit rows.
enum UnitCenteredSpectrum: Analyzer {
  static let family = MetricFamily.spectrum
  private static let common = ViewSpectrum(view: .unitCentered)
  static let descriptors = common.descriptors
  static func measure(_ statistics: SetStatistics) -> [Metric] {
    common.measure(statistics.outcome(.unitCentered))
  }
  static func series(_ statistics: SetStatistics) -> [Series] { common.series(statistics) }
}

/// A metric computed from one view, or the view's own reason why there is none.
private func compatibility(
  _ descriptor: MetricDescriptor, _ outcome: ViewOutcome,
  _ compute: (ViewStatistics) -> (value: Double, interval: Interval?)?
) -> Metric {
  switch outcome {
  case .statistics(let view):
    if let reason = ViewSpectrum.undefinedReason(view) {
      return descriptor.metric(.undefined(reason: reason))
    }
    guard let result = compute(view) else {
      return descriptor.metric(.undefined(reason: "every row is 0"))
    }
    return descriptor.measured(result.value, interval: result.interval)
  case .undefined(let reason): return descriptor.metric(.undefined(reason: reason))
  case .skipped(let reason): return descriptor.metric(.skipped(reason: reason))
  }
}
