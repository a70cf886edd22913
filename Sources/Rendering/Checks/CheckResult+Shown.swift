import Findings

extension CheckReport {
  /// The checks with the worst first, those of one verdict in the order of the policy.
  var worstFirst: [CheckResult] {
    results.enumerated().sorted { left, right in
      left.element.verdict == right.element.verdict
        ? left.offset < right.offset : left.element.verdict > right.element.verdict
    }.map(\.element)
  }
}

extension CheckResult {
  /// The value as people read it, with its interval; nothing where there is none.
  var shownValue: String {
    let value = measured?.value.number.map { NumberText.rounded($0, significantDigits: 5) }
    let interval = measured?.interval.map {
      " " + NumberText.rounded($0, significantDigits: 4)
    }
    return (value ?? "") + (interval ?? "")
  }

  /// What was demanded by the rules that came to the verdict, and where.
  var shownDemands: String {
    let demands = decisive.map { outcome in
      (outcome.verdict == verdict ? "" : "\(outcome.verdict.rawValue): ") + outcome.text
    }.joined(separator: "; ")
    return "\(demands) (\(origin))"
  }
}
