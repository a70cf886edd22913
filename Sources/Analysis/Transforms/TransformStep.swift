import EmbeddingSets
import LinearAlgebra

/// A kind of step that rows can be changed by, as a recipe asks for it: `center`, `pca=128`.
///
/// One more is one source file and one line in ``TransformStepCatalog``.
protocol TransformStep: Sendable {
  /// The name in a recipe.
  static var name: String { get }
  /// One line: what it does to a row.
  static var summary: String { get }
  /// What stands after `=` in a recipe; nil where nothing does.
  static var parameter: String? { get }

  /// The step as asked for.
  ///
  /// - Throws: ``TransformError`` where the parameter is missing, too many or wrong.
  init(parameter: String?) throws(TransformError)

  /// Learns what it needs from the rows as the steps before leave them.
  ///
  /// - Throws: ``TransformError`` where the rows do not allow the step, and errors of the source.
  func fit(to rows: FittingRows) async throws -> any FittedStep

  /// The step as it was kept in a file.
  ///
  /// - Throws: ``TransformError`` where the numbers do not belong to it.
  func restored(_ numbers: StepNumbers) throws(TransformError) -> any FittedStep
}

/// A step with all that it learned: a function of one row.
protocol FittedStep: Sendable {
  /// As in a recipe.
  var text: String { get }
  /// Components of a row that comes out.
  var columnCount: Int { get }
  /// What it learned, by name; empty for a step that learns nothing.
  var numbers: [NamedTensors.Tensor] { get }
  /// How much larger the effect of rounding in the stored rows can be after it; 1 for maps that lengthen
  /// nothing.
  var noiseGain: Double { get }

  /// The rows changed; a row that is not finite stays so and touches no other.
  func apply(to rows: [Double], rowCount: Int) -> [Double]
}

extension FittedStep {
  var numbers: [NamedTensors.Tensor] { [] }
  var noiseGain: Double { 1 }
}

/// Why a recipe cannot be followed or a kept fit not be used: what was expected, found, what to do.
public struct TransformError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The whole message.
  public let description: String

  /// A message.
  public init(_ description: String) { self.description = description }
}

/// All kinds of steps, in the order of help.
///
/// The only list of them.
enum TransformStepCatalog {
  static let all: [any TransformStep.Type] = [
    Center.self, AllButTheTop.self, Whiten.self, PrincipalComponents.self, LeadingAxes.self,
    Truncate.self, Normalize.self,
    ByteRanges.self, ByteScale.self, HalfPrecision.self, SignBits.self,
  ]

  /// The kind of a name; nil for any other.
  static func step(named name: String) -> (any TransformStep.Type)? {
    all.first { $0.name == name }
  }
}

/// What a fitted step was kept as, checked against the rows that reach it.
struct StepNumbers {
  /// Name of the step in the messages.
  let text: String
  /// Components of a row that comes in.
  let columnCount: Int
  private let tensors: [String: NamedTensors.Tensor]

  init(text: String, columnCount: Int, tensors: [String: NamedTensors.Tensor]) {
    self.text = text
    self.columnCount = columnCount
    self.tensors = tensors
  }

  /// The values of an array of this shape.
  func values(_ name: String, shape: [Int]) throws(TransformError) -> [Double] {
    let wanted = shape.map(String.init).joined(separator: " x ")
    guard let tensor = tensors[name] else {
      throw TransformError("step \(text) needs \(wanted) numbers '\(name)', which are not there.")
    }
    guard tensor.shape == shape else {
      let found = tensor.shape.map(String.init).joined(separator: " x ")
      throw TransformError("step \(text) needs '\(name)' of \(wanted), found \(found).")
    }
    return tensor.values
  }

  /// A matrix with so many rows, as wide as a row that comes in.
  func matrix(_ name: String, rowCount: Int) throws(TransformError) -> Matrix {
    Matrix(
      rowCount: rowCount, columnCount: columnCount,
      elements: try values(name, shape: [rowCount, columnCount]))
  }
}

/// Parameters of steps.
enum StepParameter {
  /// Nothing.
  static func none(_ parameter: String?, of name: String) throws(TransformError) {
    if let parameter { throw TransformError("\(name) takes no parameter, found '\(parameter)'.") }
  }

  /// A whole number of at least `least`.
  static func count(
    _ parameter: String?, of name: String, least: Int
  ) throws(TransformError) -> Int {
    guard let parameter, let number = Int(parameter), number >= least, number <= 1 << 31 else {
      throw TransformError(
        "\(name) takes a whole number of at least \(least), as in \(name)=\(max(least, 2)), found "
          + "\(parameter.map { "'\($0)'" } ?? "none").")
    }
    return number
  }

  /// A number of directions that rows of this width have.
  static func require(
    _ count: Int, of text: String, atMost columnCount: Int
  ) throws(TransformError) {
    guard count <= columnCount else {
      throw TransformError(
        "\(text): a row has only \(columnCount) components there. Take at most that many.")
    }
  }
}
