import Testing

@testable import embedscope

@Suite("Progress of tasks that report at once")
struct ProgressCounterTests {
  @Test("each task has a sum of its own")
  func sums() {
    let counter = ProgressCounter()
    #expect(counter.add(3, to: "a") == 3)
    #expect(counter.add(5, to: "b") == 5)
    #expect(counter.add(4, to: "a") == 7)
    #expect(counter.add(0, to: "c") == 0)
  }

  @Test("nothing is lost where many add at once")
  func concurrent() async {
    let counter = ProgressCounter()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { for _ in 0..<500 { _ = counter.add(1, to: "a") } } }
    }
    #expect(counter.add(0, to: "a") == 4000)
  }
}
