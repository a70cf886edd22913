import Findings

/// One key that a mapping of a policy may have.
///
/// The lists of these are the only ones there are: the parser takes what they name, messages and the
/// JSON Schema for editors are made from them.
public struct PolicyKey: Hashable, Sendable {
  /// What may stand behind a key.
  public enum Shape: Hashable, Sendable {
    /// Any text.
    case text
    /// A metric of an input.
    case metric
    /// A file or pattern, relative to the policy file.
    case path
    /// A whole number of at least this.
    case integer(atLeast: Int)
    /// A number of at least 0.
    case number
    /// `true` or `false`.
    case flag
    /// The name of another input of this kind.
    case input(kind: String)
    /// One of these words.
    case choice([String])
    /// One of these words, or a list of them.
    case choices([String])
    /// A limit such as `< 100`, or a list of limits.
    case limits
    /// An amount such as `5%` or `0.05`.
    case amount
    /// A mapping with these keys.
    case mapping([PolicyKey])
    /// A list of mappings with these keys.
    case mappings([PolicyKey])
    /// Inputs by their names.
    case inputs
  }

  /// The key.
  public let name: String
  /// What may stand behind it.
  public let shape: Shape
  /// Whether a mapping without it is refused.
  public let isRequired: Bool
  /// What it is for, in one sentence.
  public let meaning: String

  /// A key.
  public init(_ name: String, _ shape: Shape, isRequired: Bool = false, _ meaning: String) {
    self.name = name
    self.shape = shape
    self.isRequired = isRequired
    self.meaning = meaning
  }
}

/// A mapping whose keys were compared with what it may have.
struct StrictMapping {
  /// The file, for messages.
  let file: String
  /// Where it starts.
  let line: Int
  /// What it is, for messages: `a check`.
  let what: String
  /// Whether its keys are what it may have; what follows from others is not to be reported.
  let isSound: Bool
  private let entries: [String: (line: Int, value: DocumentTree)]

  /// A mapping with these keys and no others; what is wrong with its keys goes to a list, and the
  /// others can be read.
  ///
  /// - Throws: ``PolicyError`` for something that is no mapping.
  init(
    _ tree: DocumentTree, file: String, what: String, keys: [PolicyKey], faults: FaultList
  ) throws {
    guard case .mapping(let pairs) = tree.content else {
      throw PolicyError(
        file, line: tree.line, "\(what) is a mapping of keys, found \(tree.kind)",
        remedy: "Its keys are \(Self.list(keys)).")
    }
    var entries: [String: (line: Int, value: DocumentTree)] = [:]
    var isSound = true
    for pair in pairs {
      guard keys.contains(where: { $0.name == pair.key }) else {
        isSound = false
        faults.add(
          PolicyError(
            file, line: pair.line, "\(what) has no key '\(pair.key)'",
            remedy: (NearestWords.sentence(for: pair.key, among: keys.map(\.name)).dropFirst()
              + " The keys are \(Self.list(keys)).").trimmed))
        continue
      }
      guard !pair.value.isNothing else {
        isSound = false
        faults.add(
          PolicyError(
            file, line: pair.line, "'\(pair.key)' of \(what) has no value",
            remedy: "Give it one, or leave the key out."))
        continue
      }
      entries[pair.key] = (pair.line, pair.value)
    }
    // a key that is missing may be the misspelled one
    for key in keys where isSound && key.isRequired && entries[key.name] == nil {
      isSound = false
      faults.add(
        PolicyError(
          file, line: tree.line, "\(what) has no '\(key.name)'",
          remedy: "\(key.name): \(key.meaning)"))
    }
    self.isSound = isSound
    self.file = file
    line = tree.line
    self.what = what
    self.entries = entries
  }

  private static func list(_ keys: [PolicyKey]) -> String {
    keys.map(\.name).joined(separator: ", ")
  }

  /// The value of a key, where there is one.
  subscript(key: String) -> DocumentTree? { entries[key]?.value }

  /// The line of a key, or of the mapping where it has no such key.
  func line(of key: String) -> Int { entries[key]?.line ?? line }

  /// The text of a key.
  func text(_ key: String) throws -> String? {
    guard let value = self[key] else { return nil }
    return try scalar(value, of: key)
  }

  /// The text of a value that has to be a scalar.
  func scalar(_ value: DocumentTree, of key: String) throws -> String {
    guard case .scalar(let text, _) = value.content else {
      throw PolicyError(
        file, line: value.line, "'\(key)' of \(what) is one value, found \(value.kind)",
        remedy: "Write \(key): VALUE on one line.")
    }
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw PolicyError(
        file, line: value.line, "'\(key)' of \(what) is empty",
        remedy: "Give it a value, or leave the key out.")
    }
    return text
  }

  /// The values of a key that takes one or a list of them.
  func texts(_ key: String) throws -> [(text: String, line: Int)] {
    guard let value = self[key] else { return [] }
    guard case .list(let items) = value.content else {
      return [(try scalar(value, of: key), value.line)]
    }
    guard !items.isEmpty else {
      throw PolicyError(
        file, line: value.line, "'\(key)' of \(what) is an empty list",
        remedy: "Put something into it, or leave the key out.")
    }
    return try items.map { (try scalar($0, of: key), $0.line) }
  }

  /// The number of a key, at least 0.
  func number(_ key: String) throws -> Double? {
    guard let text = try text(key) else { return nil }
    guard let number = PlainNumber.parse(text), number >= 0 else {
      throw PolicyError(
        file, line: line(of: key), "'\(key)' of \(what) is a number of at least 0, found '\(text)'",
        remedy: "Write it in digits, such as 0.05 or 4e11.")
    }
    return number
  }

  /// The whole number of a key.
  func integer(_ key: String, atLeast least: Int) throws -> Int? {
    guard let text = try text(key) else { return nil }
    guard let number = Int(text), number >= least else {
      throw PolicyError(
        file, line: line(of: key),
        "'\(key)' of \(what) is a whole number of at least \(least), found '\(text)'",
        remedy: "Write it in digits without separators.")
    }
    return number
  }

  /// The flag of a key.
  func flag(_ key: String) throws -> Bool? {
    guard let text = try text(key) else { return nil }
    guard let flag = ["true": true, "false": false][text.lowercased()] else {
      throw PolicyError(
        file, line: line(of: key), "'\(key)' of \(what) is true or false, found '\(text)'",
        remedy: "Write true or false.")
    }
    return flag
  }

  /// A word out of a list.
  func choice(_ text: String, of key: String, among words: [String], line: Int) throws -> String {
    guard words.contains(text) else {
      throw PolicyError(
        file, line: line, "'\(key)' of \(what) does not know '\(text)'",
        remedy: (NearestWords.sentence(for: text, among: words).dropFirst()
          + " There are: \(words.joined(separator: ", ")).").trimmed)
    }
    return text
  }
}

extension StringProtocol {
  /// The text without blanks at its ends.
  var trimmed: String {
    let start = drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }
}

/// Numbers as people write them: digits, a point, an exponent; no NaN, no infinity, no hexadecimal.
enum PlainNumber {
  /// The number that fills a text.
  static func parse(_ text: some StringProtocol) -> Double? {
    let allowed = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }
    guard allowed, let value = Double(String(text)), value.isFinite else { return nil }
    return value
  }
}
