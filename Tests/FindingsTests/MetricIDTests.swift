import Findings
import Testing

@Suite("The name of a metric")
struct MetricIDTests {
  @Test(
    "the base is what stands before the parameters",
    arguments: [
      ("uniformity@t=2", "uniformity"), ("data.rows", "data.rows"),
      ("a.b@k=1,l=2", "a.b"), ("a@b@c", "a"), ("@t=1", ""), ("", ""),
    ])
  func base(text: String, base: String) {
    #expect(MetricID(text).base == base)
  }

  @Test("three ways to write one id")
  func spellings() {
    let literal: MetricID = "a@k=1"
    #expect(literal == MetricID("a@k=1") && literal == MetricID(rawValue: "a@k=1"))
    #expect(literal.description == "a@k=1" && literal.rawValue == "a@k=1")
    #expect(Set([literal, MetricID("a@k=1"), "a@k=2"]).count == 2)
  }

  @Test("ids are in the order of their texts")
  func order() {
    let ids: [MetricID] = ["b", "a@t=10", "a", "a.c", "a@t=2"]
    #expect(ids.sorted() == ["a", "a.c", "a@t=10", "a@t=2", "b"])
    #expect(ids.sorted().map(\.rawValue) == ids.map(\.rawValue).sorted())
  }

  @Test("an input is named before the id, and once where the id begins with its name")
  func qualified() {
    #expect(MetricID("data.rows").qualified(by: "corpus") == "corpus.data.rows")
    #expect(MetricID("pairs.mean-cosine").qualified(by: "pairs") == "pairs.mean-cosine")
    #expect(MetricID("pairs.mean-cosine").qualified(by: "pair") == "pair.pairs.mean-cosine")
    #expect(MetricID("uniformity@t=2").qualified(by: "uniformity") == "uniformity.uniformity@t=2")
  }
}
