import Findings

/// Turns the list `checks` of a policy or a preset into checks, wildcards expanded and every metric
/// looked up.
final class CheckReader {
  private let file: String
  private let inputs: DeclaredInputs
  private let kinds: [InputKind]
  private let fingerprints: [String]
  /// The preset whose checks these are; a preset may ask for inputs that a policy does not have.
  private let preset: String?
  private let faults: FaultList
  private var wildcardLines: Set<Int> = []

  init(
    file: String, inputs: DeclaredInputs, kinds: [InputKind], fingerprints: [String],
    preset: String?, faults: FaultList
  ) {
    self.file = file
    self.inputs = inputs
    self.kinds = kinds
    self.fingerprints = fingerprints
    self.preset = preset
    self.faults = faults
  }

  /// Whether the check of a line was written for every input.
  func isWildcard(line: Int) -> Bool { wildcardLines.contains(line) }

  /// The checks of a list; those at fault are left out.
  func checks(_ tree: DocumentTree?) throws -> [Policy.Check] {
    guard let tree else { return [] }
    guard case .list(let items) = tree.content else {
      throw PolicyError(
        file, line: tree.line, "'checks' is a list, found \(tree.kind)",
        remedy: "Start each check with '- metric: INPUT.METRIC-ID'.")
    }
    return try items.flatMap { item in try faults.attempt { try checks(of: item) } ?? [] }
  }

  private func checks(of tree: DocumentTree) throws -> [Policy.Check] {
    let keys = PolicyKeys.check(fingerprints: fingerprints)
    let mapping = try StrictMapping(tree, file: file, what: "a check", keys: keys, faults: faults)
    let name = try faults.attempt { try mapping.text("metric") }.flatMap { $0 }
    let line = mapping.line(of: "metric")
    let subjects = try name.flatMap { name in
      try faults.attempt { try self.subjects(name, line: line) }
    }
    let id = try faults.attempt { try mapping.text("id") } ?? nil
    let isWildcard = name?.hasPrefix("*.") == true
    if id != nil, isWildcard {
      faults.add(
        PolicyError(
          file, line: mapping.line(of: "id"), "a check of every input cannot have one 'id'",
          remedy: "Leave 'id' out, or write a check for each input."))
    }
    if preset == nil, isWildcard { wildcardLines.insert(mapping.line) }
    let skip = try faults.attempt { try mapping.text("skip") } ?? nil
    let rule = try faults.attempt { try baseline(mapping) } ?? nil
    // the limits of a metric that is unknown are read for their form
    let fail = try limits(mapping, "fail")
    let warn = try limits(mapping, "warn")
    let hasRules = ["fail", "warn", "baseline", "skip"].contains { mapping[$0] != nil }
    if !hasRules, mapping.isSound {
      faults.add(
        PolicyError(
          file, line: mapping.line, "the check of '\(name ?? "")' demands nothing",
          remedy: "Add fail: \"< 100\", warn: \"< 150\" or baseline: {max_drop: \"5%\"}."))
    }
    return try (subjects ?? []).map { subject in
      let isMissing = !inputs.all.contains { $0.name == subject.input }
      return Policy.Check(
        id: id ?? subject.text, subject: subject, line: preset == nil ? mapping.line : nil,
        preset: preset, fail: isMissing ? [] : try resolved(fail, of: subject),
        warn: isMissing ? [] : try resolved(warn, of: subject), baseline: rule,
        skip: skip ?? (isMissing ? "the policy has no input '\(subject.input)'" : nil))
    }
  }

  // MARK: Metrics

  /// The metrics that an id stands for: one, or with `*` that of every input that has it; none where
  /// the input is at fault itself.
  private func subjects(_ text: String, line: Int) throws -> [Limit.Reference] {
    if text.hasPrefix("*.") {
      let id = MetricID(String(text.dropFirst(2)))
      guard kinds.contains(where: { $0.descriptor(id) != nil }) else {
        throw unknownMetric(
          id.rawValue, line: line, among: kinds.flatMap { $0.metrics.map(\.id.rawValue) })
      }
      let found = inputs.all.filter { has(id, $0) }
      guard !found.isEmpty || preset != nil || !inputs.broken.isEmpty || !inputs.isComplete
      else {
        throw PolicyError(
          file, line: line, "no input of this policy has '\(id)'",
          remedy: "Add an input that has it, or take the check out.")
      }
      return found.map { Limit.Reference(input: $0.name, metric: id) }
    }
    return try reference(text, line: line).map { [$0] } ?? []
  }

  private func kind(of input: InputDeclaration) -> InputKind? {
    kinds.first { $0.id == input.kind }
  }

  private func has(_ id: MetricID, _ input: InputDeclaration) -> Bool {
    kind(of: input)?.descriptor(id) != nil
  }

  /// `INPUT.METRIC-ID`, or the id alone where it begins with the name of the input.
  ///
  /// - Returns: nothing where the input is there but at fault.
  private func reference(_ text: String, line: Int) throws -> Limit.Reference? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw PolicyError(
        file, line: line, "'\(text)' is not INPUT.METRIC-ID",
        remedy: "Write an input of this policy, a dot and an id, such as "
          + "\(inputs.all.first?.name ?? "corpus").data.rows.")
    }
    let id = MetricID(parts[1])
    guard let input = inputs.all.first(where: { $0.name == parts[0] }) else {
      if preset != nil { return Limit.Reference(input: parts[0], metric: id) }
      if inputs.broken.contains(parts[0]) || !inputs.isComplete { return nil }
      let names = inputs.all.map(\.name)
      throw PolicyError(
        file, line: line, "there is no input '\(parts[0])' for '\(text)'",
        remedy: (NearestWords.sentence(for: parts[0], among: names).dropFirst()
          + " The inputs are: \(names.joined(separator: ", ")).").trimmed)
    }
    if has(id, input) { return Limit.Reference(input: input.name, metric: id) }
    guard has(MetricID(text), input) else {
      throw unknownMetric(
        parts[1], line: line, among: kind(of: input)?.metrics.map(\.id.rawValue) ?? [],
        input: input)
    }
    return Limit.Reference(input: input.name, metric: MetricID(text))
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

  /// The limits of a key, before the metrics in them are looked up.
  private func limits(
    _ mapping: StrictMapping, _ key: String
  ) throws -> [(limit: LimitText, line: Int)] {
    let texts = try faults.attempt { try mapping.texts(key) } ?? []
    return texts.compactMap { text, line in
      guard let parsed = LimitText(text) else {
        faults.add(
          PolicyError(file, line: line, "'\(key): \(text)' is no limit", remedy: LimitText.help))
        return nil
      }
      return (parsed, line)
    }
  }

  private func resolved(
    _ limits: [(limit: LimitText, line: Int)], of subject: Limit.Reference
  ) throws -> [Limit] {
    try limits.compactMap { limit, line in
      guard let metric = limit.metric else {
        return Limit(limit.comparison, .number(limit.number ?? 0))
      }
      let operand = try faults.attempt { try self.operand(metric, of: subject, line: line) }
      return operand.flatMap { $0 }.map {
        Limit(limit.comparison, .metric(factor: limit.factor, $0))
      }
    }
  }

  /// A metric on the right: `INPUT.METRIC-ID`, or the id alone for one of the same input.
  private func operand(
    _ text: String, of subject: Limit.Reference, line: Int
  ) throws -> Limit.Reference? {
    let isQualified = inputs.all.contains { input in
      text.hasPrefix(input.name + ".")
        && has(MetricID(String(text.dropFirst(input.name.count + 1))), input)
    }
    if !isQualified, let own = inputs.all.first(where: { $0.name == subject.input }),
      has(MetricID(text), own)
    {
      return Limit.Reference(input: own.name, metric: MetricID(text))
    }
    return try reference(text, line: line)
  }

  // MARK: Baseline

  private func baseline(_ mapping: StrictMapping) throws -> BaselineRule? {
    guard let tree = mapping["baseline"] else { return nil }
    let keys = PolicyKeys.baseline(fingerprints: fingerprints)
    let rule = try StrictMapping(
      tree, file: file, what: "'baseline'", keys: keys, faults: faults)
    var allowances: [BaselineRule.Allowance] = []
    var isLimited = false
    for direction in BaselineRule.Direction.allCases {
      isLimited = isLimited || rule[direction.rawValue] != nil
      let allowance = try faults.attempt { try self.allowance(direction, rule) } ?? nil
      if let allowance { allowances.append(allowance) }
    }
    if !isLimited, rule.isSound {
      faults.add(
        PolicyError(
          file, line: rule.line, "'baseline' limits nothing",
          remedy: "Add max_drop, max_increase or max_change."))
    }
    let verdict =
      try faults.attempt {
        try rule.text("verdict").map {
          try rule.choice(
            $0, of: "verdict", among: ["fail", "warn"], line: rule.line(of: "verdict"))
        }
      } ?? nil
    var allowed: Set<String> = []
    let parts = try faults.attempt { try rule.texts("allow") } ?? []
    for part in parts {
      let name = try faults.attempt {
        try rule.choice(part.text, of: "allow", among: fingerprints, line: part.line)
      }
      if let name { allowed.insert(name) }
    }
    let noise = try faults.attempt { try rule.number("noise") } ?? nil
    let isRequired = try faults.attempt { try rule.flag("required") } ?? nil
    return BaselineRule(
      allowances, noise: noise, verdict: verdict == "warn" ? .warn : .fail,
      isRequired: isRequired ?? true, allowed: allowed)
  }

  private func allowance(
    _ direction: BaselineRule.Direction, _ rule: StrictMapping
  ) throws -> BaselineRule.Allowance? {
    guard let text = try rule.text(direction.rawValue) else { return nil }
    guard let amount = BaselineRule.Amount(text) else {
      throw PolicyError(
        file, line: rule.line(of: direction.rawValue),
        "'\(direction.rawValue)' is an amount of at least 0, found '\(text)'",
        remedy: "Write a percentage of the baseline, \"5%\", or an amount of the metric, 0.05.")
    }
    return BaselineRule.Allowance(direction, amount)
  }
}
