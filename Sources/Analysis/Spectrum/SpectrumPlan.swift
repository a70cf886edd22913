/// What the spectral stage computes of each view.
enum SpectrumPlan {
  /// The functionals that a view's metrics are made of.
  static func functionals(for view: SpectralView) -> [SpectralFunctional] {
    switch view {
    case .raw: [.effectiveRank, .entropyRank, .rankMe]
    case .centered: [.effectiveRank, .entropyRank] + PowerLawFit.reported.map { .alpha($0) }
    case .unitRaw, .unitCentered: [.effectiveRank, .entropyRank]
    }
  }
}
