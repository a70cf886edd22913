import Streaming
import Synchronization
import Testing

@Suite("Work in parallel, results in order")
struct OrderedMapTests {
  struct Failure: Error, Equatable { let index: Int }

  /// How many results are under way or not yet consumed, and the most there ever were.
  final class Gauge: Sendable {
    private let counts = Mutex((now: 0, most: 0))
    func add(_ step: Int) {
      counts.withLock {
        $0.now += step
        $0.most = max($0.most, $0.now)
      }
    }
    var most: Int { counts.withLock { $0.most } }
  }

  /// Gives way a number of times, so that tasks finish out of order.
  static func dawdle(_ index: Int) async {
    for _ in 0..<(index * 7919 % 13) { await Task.yield() }
  }

  @Test("any width gives the results in order", arguments: [1, 2, 3, 8, 100], [0, 1, 2, 50])
  func order(width: Int, count: Int) async throws {
    var consumed: [Int] = []
    var indices: [Int] = []
    try await orderedMap(count: count, width: width) { index in
      await Self.dawdle(index)
      return index * index
    } consume: { index, result in
      indices.append(index)
      consumed.append(result)
    }
    #expect(indices == Array(0..<count))
    #expect(consumed == (0..<count).map { $0 * $0 })
  }

  @Test("no more than twice the width is under way or waits", arguments: [1, 2, 4])
  func bounded(width: Int) async throws {
    let gauge = Gauge()
    try await orderedMap(count: 60, width: width) { index in
      gauge.add(1)
      // the first of every ten holds up the others
      if index.isMultiple(of: 10) { try await Task.sleep(for: .milliseconds(20)) }
      return index
    } consume: { _, _ in
      gauge.add(-1)
    }
    #expect(gauge.most <= 2 * width)
  }

  @Test("the error with the smallest index is thrown, whenever it comes", arguments: [1, 2, 4, 8])
  func firstError(width: Int) async throws {
    var consumed: [Int] = []
    let error = await #expect(throws: Failure.self) {
      try await orderedMap(count: 20, width: width) { index in
        if index == 3 {
          for _ in 0..<20 { try await Task.sleep(for: .milliseconds(1)) }
          throw Failure(index: 3)
        }
        if index > 3 { throw Failure(index: index) }
        return index
      } consume: { _, result in
        consumed.append(result)
      }
    }
    #expect(error == Failure(index: 3))
    #expect(consumed == [0, 1, 2])
  }

  @Test("an error of the consumer ends the work", arguments: [1, 2, 4])
  func consumerError(width: Int) async {
    let started = Gauge()
    let error = await #expect(throws: Failure.self) {
      try await orderedMap(count: 1000, width: width) { index in
        started.add(1)
        return index
      } consume: { index, _ in
        if index == 2 { throw Failure(index: index) }
      }
    }
    #expect(error == Failure(index: 2))
    #expect(started.most <= 3 + 2 * width)
  }

  @Test("cancelling the caller cancels the tasks")
  func cancellation() async {
    let task = Task {
      try await orderedMap(count: 4, width: 2) { _ in
        try await Task.sleep(for: .seconds(60))
      } consume: { _, _ in
      }
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
