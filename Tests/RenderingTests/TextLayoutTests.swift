import Rendering
import Testing

@Suite("Laying out text")
struct TextLayoutTests {
  @Test("breaks at spaces and cuts what has none")
  func wrap() {
    #expect(TextLayout.wrap("one two three", width: 7) == ["one two", "three"])
    #expect(TextLayout.wrap("abcdefgh ij", width: 3) == ["abc", "def", "gh", "ij"])
    #expect(TextLayout.wrap("", width: 5) == [""])
    #expect(TextLayout.wrap("  a   b  ", width: 5) == ["a b"])
  }

  @Test("keeps intervals and what is marked as one word together")
  func unbroken() {
    #expect(TextLayout.wrap("debiased [111, 119] ok", width: 18) == ["debiased", "[111, 119] ok"])
    #expect(TextLayout.wrap("keep 22.2 %", width: 9) == ["keep", "22.2 %"])
    #expect(
      TextLayout.wrap("rank [0.0 %, 2.8 %]; more", width: 18) == [
        "rank", "[0.0 %, 2.8 %];", "more",
      ])
    let command = TextLayout.unbroken("embedscope list")
    #expect(TextLayout.wrap("see " + command, width: 16) == ["see", "embedscope list"])
  }

  @Test("counts wide characters twice and combined ones once")
  func width() {
    #expect(TextLayout.width(of: "數據") == 4)
    #expect(TextLayout.width(of: "e\u{301}") == 1)
    #expect(TextLayout.wrap("數據數據", width: 5) == ["數據", "數據"])
  }

  @Test("hangs a paragraph below its first word")
  func paragraph() {
    let text = Array(repeating: "word", count: 30).joined(separator: " ")
    let lines = TextLayout.paragraph(text, lead: "  ! ")
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("  ! word") && lines[1].hasPrefix("    word"))
    #expect(lines.allSatisfy { TextLayout.width(of: $0) <= TextLayout.columns })
  }

  @Test("shows control characters instead of sending them")
  func harmless() {
    #expect(TextLayout.harmless("a\u{1B}[2Jb\nc") == "a\\u{1B}[2Jb c")
    #expect(TextLayout.harmless("\u{202E}x") == "\\u{202E}x")
  }
}
