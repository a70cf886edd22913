public import EmbeddingSets

/// All rows, but a few, have at most k entries of one sign: they lie on a moment curve of 2k + 1
/// dimensions, and each of the others costs at most one more.
///
/// Put column j at (1, cos t_j, sin t_j, ..., cos k t_j, sin k t_j) for distinct angles t_j. For a set of
/// at most k columns the product of 1 - cos(t - t_i) over it is a trigonometric polynomial of degree at
/// most k that is 0 on the set and positive elsewhere; less a small constant it has the signs of the
/// row, up to one sign for the whole row. A further row is a new coordinate of the columns, which the
/// rows before do not look at. Open entries take the sign that is not counted. The same holds with rows
/// and columns exchanged.
///
/// - Source: Alon, Frankl and Rödl, "Geometrical realization of set systems and probabilistic
///   communication complexity", FOCS 1985 (moment curve); the trigonometric form keeps all columns at
///   one length.
public struct SparseLines: Evidence {
  /// `sparse-lines`.
  public static let kind = "sparse-lines"
  /// At most.
  public static let side = BoundSide.upper
  /// One line about it.
  public static let summary =
    "rows with at most k entries of a sign lie on a moment curve of 2k + 1 dimensions"

  /// k.
  public let sparsity: Int
  /// Whether the lines are columns.
  public let areColumns: Bool
  /// Lines that are not so sparse, ascending; each costs a dimension.
  public let exceptions: [Int]

  /// A claim about a matrix.
  public init(sparsity: Int, areColumns: Bool, exceptions: [Int]) {
    self.sparsity = sparsity
    self.areColumns = areColumns
    self.exceptions = exceptions
  }

  /// The fields in certificates.
  public var fields: [CertificateValue.Field] {
    [
      .init("sparsity", .integer(sparsity)), .init("columns", .integer(areColumns ? 1 : 0)),
      .init("exceptions", .integers(exceptions)),
    ]
  }

  /// A claim as it was written.
  public init(fields: inout CertificateFields) throws(ProofError) {
    sparsity = try fields.integer("sparsity")
    areColumns = try fields.flag("columns")
    exceptions = try fields.integers("exceptions")
  }

  /// 2k + 1 and one for each exception, after the entries of every other line were counted.
  ///
  /// - Complexity: O(relevant entries).
  public func provenSignRank(of matrix: RelevanceMatrix) throws(ProofError) -> Int {
    let lineCount = areColumns ? matrix.columnCount : matrix.rowCount
    let isException = try LineList.marks(exceptions, count: lineCount)
    guard sparsity >= 0, sparsity <= max(matrix.rowCount, matrix.columnCount) else {
      throw .invalid("a sparsity of \(sparsity) cannot be")
    }
    let counts = Self.smallerCounts(of: matrix, areColumns: areColumns)
    for line in 0..<lineCount where !isException[line] && counts[line] > sparsity {
      throw .invalid(
        "\(areColumns ? "column" : "row") \(line) has \(counts[line]) entries of either sign, more"
          + " than \(sparsity)")
    }
    return 2 * sparsity + 1 + exceptions.count
  }

  /// For each row or column the number of its entries of the rarer sign; open ones do not count.
  private static func smallerCounts(of matrix: RelevanceMatrix, areColumns: Bool) -> [Int] {
    let lineCount = areColumns ? matrix.columnCount : matrix.rowCount
    let other = areColumns ? matrix.rowCount : matrix.columnCount
    func counts(_ lists: [[Int]]) -> [Int] {
      guard areColumns else { return lists.map(\.count) }
      var counts = [Int](repeating: 0, count: lineCount)
      for list in lists { for column in list { counts[column] += 1 } }
      return counts
    }
    let positive = counts(matrix.relevant)
    let negative = matrix.judgedNotRelevant.map(counts) ?? positive.map { other - $0 }
    return zip(positive, negative).map { min($0, $1) }
  }
}

/// Lists of lines in certificates.
enum LineList {
  /// Marks the lines of a list, which has to ascend inside the matrix.
  static func marks(_ lines: [Int], count: Int) throws(ProofError) -> [Bool] {
    var marks = [Bool](repeating: false, count: count)
    var last = -1
    for line in lines {
      guard line > last, line < count else {
        throw .invalid("the list of exceptions does not ascend inside the matrix")
      }
      marks[line] = true
      last = line
    }
    return marks
  }
}
