import EmbeddingSets

/// Steps in the order that rows go through them: `center,whiten=0.1,truncate=128,normalize,int8`.
public struct TransformRecipe: Sendable {
  let steps: [any TransformStep]
  /// The recipe as written.
  public let text: String

  /// One line a kind of step, for help: its name with the parameter, and what it does.
  public static var catalog: [(usage: String, summary: String)] {
    TransformStepCatalog.all.map { step in
      (step.parameter.map { "\(step.name)=\($0)" } ?? step.name, step.summary)
    }
  }

  /// The names of all kinds of steps.
  public static var names: [String] { TransformStepCatalog.all.map { $0.name } }

  /// Reads a recipe.
  ///
  /// - Throws: ``TransformError`` for a name that there is not, a parameter that does not fit, or an empty
  ///   recipe.
  public init(parsing text: String) throws(TransformError) {
    self.text = text
    var steps: [any TransformStep] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(pieces.first ?? "")
      guard let kind = TransformStepCatalog.step(named: name) else {
        throw TransformError(
          "there is no step '\(name)'; there are \(Self.names.joined(separator: ", ")).")
      }
      steps.append(try kind.init(parameter: pieces.count == 2 ? String(pieces[1]) : nil))
    }
    self.steps = steps
  }
}
