public import Findings

/// Everything in a document of a user that cannot be followed, in the order of its lines.
///
/// All of it at once: who repairs one fault after the other runs a job for each.
public struct PolicyErrors: Error, Hashable, Sendable, CustomStringConvertible {
  /// The faults, at least one.
  public let errors: [PolicyError]

  /// Faults in any order; equal ones are said once.
  ///
  /// - Parameter errors: the faults, at least one.
  /// - Precondition: there is one.
  public init(_ errors: [PolicyError]) {
    precondition(!errors.isEmpty, "a refusal has a reason")
    var seen: Set<PolicyError> = []
    self.errors = errors.filter { seen.insert($0).inserted }.enumerated().sorted { left, right in
      let lines = (left.element.line ?? 0, right.element.line ?? 0)
      return lines.0 == lines.1 ? left.offset < right.offset : lines.0 < lines.1
    }.map(\.element)
  }

  /// The faults as results of a check, for the forms that CI systems show: an error each, at its line.
  ///
  /// - Parameters:
  ///   - policy: the file, as the user named it.
  ///   - provenance: of the run.
  public func report(policy: String, provenance: Provenance) -> CheckReport {
    CheckReport(
      policy: policy, baseline: nil, inputs: [], values: [],
      results: errors.map { error in
        CheckResult(
          id: error.file + (error.line.map { ":\($0)" } ?? ""), input: "policy",
          metric: "policy.fault", line: error.line, preset: nil, measured: nil,
          outcomes: [RuleOutcome(.error, "\(error.problem). \(error.remedy)")])
      },
      failsOnWarning: false, writesBaseline: false, isRefusal: true, provenance: provenance)
  }

  /// Faults that are listed; a file with more of them is of another kind.
  private static let mostListed = 40

  /// Two lines a fault, and how many there are where it is more than one.
  public var description: String {
    guard errors.count > 1 else { return errors[0].description }
    let listed = errors.prefix(Self.mostListed).map {
      $0.description.replacing("\n", with: "\n  ")
    }
    let rest = errors.count - listed.count
    let more = rest > 0 ? ["\(rest) more are not listed."] : []
    return (listed + more + ["\(errors.count) faults in \(errors[0].file)."])
      .joined(separator: "\n")
  }
}

/// Gathers faults while a document is read, so that the reader goes on behind each of them.
final class FaultList {
  private(set) var errors: [PolicyError] = []

  /// Whether nothing is wrong so far.
  var isEmpty: Bool { errors.isEmpty }

  /// Notes a fault.
  func add(_ error: PolicyError) { errors.append(error) }

  /// What a step gives, or nothing where it is at fault.
  func attempt<Value>(_ step: () throws -> Value) throws -> Value? {
    do {
      return try step()
    } catch let error as PolicyError {
      add(error)
      return nil
    }
  }
}
