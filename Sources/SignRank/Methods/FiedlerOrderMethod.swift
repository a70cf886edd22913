import EmbeddingSets
import LinearAlgebra
import SignRankProof

/// The order of the Fiedler vector: columns sorted along the smoothest direction of their similarity.
///
/// Where some order makes all rows intervals it is this one, if the vector's entries are distinct
/// (Atkins, Boman and Hendrickson, SIAM Journal on Computing 28, 1998).
struct FiedlerOrderMethod: BoundMethod {
  let id = "fiedler-order"
  let title = "sign changes in the Fiedler order"
  let side = BoundSide.upper
  let summary =
    "sorts columns (and rows) by the second eigenvector of their agreement Laplacian (LAPACK); O(n^3)"

  private static let mostLines = 1100

  func reasonToSkip(_ problem: SignProblem) -> String? {
    guard problem.dense != nil,
      min(problem.matrix.rowCount, problem.matrix.columnCount) <= Self.mostLines
    else { return "more than \(Self.mostLines) rows and columns" }
    return nil
  }

  func search(_ problem: SignProblem, _ context: SearchContext) throws -> SearchResult {
    guard let matrix = problem.dense, context.upper > 2 else {
      return SearchResult(isComplete: true)
    }
    var best: BoundCandidate?
    for ordersRows in [false, true] {
      let lines = LineBits(matrix, ordersRows: ordersRows)
      guard lines.count <= Self.mostLines, lines.count > 2,
        context.deadline.leavesRoom(for: Self.seconds(lines))
      else { continue }
      let plain = LineOrder(lines, order: try Self.order(of: lines))
      for candidate in [plain.candidate, plain.withGreedySigns().candidate]
      where candidate.signRank < best?.signRank ?? .max { best = candidate }
    }
    return SearchResult(best.map { [$0] } ?? [], isComplete: true)
  }

  /// Seconds of the distances and the eigensystem, which cannot be interrupted; measured.
  private static func seconds(_ lines: LineBits) -> Double {
    let count = Double(lines.count)
    return count * count * (1.5e-9 * count + 1e-9 * Double(lines.words))
  }

  /// Lines sorted by the eigenvector of the second smallest eigenvalue of the Laplacian whose weights
  /// are the numbers of places in which two lines agree.
  static func order(of lines: LineBits) throws -> [Int] {
    var laplacian = SymmetricMatrix(zero: lines.count)
    for i in 0..<lines.count {
      for j in i + 1..<lines.count {
        let agreement = Double(lines.length - lines.distance(i, j))
        laplacian[i, j] = -agreement
        laplacian[i, i] += agreement
        laplacian[j, j] += agreement
      }
    }
    let system = try laplacian.eigensystem()
    let vector = system.vectors.row(lines.count - 2)
    return (0..<lines.count).sorted { (vector[$0], $0) < (vector[$1], $1) }
  }
}
