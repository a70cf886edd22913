/// What was published about critical sizes at k = 2, and what is true.
public enum PublishedCriticalSizes {
  /// Critical n of the dimensions 4 to 45.
  ///
  /// - Source: Weller, Boratko, Naim and Lee, ICLR 2026 (arXiv 2508.21038), table 6.
  public static let table: [(dimension: Int, size: Int)] = zip(
    4...45,
    [
      10, 14, 19, 24, 28, 32, 36, 42, 47, 54, 62, 70, 79, 89, 99, 109, 120, 132, 144, 157, 170, 184,
      198, 213, 229, 245, 261, 278, 296, 314, 333, 352, 372, 392, 413, 434, 460, 484, 505, 545, 605,
      626,
    ]
  ).map { (dimension: $0, size: $1) }

  /// The published cubic through the table: coefficients of 1, d, d², d³.
  public static let cubic = [-10.5322, 4.0309, 0.0520, 0.0037]

  /// The published critical n of a dimension.
  public static func size(dimension: Int) -> Int? {
    table.first { $0.dimension == dimension }?.size
  }

  /// How large n may be at all.
  public enum Limit: Hashable, Sendable, CustomStringConvertible {
    /// No more than this many documents.
    case documents(Int)
    /// Any number of documents.
    case none

    /// The number, or `infinite`.
    public var description: String {
      switch self {
      case .documents(let count): String(count)
      case .none: "infinite"
      }
    }
  }

  /// The exact critical n for all pairs with inner products and a threshold for each query.
  ///
  /// The ordering rank of all pairs of n documents is 0, 2, n - 2 for n = 2, 3 and 4, 5, and 4 from
  /// n = 6 on: four dimensions hold any number of documents, on the trigonometric moment curve.
  public static func exactWithInnerProducts(dimension: Int) -> Limit {
    switch dimension {
    case ...1: .documents(2)
    case 2, 3: .documents(dimension + 2)
    default: .none
    }
  }

  /// The exact critical n for all pairs when documents are unit vectors.
  ///
  /// On the circle and the sphere each query cuts a cap, so d + 2 points cannot be cut in every way
  /// (Radon); four dimensions again hold any number.
  public static func exactWithUnitVectors(dimension: Int) -> Limit {
    switch dimension {
    case ...1: .documents(2)
    case 2, 3: .documents(dimension + 1)
    default: .none
    }
  }
}
