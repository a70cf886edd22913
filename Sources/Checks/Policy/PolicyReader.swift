import Findings

/// Turns a policy file into a ``Policy``, or says in which line it cannot be followed and why.
public struct PolicyReader {
  private let file: String
  private let directory: String
  private let kinds: [InputKind]
  private let fingerprints: [String]

  /// A reader.
  ///
  /// - Parameters:
  ///   - file: the policy, as the user named it; paths in it are relative to its directory.
  ///   - kinds: what inputs there can be.
  public init(file: String, kinds: [InputKind]) {
    self.file = file
    directory = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    self.kinds = kinds
    var seen: Set<String> = []
    fingerprints = kinds.flatMap(\.fingerprint).filter { seen.insert($0).inserted }
  }

  /// Reads a policy.
  ///
  /// - Parameter bytes: of the file.
  /// - Throws: ``PolicyError`` for whatever cannot be followed to the letter.
  public func read(_ bytes: [UInt8]) throws -> Policy {
    guard bytes.count <= DocumentTree.largestPolicy else {
      throw PolicyError(
        file,
        "holds \(NumberText.grouped(bytes.count)) bytes, and a policy at most "
          + NumberText.grouped(DocumentTree.largestPolicy),
        remedy: "Name the policy, not the data.")
    }
    let tree = try DocumentTree(parsing: bytes, file: file)
    let document = try StrictMapping(
      tree, file: file, what: "a policy",
      keys: PolicyKeys.document(fingerprints: fingerprints))
    let schema = try document.integer("schema", atLeast: 1)
    guard schema == PolicyKeys.schema else {
      throw PolicyError(
        file, line: document.line(of: "schema"),
        "schema \(schema.map(String.init) ?? "") is not known here",
        remedy: "Write schema: \(PolicyKeys.schema), or use the program it was written for.")
    }
    let inputs = try inputs(of: document)
    let presets = try presets(of: document, inputs)
    let own = try checks(of: document, in: inputs)
    let checks = try merged(presets, own)
    guard !checks.isEmpty else {
      throw PolicyError(
        file, line: document.line(of: "checks"), "the policy checks nothing",
        remedy: "Add a check, or a preset: "
          + PolicyPreset.all.map(\.name).joined(separator: ", ") + ".")
    }
    try rejectUnused(inputs, checks)
    let (seed, options) = try options(of: document)
    return Policy(file: file, inputs: inputs, checks: checks, seed: seed, options: options)
  }

  // MARK: Inputs

  private func inputs(of document: StrictMapping) throws -> [InputDeclaration] {
    guard let tree = document["inputs"], case .mapping(let entries) = tree.content,
      !entries.isEmpty
    else {
      throw PolicyError(
        file, line: document.line(of: "inputs"), "'inputs' is a mapping of names",
        remedy: "Write inputs:, and below it a line such as corpus: {path: docs.npy}.")
    }
    let declared = try entries.map { try input($0.key, line: $0.line, $0.value) }
    for input in declared {
      guard let kind = kind(input.kind) else { continue }
      for key in kind.keys {
        guard case .input(let wanted) = key.shape, let other = input.texts[key.name] else {
          continue
        }
        let candidates = declared.filter { $0.kind == wanted }.map(\.name)
        guard candidates.contains(other) else {
          throw PolicyError(
            file, line: input.line,
            "'\(key.name)' of input '\(input.name)' names '\(other)', which is no input of kind "
              + wanted,
            remedy: candidates.isEmpty
              ? "Add an input of kind \(wanted)."
              : (NearestWords.sentence(for: other, among: candidates).dropFirst()
                + " There are: \(candidates.joined(separator: ", ")).").trimmed)
        }
      }
    }
    return declared
  }

  private func kind(_ id: String) -> InputKind? { kinds.first { $0.id == id } }

  private func input(
    _ name: String, line: Int, _ value: DocumentTree
  ) throws -> InputDeclaration {
    let isWord =
      name.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x5F
      } && name.first?.isLetter == true
    guard isWord else {
      throw PolicyError(
        file, line: line, "'\(name)' cannot name an input",
        remedy: "Use a letter, then letters, digits, - and _; a dot ends the name in a metric.")
    }
    // the short form names a file and nothing else
    var tree = value
    if case .scalar = value.content, !value.isNothing {
      tree = DocumentTree(
        line: value.line, content: .mapping([(key: "path", line: value.line, value: value)]))
    }
    let kind = try kind(of: name, tree, line: line)
    let mapping = try StrictMapping(
      tree, file: file, what: "input '\(name)'", keys: PolicyKeys.input(kind, among: kinds))
    var texts: [String: String] = [:]
    var integers: [String: Int] = [:]
    var flags: [String: Bool] = [:]
    for key in kind.keys {
      switch key.shape {
      case .path:
        if let text = try mapping.text(key.name) { texts[key.name] = path(text) }
      case .integer(let least):
        integers[key.name] = try mapping.integer(key.name, atLeast: least)
      case .flag: flags[key.name] = try mapping.flag(key.name)
      case .choice(let words):
        if let text = try mapping.text(key.name) {
          texts[key.name] = try mapping.choice(
            text, of: key.name, among: words, line: mapping.line(of: key.name))
        }
      default: texts[key.name] = try mapping.text(key.name)
      }
    }
    return InputDeclaration(
      name: name, kind: kind.id, line: line, texts: texts, integers: integers, flags: flags)
  }

  /// The kind that an input names, else the one its name stands for, else the first there is.
  private func kind(of name: String, _ tree: DocumentTree, line: Int) throws -> InputKind {
    if case .mapping(let entries) = tree.content,
      let entry = entries.first(where: { $0.key == "kind" }),
      case .scalar(let id, _) = entry.value.content
    {
      if let kind = kind(id) { return kind }
      let ids = kinds.map(\.id)
      throw PolicyError(
        file, line: entry.line, "there is no kind of input '\(id)'",
        remedy: (NearestWords.sentence(for: id, among: ids).dropFirst()
          + " There are: \(ids.joined(separator: ", ")).").trimmed)
    }
    guard let kind = kinds.first(where: { $0.names.contains(name) }) ?? kinds.first else {
      throw PolicyError(
        file, line: line, "no kind of input is known", remedy: "Use a complete program.")
    }
    return kind
  }

  private func path(_ text: String) -> String {
    text.hasPrefix("/") || text == "-" ? text : directory + text
  }

  // MARK: Checks

  private func presets(
    of document: StrictMapping, _ inputs: [InputDeclaration]
  ) throws -> [Policy.Check] {
    var checks: [Policy.Check] = []
    for (name, line) in try document.texts("preset") {
      let names = PolicyPreset.all.map(\.name)
      _ = try document.choice(name, of: "preset", among: names, line: line)
      for preset in PolicyPreset.all where preset.name == name {
        let tree = try DocumentTree(parsing: Array(preset.text.utf8), file: name)
        let mapping = try StrictMapping(
          tree, file: name, what: "preset '\(name)'",
          keys: PolicyKeys.document(fingerprints: fingerprints).filter { $0.name == "checks" })
        let reader = CheckReader(
          file: name, inputs: inputs, kinds: kinds, fingerprints: fingerprints, preset: name)
        checks = try merged(checks, reader.checks(mapping["checks"]))
      }
    }
    return checks
  }

  private func checks(
    of document: StrictMapping, in inputs: [InputDeclaration]
  ) throws -> [Policy.Check] {
    let reader = CheckReader(
      file: file, inputs: inputs, kinds: kinds, fingerprints: fingerprints, preset: nil)
    let checks = try reader.checks(document["checks"])
    var lines: [String: Int] = [:]
    for check in checks {
      let line = check.line ?? 0
      // what is said of one input may follow what is said of every input, and counts
      let refines = lines[check.id].map { reader.isWildcard(line: $0) } ?? true
      if let first = lines[check.id], !refines || reader.isWildcard(line: line) {
        throw PolicyError(
          file, line: line, "the check '\(check.id)' stands already in line \(first)",
          remedy: "Put all its limits into one check, or give this one an 'id' of its own.")
      }
      lines[check.id] = line
    }
    return checks
  }

  /// The first list with each check that has a namesake in the second replaced by it, then the rest
  /// of the second.
  private func merged(
    _ first: [Policy.Check], _ second: [Policy.Check]
  ) throws -> [Policy.Check] {
    var checks = first
    for check in second {
      if let index = checks.firstIndex(where: { $0.id == check.id }) {
        checks[index] = check
      } else {
        checks.append(check)
      }
    }
    return checks
  }

  /// An input that nothing looks at is a misspelled one: what it holds would pass unseen.
  private func rejectUnused(
    _ inputs: [InputDeclaration], _ checks: [Policy.Check]
  ) throws {
    for input in inputs {
      let isChecked = checks.contains { check in
        check.subject.input == input.name
          || (check.fail + check.warn).contains { limit in
            if case .metric(_, let reference) = limit.operand {
              return reference.input == input.name
            }
            return false
          }
      }
      let isPart = inputs.contains { other in
        kind(other.kind)?.keys.contains { key in
          if case .input = key.shape { return other.texts[key.name] == input.name }
          return false
        } == true
      }
      guard isChecked || isPart else {
        let wanted = Set(checks.map(\.subject.input)).subtracting(inputs.map(\.name)).sorted()
        throw PolicyError(
          file, line: input.line, "no check looks at input '\(input.name)'",
          remedy: (NearestWords.sentence(for: input.name, among: wanted).dropFirst()
            + " Add a check of it, or take it out.").trimmed)
      }
    }
  }

  // MARK: Options

  private func options(
    of document: StrictMapping
  ) throws -> (seed: UInt64?, values: [String: Double]) {
    guard let tree = document["options"] else { return (nil, [:]) }
    let mapping = try StrictMapping(tree, file: file, what: "'options'", keys: PolicyKeys.options)
    var values: [String: Double] = [:]
    values["pair_budget"] = try mapping.number("pair_budget")
    values["neighbors_budget"] = try mapping.number("neighbors_budget")
    values["duplicate_budget"] = try mapping.integer("duplicate_budget", atLeast: 0).map(
      Double.init)
    let seed = try mapping.integer("seed", atLeast: 0).map(UInt64.init)
    return (seed, values)
  }
}
