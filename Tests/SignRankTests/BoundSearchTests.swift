import EmbeddingSets
import SignRank
import SignRankProof
import Testing

/// A method that says what it is told to.
private struct Says: BoundMethod {
  let id: String
  let side: BoundSide
  let signRank: Int
  let evidence: any Evidence
  var form: SignProblem.Form?
  var title: String { id }
  var summary: String { "for tests" }

  func reasonToSkip(_ problem: SignProblem) -> String? {
    form == nil || form == problem.form ? nil : "another matrix"
  }

  func search(_ problem: SignProblem, _ context: SearchContext) -> SearchResult {
    SearchResult([BoundCandidate(signRank: signRank, evidence: evidence)], isComplete: true)
  }
}

/// A method that never comes to an end, and counts its work.
private struct NeverDone: BoundMethod {
  let id = "never"
  let title = "never"
  let side = BoundSide.lower
  let summary = "for tests"

  func search(_ problem: SignProblem, _ context: SearchContext) -> SearchResult {
    var work = 0
    while !context.deadline.isPassed && work < context.effort { work += 1 }
    return SearchResult(isComplete: false, figures: [.init("effort", Double(work))])
  }
}

private struct Fails: BoundMethod {
  struct Reason: Error, CustomStringConvertible { let description = "no convergence" }
  let id = "fails"
  let title = "fails"
  let side = BoundSide.upper
  let summary = "for tests"

  func search(_ problem: SignProblem, _ context: SearchContext) throws -> SearchResult {
    throw Reason()
  }
}

@Suite("The search for bounds")
struct BoundSearchTests {
  private let identity = RelevanceMatrix(columnCount: 3, relevant: [[0], [1], [2]])

  private func bounds(
    _ matrix: RelevanceMatrix, _ methods: [any BoundMethod], rounds: Int? = nil, jobs: Int = 1
  ) async -> SignRankBounds {
    await BoundSearch(
      matrix,
      options: BoundSearch.Options(
        timeLimit: nil, mostRounds: rounds, jobs: jobs, methods: methods)
    ).run()
  }

  private let basic: [any BoundMethod] = [
    Says(id: "low", side: .lower, signRank: 1, evidence: AnyMatrix()),
    Says(id: "high", side: .upper, signRank: 3, evidence: SmallerSide()),
  ]

  @Test("A claim that its evidence does not prove never counts, and is said", arguments: [0, 2, 9])
  func falseClaims(signRank: Int) async throws {
    let lying = Says(id: "lies", side: .lower, signRank: signRank, evidence: AnyMatrix())
    let found = await bounds(identity, basic + [lying])
    #expect(found.signRank?.lower.value == 1)
    #expect(found.ending == .nothingLeft)
    let attempt = try #require(found.attempts.first { $0.methodID == "lies" })
    #expect(attempt.value == nil)
    guard case .rejected(signRank, _) = attempt.outcome else {
      Issue.record("\(attempt.outcome)")
      return
    }
  }

  @Test("What is proved of one matrix bounds the other")
  func exchange() async throws {
    // On 3 x 3 identity only S is known: at most 3, so S+ at most 4 and the ordering rank at most 3.
    let plain: [any BoundMethod] = [
      Says(id: "low", side: .lower, signRank: 1, evidence: AnyMatrix(), form: .plain),
      Says(id: "high", side: .upper, signRank: 3, evidence: SmallerSide(), form: .plain),
    ]
    let first = await bounds(identity, plain)
    #expect(first.orderingRank?.upper.value == 3)
    #expect(first.orderingRank?.lower.value == 0)
    let augmented: [any BoundMethod] = [
      Says(id: "low", side: .lower, signRank: 1, evidence: AnyMatrix(), form: .augmented),
      Says(id: "high", side: .upper, signRank: 3, evidence: SmallerSide(), form: .augmented),
    ]
    let second = await bounds(identity, augmented)
    #expect(second.orderingRank?.upper.value == 2)
    #expect(second.signRank?.upper.value == 3)
    #expect(second.signRank?.lower.value == 0)
    for certificate in first.certificates + second.certificates {
      try certificate.check(against: identity)
    }
  }

  @Test("A method that fails is named, and the others count")
  func failure() async throws {
    let found = await bounds(identity, [Fails()] + basic)
    #expect(found.signRank?.upper.value == 3)
    #expect(found.attempts[0].outcome == .failed("no convergence"))
  }

  @Test("Effort doubles from round to round, for so many rounds as were asked for")
  func rounds() async {
    let found = await bounds(identity, basic + [NeverDone()], rounds: 4)
    #expect(found.ending == .outOfRounds)
    #expect(found.rounds == 4)
    #expect(found.figures["effort"] == 8)
  }

  @Test("The time limit ends a search that would go on, with an interval")
  func timeLimit() async {
    let found = await BoundSearch(
      identity, options: BoundSearch.Options(timeLimit: 0, methods: basic + [NeverDone()])
    ).run()
    #expect(found.ending == .outOfTime)
    #expect(found.signRank?.lower.value == 1 && found.signRank?.upper.value == 3)
  }

  @Test("Tasks change nothing")
  func tasks() async {
    let one = await bounds(identity, basic + [NeverDone()], rounds: 3, jobs: 1)
    let two = await bounds(identity, basic + [NeverDone()], rounds: 3, jobs: 2)
    #expect(one.attempts.map(\.value) == two.attempts.map(\.value))
    #expect(one.figures == two.figures)
    #expect(one.certificates.map(\.value) == two.certificates.map(\.value))
  }

  @Test("A matrix of one entry is closed: sign-rank 1, ordering rank 0")
  func single() async {
    for relevant in [[[0]], [[]]] as [[[Int]]] {
      let found = await bounds(
        RelevanceMatrix(columnCount: 1, relevant: relevant), BoundMethodCatalog.all)
      #expect(found.ending == .closed)
      #expect(found.signRank?.lower.value == 1 && found.signRank?.upper.value == 1)
      #expect(found.orderingRank?.lower.value == 0 && found.orderingRank?.upper.value == 0)
    }
  }

  @Test("A matrix of holes has no bounds")
  func holes() async {
    let found = await bounds(
      RelevanceMatrix(columnCount: 2, relevant: [[]], judgedNotRelevant: [[]]),
      [Says(id: "low", side: .lower, signRank: 1, evidence: AnyMatrix(), form: .plain)])
    #expect(found.signRank == nil)
  }
}
