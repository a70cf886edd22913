import Findings

/// Turns the list `checks` of a policy or a preset into checks, wildcards expanded and every metric
/// looked up.
final class CheckReader {
  private let file: String
  private let inputs: [InputDeclaration]
  private let kinds: [InputKind]
  private let fingerprints: [String]
  /// The preset whose checks these are; a preset may ask for inputs that a policy does not have.
  private let preset: String?
  private var wildcardLines: Set<Int> = []

  init(
    file: String, inputs: [InputDeclaration], kinds: [InputKind], fingerprints: [String],
    preset: String?
  ) {
    self.file = file
    self.inputs = inputs
    self.kinds = kinds
    self.fingerprints = fingerprints
    self.preset = preset
  }

  /// Whether the check of a line was written for every input.
  func isWildcard(line: Int) -> Bool { wildcardLines.contains(line) }

  /// The checks of a list.
  func checks(_ tree: DocumentTree?) throws -> [Policy.Check] {
    guard let tree else { return [] }
    guard case .list(let items) = tree.content else {
      throw PolicyError(
        file, line: tree.line, "'checks' is a list, found \(tree.kind)",
        remedy: "Start each check with '- metric: INPUT.METRIC-ID'.")
    }
    return try items.flatMap(checks(of:))
  }

  private func checks(of tree: DocumentTree) throws -> [Policy.Check] {
    let keys = PolicyKeys.check(fingerprints: fingerprints)
    let mapping = try StrictMapping(tree, file: file, what: "a check", keys: keys)
    let name = try mapping.text("metric") ?? ""
    let line = mapping.line(of: "metric")
    let subjects = try subjects(name, line: line)
    let id = try mapping.text("id")
    if id != nil, name.hasPrefix("*.") {
      throw PolicyError(
        file, line: mapping.line(of: "id"), "a check of every input cannot have one 'id'",
        remedy: "Leave 'id' out, or write a check for each input.")
    }
    if preset == nil { wildcardLines.formUnion(name.hasPrefix("*.") ? [mapping.line] : []) }
    let skip = try mapping.text("skip")
    let rule = try baseline(mapping)
    let hasRules = mapping["fail"] != nil || mapping["warn"] != nil || rule != nil
    guard hasRules || skip != nil else {
      throw PolicyError(
        file, line: mapping.line, "the check of '\(name)' demands nothing",
        remedy: "Add fail: \"< 100\", warn: \"< 150\" or baseline: {max_drop: \"5%\"}.")
    }
    return try subjects.map { subject in
      let missing = inputs.contains { $0.name == subject.input } ? nil : subject.input
      return Policy.Check(
        id: id ?? subject.text, subject: subject, line: preset == nil ? mapping.line : nil,
        preset: preset, fail: missing == nil ? try limits(mapping, "fail", of: subject) : [],
        warn: missing == nil ? try limits(mapping, "warn", of: subject) : [],
        baseline: rule,
        skip: skip ?? missing.map { "the policy has no input '\($0)'" })
    }
  }

  // MARK: Metrics

  /// The metrics that an id stands for: one, or with `*` that of every input that has it.
  private func subjects(_ text: String, line: Int) throws -> [Limit.Reference] {
    if text.hasPrefix("*.") {
      let id = MetricID(String(text.dropFirst(2)))
      guard kinds.contains(where: { $0.descriptor(id) != nil }) else {
        throw unknownMetric(
          id.rawValue, line: line, among: kinds.flatMap { $0.metrics.map(\.id.rawValue) })
      }
      let found = inputs.filter { metrics(of: $0).contains(id) }
      guard !found.isEmpty || preset != nil else {
        throw PolicyError(
          file, line: line, "no input of this policy has '\(id)'",
          remedy: "Add an input that has it, or take the check out.")
      }
      return found.map { Limit.Reference(input: $0.name, metric: id) }
    }
    let reference = try reference(text, line: line)
    return [reference]
  }

  private func metrics(of input: InputDeclaration) -> [MetricID] {
    kinds.first { $0.id == input.kind }?.metrics.map(\.id) ?? []
  }

  private func reference(_ text: String, line: Int) throws -> Limit.Reference {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw PolicyError(
        file, line: line, "'\(text)' is not INPUT.METRIC-ID",
        remedy: "Write an input of this policy, a dot and an id, such as "
          + "\(inputs[0].name).data.rows.")
    }
    let id = MetricID(parts[1])
    guard let input = inputs.first(where: { $0.name == parts[0] }) else {
      if preset != nil { return Limit.Reference(input: parts[0], metric: id) }
      let names = inputs.map(\.name)
      throw PolicyError(
        file, line: line, "there is no input '\(parts[0])' for '\(text)'",
        remedy: (NearestWords.sentence(for: parts[0], among: names).dropFirst()
          + " The inputs are: \(names.joined(separator: ", ")).").trimmed)
    }
    guard metrics(of: input).contains(id) else {
      throw unknownMetric(
        parts[1], line: line, among: metrics(of: input).map(\.rawValue),
        input: input)
    }
    return Limit.Reference(input: input.name, metric: id)
  }

  private func unknownMetric(
    _ id: String, line: Int, among known: [String], input: InputDeclaration? = nil
  ) -> PolicyError {
    let whose = input.map { "input '\($0.name)' (\($0.kind))" } ?? "any input"
    return PolicyError(
      file, line: line, "there is no metric '\(id)' of \(whose)",
      remedy: (NearestWords.sentence(for: id, among: known).dropFirst()
        + " The ids are those of: embedscope list.").trimmed)
  }

  // MARK: Limits

  private func limits(
    _ mapping: StrictMapping, _ key: String, of subject: Limit.Reference
  ) throws -> [Limit] {
    try mapping.texts(key).map { text, line in
      guard let parsed = LimitText(text) else {
        throw PolicyError(
          file, line: line, "'\(key): \(text)' is no limit", remedy: LimitText.help)
      }
      guard let metric = parsed.metric else {
        return Limit(parsed.comparison, .number(parsed.number ?? 0))
      }
      return Limit(
        parsed.comparison,
        .metric(factor: parsed.factor, try operand(metric, of: subject, line: line)))
    }
  }

  /// A metric on the right: `INPUT.METRIC-ID`, or the id alone for one of the same input.
  private func operand(
    _ text: String, of subject: Limit.Reference, line: Int
  ) throws -> Limit.Reference {
    let isQualified = inputs.contains { input in
      text.hasPrefix(input.name + ".")
        && metrics(of: input).contains(MetricID(String(text.dropFirst(input.name.count + 1))))
    }
    if !isQualified, let own = inputs.first(where: { $0.name == subject.input }),
      metrics(of: own).contains(MetricID(text))
    {
      return Limit.Reference(input: own.name, metric: MetricID(text))
    }
    return try reference(text, line: line)
  }

  // MARK: Baseline

  private func baseline(_ mapping: StrictMapping) throws -> BaselineRule? {
    guard let tree = mapping["baseline"] else { return nil }
    let keys = PolicyKeys.baseline(fingerprints: fingerprints)
    let rule = try StrictMapping(tree, file: file, what: "'baseline'", keys: keys)
    var allowances: [BaselineRule.Allowance] = []
    for direction in BaselineRule.Direction.allCases {
      guard let text = try rule.text(direction.rawValue) else { continue }
      guard let amount = BaselineRule.Amount(text) else {
        throw PolicyError(
          file, line: rule.line(of: direction.rawValue),
          "'\(direction.rawValue)' is an amount of at least 0, found '\(text)'",
          remedy: "Write a percentage of the baseline, \"5%\", or an amount of the metric, 0.05.")
      }
      allowances.append(BaselineRule.Allowance(direction, amount))
    }
    guard !allowances.isEmpty else {
      throw PolicyError(
        file, line: rule.line, "'baseline' limits nothing",
        remedy: "Add max_drop, max_increase or max_change.")
    }
    let verdict = try rule.text("verdict").map {
      try rule.choice($0, of: "verdict", among: ["fail", "warn"], line: rule.line(of: "verdict"))
    }
    let allowed = try rule.texts("allow").map {
      try rule.choice($0.text, of: "allow", among: fingerprints, line: $0.line)
    }
    return BaselineRule(
      allowances, noise: try rule.number("noise"), verdict: verdict == "warn" ? .warn : .fail,
      isRequired: try rule.flag("required") ?? true, allowed: Set(allowed))
  }
}
