import Findings

/// The inputs of a policy as far as they could be read.
struct DeclaredInputs {
  /// Those whose kind is known, in order.
  var all: [InputDeclaration] = []
  /// Names of others, which are there but at fault: nothing more can be said of what refers to them.
  var broken: Set<String> = []
  /// Whether every input that was meant is among them.
  var isComplete = true
}

/// Turns the mapping `inputs` of a policy into declarations.
struct InputReader {
  let file: String
  /// The directory of the policy with a slash at its end, or nothing.
  let directory: String
  let kinds: [InputKind]
  let faults: FaultList

  /// The inputs of a document.
  func inputs(of document: StrictMapping) throws -> DeclaredInputs {
    var declared = DeclaredInputs()
    guard let tree = document["inputs"] else {
      declared.isComplete = false
      return declared
    }
    guard case .mapping(let entries) = tree.content, !entries.isEmpty else {
      faults.add(
        PolicyError(
          file, line: document.line(of: "inputs"), "'inputs' is a mapping of names",
          remedy: "Write inputs:, and below it a line such as corpus: {path: docs.npy}."))
      declared.isComplete = false
      return declared
    }
    for entry in entries {
      if let input = try faults.attempt({
        try input(entry.key, line: entry.line, entry.value)
      }) {
        declared.all.append(input)
      } else {
        declared.broken.insert(entry.key)
      }
    }
    for input in declared.all { checkParts(of: input, among: declared) }
    return declared
  }

  /// Inputs that an input is made of have to be there, and of the right kind.
  private func checkParts(of input: InputDeclaration, among declared: DeclaredInputs) {
    for key in kind(input.kind)?.keys ?? [] {
      guard case .input(let wanted) = key.shape, let other = input.texts[key.name],
        !declared.broken.contains(other)
      else { continue }
      let candidates = declared.all.filter { $0.kind == wanted }.map(\.name)
      guard !candidates.contains(other) else { continue }
      faults.add(
        PolicyError(
          file, line: input.line,
          "'\(key.name)' of input '\(input.name)' names '\(other)', which is no input of kind "
            + wanted,
          remedy: candidates.isEmpty
            ? "Add an input of kind \(wanted)."
            : (NearestWords.sentence(for: other, among: candidates).dropFirst()
              + " There are: \(candidates.joined(separator: ", ")).").trimmed))
    }
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
      tree, file: file, what: "input '\(name)'", keys: PolicyKeys.input(kind, among: kinds),
      faults: faults)
    var texts: [String: String] = [:]
    var integers: [String: Int] = [:]
    var flags: [String: Bool] = [:]
    for key in kind.keys {
      _ = try faults.attempt {
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
    }
    let declaration = InputDeclaration(
      name: name, kind: kind.id, line: line, texts: texts, integers: integers, flags: flags)
    if mapping.isSound, let problem = kind.problem(declaration) {
      faults.add(
        PolicyError(
          file, line: line, "input '\(name)' \(problem.clause)", remedy: problem.remedy))
    }
    return declaration
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
}
