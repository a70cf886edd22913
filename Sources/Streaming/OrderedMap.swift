/// Runs `work` on 0, 1, 2, … in up to `width` tasks and hands the results to `consume` in order.
///
/// At most twice `width` results are under way or wait for their turn, so memory does not grow with
/// `count`.
///
/// - Throws: the first error, by index, that `work` or `consume` threw, whatever the width; tasks under
///   way are cancelled.
public func orderedMap<Result: Sendable>(
  count: Int, width: Int, work: @escaping @Sendable (Int) async throws -> Result,
  consume: (Int, Result) throws -> Void
) async throws {
  precondition(width > 0, "some task must do the work")
  guard width > 1 else {
    for index in 0..<count { try consume(index, try await work(index)) }
    return
  }
  // an error waits for its turn as a result does: an earlier task may yet fail
  typealias Outcome = Swift.Result<Result, any Error>
  try await withThrowingTaskGroup(of: (Int, Outcome).self) { group in
    var waiting: [Int: Outcome] = [:]
    var started = 0
    var consumed = 0
    while consumed < count {
      while started < count, started - consumed < 2 * width,
        started - consumed - waiting.count < width
      {
        let index = started
        group.addTask {
          do {
            return (index, .success(try await work(index)))
          } catch {
            return (index, .failure(error))
          }
        }
        started += 1
      }
      guard let (index, result) = try await group.next() else { break }
      waiting[index] = result
      while let next = waiting.removeValue(forKey: consumed) {
        try consume(consumed, try next.get())
        consumed += 1
      }
    }
  }
}
