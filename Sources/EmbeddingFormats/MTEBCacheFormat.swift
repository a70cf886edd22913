public import EmbeddingSets

/// The embedding cache of MTEB: a directory with `vectors.npy`, `dimension` and `index.json`.
///
/// In spite of its name `vectors.npy` is a float32 memory map without a header, allocated in large
/// steps: rows beyond the largest index in use are zero padding and are left out here, since they
/// would ruin every statistic. `dimension` holds the column count as text, `index.json` maps the
/// hash of each text to its row; the hashes are the identifiers.
///
/// Source: mteb, models/cache_wrappers/cache_backends/numpy_cache.py.
public struct MTEBCacheFormat: EmbeddingFormat {
  /// A reader.
  public init() {}
  /// `mteb`.
  public let id = "mteb"
  /// One line about it.
  public let summary =
    "embedding cache of MTEB (vectors.npy, dimension, index.json), padding left out"
  /// None of its own.
  public let fileExtensions: [String] = []

  private static let vectors = "vectors.npy"

  /// By a `vectors.npy` without numpy's magic bytes and with `dimension` beside it.
  public func recognition(of input: FormatInput) -> Recognition {
    guard let path = input.path, FilePath.lastComponent(path) == Self.vectors,
      !input.leading.starts(with: NumpyHeader.magic),
      FilePath.kind(sibling("dimension", of: path)) == .file
    else { return .no }
    return .byContent
  }

  /// `vectors.npy` where `dimension` is beside it.
  public func mainFile(ofDirectory names: [String]) -> String? {
    names.contains(Self.vectors) && names.contains("dimension") ? Self.vectors : nil
  }

  private func sibling(_ name: String, of path: String) -> String {
    FilePath.join(FilePath.directory(of: path), name)
  }

  /// The rows in use.
  public func open(_ input: FormatInput) throws -> any EmbeddingSource {
    try input.check(declared: .float32)
    guard let path = input.path else {
      throw input.error(
        expected: "a cache is a directory", found: "this is a stream",
        remedy: "Name the directory.")
    }
    let columnCount = try self.columnCount(at: sibling("dimension", of: path))
    let indexPath = sibling("index.json", of: path)
    let index = MTEBIndex(path: indexPath)
    var rowCount = 0
    try index.forEach { _, row in rowCount = max(rowCount, row + 1) }
    let encoding = ScalarEncoding(type: .float32)
    let used = RowLayout(rowCount: rowCount, columnCount: columnCount, encoding: encoding)
    guard rowCount > 0 else { throw FormatError.noRows(input.name) }
    guard let stride = used.rowStride, let usedByteCount = used.byteCount,
      usedByteCount <= input.byteCount
    else {
      throw input.error(
        expected: "\(indexPath) uses \(described(shape: [rowCount, columnCount])) float32",
        found: "the file holds \(grouped(input.byteCount)) bytes",
        remedy: "The cache is truncated or its parts are of different runs: write it again.")
    }
    guard input.byteCount.isMultiple(of: stride) else {
      throw input.error(
        .byte(input.byteCount / stride * stride),
        expected: "rows of \(grouped(columnCount)) float32 take \(grouped(stride)) bytes each",
        found: "the last one has \(grouped(input.byteCount % stride))",
        remedy: "The cache is truncated or 'dimension' is of another run: write it again.")
    }
    let paddingRowCount = input.byteCount / stride - rowCount
    let rows = AddressedSource(
      input.file, layout: used, name: input.name,
      warnings: paddingRowCount == 0
        ? []
        : [
          "zero padding: \(grouped(paddingRowCount)) allocated rows after the last one in use "
            + "are left out"
        ])
    return MTEBCacheSource(rows: rows, index: index)
  }

  private func columnCount(at path: String) throws -> Int {
    let file = try MappedFile(path: path)
    let bytes = try file.elements(UInt8.self, at: 0, count: min(64, file.byteCount))
    let text = String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self)
    guard let count = Int(text), (1...Int(Int32.max)).contains(count) else {
      throw FormatError(
        path, .byte(0), expected: "the number of components as text", found: "it is '\(text)'",
        remedy: "Write the number of columns of vectors.npy into it.")
    }
    return count
  }
}

/// The rows of a cache, with the hashes of its index as identifiers.
private struct MTEBCacheSource: IdentifiedSource, CautionedSource {
  let rows: AddressedSource
  let index: MTEBIndex

  var name: String { rows.name }
  var shape: EmbeddingShape { rows.shape }
  var warnings: [String] { rows.warnings }
  func block(rows range: Range<Int>) throws -> RowBlock { try rows.block(rows: range) }

  func identifiers() throws -> [String]? {
    var names = [String?](repeating: nil, count: shape.rowCount)
    try index.forEach { hash, row in if row < names.count { names[row] = hash } }
    let known = names.compactMap { $0 }
    return known.count == names.count ? known : nil
  }
}

/// `index.json` of a cache, read as a stream because it has an entry for every text.
private struct MTEBIndex {
  let path: String

  /// Calls back with every hash and its row.
  ///
  /// - Throws: ``FormatError`` unless the file is one object of strings to whole numbers.
  func forEach(_ body: (_ hash: String, _ row: Int) -> Void) throws {
    let file = try MappedFile(path: path)
    var lines = try TextLines(file)
    var reader = EntryReader()
    while let line = try lines.next() {
      for position in line {
        guard reader.take(lines.buffer[position], body) else {
          throw damage(.cell(line: lines.lineNumber, column: position - line.lowerBound + 1))
        }
      }
      guard reader.take(0x20, body) else { throw damage(.line(lines.lineNumber)) }
    }
    guard reader.isComplete else { throw damage(.line(lines.lineNumber)) }
  }

  private func damage(_ place: FormatError.Place) -> FormatError {
    FormatError(
      path, place, expected: "one JSON object of hashes and row numbers",
      found: "something else is here", remedy: "The cache is damaged: write it again.")
  }

  /// The states of reading `{"hash": row, ...}`, one byte at a time.
  private struct EntryReader {
    private enum State {
      case start, beforeKey, key, escape, afterKey, beforeRow, row, afterRow, end
    }
    private var state = State.start
    private var hash: [UInt8] = []
    private var number = 0

    var isComplete: Bool { state == .end }

    mutating func take(_ byte: UInt8, _ body: (String, Int) -> Void) -> Bool {
      if state == .row, !(0x30...0x39).contains(byte) {
        body(String(decoding: hash, as: UTF8.self), number)
        state = .afterRow
      }
      let isSpace = byte == 0x20 || byte == 0x09
      switch (state, byte) {
      case (.start, 0x7B): state = .beforeKey
      case (.beforeKey, 0x7D), (.afterRow, 0x7D): state = .end
      case (.beforeKey, 0x22):
        hash.removeAll(keepingCapacity: true)
        state = .key
      case (.key, 0x22): state = .afterKey
      case (.key, 0x5C):
        hash.append(byte)
        state = .escape
      case (.key, _): hash.append(byte)
      case (.escape, _):
        hash.append(byte)
        state = .key
      case (.afterKey, 0x3A): state = .beforeRow
      case (.beforeRow, 0x30...0x39):
        number = Int(byte - 0x30)
        state = .row
      case (.row, _):
        // Twelve digits are more rows than any file has.
        guard number < 1_000_000_000_000 else { return false }
        number = number * 10 + Int(byte - 0x30)
      case (.afterRow, 0x2C): state = .beforeKey
      default: return isSpace
      }
      return true
    }
  }
}
