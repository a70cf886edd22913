import EmbeddingSets

/// Finds the vectors in JSON values and collects them.
struct JSONVectorCollector {
  private let input: FormatInput
  private let path: JSONPath?
  private let spool: RowSpool
  private var precision = DecimalPrecision()
  private var isBase64: Bool?
  private var line = 0

  private static let vectorKeys = [
    "embedding", "embeddings", "vector", "values", "float", "data", "response", "body", "result",
  ]
  private static let identifierKeys = ["id", "custom_id", "_id"]

  init(_ input: FormatInput) throws {
    self.input = input
    path = try input.options.jsonPath.map { try JSONPath($0, file: input.name) }
    spool = try RowSpool(for: input.name)
  }

  func source() throws -> SpooledSource {
    try spool.source(
      storedAs: isBase64 == true ? .float32 : precision.scalarType)
  }

  /// Takes the text of one value that starts on a line.
  mutating func take(_ text: [UInt8], line: Int) throws {
    self.line = line
    let value: JSONValue
    do {
      value = try JSONValue(parsing: text)
    } catch let fault {
      let before = text[..<min(fault.offset, text.count)]
      let lineStart = (before.lastIndex(of: 0x0A) ?? -1) + 1
      throw FormatError(
        input.name,
        .cell(
          line: line + before.filter { $0 == 0x0A }.count, column: fault.offset - lineStart + 1),
        expected: "JSON with \(fault.expected)", found: fault.found,
        remedy: fault.isEnd
          ? "The line is truncated: write the file again." : "Check what wrote this line.")
    }
    let identifier = Self.identifier(of: value)
    if let path {
      let found = path.values(in: value)
      guard !found.isEmpty else {
        throw error("\(path.text) in every value", "this one is \(Self.describe(value))")
      }
      let isSingle = found.count == 1
      for (leaf, owner) in found {
        try collect(leaf, identifier: owner ?? (isSingle ? identifier : nil), isNamed: true)
      }
    } else {
      try collect(value, identifier: identifier, isNamed: false)
    }
  }

  private mutating func collect(
    _ value: JSONValue, identifier: String?, isNamed: Bool
  ) throws {
    switch value {
    case .numbers(let row, let rowPrecision):
      try check(row.count, isBase64: false)
      precision.add(rowPrecision)
      try spool.append(row, identifier: identifier)
    case .string(let text) where isNamed:
      guard let row = Base64.floats(text), !row.isEmpty else {
        throw error("a vector as an array or as base64 of float32", "it is other text")
      }
      try check(row.count, isBase64: true)
      try spool.append(row, identifier: identifier)
    case .array(let elements):
      if let place = elements.firstIndex(where: { if case .null = $0 { true } else { false } }),
        elements.contains(where: { if case .number = $0 { true } else { false } })
      {
        throw error("numbers only", "component \(grouped(place)) is null")
      }
      guard !elements.isEmpty else { throw error("a vector", "the array is empty") }
      for element in elements {
        try collect(
          element,
          identifier: Self.identifier(of: element) ?? (elements.count == 1 ? identifier : nil),
          isNamed: isNamed)
      }
    case .object:
      for key in Self.vectorKeys {
        guard let inner = value[key] else { continue }
        if case .null = inner { continue }
        try collect(
          inner, identifier: Self.identifier(of: inner) ?? identifier, isNamed: true)
        return
      }
      throw error("an embedding", "this value is \(Self.describe(value))")
    default:
      throw error("a vector", "this value is \(value.kind)")
    }
  }

  private mutating func check(_ count: Int, isBase64 newIsBase64: Bool) throws {
    if let isBase64, isBase64 != newIsBase64 {
      throw error("vectors written in one way", "some are base64 and some are arrays")
    }
    isBase64 = newIsBase64
    guard let expected = spool.columnCount, expected != count else { return }
    throw error(
      "\(grouped(expected)) components, as in the first vector", "there are \(grouped(count))")
  }

  private func error(_ expected: String, _ found: String) -> FormatError {
    input.error(
      .line(line), expected: expected, found: found,
      remedy: "Leave out values without a vector; say where the vectors are with --json-path.")
  }

  private static func describe(_ value: JSONValue) -> String {
    guard case .object(let entries) = value else { return value.kind }
    return entries.isEmpty
      ? "an empty object" : "an object with \(listed(entries.map(\.key)))"
  }

  static func identifier(of value: JSONValue) -> String? {
    for key in identifierKeys {
      switch value[key] {
      case .string(let text): return text
      case .number(let number):
        return Int(exactly: number).map(String.init) ?? String(number)
      default: continue
      }
    }
    return nil
  }
}
