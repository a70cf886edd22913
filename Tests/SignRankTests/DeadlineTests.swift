import EmbeddingSets
import SignRankProof
import Synchronization
import TestSupport
import Testing

@testable import SignRank

/// A clock that ticks a millisecond whenever somebody looks at it.
private final class LookedAtClock: Sendable {
  private let start = ContinuousClock.now
  private let count = Mutex(0)

  var looks: Int { count.withLock { $0 } }

  func now() -> ContinuousClock.Instant {
    let looks = count.withLock { count in
      count += 1
      return count
    }
    return start + .milliseconds(looks)
  }
}

@Suite("Deadlines")
struct DeadlineTests {
  /// A matrix on which every method that searches has more to do than the deadline allows.
  private let hard: RelevanceMatrix = {
    var random = Seed(11)
    return RelevanceMatrix(
      columnCount: 14,
      relevant: (0..<40).map { _ in (0..<14).filter { _ in random.next() % 2 == 0 } })
  }()

  @Test("What is earlier, within and left follows the clock that was given")
  func arithmetic() {
    let clock = LookedAtClock()
    let deadline = Deadline(seconds: 0.010, now: { clock.now() })
    #expect(abs(deadline.secondsLeft - 0.009) < 1e-9)
    #expect(!deadline.isPassed)
    #expect(deadline.earlier(seconds: 0.010).isPassed)
    #expect(deadline.within(seconds: 5).instant == deadline.instant)
    #expect(deadline.within(seconds: 0.0001).isPassed)
    while clock.looks < 20 { _ = deadline.isPassed }
    #expect(deadline.isPassed)
    #expect(deadline.secondsLeft == 0)
    #expect(!deadline.leavesRoom(for: 0))
    #expect(!Deadline.never.isPassed)
    #expect(Deadline.never.earlier(seconds: 1).instant == nil)
  }

  @Test(
    "Every method stops soon after the deadline, however great the effort",
    arguments: BoundMethodCatalog.all.map(\.id))
  func methods(id: String) throws {
    let method = try #require(BoundMethodCatalog.all.first { $0.id == id })
    for form in SignProblem.Form.allCases {
      let problem = SignProblem(hard, form: form)
      guard method.reasonToSkip(problem) == nil else { continue }
      let clock = LookedAtClock()
      let limit = 12
      let context = SearchContext(
        effort: 1 << 16, deadline: Deadline(seconds: Double(limit) / 1000, now: { clock.now() }),
        seed: 1, lower: 3, upper: 14)
      let result = try method.search(problem, context)
      // A method may look once for each of the loops that it leaves.
      #expect(clock.looks <= limit + 24, "\(clock.looks) looks")
      // What is not done before it looks even once is done whatever the effort.
      #expect(result.isComplete || clock.looks > 1, "never looked")
    }
  }

  @Test(
    "A search ends within a tenth of its limit, by a clock that only moves when it is looked at")
  func search() async throws {
    for limit in [50, 400] {
      let clock = LookedAtClock()
      let found = await BoundSearch(
        hard,
        options: BoundSearch.Options(
          methods: BoundMethodCatalog.all.filter { $0.id != "oriented-matroid" })
      ).run(until: Deadline(seconds: Double(limit) / 1000, now: { clock.now() }))
      let bounds = try #require(found.signRank)
      #expect(bounds.lower.value <= bounds.upper.value)
      for certificate in found.certificates { try certificate.check(against: hard) }
      if found.ending == .outOfTime { #expect(clock.looks <= limit + max(limit / 10, 24)) }
    }
  }

  @Test("Vectors that cannot be scored in time are not half scored")
  func vectors() throws {
    let clock = LookedAtClock()
    let late = Deadline(seconds: 0, now: { clock.now() })
    #expect(throws: VectorAuditError.outOfTime(done: 0, of: 2)) {
      try VectorAudit(
        RelevanceMatrix(columnCount: 2, relevant: [[0]]),
        documents: InMemorySource([1, 0, 0, 1] as [Double], columnCount: 2, name: "documents"),
        documentRows: [0, 1],
        queries: InMemorySource([1, 0] as [Double], columnCount: 2, name: "queries"),
        queryRows: [0], similarity: .dot, deadline: late)
    }
  }

  @Test("A witness out of time is as right, only its margin is not widened")
  func witness() throws {
    let problem = SignProblem(hard, form: .plain)
    let late = Deadline(seconds: 0)
    let context = SearchContext(
      effort: 64, deadline: .never, seed: 1, lower: 5, upper: 14)
    let found = GradientSearchMethod().search(problem, context)
    let evidence = try #require(found.candidates.first?.evidence as? IntegerFactors)
    let quick = try evidence.vectors(for: problem, deadline: late)
    #expect(quick.rows == evidence.rows.joined().map { Double($0) })
    #expect(quick.columns == evidence.columns.joined().map { Double($0) })
  }
}
