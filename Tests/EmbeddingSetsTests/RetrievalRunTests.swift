import EmbeddingSets
import Testing

@Suite("A run")
struct RetrievalRunTests {
  private func run(
    _ entries: [(String, Double)], isSinglePrecision: Bool = false
  ) -> [String] {
    let documents = IdentifierTable(entries.map(\.0))
    let run = RetrievalRun(
      name: "run", queries: IdentifierTable(["q"]), documents: documents,
      starts: [0, entries.count], unordered: documents.indices.map { Int32($0) },
      scores: entries.map(\.1), isSinglePrecision: isSinglePrecision)
    return run.entries(of: 0).map { run.documents[Int(run.ranked[$0])] }
  }

  @Test("is in the order of scores, whatever the order of the input")
  func order() {
    #expect(run([("a", 1), ("b", 3), ("c", -2), ("d", 2)]) == ["b", "d", "a", "c"])
    #expect(run([("a", 3), ("b", 2)]) == ["a", "b"])
    #expect(run([]) == [])
  }

  @Test("breaks ties by identifier, descending in byte order, as trec_eval's strcmp does")
  func ties() {
    #expect(
      run([("a", 1), ("b", 1), ("A", 1), ("é", 1), ("ab", 1)]) == ["é", "b", "ab", "a", "A"])
    #expect(run([("b", 0.0), ("a", -0.0), ("c", -0.0)]) == ["c", "b", "a"])
  }

  /// 1 + 1e-8 is not 1 in float64 and is in float32.
  @Test("compares float64 unless told to compare float32")
  func precision() {
    let entries = [("a", 1.000_000_01), ("b", 1.0)]
    #expect(run(entries) == ["a", "b"])
    #expect(run(entries, isSinglePrecision: true) == ["b", "a"])
  }

  @Test("the order of the input lines does not matter")
  func permutation() {
    let entries = (0..<40).map { ("d\($0)", Double($0 * 7 % 5)) }
    #expect(run(entries) == run(entries.reversed()))
  }
}
