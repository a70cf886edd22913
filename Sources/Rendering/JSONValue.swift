import Findings

/// A JSON document in memory, with its keys in the order they are written in.
package indirect enum JSONValue: Sendable {
  /// Nothing.
  case null
  /// True or false.
  case bool(Bool)
  /// A string.
  case string(String)
  /// A finite number, written as the shortest decimal that reads back the same.
  case number(Double)
  /// A whole number.
  case integer(Int)
  /// A whole number without a sign.
  case unsigned(UInt64)
  /// A list.
  case array([JSONValue])
  /// Keys and values, in this order.
  case object([(key: String, value: JSONValue)])
}

extension JSONValue {
  /// A string, or null.
  package static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  /// A number, or null.
  package static func optional(_ number: Double?) -> JSONValue {
    number.map { .number($0) } ?? .null
  }

  /// A list of strings.
  package static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  /// The document, indented by two spaces and ending in a line feed.
  ///
  /// What fits into one line of 100 columns stands on one line, and so does a list of scalars of any
  /// length: a metric, a row of a series. So two reports can be compared line by line.
  package var text: String { written(indent: 0, column: 0) + "\n" }

  private static let columns = 100

  /// - Parameter column: where the value begins, behind its key; one column is kept for a comma.
  private func written(indent: Int, column: Int) -> String {
    var budget = isRow ? Int.max : Self.columns - column - 1
    if let line = oneLine(&budget) { return line }
    let inner = String(repeating: " ", count: indent + 2)
    let outer = String(repeating: " ", count: indent)
    switch self {
    case .array(let values):
      let lines = values.map { inner + $0.written(indent: indent + 2, column: indent + 2) }
      return "[\n" + lines.joined(separator: ",\n") + "\n" + outer + "]"
    case .object(let fields):
      let lines = fields.map { field in
        let key = inner + Self.quoted(field.key) + ": "
        return key + field.value.written(indent: indent + 2, column: key.utf8.count)
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n" + outer + "}"
    case .null, .bool, .string, .number, .integer, .unsigned:
      return scalarText
    }
  }

  /// Whether it is a list of scalars.
  private var isRow: Bool {
    guard case .array(let values) = self else { return false }
    return values.allSatisfy { value in
      switch value {
      case .array, .object: false
      case .null, .bool, .string, .number, .integer, .unsigned: true
      }
    }
  }

  /// The value on one line, or nothing as soon as the budget is spent, so that a long list is not
  /// written out at every level above it.
  private func oneLine(_ budget: inout Int) -> String? {
    var text: String
    switch self {
    case .array(let values):
      text = "["
      for (offset, value) in values.enumerated() {
        guard budget > 0, let part = value.oneLine(&budget) else { return nil }
        text += (offset == 0 ? "" : ", ") + part
        budget -= 2
      }
      text += "]"
      budget -= 2
    case .object(let fields):
      text = "{"
      for (offset, field) in fields.enumerated() {
        let key = Self.quoted(field.key) + ": "
        budget -= key.utf8.count + 2
        guard budget > 0, let part = field.value.oneLine(&budget) else { return nil }
        text += (offset == 0 ? "" : ", ") + key + part
      }
      text += "}"
      budget -= 2
    case .null, .bool, .string, .number, .integer, .unsigned:
      text = scalarText
      budget -= text.utf8.count
    }
    return budget >= 0 ? text : nil
  }

  private var scalarText: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .string(let text): Self.quoted(text)
    case .number(let value): NumberText.shortest(value)
    case .integer(let value): String(value)
    case .unsigned(let value): String(value)
    case .array, .object: preconditionFailure("a list is not a scalar")
    }
  }

  /// A JSON string (RFC 8259, section 7).
  ///
  /// Beside what must be escaped, DEL and the line separators U+2028 and U+2029 are, because
  /// terminals and older JavaScript readers stumble over them.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{08}": result += "\\b"
      case "\u{0C}": result += "\\f"
      case "\u{00}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
