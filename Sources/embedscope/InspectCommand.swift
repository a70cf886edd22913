import ArgumentParser
import EmbeddingFormats
import EmbeddingSets
import Findings
import Rendering

/// Tells what is in a file: `embedscope inspect FILE`.
struct InspectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "What is in this file: tensors, shapes, types, rows, warnings.",
    usage: "embedscope inspect <FILE> [<options>]",
    discussion: """
      Reads headers, not values. What it calls rows is what diagnose would read.

      Examples:
        embedscope inspect model.safetensors
        embedscope inspect 'shards/*.npy' --json
      """)

  @Argument(help: ArgumentHelp("A file, a directory or pattern of shards.", valueName: "FILE"))
  var file: String

  @OptionGroup(title: "Reading") var reading: SetOptions

  @Flag(help: "As JSON.")
  var json = false

  func run() async throws {
    let inspection = try EmbeddingSetReader.inspect(file, options: reading.readOptions())
    try StandardStreams.emit(
      json ? Self.json(inspection, name: file) : Self.text(inspection, name: file))
  }

  private static func text(_ inspection: Inspection, name: String) -> String {
    var head = "\(name): \(inspection.format), \(NumberText.grouped(inspection.byteCount)) bytes"
    if inspection.files.count > 1 {
      head += " in \(NumberText.grouped(inspection.files.count)) files"
    }
    if let shape = inspection.shape {
      head +=
        ". \(NumberText.grouped(shape.rowCount)) vectors x "
        + "\(NumberText.grouped(shape.columnCount)), \(shape.storedAs)."
    } else {
      head += ". No set can be read from it without more options."
    }
    var lines = TextLayout.paragraph(head, lead: "", hanging: 2)
    if !inspection.tensors.isEmpty { lines.append("") }
    let width = min(40, inspection.tensors.map(\.name.count).max() ?? 0) + 2
    for tensor in inspection.tensors {
      let shape = tensor.shape.map(NumberText.grouped).joined(separator: " x ")
      lines += TextLayout.paragraph(
        "\(shape)  \(tensor.dtype)  \(tensor.order)  \(NumberText.grouped(tensor.byteCount)) bytes",
        lead: "  " + TextLayout.padded(tensor.name, to: width), hanging: width + 4)
    }
    if !inspection.firstIdentifiers.isEmpty {
      lines +=
        [""]
        + TextLayout.paragraph(
          "first ids: " + inspection.firstIdentifiers.joined(separator: ", "), lead: "  ",
          hanging: 4)
    }
    for warning in inspection.warnings {
      lines += [""] + TextLayout.paragraph(warning, lead: "  ! ", hanging: 4)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func json(_ inspection: Inspection, name: String) -> String {
    var members: [(String, JSONValue)] = [
      ("schema", .string("embedscope.inspection/1")), ("name", .string(name)),
      ("format", .string(inspection.format)), ("bytes", .integer(inspection.byteCount)),
      ("files", .array(inspection.files.map(JSONValue.string))),
    ]
    if let shape = inspection.shape {
      members += [
        ("rows", .integer(shape.rowCount)), ("dimensions", .integer(shape.columnCount)),
        ("stored_as", .string(shape.storedAs.description)),
      ]
    }
    let tensors = inspection.tensors.map { tensor in
      JSONValue.object([
        ("name", .string(tensor.name)), ("shape", .array(tensor.shape.map(JSONValue.integer))),
        ("dtype", .string(tensor.dtype)), ("bytes", .integer(tensor.byteCount)),
        ("order", .string(tensor.order)),
      ])
    }
    members += [
      ("tensors", .array(tensors)),
      ("first_ids", .array(inspection.firstIdentifiers.map(JSONValue.string))),
      ("warnings", .array(inspection.warnings.map(JSONValue.string))),
    ]
    return JSONValue.object(members).text
  }
}
