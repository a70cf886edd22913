import Analysis
import EmbeddingFormats
import Findings
import Rendering

/// The texts of `list` and `explain`, made from the descriptors.
enum CatalogText {
  /// Ids and titles, a block a family.
  static func list(_ descriptors: [MetricDescriptor]) -> String {
    families(of: descriptors).map { family in
      let members = descriptors.filter { $0.family == family }
      let count = members.count == 1 ? "1 metric" : "\(members.count) metrics"
      return ["\(family) (\(count))"] + members.flatMap(entry)
    }
    .map { $0.joined(separator: "\n") + "\n" }
    .joined(separator: "\n")
  }

  /// The report formats.
  static func reportFormats() -> String {
    let lines = RendererCatalog.all.flatMap { renderer in
      TextLayout.paragraph(
        renderer.summary, lead: "  " + TextLayout.padded(renderer.id, to: 10), hanging: 12)
    }
    return (["report formats (--report FORMAT[=PATH])"] + lines).joined(separator: "\n") + "\n"
  }

  /// The file formats.
  static func fileFormats() -> String {
    let lines = FormatCatalog.all.flatMap { format in
      TextLayout.paragraph(
        format.summary, lead: "  " + TextLayout.padded(format.id, to: 17), hanging: 19)
    }
    return (["file formats (--format FORMAT where content does not tell)"] + lines)
      .joined(separator: "\n") + "\n"
  }

  /// The lines that findings draw.
  static func thresholds() -> String {
    let lines = Thresholds.lines.flatMap { line in
      TextLayout.paragraph(
        line.meaning,
        lead: "  " + TextLayout.padded(line.name, to: 22)
          + TextLayout.padded(NumberText.rounded(line.standard), to: 6), hanging: 30)
    }
    return (["thresholds (--threshold NAME=VALUE)"] + lines).joined(separator: "\n") + "\n"
  }

  /// Everything there is to say of a metric.
  static func explanation(of descriptor: MetricDescriptor) -> String {
    let parts = [
      ("definition", descriptor.definition),
      ("formula", descriptor.formula),
      ("unit", descriptor.unit.rawValue),
      ("range", descriptor.range),
      ("reading", descriptor.reading),
      ("edge cases", descriptor.edgeCases),
      ("family", descriptor.family),
      ("source", descriptor.source),
    ]
    let head = TextLayout.paragraph("\(descriptor.id): \(descriptor.title)", lead: "", hanging: 2)
    let body = parts.flatMap { name, text in
      TextLayout.paragraph(text, lead: "  " + TextLayout.padded(name, to: 12), hanging: 14)
    }
    return (head + [""] + body).joined(separator: "\n") + "\n"
  }

  /// The descriptors as a JSON document.
  static func json(_ descriptors: [MetricDescriptor]) -> String {
    let values = descriptors.map { descriptor in
      JSONValue.object([
        ("id", .string(descriptor.id.rawValue)),
        ("family", .string(descriptor.family)),
        ("title", .string(descriptor.title)),
        ("definition", .string(descriptor.definition)),
        ("formula", .string(descriptor.formula)),
        ("unit", .string(descriptor.unit.rawValue)),
        ("range", .string(descriptor.range)),
        ("reading", .string(descriptor.reading)),
        ("edge_cases", .string(descriptor.edgeCases)),
        ("source", .string(descriptor.source)),
      ])
    }
    return JSONValue.object([
      ("schema", .string("embedscope.catalog/1")), ("metrics", .array(values)),
    ]).text
  }

  /// The families, in the order of the catalogue.
  static func families(of descriptors: [MetricDescriptor]) -> [String] {
    var seen: Set<String> = []
    return descriptors.map(\.family).filter { seen.insert($0).inserted }
  }

  /// The title beside the id where both fit, below it otherwise.
  private static func entry(_ descriptor: MetricDescriptor) -> [String] {
    let column = 42
    let id = "  " + descriptor.id.rawValue
    let indent = String(repeating: " ", count: column)
    if TextLayout.width(of: id) < column - 1 {
      return TextLayout.paragraph(
        descriptor.title, lead: TextLayout.padded(id, to: column), hanging: column)
    }
    return [id] + TextLayout.paragraph(descriptor.title, lead: indent)
  }
}
