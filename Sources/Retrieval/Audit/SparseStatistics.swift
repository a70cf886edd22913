import EmbeddingSets
import Findings

/// What a sparse export holds: active dimensions, postings, dead and stop columns, weights.
struct SparseStatistics: Sendable {
  let entryCount: Int
  let documentCount: Int
  let columnCount: Int
  /// Active dimensions of each document and of each query, ascending.
  let documentActive: [Int]
  let queryActive: [Int]
  /// Documents of each column that has any, ascending.
  let postingLengths: [Int]
  /// Σⱼ p_d(j) p_q(j), p the share of rows in which a column is active.
  let expectedMultiplications: Double
  /// Σⱼ (mean over documents of |w|)².
  let regulariser: Double
  let scoredPostings: Double
  let meanLength: Double
  let stopColumns: Int
  let negativeCount: Int

  /// 95 % intervals over documents and over queries.
  let documentInterval: Interval?
  let queryInterval: Interval?

  init(_ representation: SparseRepresentation, _ options: AuditOptions) async throws {
    let (documents, queries) = (representation.documents, representation.queries)
    let postings = representation.postings
    entryCount = documents.entryCount
    documentCount = documents.rowCount
    columnCount = documents.columnCount
    documentActive = Self.active(documents)
    queryActive = Self.active(queries)
    var queryShares = [Int](repeating: 0, count: columnCount)
    for column in queries.columns { queryShares[Int(column)] += 1 }
    var lengths: [Int] = []
    var (multiplications, squares, total) = (0.0, 0.0, 0.0)
    var stops = 0
    let (n, m) = (Double(max(1, documents.rowCount)), Double(max(1, queries.rowCount)))
    for column in 0..<columnCount {
      let list = postings.entries(of: column)
      guard !list.isEmpty else { continue }
      lengths.append(list.count)
      multiplications += Double(list.count) / n * Double(queryShares[column]) / m
      if 2 * list.count > documents.rowCount { stops += 1 }
      var sum = 0.0
      for posting in list { sum += abs(postings.values[posting]) }
      total += sum
      squares += (sum / n) * (sum / n)
    }
    postingLengths = lengths.sorted()
    expectedMultiplications = multiplications
    regulariser = squares
    scoredPostings = Double(representation.scoredPostings) / m
    meanLength = total / n
    stopColumns = stops
    negativeCount = (documents.values + queries.values).count { $0 < 0 }
    documentInterval = try await options.interval(documentActive.map(Double.init))
    queryInterval = try await options.interval(queryActive.map(Double.init))
  }

  private static func active(_ matrix: SparseMatrix) -> [Int] {
    (0..<matrix.rowCount).map { matrix.entries(of: $0).count }.sorted()
  }

  /// Σ |xᵢ - xⱼ| / (2 n² mean), of ascending values; nil where there are none.
  static func gini(_ ascending: [Int]) -> Double? {
    let sum = ascending.reduce(0, +)
    guard sum > 0 else { return nil }
    let count = Double(ascending.count)
    var weighted = 0.0
    for (index, value) in ascending.enumerated() { weighted += Double(index + 1) * Double(value) }
    return 2 * weighted / (count * Double(sum)) - (count + 1) / count
  }

  /// A quantile by linear interpolation, as numpy has it; nil where there are no values.
  static func quantile(_ ascending: [Int], _ share: Double) -> Double? {
    guard let last = ascending.last else { return nil }
    let place = share * Double(ascending.count - 1)
    let low = Int(place)
    guard low + 1 < ascending.count else { return Double(last) }
    let (a, b) = (Double(ascending[low]), Double(ascending[low + 1]))
    return a + (place - Double(low)) * (b - a)
  }

  static func mean(_ values: [Int]) -> Double? {
    values.isEmpty ? nil : Double(values.reduce(0, +)) / Double(values.count)
  }
}
