/// Text made safe for SVG and HTML.
enum MarkupText {
  /// The text with the characters that markup acts on written as references.
  ///
  /// Control characters and direction overrides show as `\u{1B}`: XML 1.0 forbids most of them, and
  /// a name from the input must not turn the reader's page around.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in TextLayout.harmless(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      // Not characters of XML 1.0, though a Swift string may hold them.
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
