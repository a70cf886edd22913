/// Runs `work` on 0, 1, 2, … in up to `width` tasks and hands the results to `consume` in order.
///
/// At most `width` finished results wait at a time, so memory does not grow with `count`.
///
/// - Throws: the first error, by index, that `work` or `consume` threw; tasks under way are cancelled.
public func orderedMap<Result: Sendable>(
  count: Int, width: Int, work: @escaping @Sendable (Int) async throws -> Result,
  consume: (Int, Result) throws -> Void
) async throws {
  precondition(width > 0, "some task must do the work")
  guard width > 1 else {
    for index in 0..<count { try consume(index, try await work(index)) }
    return
  }
  try await withThrowingTaskGroup(of: (Int, Result).self) { group in
    var waiting: [Int: Result] = [:]
    var started = 0
    var consumed = 0
    while consumed < count {
      while started < count, started - consumed < 2 * width,
        started - consumed - waiting.count < width
      {
        let index = started
        group.addTask { (index, try await work(index)) }
        started += 1
      }
      guard let (index, result) = try await group.next() else { break }
      waiting[index] = result
      while let next = waiting.removeValue(forKey: consumed) {
        try consume(consumed, next)
        consumed += 1
      }
    }
  }
}
