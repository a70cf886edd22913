/// Laying text out in terminal columns: measuring, wrapping and making it harmless.
package enum TextLayout {
  /// The width that every text for people keeps to.
  package static let columns = 80

  /// Terminal columns that a text takes.
  package static func width(of text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + width(of: $1) }
  }

  /// Wide (CJK, emoji) characters take two columns, everything else one.
  ///
  /// The ranges are the wide and full-width blocks of Unicode Standard Annex 11, in whole blocks.
  private static func width(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default:
      return 1
    }
  }

  /// The text with nothing in it that acts on a terminal.
  ///
  /// File names and identifiers come from the input, and an escape sequence in one could recolour,
  /// clear or retitle the reader's terminal; a direction override could make `gpj.npy` of it. Line
  /// breaks and tabs become spaces, other control characters show as `\u{1B}`.
  package static func harmless(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09...0x0D, 0x85, 0x2028, 0x2029:
        result.append(" ")
      case 0x00...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
        result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      default:
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The text as one word for `wrap`: its spaces hold together.
  package static func unbroken(_ text: String) -> String {
    text.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "\u{A0}")
  }

  /// The lines of a text no wider than `width`, broken at spaces; a longer word is cut.
  ///
  /// An interval, `[112, 117]`, is one word, and so is a percentage, `4.2 %`. No-break spaces hold and come out as plain ones. Always
  /// at least one line, which may be empty.
  package static func wrap(_ text: String, width: Int) -> [String] {
    precondition(width >= 2, "no room for a wide character in \(width) columns")
    var lines: [String] = []
    var line = ""
    var lineWidth = 0
    for word in words(of: harmless(text)) {
      let wordWidth = self.width(of: word)
      if lineWidth > 0 && lineWidth + 1 + wordWidth <= width {
        line += " " + word
        lineWidth += 1 + wordWidth
        continue
      }
      if lineWidth > 0 { lines.append(line) }
      line = ""
      lineWidth = 0
      for character in word {
        let characterWidth = self.width(of: character)
        if lineWidth + characterWidth > width {
          lines.append(line)
          line = ""
          lineWidth = 0
        }
        line.append(character)
        lineWidth += characterWidth
      }
    }
    if lineWidth > 0 || lines.isEmpty { lines.append(line) }
    return lines
  }

  /// What lies between the spaces, with `[112,` and `117]`, and `4.2` and `%`, put together again.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    // whether the last word is the first half of an interval
    var isOpen = false
    for part in text.split(separator: " ") {
      var word = part.split(separator: "\u{A0}", omittingEmptySubsequences: false)
        .joined(separator: " ")
      let isPercent = word.hasPrefix("%")
      let isSecondHalf = isOpen && !isPercent
      if isOpen || isPercent, let last = words.popLast() { word = last + " " + word }
      words.append(word)
      isOpen = !isSecondHalf && word.hasPrefix("[") && word.hasSuffix(",")
    }
    return words
  }

  /// A paragraph whose first line starts with `lead` and whose other lines hang below its text.
  package static func paragraph(_ text: String, lead: String, hanging: Int? = nil) -> [String] {
    let leadWidth = width(of: lead)
    let indent = String(repeating: " ", count: hanging ?? leadWidth)
    let lines = wrap(text, width: columns - max(leadWidth, hanging ?? leadWidth))
    return lines.enumerated().map { offset, line in
      line.isEmpty ? "" : (offset == 0 ? lead : indent) + line
    }
  }

  /// A text filled up with spaces to a width.
  package static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - self.width(of: text)))
  }
}
