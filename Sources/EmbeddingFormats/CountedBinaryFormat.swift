public import EmbeddingSets

/// `.fbin` and its family: row count and column count as uint32, then the rows.
///
/// Used by big-ann-benchmarks, DiskANN and RAPIDS; everything is little-endian.
public struct CountedBinaryFormat: EmbeddingFormat {
  /// Float components.
  public static let fbin = CountedBinaryFormat("fbin", .float32)
  /// Half-precision components.
  public static let f16bin = CountedBinaryFormat("f16bin", .float16)
  /// Unsigned bytes.
  public static let u8bin = CountedBinaryFormat("u8bin", .uint8)
  /// Signed bytes.
  public static let i8bin = CountedBinaryFormat("i8bin", .int8)
  /// 32-bit integers.
  public static let ibin = CountedBinaryFormat("ibin", .int32)

  /// `fbin`, `f16bin`, `u8bin`, `i8bin` or `ibin`.
  public let id: String
  /// One line about it.
  public let summary: String
  /// The id.
  public let fileExtensions: [String]
  private let type: ScalarType

  private init(_ id: String, _ type: ScalarType) {
    self.id = id
    self.type = type
    summary = "rows of \(type) after two counts of 32 bits (big-ann, DiskANN, RAPIDS)"
    fileExtensions = [id]
  }

  /// The rows of the file.
  public func open(_ input: FormatInput) throws -> any EmbeddingSource {
    try input.check(declared: type)
    guard input.byteCount >= 8 else {
      throw input.error(
        .byte(0), expected: "row count and column count take 8 bytes",
        found: "the file holds \(input.byteCount)",
        remedy: "The file is truncated: write it again.")
    }
    let promised = RowLayout(
      rowCount: LittleEndian.uint32(input.leading, at: 0),
      columnCount: LittleEndian.uint32(input.leading, at: 4),
      encoding: ScalarEncoding(type: type), offset: 8)
    let layout = try promised.checked(
      against: input.byteCount - 8, name: input.name, options: input.options)
    return AddressedSource(
      input.file, layout: layout, name: input.name,
      warnings: layout.warnings(comparedWith: promised))
  }
}
