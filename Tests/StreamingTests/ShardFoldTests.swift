import Streaming
import Synchronization
import TestSupport
import Testing

/// Σ 1/(i + 1): its rounding depends on the order of the sums.
private struct HarmonicSum: Accumulator {
  var sum = 0.0
  var count = 0
  init(_ configuration: Int) {}
  mutating func consume(_ block: Range<Int>) {
    for index in block { sum += 1 / Double(index + 1) }
    count += block.count
  }
  mutating func merge(_ later: HarmonicSum) {
    sum += later.sum
    count += later.count
  }
  func save(to archive: inout StateWriter) {
    archive.write(sum)
    archive.write(count)
  }
  init(restoring archive: inout StateReader) throws {
    sum = try archive.readDouble()
    count = try archive.readInt()
  }
}

private struct Indices: BlockSource {
  let elementCount: Int
  var brokenElement: Int?
  struct Broken: Error, Equatable { let element: Int }
  func block(_ range: Range<Int>) throws -> Range<Int> {
    if let brokenElement, range.contains(brokenElement) { throw Broken(element: brokenElement) }
    return range
  }
}

@Suite("Shards are folded apart and delivered in order")
struct ShardFoldTests {
  private static func fold(_ source: Indices, width: Int) async throws -> [HarmonicSum] {
    let plan = ShardPlan(elementCount: source.elementCount, shardCount: 20, blockLength: 7)
    var states: [HarmonicSum] = []
    try await foldShards(
      0, as: HarmonicSum.self, over: source, plan: plan, width: width, finish: { $0 }
    ) {
      #expect($0 == states.count)
      states.append($1)
    }
    return states
  }

  @Test("every width gives the same bits", arguments: [0, 1, 13, 1000, 4321])
  func widths(elementCount: Int) async throws {
    let one = try await Self.fold(Indices(elementCount: elementCount), width: 1)
    #expect(one.reduce(0) { $0 + $1.count } == elementCount)
    for width in [2, 3, 8] {
      let many = try await Self.fold(Indices(elementCount: elementCount), width: width)
      #expect(many.map(\.sum.bitPattern) == one.map(\.sum.bitPattern))
    }
  }

  @Test("progress counts every element once", arguments: [1, 4])
  func progress(width: Int) async throws {
    let done = DoneCount()
    let plan = ShardPlan(elementCount: 500, shardCount: 20, blockLength: 9)
    try await foldShards(
      0, as: HarmonicSum.self, over: Indices(elementCount: 500), plan: plan, width: width,
      progress: { done.add($0) }, finish: { $0 }, deliver: { _, _ in })
    #expect(done.value == 500)
  }

  private final class DoneCount: Sendable {
    private let count = Mutex(0)
    func add(_ step: Int) { count.withLock { $0 += step } }
    var value: Int { count.withLock { $0 } }
  }

  @Test("an error of the source comes through", arguments: [1, 2, 8])
  func error(width: Int) async {
    await #expect(throws: Indices.Broken(element: 77)) {
      _ = try await Self.fold(Indices(elementCount: 100, brokenElement: 77), width: width)
    }
  }

  @Test("the sum keeps the laws")
  func laws() throws {
    let laws = AccumulatorLaws<HarmonicSum>(0, blocks: [0..<5, 5..<6, 6..<40, 40..<41]) {
      merged, whole in
      var differences = Disagreements()
      differences.exact("count", merged.count, whole.count)
      differences.rounded("sum", merged.sum, whole.sum, bound: 41 * .ulpOfOne * whole.sum)
      return differences.found
    }
    let violations = try laws.violations()
    #expect(violations == [])
  }
}
