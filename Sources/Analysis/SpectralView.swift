/// Which matrix a spectrum belongs to.
public enum SpectralView: String, Hashable, Sendable, CaseIterable {
  /// The rows as they are.
  case raw
  /// Rows minus the column means.
  case centered
  /// Rows scaled to norm 1; zero rows left out.
  case unitRaw = "unit-raw"
  /// Unit rows minus the mean of the unit rows.
  case unitCentered = "unit-centered"

  /// Whether rows are scaled to norm 1 first.
  public var isUnit: Bool { self == .unitRaw || self == .unitCentered }
  /// Whether the mean row is taken off.
  public var isCentered: Bool { self == .centered || self == .unitCentered }
}
