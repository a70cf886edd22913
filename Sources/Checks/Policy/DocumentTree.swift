import Yams

/// A YAML (or JSON) document as a tree that knows its lines.
///
/// Nothing is guessed here: a scalar is its text and whether it was quoted, and what it means is
/// decided where it is asked for.
struct DocumentTree: Sendable {
  /// What a node holds.
  indirect enum Content: Sendable {
    case scalar(String, isQuoted: Bool)
    case list([DocumentTree])
    case mapping([(key: String, line: Int, value: DocumentTree)])
  }

  /// Where it starts, counted from 1.
  let line: Int
  /// What it holds.
  let content: Content

  /// What messages call it.
  var kind: String {
    switch content {
    case .scalar(let text, _): "'\(text)'"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }

  /// Whether nothing was written: an empty value, `~` or `null`.
  var isNothing: Bool {
    guard case .scalar(let text, isQuoted: false) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }
}

extension DocumentTree {
  /// Larger documents are refused: nobody writes them by hand.
  static let largestPolicy = 1 << 20
  /// Aliases may repeat parts, but not until memory is full.
  private static let mostNodes = 1_000_000

  /// Parses a document.
  ///
  /// - Parameters:
  ///   - bytes: of the file.
  ///   - file: its name, for messages.
  /// - Throws: ``PolicyError`` with the line.
  init(parsing bytes: [UInt8], file: String) throws {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw PolicyError(
        file, "is not text in UTF-8", remedy: "Save it as UTF-8, or name the right file.")
    }
    let root: Node?
    do {
      root = try Parser(yaml: text, encoding: .utf8).singleRoot()
    } catch let error as YamlError {
      throw Self.explained(error, file: file)
    }
    guard let root else {
      throw PolicyError(file, "is empty", remedy: "Write the document into it.")
    }
    var budget = Self.mostNodes
    try self.init(root, file: file, parentLine: 1, budget: &budget)
  }

  private init(_ node: Node, file: String, parentLine: Int, budget: inout Int) throws {
    line = node.mark?.line ?? parentLine
    budget -= 1
    guard budget > 0 else {
      throw PolicyError(
        file, line: line, "holds more than \(Self.mostNodes) values once aliases are followed",
        remedy: "Write it without so many aliases.")
    }
    switch node {
    case .scalar(let scalar):
      let isQuoted = scalar.style != .plain && scalar.style != .any
      let tag = scalar.tag.description
      guard tag.isEmpty || tag == Tag.Name.str.rawValue else {
        throw PolicyError(
          file, line: line, "'\(tag)' makes a tag of YAML of what stands behind it",
          remedy: "Put the text into quotes: \"\(tag) \(scalar.string)\".")
      }
      content = .scalar(scalar.string, isQuoted: isQuoted)
    case .sequence(let sequence):
      var items: [DocumentTree] = []
      for item in sequence {
        items.append(try DocumentTree(item, file: file, parentLine: line, budget: &budget))
      }
      content = .list(items)
    case .mapping(let mapping):
      var entries: [(key: String, line: Int, value: DocumentTree)] = []
      for (key, value) in mapping {
        guard case .scalar(let name) = key else {
          throw PolicyError(
            file, line: key.mark?.line ?? line, "a key has to be a word",
            remedy: "Write KEY: VALUE; values in braces need quotes if they hold braces.")
        }
        let keyLine = name.mark?.line ?? line
        entries.append(
          (
            name.string, keyLine,
            try DocumentTree(value, file: file, parentLine: keyLine, budget: &budget)
          ))
      }
      content = .mapping(entries)
    case .alias:
      throw PolicyError(
        file, line: line, "an alias leads nowhere", remedy: "Write out what it stands for.")
    }
  }

  private static func explained(_ error: YamlError, file: String) -> PolicyError {
    switch error {
    case .scanner(_, let problem, let mark, let text), .parser(_, let problem, let mark, let text),
      .composer(_, let problem, let mark, let text):
      return PolicyError(
        file, line: mark.line, "is not valid YAML: \(problem)",
        remedy: advice(on: line(mark.line, of: text)))
    case .duplicatedKeysInMapping(let keys, let context):
      return PolicyError(
        file, line: context.mark.line,
        "the key \(keys.map { "'\($0)'" }.joined(separator: ", ")) stands twice in one mapping",
        remedy: "Keep one of the two; a list of values is written [A, B].")
    case .reader(let problem, let offset, _, let text):
      let before = offset.map { text.prefix($0) }
      return PolicyError(
        file, line: before.map { 1 + $0.count(where: \.isNewline) },
        "is not valid YAML: \(problem)", remedy: "Remove the character that is no text.")
    default:
      return PolicyError(
        file, "is not valid YAML: \(error)", remedy: "Check it with an editor that knows YAML.")
    }
  }

  private static func line(_ number: Int, of text: String) -> Substring {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return number >= 1 && number <= lines.count ? lines[number - 1] : ""
  }

  /// What usually went wrong on a line that YAML refuses.
  private static func advice(on line: Substring) -> String {
    if line.contains("\t") { return "Indent with spaces; YAML takes no tabs." }
    let value = line.split(separator: ":", maxSplits: 1).dropFirst().first ?? ""
    let start = value.drop { $0 == " " }.first
    if let start, ">|@`%&*!".contains(start) {
      return "Put the value into quotes: a value that starts with '\(start)' means something else "
        + "to YAML."
    }
    return "Check indentation, brackets and quotes around here."
  }
}
