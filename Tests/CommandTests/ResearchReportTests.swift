import Foundation
import Testing

/// The research reports: what their first paragraphs say against the tables beside them.
///
/// Every number of a first paragraph stands in the table "Where the numbers stand" of the same README, with
/// the file, the row and the column that it was rounded from; what others published and what was chosen
/// beforehand is marked so.
@Suite("The research reports")
struct ResearchReportTests {
  private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let reports = repository.appendingPathComponent("Reports")

  static let folders: [String] = {
    let names = FileManager.default.enumerator(atPath: reports.path)?.compactMap { $0 as? String }
    return (names ?? []).filter { $0.hasSuffix("/README.md") }.map { String($0.dropLast(10)) }
      .sorted()
  }()

  /// A number as it is written, and what it is rounded to.
  struct Written {
    let text: String
    let value: Double
    let halfStep: Double

    /// `1,279`, `41.5 %`, `4.8 million`.
    init?(_ text: String) {
      self.text = text
      let scale = text.hasSuffix("%") ? 0.01 : text.hasSuffix("million") ? 1e6 : 1
      let digits = text.prefix { $0.isNumber || ",.".contains($0) || $0 == "\u{2212}" }
        .replacing(",", with: "").replacing("\u{2212}", with: "-")
      guard let number = Double(digits) else { return nil }
      let decimals = digits.split(separator: ".").dropFirst().first?.count ?? 0
      value = number * scale
      halfStep = 0.5 * pow(10, -Double(decimals)) * scale * (1 + 1e-9)
    }
  }

  /// Where a number is said to stand.
  struct Source {
    let number: String
    let file: String
    let row: String
    let column: String
  }

  private static func text(_ folder: String) throws -> String {
    try String(
      contentsOf: reports.appendingPathComponent("\(folder)/README.md"), encoding: .utf8)
  }

  private static func firstParagraph(_ text: String) -> String {
    let blocks = text.split(separator: "\n\n").map(String.init)
    return blocks.first { !$0.hasPrefix("#") } ?? ""
  }

  /// The numbers of a paragraph that stand alone: no part of a name, of code or of an address.
  private static func numbers(_ paragraph: String) -> [String] {
    let plain =
      paragraph.replacing(#/`[^`]*`/#, with: "").replacing(#/\]\([^)]*\)/#, with: "]")
      .replacing("\n", with: " ")
    return plain.matches(of: #/[A-Za-z0-9.,\u{2212}_-]+(?: ?%| million)?/#).compactMap { match in
      var word = String(plain[match.range])
      while let last = word.last, ".,".contains(last) { word.removeLast() }
      let digits = word.prefix { $0.isNumber || ",.".contains($0) || $0 == "\u{2212}" }
      guard let first = digits.last, first.isNumber, digits.contains(where: \.isNumber) else {
        return nil
      }
      let rest = word.dropFirst(digits.count)
      return ["", " %", "%", " million"].contains(rest) ? word : nil
    }
  }

  private static func sources(_ text: String) -> [Source] {
    guard let start = text.range(of: "## Where the numbers stand") else { return [] }
    return text[start.upperBound...].split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 6, cells[1].contains(where: \.isNumber) else { return nil }
      return Source(number: cells[1], file: cells[2], row: cells[3], column: cells[4])
    }
  }

  /// Cells of lines of CSV; quoted ones may hold commas.
  private static func cells(_ line: Substring) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == ",", !isQuoted {
        cells.append("")
      } else {
        cells[cells.count - 1].append(character)
      }
    }
    return cells
  }

  /// The value of a column in the one row that fits all of `id = x; subject = y`.
  private static func value(_ source: Source, folder: String) throws -> Double? {
    let table = try String(
      contentsOf: reports.appendingPathComponent("\(folder)/\(source.file)"), encoding: .utf8)
    let lines = table.split(separator: "\n").map(cells)
    let head = try #require(lines.first)
    let column = try #require(
      head.firstIndex(of: source.column), "\(source.file) has no column \(source.column)")
    let conditions = try source.row.split(separator: ";").map { part in
      let sides = part.split(separator: "=", maxSplits: 1)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      return (try #require(head.firstIndex(of: sides[0]), "\(part)"), sides[1])
    }
    let rows = lines.dropFirst().filter { row in
      conditions.allSatisfy { index, wanted in row.indices.contains(index) && row[index] == wanted }
    }
    #expect(rows.count == 1, "\(source.row) fits \(rows.count) rows of \(source.file)")
    return rows.first.flatMap { Double($0[column]) }
  }

  @Test("there is one for every research folder")
  func all() {
    #expect(Set(Self.folders).isSuperset(of: ["collapse", "critical-n", "sign-rank", "capacity"]))
  }

  @Test("every number of the first paragraph is that of the tables", arguments: folders)
  func numbers(folder: String) throws {
    let text = try Self.text(folder)
    let sources = Self.sources(text)
    let said = Self.numbers(Self.firstParagraph(text))
    #expect(said.count >= 3, "a first paragraph says in numbers what was found")
    for number in said {
      #expect(sources.contains { $0.number == number }, "\(folder): where does \(number) stand?")
    }
    for source in sources where !["published", "given"].contains(source.file) {
      let written = try #require(Written(source.number), "\(source.number)")
      let value = try #require(
        try Self.value(source, folder: folder), "\(folder): \(source.row) is no number")
      #expect(
        (value - written.value).magnitude <= written.halfStep,
        "\(folder): \(source.number) is \(value) in \(source.file)")
    }
  }

  @Test("the parser takes numbers that stand alone, and rounds as they do")
  func parsing() throws {
    let found = Self.numbers(
      "Of 1,279 pairs 41.5 % (`tau=0.05`) are at \u{2212}0.36; MiniLM-L6-v2, x2, [8](a/9.html) and 4.8 million."
    )
    #expect(found == ["1,279", "41.5 %", "\u{2212}0.36", "8", "4.8 million"])
    let share = try #require(Written("41.5 %"))
    #expect((share.value - 0.415).magnitude < 1e-12 && (share.halfStep - 0.0005).magnitude < 1e-9)
    #expect(try #require(Written("4.8 million")).value == 4.8e6)
  }

  static let certificates: [String] = {
    let folder = reports.appendingPathComponent("sign-rank/certificates").path
    return (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
      .sorted()
  }()

  @Test("every certificate is accepted by verify", arguments: certificates)
  func certificate(name: String) throws {
    let folder = Self.reports.appendingPathComponent("sign-rank")
    let matrices = try FileManager.default.contentsOfDirectory(
      atPath: folder.appendingPathComponent("matrices").path)
    let matrix = try #require(matrices.first { $0.hasPrefix(name.dropLast(4)) })
    let run = try EmbedscopeProcess(
      ["verify", "certificates/\(name)", "matrices/\(matrix)"], in: folder)
    #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
  }

  @Test("every matrix has a certificate, and none is larger than 400 KB")
  func small() throws {
    let matrices = try FileManager.default.contentsOfDirectory(
      atPath: Self.reports.appendingPathComponent("sign-rank/matrices").path)
    #expect(matrices.count == Self.certificates.count && matrices.count >= 10)
    let names = try FileManager.default.subpathsOfDirectory(atPath: Self.reports.path)
    for name in names {
      let attributes = try FileManager.default.attributesOfItem(
        atPath: Self.reports.appendingPathComponent(name).path)
      let size = try #require(attributes[.size] as? Int)
      #expect(size <= 450_000, "\(name)")
    }
  }
}
