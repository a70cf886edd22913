import EmbeddingSets

/// Rows that had to be decoded from text or between tokens, kept in a temporary file.
struct SpooledSource: IdentifiedSource, CautionedSource {
  private let rows: AddressedSource
  private let names: SpooledIdentifiers?
  let warnings: [String]

  fileprivate init(rows: AddressedSource, names: SpooledIdentifiers?, warnings: [String]) {
    self.rows = rows
    self.names = names
    self.warnings = warnings
  }

  var name: String { rows.name }
  var shape: EmbeddingShape { rows.shape }
  func block(rows range: Range<Int>) throws -> RowBlock { try rows.block(rows: range) }
  func identifiers() throws -> [String]? { try names?.all() }
}

/// Collects decoded rows, and the names of rows, in temporary files.
final class RowSpool {
  private let name: String
  private let values: Spool
  private let identifiers: Spool
  private var pendingFloats: [Float] = []
  private var pendingDoubles: [Double] = []
  private var pendingIdentifiers: [UInt8] = []
  private var identifierCount = 0
  private(set) var rowCount = 0
  /// Components of the first row; nil before it.
  private(set) var columnCount: Int?
  /// What the user should be warned of.
  var warnings: [String] = []

  private static let pendingLimit = 1 << 17

  /// An empty collection for what is read from a file.
  init(for name: String) throws {
    self.name = name
    values = try Spool(for: name)
    identifiers = try Spool(for: name)
  }

  /// Adds a row of decimal numbers.
  func append(_ row: [Double], identifier: String?) throws {
    note(row.count, identifier)
    pendingDoubles.append(contentsOf: row)
    if pendingDoubles.count >= Self.pendingLimit { try flush() }
  }

  /// Adds a row that was stored as Float.
  func append(_ row: [Float], identifier: String?) throws {
    note(row.count, identifier)
    pendingFloats.append(contentsOf: row)
    if pendingFloats.count >= Self.pendingLimit { try flush() }
  }

  private func note(_ count: Int, _ identifier: String?) {
    precondition(columnCount == nil || columnCount == count, "rows of one set have one length")
    columnCount = count
    rowCount += 1
    guard let identifier else { return }
    identifierCount += 1
    for shift in [0, 8, 16, 24] {
      pendingIdentifiers.append(UInt8(truncatingIfNeeded: identifier.utf8.count >> shift))
    }
    pendingIdentifiers.append(contentsOf: identifier.utf8)
  }

  private func flush() throws {
    try values.append(pendingFloats)
    try values.append(pendingDoubles)
    try identifiers.append(pendingIdentifiers)
    pendingFloats.removeAll(keepingCapacity: true)
    pendingDoubles.removeAll(keepingCapacity: true)
    pendingIdentifiers.removeAll(keepingCapacity: true)
  }

  /// The collected rows as a set.
  ///
  /// - Throws: ``FormatError`` if there are none.
  func source(storedAs type: ScalarType) throws -> SpooledSource {
    try flush()
    guard let columnCount else { throw FormatError.noRows(name) }
    let layout = RowLayout(
      rowCount: rowCount, columnCount: columnCount,
      encoding: ScalarEncoding(type: type.fitsFloat ? .float32 : .float64))
    return SpooledSource(
      rows: AddressedSource(try values.finish(), layout: layout, name: name, storedAs: type),
      // Names of some rows only are no names of the set.
      names: identifierCount == rowCount
        ? SpooledIdentifiers(file: try identifiers.finish(), count: rowCount) : nil,
      warnings: warnings)
  }
}

/// Identifiers in a temporary file: each one's length in bytes (32 bits), then its UTF-8.
private struct SpooledIdentifiers {
  let file: MappedFile
  let count: Int

  func all() throws -> [String] {
    let bytes = try file.elements(UInt8.self, at: 0, count: file.byteCount)
    var names: [String] = []
    names.reserveCapacity(count)
    var position = 0
    while position < bytes.count {
      let start = position + 4
      position = start + LittleEndian.uint32(bytes, at: position)
      names.append(String(decoding: bytes[start..<position], as: UTF8.self))
    }
    return names
  }
}
