import Findings
import Foundation
import Rendering
import Testing

/// The page in a real browser, at the width of a phone and of a desk.
@Suite("The page in a browser")
struct PageInBrowserTests {
  /// What a script inside the page found.
  struct Finding: Decodable {
    let overflow: Double
    let requests: Int
    let errors: [String]
    let figures: Int
    let headings: [String]
    let brokenLinks: [String]
    let smallestText: Double
    let textOutsideFigures: [String]
    /// What the browser's console said.
    var console: [String]? = []
  }

  private static let browser = [
    "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
  ].first { FileManager.default.isExecutableFile(atPath: $0) }

  private static let probe = """
    <script>
    const errors = [];
    addEventListener('error', e => errors.push(String(e.message)));
    addEventListener('load', () => {
      for (const d of document.querySelectorAll('details')) d.open = true;
      const root = document.documentElement;
      let smallest = 1e9; const outside = [];
      for (const e of document.querySelectorAll('h1,h2,p,td,th,dd,figcaption,code'))
        smallest = Math.min(smallest, parseFloat(getComputedStyle(e).fontSize));
      for (const s of document.querySelectorAll('svg')) {
        const box = s.getBoundingClientRect(), scale = box.width / s.viewBox.baseVal.width;
        for (const t of s.querySelectorAll('text')) {
          smallest = Math.min(smallest, parseFloat(getComputedStyle(t).fontSize) * scale);
          const r = t.getBoundingClientRect();
          if (r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1
            || r.bottom > box.bottom + 1) outside.push(t.textContent);
        }
      }
      const broken = [...document.querySelectorAll('a[href],[aria-labelledby]')].filter(e => {
        const link = e.getAttribute('href');
        const names = link ? [link.slice(1)] : e.getAttribute('aria-labelledby').split(' ');
        return names.some(n => !document.getElementById(n));
      }).map(e => e.outerHTML.slice(0, 80));
      parent.postMessage(JSON.stringify({
        overflow: root.scrollWidth - root.clientWidth,
        requests: performance.getEntriesByType('resource').length,
        errors, figures: document.querySelectorAll('svg').length,
        headings: [...document.querySelectorAll('h1,h2')].map(h => h.textContent),
        brokenLinks: broken, smallestText: smallest, textOutsideFigures: outside}), '*');
    });
    </script>
    """

  /// Opens a page in a frame of that width and asks the script in it.
  private func look(at page: String, width: Int) throws -> Finding {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("embedscope-page-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(page.replacing("<head>", with: "<head>" + Self.probe).utf8)
      .write(to: folder.appendingPathComponent("page.html"))
    let frame = """
      <!doctype html><iframe src="page.html" width="\(width)" height="900"></iframe>
      <pre id="found"></pre><script>
      addEventListener('message', e => document.getElementById('found').textContent = e.data);
      </script>
      """
    let wrapper = folder.appendingPathComponent("frame.html")
    try Data(frame.utf8).write(to: wrapper)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.browser))
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
      "--user-data-dir=\(folder.path)/profile", "--virtual-time-budget=8000",
      "--enable-logging=stderr", "--dump-dom",
      wrapper.absoluteString,
    ]
    let output = Pipe()
    process.standardOutput = output
    let log = folder.appendingPathComponent("log")
    try Data().write(to: log)
    process.standardError = try FileHandle(forWritingTo: log)
    try process.run()
    let dom = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let start = try #require(dom.range(of: "<pre id=\"found\">"), "the browser showed nothing")
    let end = try #require(dom.range(of: "</pre>", range: start.upperBound..<dom.endIndex))
    let found = dom[start.upperBound..<end.lowerBound].replacing("&amp;", with: "&")
      .replacing("&lt;", with: "<").replacing("&gt;", with: ">")
    var finding = try JSONDecoder().decode(Finding.self, from: Data(found.utf8))
    finding.console = try String(contentsOf: log, encoding: .utf8).split(separator: "\n")
      .filter { $0.contains(":CONSOLE") }.map(String.init)
    return finding
  }

  private static let report = Report(
    command: "diagnose", subject: SampleReports.healthy.subject,
    verdict: SampleReports.healthy.verdict, highlights: SampleReports.healthy.highlights,
    metrics: SampleReports.healthy.metrics,
    series: SampleReports.healthy.series + [FigureTests.spectrum],
    findings: SampleReports.healthy.findings, provenance: SampleReports.healthy.provenance)

  @Test(
    "shows everything, asks for nothing, and nothing overflows",
    .enabled(if: browser != nil, "Chromium is not installed"),
    arguments: [360, 1200])
  func ordinary(width: Int) throws {
    let page = HTMLRenderer().render(Self.report, style: .plain)[0].text
    let found = try look(at: page, width: width)
    #expect(found.overflow <= 0, "\(found.overflow) pixels too wide")
    #expect(found.requests == 0 && found.errors == [] && found.console == [])
    #expect(found.figures == 2)
    #expect(found.headings.first == Self.report.verdict)
    #expect(found.headings.contains("Findings") && found.headings.contains("Numbers"))
    #expect(found.brokenLinks == [])
    #expect(found.smallestText >= 9.5, "text of \(found.smallestText) pixels")
    #expect(found.textOutsideFigures == [])
  }

  @Test(
    "of a check is as quiet and as narrow",
    .enabled(if: browser != nil, "Chromium is not installed"),
    arguments: [360, 1200])
  func check(width: Int) throws {
    for report in [SampleChecks.everyVerdict, SampleChecks.nasty] {
      let page = CheckHTMLRenderer().render(report, style: .plain)
      let found = try look(at: page, width: width)
      #expect(found.overflow <= 0, "\(found.overflow) pixels too wide")
      #expect(found.requests == 0 && found.errors == [] && found.brokenLinks == [])
      #expect(found.headings.contains("Every check"))
      #expect(found.smallestText >= 9.5, "text of \(found.smallestText) pixels")
    }
  }

  private static let reports = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Reports")

  @Test(
    "holds for pages of real reports, of one set and of many",
    .enabled(if: browser != nil, "Chromium is not installed"),
    arguments: ["alignment", "sign-rank"], [360, 1200])
  func stored(report: String, width: Int) throws {
    let page = try String(
      contentsOf: Self.reports.appendingPathComponent("\(report)/report.html"), encoding: .utf8)
    let found = try look(at: page, width: width)
    #expect(found.overflow <= 0, "\(found.overflow) pixels too wide")
    #expect(found.requests == 0 && found.errors == [] && found.console == [])
    #expect(found.figures >= 1 && found.brokenLinks == [])
    #expect(found.smallestText >= 10, "text of \(found.smallestText) pixels")
    #expect(found.textOutsideFigures == [])
  }

  @Test(
    "prints: a few pages of paper, with the numbers on them",
    .enabled(if: browser != nil, "Chromium is not installed"))
  func print() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("embedscope-print-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let page = folder.appendingPathComponent("page.html")
    try Data(HTMLRenderer().render(Self.report, style: .plain)[0].text.utf8).write(to: page)
    let paper = folder.appendingPathComponent("page.pdf")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.browser))
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
      "--user-data-dir=\(folder.path)/profile", "--no-pdf-header-footer",
      "--print-to-pdf=\(paper.path)", page.absoluteString,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let document = String(decoding: try Data(contentsOf: paper), as: UTF8.self)
    #expect(document.hasPrefix("%PDF-"))
    let pages = document.matches(of: #/\/Type \/Page[^s]/#).count
    #expect((1...5).contains(pages), "\(pages) pages")
  }

  @Test(
    "runs nothing that stands in a name", .enabled(if: browser != nil, "Chromium is not installed"))
  func hostile() throws {
    let text = "<script>document.title='run'</script><img src=x onerror=alert(1)>" + "\"'&"
    let page = HTMLRenderer().render(
      [SampleReports.holding(text), SampleReports.holding(text + "2")], style: .plain)[0].text
    let found = try look(at: page, width: 360)
    #expect(found.requests == 0 && found.errors == [] && found.overflow <= 0)
    #expect(found.headings.first?.contains("2 sets side by side") == true)
    #expect(found.headings.first?.contains("<img src=x onerror=alert(1)>") == true)
  }
}
