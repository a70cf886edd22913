public import EmbeddingSets

/// JSON with vectors in it: one value to a line, or one document.
///
/// Understood without being told: a bare array on each line; `embedding`, `embeddings`, `vector` or
/// `values` of an object; the answers of embedding services (`data[].embedding`), also inside the lines
/// of a batch (`response.body.data[].embedding`); vectors as base64 of little-endian float32. For
/// anything else ``ReadOptions/jsonPath`` says where the vectors are. `id`, `custom_id` or `_id` beside
/// a vector identifies it.
public struct JSONLinesFormat: EmbeddingFormat {
  /// A reader.
  public init() {}
  /// `jsonl`.
  public let id = "jsonl"
  /// One line about it.
  public let summary = "JSON lines or answers of embedding services; --json-path says where"
  /// The endings in use.
  public let fileExtensions = ["jsonl", "ndjson", "json"]
  /// Text.
  public var isText: Bool { true }

  /// By name, or by a bracket at the start of a file without an ending of its own.
  public func recognition(of input: FormatInput) -> Recognition {
    if fileExtensions.contains(input.fileExtension) { return .byName }
    let first = input.leading.first { !DecimalText.isBlank($0) && $0 != 0x0A }
    return ["txt", ""].contains(input.fileExtension) && (first == 0x7B || first == 0x5B)
      ? .byName : .no
  }

  /// The vectors in the order of the text.
  public func open(_ input: FormatInput) throws -> any EmbeddingSource {
    try input.refuseDtype()
    var reader = try JSONVectorCollector(input)
    var lines = try TextLines(input.file)
    var pending: [UInt8] = []
    var pendingLine = 0
    var balance = JSONBalance()
    var isDocument: Bool?
    while let line = try lines.next() {
      if pending.isEmpty && Fields.isBlank(lines.buffer.span, line) { continue }
      if pending.isEmpty { pendingLine = lines.lineNumber }
      pending.append(contentsOf: lines.buffer[line])
      if isDocument != false {
        balance.take(lines.buffer.span, line)
        // Whether values span lines is decided by the first line, so that a line that is cut off in
        // the middle of a file is an error there and does not swallow the rest.
        if isDocument == nil { isDocument = !balance.isClosed }
        if !balance.isClosed {
          pending.append(0x0A)
          guard pending.count <= JSONBalance.longestValue else { break }
          continue
        }
      }
      try reader.take(pending, line: pendingLine)
      pending.removeAll(keepingCapacity: true)
      balance = JSONBalance()
    }
    if pending.last == 0x0A { pending.removeLast() }
    if !pending.isEmpty { try reader.take(pending, line: pendingLine) }
    return try reader.source()
  }
}

/// Whether brackets that were opened are closed again.
private struct JSONBalance {
  /// Longest document that is read as one value.
  static let longestValue = 1 << 28

  private var depth = 0
  private var isInString = false
  private var isEscaped = false

  var isClosed: Bool { depth <= 0 && !isInString }

  mutating func take(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    for index in range {
      let byte = bytes[index]
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == 0x5C {
          isEscaped = true
        } else if byte == 0x22 {
          isInString = false
        }
        continue
      }
      switch byte {
      case 0x22: isInString = true
      case 0x5B, 0x7B: depth += 1
      case 0x5D, 0x7D: depth -= 1
      default: break
      }
    }
  }
}
