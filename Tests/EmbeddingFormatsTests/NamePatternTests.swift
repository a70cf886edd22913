import Testing

@testable import EmbeddingFormats

@Suite("Patterns over names")
struct NamePatternTests {
  @Test(
    "match as in a shell, with dots and slashes like any other character",
    arguments: [
      ("*", "", true), ("*", "a.b/c", true), ("a*c", "abc", true), ("a*c", "ac", true),
      ("a*c", "abd", false), ("*.weight", "layer.0.weight", true), ("*.weight", "weight", false),
      ("a?c", "abc", true), ("a?c", "ac", false), ("layer.[0-2].*", "layer.1.x", true),
      ("layer.[0-2].*", "layer.3.x", false), ("[!a]b", "ab", false), ("[!a]b", "cb", true),
      ("[]]", "]", true), ("a[b", "a[b", true), ("*a*b*", "xxaxxbxx", true),
      ("*a*b*", "xxbxxaxx", false), ("", "", true), ("", "a", false),
    ])
  func matches(pattern: String, name: String, wanted: Bool) {
    #expect(NamePattern(pattern).matches(name) == wanted, "\(pattern) on \(name)")
  }

  @Test("many runs do not take for ever")
  func runs() {
    let pattern = NamePattern(String(repeating: "*a", count: 30) + "b")
    #expect(!pattern.matches(String(repeating: "a", count: 2000)))
  }

  @Test("only wildcards make a pattern")
  func isPattern() {
    #expect(
      NamePattern.isPattern("a*") && NamePattern.isPattern("a?") && NamePattern.isPattern("[a]"))
    #expect(!NamePattern.isPattern("encoder.layer.0.weight"))
  }
}
