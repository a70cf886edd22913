public import EmbeddingSets
import SignRankProof

/// Looks for bounds on the sign-rank and the ordering rank of a matrix until they meet or the time is
/// over.
///
/// Rounds of doubling effort over the catalogue of methods, once for S = 2A - 1 and once for S+ (S with
/// an all-ones row); after each round the two matrices exchange what is known:
/// rank±(S) <= rank±(S+) <= rank±(S) + 1, and the ordering rank is rank±(S+) - 1. Every bound is checked
/// by SignRankProof before it counts. Within a round the two matrices know nothing of each other, so that
/// the result is the same whether they are worked on one after the other or at once.
public struct BoundSearch: Sendable {
  /// How long and how to search.
  public struct Options: Sendable {
    /// Seconds; nil for no limit.
    public var timeLimit: Double?
    /// Rounds after which the search ends even if there is time; nil for no limit.
    ///
    /// Only a limit of rounds makes an open interval the same on every machine.
    public var mostRounds: Int?
    /// Where random choices start.
    public var seed: UInt64
    /// How many tasks work at once; speed only.
    public var jobs: Int
    /// The methods, in the order in which a round tries them.
    public var methods: [any BoundMethod]

    /// Options; by default the whole catalogue for ten seconds.
    public init(
      timeLimit: Double? = 10, mostRounds: Int? = nil, seed: UInt64 = 0, jobs: Int = 1,
      methods: [any BoundMethod] = BoundMethodCatalog.all
    ) {
      self.timeLimit = timeLimit
      self.mostRounds = mostRounds
      self.seed = seed
      self.jobs = jobs
      self.methods = methods
    }
  }

  private let matrix: RelevanceMatrix
  private let options: Options
  private let progress: @Sendable (_ round: Int, _ bounds: SignRankBounds) -> Void

  /// A search.
  ///
  /// - Parameters:
  ///   - matrix: has a row and a column at least, and a judged entry.
  ///   - options: methods, time, rounds, seed.
  ///   - progress: called after each round with what is proved so far.
  public init(
    _ matrix: RelevanceMatrix, options: Options = Options(),
    progress: @escaping @Sendable (_ round: Int, _ bounds: SignRankBounds) -> Void = { _, _ in }
  ) {
    self.matrix = matrix
    self.options = options
    self.progress = progress
  }

  /// Searches.
  ///
  /// - Parameter deadline: when to stop, where that is not the time limit from now on.
  public func run(until deadline: Deadline? = nil) async -> SignRankBounds {
    let deadline = deadline ?? Deadline(seconds: options.timeLimit)
    var searches = await each(SignProblem.Form.allCases) { [matrix, options] form in
      FormSearch(SignProblem(matrix, form: form), whole: matrix, options: options)
    }
    var round = 0
    var ending = SignRankBounds.Ending.nothingLeft
    while true {
      Self.exchange(&searches)
      let bounds = SignRankBounds(matrix, searches, rounds: round, ending: ending)
      if round > 0 { progress(round, bounds) }
      if searches.allSatisfy(\.isClosed) {
        ending = .closed
      } else if searches.allSatisfy({ $0.isClosed || $0.isExhausted }) {
        ending = .nothingLeft
      } else if round > 0 && deadline.isPassed {
        ending = .outOfTime
      } else if let most = options.mostRounds, round >= most {
        ending = .outOfRounds
      } else {
        // The first round is always begun, so that there is an interval however little time there is.
        round += 1
        let number = round
        searches = await each(searches) { search in
          var search = search
          search.run(round: number, deadline: deadline)
          return search
        }
        continue
      }
      return SignRankBounds(matrix, searches, rounds: round, ending: ending)
    }
  }

  /// Tells each matrix what follows from the bounds of the other.
  private static func exchange(_ searches: inout [FormSearch]) {
    let plain = searches[0]
    let augmented = searches[1]
    searches[0].learn(lower: augmented.lower - 1, upper: augmented.upper)
    searches[1].learn(lower: plain.lower, upper: plain.upper + 1)
  }

  private func each<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], _ work: @escaping @Sendable (Input) -> Output
  ) async -> [Output] {
    guard options.jobs > 1 else { return inputs.map(work) }
    return await withTaskGroup(of: (Int, Output).self) { group in
      for (index, input) in inputs.enumerated() { group.addTask { (index, work(input)) } }
      var outputs: [(Int, Output)] = []
      for await output in group { outputs.append(output) }
      return outputs.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}
