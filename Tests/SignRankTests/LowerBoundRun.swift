import EmbeddingSets
@testable import SignRank
import SignRankProof
import Testing

/// What the methods for lower bounds prove of a matrix, every certificate checked, and read again from
/// what is written.
struct LowerBoundRun {
  /// The greatest bound of every method that has one.
  private(set) var byMethod: [String: Int] = [:]
  private(set) var figures: [String: Double] = [:]

  /// Methods that descend for long; they have tests of their own and are slow without optimisation.
  static let descents: Set = ["entry-weights", "row-column-weights"]

  var best: Int { byMethod.values.max() ?? 0 }

  init(
    _ matrix: RelevanceMatrix, _ quantity: BoundedQuantity = .signRank, only: Set<String>? = nil,
    effort: Int = 4, upper: Int? = nil
  ) throws {
    let problem = SignProblem(matrix, form: quantity == .signRank ? .plain : .augmented)
    let limit = upper ?? min(problem.matrix.rowCount, problem.matrix.columnCount)
    var lower = 0
    for method in BoundMethodCatalog.all
    where method.side == .lower && only?.contains(method.id) ?? !Self.descents.contains(method.id)
      && method.reasonToSkip(problem) == nil
    {
      let result = try method.search(
        problem,
        SearchContext(effort: effort, deadline: .never, seed: 1, lower: lower, upper: limit))
      for figure in result.figures {
        figures[figure.id] = max(figures[figure.id] ?? 0, figure.value)
      }
      for candidate in result.candidates {
        let certificate = Certificate(
          quantity, signRank: candidate.signRank, frame: problem.frame(of: candidate),
          evidence: candidate.evidence)
        let written = CertificateText.bytes(of: certificate.json)
        let read = try Certificate(CertificateText.value(of: written))
        try read.check(against: matrix)
        byMethod[method.id] = max(byMethod[method.id] ?? 0, certificate.value)
        lower = max(lower, candidate.signRank)
      }
    }
  }
}
