/// What "near" means.
public enum NeighborMetric: String, Hashable, Sendable, CaseIterable {
  /// The angle: rows scaled to norm 1. Rows without a direction have no neighbours and are nobody's.
  case cosine
  /// The distance |x - y| of the rows as they are.
  case euclidean
  /// The product x · y of the rows as they are.
  case innerProduct = "inner-product"

  /// The view whose products decide: centering changes no distance and keeps products small.
  var view: SpectralView {
    switch self {
    case .cosine: .unitCentered
    case .euclidean: .centered
    case .innerProduct: .raw
    }
  }

  /// What is taken off the product x · y, so that the order of the difference is that of nearness.
  func half(square: Double) -> Double { self == .innerProduct ? 0 : square / 2 }
}
