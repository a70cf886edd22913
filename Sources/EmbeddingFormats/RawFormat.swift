public import EmbeddingSets

/// Rows without a header: a memory map, or what a program wrote with one call.
///
/// The shape comes from `--dimensions` (and `--dtype`, float32 by default), or from a sidecar beside
/// the file, `vectors.json` or `vectors.raw.json` for `vectors.raw`:
///
///     {"shape": [1000, 768], "dtype": "float32"}
///
/// An extension that names a type (`.f32`, `.f16`, `.bf16`, `.f64`, `.i8`, `.u8`) is the default type.
public struct RawFormat: EmbeddingFormat {
  /// A reader.
  public init() {}
  /// `raw`.
  public let id = "raw"
  /// One line about it.
  public let summary = "rows without a header; shape from --dimensions or a JSON sidecar"
  /// Common endings of memory maps.
  public let fileExtensions = ["bin", "raw", "f32", "f16", "bf16", "f64", "i8", "u8"]

  /// By name, or because the user gave the dimensions.
  public func recognition(of input: FormatInput) -> Recognition {
    fileExtensions.contains(input.fileExtension) || input.options.dimensions != nil ? .byName : .no
  }

  /// The rows of the file.
  public func open(_ input: FormatInput) throws -> any EmbeddingSource {
    let sidecar = try RawSidecar(beside: input)
    let encoding = try self.encoding(input, sidecar)
    guard let columnCount = input.options.dimensions ?? sidecar?.columnCount else {
      throw input.error(
        expected: "a file without a header needs its dimensions from elsewhere",
        found: "neither --dimensions nor a sidecar says them",
        remedy: "Add --dimensions D (and --dtype), or write a sidecar "
          + "\(FilePath.withoutExtension(FilePath.lastComponent(input.name))).json: "
          + "{\"shape\": [rows, columns], \"dtype\": \"float32\"}.")
    }
    guard columnCount > 0 else {
      throw input.error(
        expected: "vectors need at least one component", found: "\(columnCount) are asked for",
        remedy: "Give the number of components with --dimensions.")
    }
    if let sidecar, sidecar.columnCount != columnCount {
      throw input.error(
        expected: "--dimensions says \(grouped(columnCount))",
        found: "\(sidecar.path) says \(grouped(sidecar.columnCount))",
        remedy: "Leave --dimensions out, or correct the sidecar.")
    }
    var layout = RowLayout(
      rowCount: sidecar?.rowCount ?? 0, columnCount: columnCount, encoding: encoding)
    guard input.byteCount > 0 else { throw FormatError.noRows(input.name) }
    if sidecar == nil {
      layout.rowCount = try wholeRowCount(input, layout)
      return AddressedSource(input.file, layout: layout, name: input.name)
    }
    let checked = try layout.checked(
      against: input.byteCount, name: input.name, options: input.options)
    return AddressedSource(
      input.file, layout: checked, name: input.name,
      warnings: checked.warnings(comparedWith: layout))
  }

  private func encoding(_ input: FormatInput, _ sidecar: RawSidecar?) throws -> ScalarEncoding {
    if let declared = sidecar?.encoding {
      try input.check(declared: declared.type)
      return declared
    }
    return ScalarEncoding(
      type: input.options.dtype ?? ScalarType(dtypeName: input.fileExtension) ?? .float32)
  }

  private func wholeRowCount(_ input: FormatInput, _ layout: RowLayout) throws -> Int {
    guard let stride = layout.rowStride else {
      throw input.error(
        expected: "a row that fits a file",
        found: "\(grouped(layout.columnCount)) columns are asked",
        remedy: "Give the number of components with --dimensions.")
    }
    let rowCount = input.byteCount / stride
    let rest = input.byteCount - rowCount * stride
    guard rest == 0 || (input.options.allowTruncated && rowCount > 0) else {
      let cut =
        rowCount > 0
        ? ", or read the \(grouped(rowCount)) whole rows with --allow-truncated" : ""
      throw input.error(
        .byte(rowCount * stride),
        expected: "rows of \(grouped(layout.columnCount)) \(layout.encoding.type) take "
          + "\(grouped(stride)) bytes each",
        found: "the last one has \(grouped(rest))",
        remedy: "Check --dimensions and --dtype\(cut).")
    }
    return rowCount
  }
}

/// What a JSON file beside a headerless one says about it.
private struct RawSidecar {
  let path: String
  let rowCount: Int
  let columnCount: Int
  let encoding: ScalarEncoding?

  /// Longest sidecar that is read.
  private static let longest = 1 << 20

  init?(beside input: FormatInput) throws {
    guard let path = input.path else { return nil }
    let candidates = [FilePath.withoutExtension(path) + ".json", path + ".json"]
    guard
      let found = candidates.first(where: { $0 != path && FilePath.kind($0) == .file })
    else { return nil }
    self.path = found
    let file = try MappedFile(path: found)
    let remedy = "Write it as {\"shape\": [rows, columns], \"dtype\": \"float32\"}."
    let bytes = try file.elements(UInt8.self, at: 0, count: min(Self.longest, file.byteCount))
    let document: JSONValue
    do {
      document = try JSONValue(parsing: bytes)
    } catch let fault {
      throw FormatError(
        found, .byte(fault.offset), expected: fault.expected, found: fault.found, remedy: remedy)
    }
    guard case .numbers(let shape, _) = document["shape"], shape.count == 2,
      let rowCount = Int(exactly: shape[0]), let columnCount = Int(exactly: shape[1]),
      rowCount >= 0, columnCount >= 0
    else {
      throw FormatError(
        found, expected: "a key \"shape\" with two sizes", found: "there is none", remedy: remedy)
    }
    self.rowCount = rowCount
    self.columnCount = columnCount
    switch document["dtype"] {
    case nil: encoding = nil
    case .string(let name):
      guard let type = ScalarType(dtypeName: name.filter { !"<>|=".contains($0) }) else {
        throw FormatError(
          found, expected: "a dtype of \(listed(ScalarType.dtypeChoices))", found: "'\(name)'",
          remedy: remedy)
      }
      encoding = ScalarEncoding(type: type, isBigEndian: name.hasPrefix(">"))
    default:
      throw FormatError(
        found, expected: "a key \"dtype\" with a name", found: "it is no text", remedy: remedy)
    }
  }
}
