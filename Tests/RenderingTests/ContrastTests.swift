import Testing

@testable import Rendering

@Suite("Colours are readable")
struct ContrastTests {
  /// Relative luminance of `#rrggbb`.
  ///
  /// - Source: Web Content Accessibility Guidelines 2.2, "relative luminance".
  private static func luminance(_ color: String) -> Double {
    let digits = color.dropFirst().map { Double($0.hexDigitValue ?? 0) }
    let shares: [Double] = [0, 2, 4].map { (digits[$0] * 16 + digits[$0 + 1]) / 255 }
    let channels: [Double] = shares.map { share in
      share <= 0.04045 ? share / 12.92 : power((share + 0.055) / 1.055)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }

  /// x^2.4 = x² · (x²)^(1/5), the root by Newton's method.
  private static func power(_ base: Double) -> Double {
    let square = base * base
    var root = 1.0
    for _ in 0..<60 { root = (4 * root + square / (root * root * root * root)) / 5 }
    return square * root
  }

  private static func contrast(_ a: String, _ b: String) -> Double {
    let (light, dark) = (max(luminance(a), luminance(b)), min(luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)
  }

  @Test("black on white is 21, and equal colours are 1")
  func extremes() {
    #expect((Self.contrast("#000000", "#ffffff") - 21).magnitude < 1e-6)
    #expect(Self.contrast("#777777", "#777777") == 1)
  }

  @Test("text stands out 4.5 times, lines 3 times")
  func lightSurroundings() {
    #expect(Self.contrast(ChartStyle.ink, ChartStyle.paper) >= 7)
    #expect(Self.contrast(ChartStyle.quiet.color, ChartStyle.paper) >= 4.5)
    for pen in ChartStyle.pens { #expect(Self.contrast(pen.color, ChartStyle.paper) >= 3) }
    // notes stand inside bars of the first pen
    #expect(Self.contrast(ChartStyle.pen(0).color, ChartStyle.paper) >= 4.5)
  }

  @Test("so it does on dark ground")
  func darkSurroundings() throws {
    let ground = "#14171c"
    #expect(ChartStyle.styleSheet.contains(".paper{fill:\(ground)}"))
    let colors = ChartStyle.styleSheet.split(separator: "#").dropFirst()
      .map { "#" + $0.prefix(6) }
    let lines = colors.filter { $0 != ground && $0 != "#333a44" }
    #expect(lines.count >= ChartStyle.pens.count)
    for color in lines { #expect(Self.contrast(color, ground) >= 4.5, "\(color)") }
  }

  @Test("the words of the page stand out in both")
  func page() {
    let css = PageStyle.css
    let blocks = css.split(separator: "{").filter { $0.contains("--ink:") }
    #expect(blocks.count == 2)
    for block in blocks {
      var colors: [String: String] = [:]
      for part in block.split(whereSeparator: { $0 == ";" || $0 == "}" }) {
        let pair = part.split(separator: ":")
        guard pair.count == 2, pair[1].hasPrefix("#") else { continue }
        let digits = pair[1].dropFirst()
        colors[String(pair[0])] =
          "#" + (digits.count == 3 ? digits.flatMap { [$0, $0] } : Array(digits))
      }
      guard let paper = colors["--paper"], let soft = colors["--soft"] else {
        Issue.record("a colour scheme without a ground")
        continue
      }
      for name in ["--ink", "--quiet", "--failure", "--warning", "--note"] {
        let color = colors[name] ?? paper
        #expect(Self.contrast(color, paper) >= 4.5 && Self.contrast(color, soft) >= 4.5, "\(name)")
      }
    }
  }
}
