import SignRankProof

/// A type in which embeddings are stored.
public enum StorageType: String, Sendable, Hashable, CaseIterable {
  /// 53 bits.
  case float64
  /// 24 bits.
  case float32
  /// 11 bits, down to 6e-8.
  case float16
  /// 8 bits over the range of float32.
  case bfloat16
  /// Whole numbers from -127 to 127, one scale for all vectors.
  case int8

  /// Vectors as they come back from storage, in Double.
  ///
  /// Floats round each component to nearest, ties to even. int8 scales all vectors of a set alike, the
  /// largest component to 127 (symmetric quantisation for a whole tensor).
  public func stored(_ values: [Double]) -> [Double] {
    switch self {
    case .float64: return values
    case .float32: return values.map { Double(Float($0)) }
    case .float16: return values.map { Double(Float16($0)) }
    case .bfloat16:
      return values.map { value in
        // Rounded to float32 first, then to its upper half: twice to nearest, which differs from once
        // only for values within 2^-24 of a tie.
        let bits = Float(value).bitPattern
        let rounded = bits &+ 0x7FFF &+ ((bits >> 16) & 1)
        return Double(Float(bitPattern: rounded & 0xFFFF_0000))
      }
    case .int8:
      var largest = 0.0
      for value in values { largest = max(largest, abs(value)) }
      guard largest > 0 else { return values }
      return values.map { ($0 / largest * 127).rounded(.toNearestOrEven) * largest / 127 }
    }
  }
}

/// How a witness survives storage.
public struct WitnessPrecision: Sendable {
  /// The survival in one type.
  public struct Survival: Sendable, Hashable {
    /// The type.
    public let type: StorageType
    /// Queries of the user's whose relevant documents all still score above the others.
    public let orderedQueries: Int
    /// The row of the user's with the least gap.
    public let worstRow: Int?
    /// That gap: the least score of a relevant document less the greatest of another.
    public let leastGap: Double
  }

  /// Half the least gap in float64, with queries of norm 1 and documents of norm at most 1.
  ///
  /// Nil where no query has both a relevant document and another.
  public let margin: Double?
  /// Number of the user's queries.
  public let queryCount: Int
  /// The survival in every type, from the most precise on.
  public let survivals: [Survival]
  /// The least type in which every query keeps its order; nil if not even float64 does.
  public var leastType: StorageType? {
    survivals.last { $0.orderedQueries == queryCount }?.type
  }

  /// Multiply-adds for one type beyond which nothing is measured.
  public static let mostProducts = 4_000_000_000
  /// So few are measured even if there is no time: some milliseconds.
  private static let fewProducts = 10_000_000
  /// On a core, storage included.
  private static let secondsPerProduct = 3e-10

  /// Measures a witness; nil where that takes more than ``mostProducts``, or longer than there is time.
  ///
  /// Documents and queries are stored in the type, scores are summed in Double.
  public init?(_ witness: RetrievalWitness, deadline: Deadline = .never) {
    let problem = witness.problem
    let (pairs, overflow) = problem.rows.count.multipliedReportingOverflow(
      by: problem.columns.count * witness.dimension)
    let seconds = Self.secondsPerProduct * Double(StorageType.allCases.count) * Double(pairs)
    guard !overflow, pairs <= Self.mostProducts,
      pairs <= Self.fewProducts || deadline.leavesRoom(for: seconds)
    else { return nil }
    let sides = problem.reduction.rows
    queryCount = sides.count
    survivals = StorageType.allCases.map { type in
      let gaps = QueryGaps(
        documents: type.stored(witness.documents), queries: type.stored(witness.queries),
        dimension: witness.dimension, problem: problem
      ).gaps
      var ordered = 0
      var worst: Int?
      var least = Double.infinity
      for (row, side) in sides.enumerated() {
        // A row that is opposite to its class has the opposite vector, and the same gap.
        let gap = gaps[Int(side.magnitude) - 1]
        if gap > 0 { ordered += 1 }
        if gap < least {
          least = gap
          worst = row
        }
      }
      return Survival(type: type, orderedQueries: ordered, worstRow: worst, leastGap: least)
    }
    let least = survivals.first?.leastGap ?? .infinity
    margin = least.isFinite ? least / 2 : nil
  }
}
