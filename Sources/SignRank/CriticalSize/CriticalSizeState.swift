/// The outcomes of a study as text, so that it can be stopped and gone on with.
///
/// A first line with everything the outcomes depend on, a header, and a line a run. Doubles are written
/// so that they read back as they were.
public struct CriticalSizeState: Hashable, Sendable {
  /// Text that is no state, or one of another study.
  public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int
    /// What was expected and what was found.
    public let text: String
    /// Line and cause.
    public var description: String { "line \(line): \(text)" }
  }

  /// Runs that were done.
  public private(set) var outcomes: [FreeEmbedding.Outcome]
  private let head: String
  private static let columns = "dimension,documents,ending,accuracy,iterations,loss"

  /// The empty state of a study.
  public init(of study: CriticalSizeStudy) {
    outcomes = []
    head = Self.head(of: study)
  }

  /// The state that a text holds.
  public init(parsing text: String, of study: CriticalSizeStudy) throws(Fault) {
    head = Self.head(of: study)
    outcomes = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 3, lines.last == "" else {
      throw Fault(line: max(1, lines.count), text: "the file ends early; write it again")
    }
    guard lines[0] == head else {
      throw Fault(
        line: 1,
        text: "expected '\(head)', found '\(lines[0].prefix(120))': this is the state of another"
          + " study; name another file")
    }
    guard lines[1] == Self.columns else {
      throw Fault(line: 2, text: "expected '\(Self.columns)', found '\(lines[1].prefix(80))'")
    }
    for (index, line) in lines.dropFirst(2).dropLast().enumerated() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == 6, let dimension = Int(cells[0]), let size = Int(cells[1]),
        let ending = FreeEmbedding.Ending(rawValue: String(cells[2])),
        let accuracy = Double(cells[3]), let iterations = Int(cells[4]),
        let loss = Double(cells[5]), dimension > 0, size > 0, iterations >= 0,
        (0...1).contains(accuracy), loss.isFinite
      else {
        throw Fault(
          line: index + 3, text: "expected \(Self.columns), found '\(line.prefix(80))'")
      }
      outcomes.append(
        FreeEmbedding.Outcome(
          dimension: dimension, documentCount: size, ending: ending, accuracy: accuracy,
          iterationCount: iterations, loss: loss))
    }
  }

  /// Adds a run.
  public mutating func append(_ outcome: FreeEmbedding.Outcome) { outcomes.append(outcome) }

  /// The text.
  public var text: String {
    let lines = outcomes.map { run in
      "\(run.dimension),\(run.documentCount),\(run.ending.rawValue),\(run.accuracy),"
        + "\(run.iterationCount),\(run.loss)\n"
    }
    return head + "\n" + Self.columns + "\n" + lines.joined()
  }

  private static func head(of study: CriticalSizeStudy) -> String {
    let recipe = study.recipe
    return "embedscope critical-n 1 k=\(study.subsetSize) seed=\(study.seed)"
      + " rate=\(recipe.learningRate) temperature=\(recipe.temperature)"
      + " iterations=\(recipe.iterationLimit) patience=\(recipe.patience)"
      + " improvement=\(recipe.leastImprovement) check=\(recipe.checkInterval)"
  }
}
