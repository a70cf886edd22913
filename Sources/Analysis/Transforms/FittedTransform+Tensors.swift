public import EmbeddingSets

extension FittedTransform {
  /// The version of what is kept.
  static let version = "embedscope.transform/1"

  /// What is kept of a fit: texts that say the recipe and the sizes, and the numbers of every step under
  /// its place, `1.mean`, `1.axes`.
  public var tensors: NamedTensors {
    NamedTensors(
      texts: [
        "schema": Self.version, "steps": text, "dimensions": String(inputColumnCount),
        "output_dimensions": String(outputColumnCount), "output_type": storedType.description,
        "fitted_rows": String(fittedRowCount), "fitted_on": fittedName,
        "float64": isDouble ? "true" : "false",
      ],
      tensors: steps.enumerated().flatMap { place, step in
        step.numbers.map { tensor in
          NamedTensors.Tensor(
            name: "\(place + 1).\(tensor.name)", shape: tensor.shape, values: tensor.values)
        }
      })
  }

  /// The fit that was kept.
  ///
  /// - Throws: ``TransformError`` for another version, sizes that do not fit each other, numbers that are
  ///   missing or too many, and what no step could have learned.
  public init(restoring kept: NamedTensors) throws(TransformError) {
    func text(_ key: String) throws(TransformError) -> String {
      guard let value = kept.texts[key] else {
        throw TransformError("a fit says '\(key)', and this file does not.")
      }
      return value
    }
    func count(_ key: String, _ least: Int) throws(TransformError) -> Int {
      let value = try text(key)
      guard let number = Int(value), number >= least, number <= 1 << 31 else {
        throw TransformError("'\(key)' should be a number of at least \(least), found '\(value)'.")
      }
      return number
    }
    let version = try text("schema")
    guard version == Self.version else {
      throw TransformError("this program reads \(Self.version), found '\(version)'.")
    }
    let recipe = try TransformRecipe(parsing: try text("steps"))
    let width = try count("dimensions", 1)
    var tensors: [Int: [String: NamedTensors.Tensor]] = [:]
    for tensor in kept.tensors {
      let parts = tensor.name.split(separator: ".", maxSplits: 1)
      guard parts.count == 2, let place = Int(parts[0]), (1...recipe.steps.count).contains(place)
      else { throw TransformError("no step has numbers '\(tensor.name)'.") }
      tensors[place, default: [:]][String(parts[1])] = tensor
    }
    var steps: [any FittedStep] = []
    var columnCount = width
    for (index, step) in recipe.steps.enumerated() {
      let own = tensors[index + 1] ?? [:]
      let text = recipe.text.split(separator: ",")[index]
      let fitted = try step.restored(
        StepNumbers(text: String(text), columnCount: columnCount, tensors: own))
      let known = Set(fitted.numbers.map(\.name))
      if let other = own.keys.sorted().first(where: { !known.contains($0) }) {
        throw TransformError("step \(text) has no numbers '\(other)'.")
      }
      guard index == recipe.steps.count - 1 || !(fitted is any RowStorage) else {
        throw TransformError("\(text) can only come last.")
      }
      columnCount = fitted.columnCount
      steps.append(fitted)
    }
    let isDouble = try text("float64")
    guard ["true", "false"].contains(isDouble) else {
      throw TransformError("'float64' should be true or false, found '\(isDouble)'.")
    }
    self.init(
      steps: steps, inputColumnCount: width, fittedRowCount: try count("fitted_rows", 1),
      fittedName: try text("fitted_on"), isDouble: isDouble == "true")
    for (key, found) in [
      ("output_dimensions", String(outputColumnCount)), ("output_type", storedType.description),
    ] {
      let written = try text(key)
      guard written == found else {
        throw TransformError("'\(key)' says \(written), but the steps make \(found).")
      }
    }
  }
}
