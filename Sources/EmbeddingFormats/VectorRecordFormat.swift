public import EmbeddingSets

/// `.fvecs`, `.bvecs`, `.ivecs`: every vector preceded by its length as a little-endian int32.
///
/// Used by the TEXMEX sets and FAISS. The length of the first vector is that of the set; every
/// other one is compared with it when its row is read.
public struct VectorRecordFormat: EmbeddingFormat {
  /// Float components.
  public static let fvecs = VectorRecordFormat("fvecs", .float32)
  /// Unsigned bytes.
  public static let bvecs = VectorRecordFormat("bvecs", .uint8)
  /// 32-bit integers.
  public static let ivecs = VectorRecordFormat("ivecs", .int32)

  /// `fvecs`, `bvecs` or `ivecs`.
  public let id: String
  /// One line about it.
  public let summary: String
  /// The id.
  public let fileExtensions: [String]
  private let type: ScalarType

  private init(_ id: String, _ type: ScalarType) {
    self.id = id
    self.type = type
    summary = "vectors of \(type), each with its length before it (TEXMEX, FAISS)"
    fileExtensions = [id]
  }

  /// The rows of the file.
  public func open(_ input: FormatInput) throws -> any EmbeddingSource {
    try input.check(declared: type)
    guard input.byteCount > 0 else { throw FormatError.noRows(input.name) }
    guard input.byteCount >= 4 else {
      throw input.error(
        .byte(0), expected: "the length of the first vector takes 4 bytes",
        found: "the file holds \(input.byteCount)",
        remedy: "The file is truncated: write it again.")
    }
    let columnCount = LittleEndian.uint32(input.leading, at: 0)
    guard (1...Int(Int32.max)).contains(columnCount) else {
      throw input.error(
        .byte(0), expected: "the length of the first vector is a positive 32-bit number",
        found: "it says \(grouped(Int(Int32(truncatingIfNeeded: columnCount))))",
        remedy: "Check that the file is \(id), little-endian.")
    }
    var layout = RowLayout(
      rowCount: 0, columnCount: columnCount, encoding: ScalarEncoding(type: type),
      hasRowHeaders: true)
    let stride = 4 + columnCount * layout.encoding.byteCount
    layout.rowCount = input.byteCount / stride
    let rest = input.byteCount - layout.rowCount * stride
    guard rest == 0 || (input.options.allowTruncated && layout.rowCount > 0) else {
      let cut =
        layout.rowCount > 0
        ? ", or read the \(grouped(layout.rowCount)) whole rows with --allow-truncated" : ""
      throw input.error(
        .byte(layout.rowCount * stride),
        expected: "rows of \(grouped(columnCount)) \(type) take \(grouped(stride)) bytes each",
        found: "the last one has \(grouped(rest))",
        remedy: "The file is truncated or its rows differ in length: write it again\(cut).")
    }
    return AddressedSource(
      input.file, layout: layout, name: input.name,
      warnings: rest == 0 ? [] : ["truncated: \(grouped(rest)) bytes of a further row are left out"]
    )
  }
}
