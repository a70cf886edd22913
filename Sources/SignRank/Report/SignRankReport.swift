import EmbeddingSets
public import Findings
import SignRankProof
import LinearAlgebra

/// What was found about a matrix, as a report.
public struct SignRankReport: Sendable {
  /// The file, as the user named it.
  public let name: String
  /// What is proved.
  public let bounds: SignRankBounds
  /// Names of the user's queries and documents.
  public let names: Names
  /// The explicit embeddings behind the upper bound on the ordering rank; nil where there are none.
  public let witness: WitnessOutcome
  /// What the user's own embeddings make of it; nil where none were given.
  public let audit: VectorAudit?
  /// How many pairs models of few dimensions must get wrong.
  public let wrongPairs: WrongPairs
  /// Why there is no audit of vectors that were given; nil where there is one or none were given.
  public let unscored: String?

  /// What rows and columns are called.
  public struct Names: Sendable {
    private let queries: [String]?
    private let documents: [String]

    /// Names; columns beyond the last name, and everything else without one, are numbered from 0.
    public init(queries: [String]?, documents: [String]) {
      self.queries = queries
      self.documents = documents
    }

    /// What a row is called.
    public func query(_ row: Int) -> String { queries.map { $0[row] } ?? "\(row)" }

    /// What a column is called.
    public func document(_ column: Int) -> String {
      column < documents.count ? documents[column] : "\(column)"
    }
  }

  /// The witness, or why there is none.
  public enum WitnessOutcome: Sendable {
    /// Embeddings, and how they survive storage where that could be measured.
    case found(RetrievalWitness, WitnessPrecision?)
    /// None; why, as a clause.
    case none(String)

    /// The witness of the bounds.
    ///
    /// The evidence behind the ordering rank if it can write embeddings down, else that behind the
    /// sign-rank, else none.
    ///
    /// - Parameters:
    ///   - bounds: what is proved.
    ///   - deadline: when to be content with the margin so far.
    public init(of bounds: SignRankBounds, deadline: Deadline = .never) {
      var reason = "nothing is judged"
      let proved = [bounds.orderingRank?.upper, bounds.signRank?.upper].compactMap(\.self)
      for upper in proved {
        guard let evidence = upper.bound.evidence as? any ExplicitWitness else {
          reason = "the proof (\(upper.bound.methodTitle)) names no embeddings"
          continue
        }
        let problem =
          upper.bound.frame.hasVirtualRow ? bounds.augmented : bounds.plain
        do {
          let witness = try RetrievalWitness(
            try evidence.vectors(for: problem, deadline: deadline), of: problem)
          self = .found(witness, WitnessPrecision(witness, deadline: deadline))
          return
        } catch {
          reason = "\(error)"
        }
      }
      self = .none(reason)
    }

    /// The embeddings.
    public var embeddings: RetrievalWitness? {
      if case .found(let witness, _) = self { witness } else { nil }
    }

    /// How they survive storage.
    public var precision: WitnessPrecision? {
      if case .found(_, let precision) = self { precision } else { nil }
    }
  }

  /// A report.
  public init(
    name: String, bounds: SignRankBounds, names: Names, witness: WitnessOutcome,
    audit: VectorAudit? = nil, unscored: String? = nil,
    wrongPairs: WrongPairs = .none("not asked for")
  ) {
    self.name = name
    self.bounds = bounds
    self.names = names
    self.witness = witness
    self.audit = audit
    self.unscored = unscored
    self.wrongPairs = wrongPairs
  }

  /// The report of a run.
  ///
  /// - Parameters:
  ///   - version: of the program.
  ///   - arguments: of the program, without those that change speed or presentation only.
  ///   - seed: of the search.
  ///   - notes: what a user should know about the input.
  ///   - stamp: date and host, if they were asked for; seconds are reported only then, so that the same
  ///     work gives the same bytes.
  public func report(
    version: String, arguments: [String], seed: UInt64, notes: [String], stamp: String?
  ) -> Report {
    let text = SignRankText(self)
    let antichain = bounds.matrix.hasHoles ? nil : RelevanceAntichain(bounds.matrix)
    return Report(
      command: "signrank",
      subject: Subject(
        name: name, rows: bounds.matrix.rowCount, dimensions: bounds.matrix.columnCount,
        storedAs: bounds.matrix.hasHoles ? "relevance with holes" : "relevance", digest: nil),
      verdict: text.verdict, highlights: text.highlights(antichain),
      metrics: SignRankMetrics(self, antichain).all,
      series: SignRankSeries(self, antichain, withSeconds: stamp != nil).all,
      findings: SignRankFindings(self).all,
      provenance: Provenance(
        version: version, arguments: arguments, seed: seed,
        blas: Provenance.Library(
          name: BLASLibrary.name, core: BLASLibrary.coreName, threads: BLASLibrary.threadCount),
        notes: text.tried + notes, stamp: stamp))
  }

  /// Distinct relevance as the report states it: k = max min(|S_i|, n - |S_i|).
  var sparsity: Int? {
    guard !bounds.matrix.hasHoles else { return nil }
    let count = bounds.matrix.columnCount
    return bounds.matrix.relevant.map { min($0.count, count - $0.count) }.max()
  }
}
