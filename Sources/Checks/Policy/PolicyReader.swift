import Findings

/// Turns a policy file into a ``Policy``, or says in which lines it cannot be followed and why.
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
  /// The reader goes on behind a fault, so that one run names them all; what only follows from a
  /// fault is not reported as another.
  ///
  /// - Parameter bytes: of the file.
  /// - Throws: ``PolicyErrors`` for whatever cannot be followed to the letter.
  public func read(_ bytes: [UInt8]) throws -> Policy {
    let faults = FaultList()
    guard let policy = try faults.attempt({ try policy(bytes, faults) }), faults.isEmpty else {
      throw PolicyErrors(faults.errors)
    }
    return policy
  }

  private func policy(_ bytes: [UInt8], _ faults: FaultList) throws -> Policy {
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
      keys: PolicyKeys.document(fingerprints: fingerprints), faults: faults)
    try checkSchema(of: document, faults)
    let inputs = try InputReader(
      file: file, directory: directory, kinds: kinds, faults: faults
    ).inputs(of: document)
    let presets = try presets(of: document, inputs, faults)
    let own = try checks(of: document, in: inputs, faults)
    let checks = merged(presets, own)
    let (seed, options) = try options(of: document, faults)
    if faults.isEmpty {
      guard !checks.isEmpty else {
        throw PolicyError(
          file, line: document.line(of: "checks"), "the policy checks nothing",
          remedy: "Add a check, or a preset: "
            + PolicyPreset.all.map(\.name).joined(separator: ", ") + ".")
      }
    }
    return Policy(
      file: file, inputs: inputs.all, checks: checks, seed: seed, options: options,
      unusedInputs: unused(inputs.all, checks))
  }

  /// A policy of another form is not read on: its other keys may mean something else.
  private func checkSchema(of document: StrictMapping, _ faults: FaultList) throws {
    guard document["schema"] != nil,
      let schema = try faults.attempt({ try document.integer("schema", atLeast: 1) })
    else { return }
    guard schema == PolicyKeys.schema else {
      throw PolicyError(
        file, line: document.line(of: "schema"),
        "schema \(schema.map(String.init) ?? "") is not known here",
        remedy: "Write schema: \(PolicyKeys.schema), or use the program it was written for.")
    }
  }

  // MARK: Checks

  private func presets(
    of document: StrictMapping, _ inputs: DeclaredInputs, _ faults: FaultList
  ) throws -> [Policy.Check] {
    var checks: [Policy.Check] = []
    let names = PolicyPreset.all.map(\.name)
    let asked = try faults.attempt { try document.texts("preset") } ?? []
    for (name, line) in asked {
      _ = try faults.attempt {
        try document.choice(name, of: "preset", among: names, line: line)
      }
      for preset in PolicyPreset.all where preset.name == name {
        let tree = try DocumentTree(parsing: Array(preset.text.utf8), file: name)
        let mapping = try StrictMapping(
          tree, file: name, what: "preset '\(name)'",
          keys: PolicyKeys.document(fingerprints: fingerprints).filter { $0.name == "checks" },
          faults: faults)
        let reader = CheckReader(
          file: name, inputs: inputs, kinds: kinds, fingerprints: fingerprints, preset: name,
          faults: faults)
        checks = merged(checks, try reader.checks(mapping["checks"]))
      }
    }
    return checks
  }

  private func checks(
    of document: StrictMapping, in inputs: DeclaredInputs, _ faults: FaultList
  ) throws -> [Policy.Check] {
    let reader = CheckReader(
      file: file, inputs: inputs, kinds: kinds, fingerprints: fingerprints, preset: nil,
      faults: faults)
    let checks = try faults.attempt { try reader.checks(document["checks"]) } ?? []
    var lines: [String: Int] = [:]
    for check in checks {
      let line = check.line ?? 0
      // what is said of one input may follow what is said of every input, and counts
      let refines = lines[check.id].map { reader.isWildcard(line: $0) } ?? true
      if let first = lines[check.id], !refines || reader.isWildcard(line: line) {
        faults.add(
          PolicyError(
            file, line: line, "the check '\(check.id)' stands already in line \(first)",
            remedy: "Put all its limits into one check, or give this one an 'id' of its own."))
      }
      lines[check.id] = line
    }
    return checks
  }

  /// The first list with each check that has a namesake in the second replaced by it, then the rest
  /// of the second.
  private func merged(_ first: [Policy.Check], _ second: [Policy.Check]) -> [Policy.Check] {
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

  /// Inputs that no check looks at and no other input is made of.
  private func unused(_ inputs: [InputDeclaration], _ checks: [Policy.Check]) -> [String] {
    inputs.filter { input in
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
        kinds.first { $0.id == other.kind }?.keys.contains { key in
          if case .input = key.shape { return other.texts[key.name] == input.name }
          return false
        } == true
      }
      return !isChecked && !isPart
    }.map(\.name)
  }

  // MARK: Options

  private func options(
    of document: StrictMapping, _ faults: FaultList
  ) throws -> (seed: UInt64?, values: [String: Double]) {
    guard let tree = document["options"],
      let mapping = try faults.attempt({
        try StrictMapping(
          tree, file: file, what: "'options'", keys: PolicyKeys.options, faults: faults)
      })
    else { return (nil, [:]) }
    var values: [String: Double] = [:]
    for name in ["pair_budget", "neighbors_budget"] {
      values[name] = try faults.attempt { try mapping.number(name) } ?? nil
    }
    let duplicates = try faults.attempt {
      try mapping.integer("duplicate_budget", atLeast: 0)
    }
    values["duplicate_budget"] = (duplicates ?? nil).map(Double.init)
    let seed = try faults.attempt { try mapping.integer("seed", atLeast: 0) }
    return ((seed ?? nil).map(UInt64.init), values)
  }
}
