import Foundation
import Rendering
import Testing

@testable import Rendering

@Suite("The report in LaTeX")
struct LaTeXRendererTests {
  @Test("escapes the ten special characters, and breaks ligatures")
  func escaping() {
    #expect(
      LaTeXRenderer.escaped("50 % & a_b {c} $5 #1 ~ ^ \\")
        == "50 \\% \\& a\\_b \\{c\\} \\$5 \\#1 \\textasciitilde{} \\textasciicircum{} "
        + "\\textbackslash{}")
    #expect(LaTeXRenderer.escaped("a--b ''") == "a-{}-b '{}'")
    #expect(LaTeXRenderer.escaped("數é") == "\\texttt{U+6578}é")
  }

  @Test("has a booktabs table of the first numbers and one of the measured metrics")
  func tables() {
    let text = LaTeXRenderer().render(SampleReports.healthy, style: .plain)[0].text
    #expect(text.contains("\\begin{tabular}{lrp{0.45\\linewidth}}\n\\toprule"))
    #expect(
      text.contains("lives along & 114 of 384 directions & participation ratio, debiased \\\\"))
    #expect(text.contains("\\begin{longtable}{lrrl}"))
    // what was not measured is no number for a paper
    #expect(!text.contains("uniformity@t=2"))
  }

  private static let compiler = ["/usr/bin/pdflatex", "/usr/local/bin/pdflatex"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  @Test(
    "compiles with pdfLaTeX, hostile names and all",
    .enabled(if: compiler != nil, "pdflatex is not installed"))
  func compiles() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("embedscope-latex-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let hostile = SampleReports.hostileTexts.map { SampleReports.holding($0) }
    let parts =
      [[SampleReports.healthy], [SampleReports.healthy, SampleReports.empty]] + hostile.map { [$0] }
    let body =
      parts.map { LaTeXRenderer().render($0, style: .plain)[0].text }
      + [SampleChecks.everyVerdict, SampleChecks.nasty].map {
        CheckLaTeXRenderer().render($0, style: .plain)
      }
    let document = """
      \\documentclass{article}
      \\usepackage[utf8]{inputenc}
      \\usepackage{booktabs}
      \\usepackage{longtable}
      \\begin{document}
      \(body.joined(separator: "\n\\clearpage\n"))
      \\end{document}

      """
    try Data(document.utf8).write(to: folder.appendingPathComponent("paper.tex"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.compiler))
    process.arguments = ["-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    process.currentDirectoryURL = folder
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let log = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(
      process.terminationStatus == 0, "\(String(decoding: log, as: UTF8.self).suffix(1500))")
  }
}
