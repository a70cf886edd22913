import Findings

/// What the template is filled with; Mustache reads the fields by their names.
struct PageContent {
  struct Row {
    let label: String
    let cells: [String]
  }
  struct Found {
    let severity: String
    let subject: String?
    let message: String
    let advice: String?
    let evidence: String?
  }
  struct Drawn {
    let id: String
    let svg: String
    let summary: String
  }
  struct NumberCell {
    let text: String
    let isReason: Bool
  }
  struct NumberRow {
    let id: String
    let cells: [NumberCell]
    let unit: String
  }
  struct Family {
    let name: String
    let columns: [String]
    let rows: [NumberRow]
  }
  struct Cells {
    let cells: [String]
  }
  struct Table {
    let name: String
    let note: String?
    let columns: [String]
    let rows: [Cells]
  }
  struct Fact {
    let label: String
    let text: String
  }

  let version: String
  let title: String
  let style = PageStyle.css
  let headline: String
  let answers: [String]
  let command: String
  let highlightHead: [Cells]
  let highlights: [Row]
  let findings: [Found]
  let figures: [Drawn]
  let families: [Family]
  let tables: [Table]
  let provenance: [Fact]
  let isAlone: Bool
  let hasHighlights: Bool
  let hasFindings: Bool
  let hasFigures: Bool

  /// Rows of a table that the page shows at most, and cells of all tables together; the rest is in the
  /// CSV, so that a page can be mailed whatever the size and the number of the sets.
  private static let (mostRows, mostCells) = (200, 20_000)

  init(_ reports: [Report]) {
    let together = SideBySide(reports)
    let isSingle = reports.count == 1
    let first = reports[0]
    version = Self.safe(first.provenance.version)
    title = Self.safe(isSingle ? "\(first.shortName): \(first.command)" : "\(reports.count) sets")
    headline = Self.safe(isSingle ? first.verdict : together.headline)
    answers = isSingle ? [] : together.answers.map(Self.safe)
    let arguments = together.arguments.map { $0.isEmpty ? [first.command] : $0 }
    command = Self.safe(
      arguments?.joined(separator: " ") ?? "report of \(reports.count) stored runs")
    highlightHead = isSingle ? [] : [Cells(cells: ([""] + together.names).map(Self.safe))]
    highlights =
      isSingle
      ? first.highlights.map {
        Row(label: Self.safe($0.label), cells: [Self.safe($0.value), Self.safe($0.remark)])
      }
      : together.highlights.map { Row(label: Self.safe($0.label), cells: $0.cells.map(Self.safe)) }
    let named = Array(zip(reports, together.names))
    findings = together.findings.map { name, finding in
      let evidence = finding.evidence.map(\.rawValue).joined(separator: " ")
      return Found(
        severity: finding.severity.rawValue,
        subject: isSingle ? nil : Self.safe(name),
        message: Self.safe(finding.message),
        advice: finding.advice.isEmpty ? nil : Self.safe(finding.advice),
        evidence: evidence.isEmpty ? nil : Self.safe(evidence))
    }
    figures = FigureCatalog.charts(of: reports).map { chart in
      Drawn(
        id: chart.id, svg: ChartDrawing(chart).element.text, summary: Self.safe(chart.summary))
    }
    families = Self.families(of: together, isSingle: isSingle)
    tables = Self.tables(of: named, isSingle: isSingle)
    provenance = Self.facts(of: reports).map { Fact(label: $0.0, text: Self.safe($0.1)) }
    isAlone = isSingle
    hasHighlights = !highlights.isEmpty
    hasFindings = !findings.isEmpty
    hasFigures = !figures.isEmpty
  }

  /// A text from the input, in which nothing may act on the page.
  ///
  /// Mustache writes the characters of markup as references. A number and its percent sign stay on one
  /// line.
  private static func safe(_ text: String) -> String {
    TextLayout.harmless(text).replacing(" %", with: "\u{A0}%")
  }

  /// Metrics in groups by the first word of their ids, each with a cell or two a report.
  private static func families(of together: SideBySide, isSingle: Bool) -> [Family] {
    var order: [String] = []
    var rows: [String: [NumberRow]] = [:]
    for row in together.metrics {
      let name = String(row.id.rawValue.prefix { $0 != "." && $0 != "@" })
      if rows[name] == nil { order.append(name) }
      let cells =
        isSingle
        ? row.metrics.flatMap { metric -> [NumberCell] in
          let interval = metric?.interval.map { NumberText.rounded($0) }
          return [
            NumberCell(text: safe(metric?.shown ?? ""), isReason: false),
            NumberCell(
              text: safe(metric?.value.reason ?? interval ?? ""),
              isReason: metric?.value.reason != nil),
          ]
        }
        : row.metrics.map { NumberCell(text: safe($0?.shown ?? ""), isReason: false) }
      rows[name, default: []].append(
        NumberRow(id: safe(row.id.rawValue), cells: cells, unit: row.unit.rawValue))
    }
    let columns = isSingle ? ["value", "95 % interval, or reason"] : together.names.map(safe)
    return order.map { name in
      let members = rows[name] ?? []
      return Family(
        name: safe("\(name) (\(members.count) metric\(members.count == 1 ? "" : "s"))"),
        columns: columns, rows: members)
    }
  }

  /// The tables, all cut to the same number of rows where they would be too much.
  private static func tables(of named: [(Report, String)], isSingle: Bool) -> [Table] {
    let all = named.flatMap(\.0.series)
    func cells(_ rows: Int) -> Int {
      all.reduce(0) { $0 + min($1.rows.count, rows) * $1.columns.count }
    }
    let shown = [mostRows, 100, 50, 20, 10, 5].first { cells($0) <= mostCells } ?? 0
    guard shown > 0 else {
      return [
        Table(
          name: "\(NumberText.grouped(all.count)) tables",
          note: "Too many for a page; --report csv=DIR/ writes all.", columns: [], rows: [])
      ]
    }
    return named.flatMap { report, name in
      report.series.map { series in
        let title = isSingle ? series.id : "\(name): \(series.id)"
        return Table(
          name: safe("\(title) (\(NumberText.grouped(series.rows.count)) rows)"),
          note: series.rows.count > shown
            ? "The first \(shown) rows; --report csv=DIR/ writes all." : nil,
          columns: series.columns.map(safe),
          rows: series.rows.prefix(shown).map { row in
            Cells(cells: row.map { safe($0.shownText) })
          })
      }
    }
  }

  private static func facts(of reports: [Report]) -> [(String, String)] {
    let first = reports[0]
    var facts = reports.map { report in
      let subject = report.subject
      let digest = subject.digest.map { ", \($0)" } ?? ""
      return (
        "set",
        "\(subject.name): \(NumberText.grouped(subject.rows)) x "
          + "\(NumberText.grouped(subject.dimensions)), \(subject.storedAs)\(digest)"
      )
    }
    let made = first.provenance
    facts.append(("program", "embedscope \(made.version), seed \(made.seed)"))
    facts.append(
      (
        "linear algebra",
        "\(made.blas.name), \(made.blas.core) kernels, \(made.blas.threads) thread\(made.blas.threads == 1 ? "" : "s")"
      ))
    var said: Set<String> = []
    for note in reports.flatMap(\.provenance.notes) where said.insert(note).inserted {
      facts.append(("note", note))
    }
    if let stamp = made.stamp { facts.append(("made", stamp)) }
    return facts
  }
}
