import Findings
import Testing

@Suite("The nearest words")
struct NearestWordsTests {
  @Test(
    "the distance counts insertions, deletions, substitutions and swaps",
    arguments: [
      ("", "", 0), ("abc", "abc", 0), ("abc", "acb", 1), ("kitten", "sitting", 3),
      ("", "ab", 2), ("ab", "", 2),
    ])
  func distance(left: String, right: String, edits: Int) {
    #expect(NearestWords.distance(Array(left.utf8), Array(right.utf8)) == edits)
  }

  @Test("are those within a third of the length, else those that hold the word")
  func nearest() {
    let words = ["effective-rank", "entropy-rank", "rows"]
    #expect(NearestWords.nearest(to: "efective-rnak", among: words) == ["effective-rank"])
    #expect(NearestWords.nearest(to: "rank", among: words) == ["effective-rank", "entropy-rank"])
    #expect(NearestWords.nearest(to: "zzzz", among: words) == [])
    #expect(NearestWords.sentence(for: "rwos", among: words) == " Did you mean 'rows'?")
    #expect(NearestWords.sentence(for: "zzzz", among: words) == "")
  }
}
