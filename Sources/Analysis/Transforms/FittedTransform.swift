public import EmbeddingSets
import Streaming

/// Steps fitted to the rows of one set: a function of a row that every other set goes through too.
///
/// Rows are taken in Double; a step learns from the rows as the steps before leave them. The same rows and
/// recipe give the same numbers whatever the number of tasks.
public struct FittedTransform: Sendable {
  let steps: [any FittedStep]
  /// Components of a row that goes in.
  public let inputColumnCount: Int
  /// Finite rows that it was fitted to.
  public let fittedRowCount: Int
  /// What the set was called.
  public let fittedName: String
  /// Whether unquantised rows are stored as float64, because the fitted set was.
  let isDouble: Bool

  init(
    steps: [any FittedStep], inputColumnCount: Int, fittedRowCount: Int, fittedName: String,
    isDouble: Bool
  ) {
    self.steps = steps
    self.inputColumnCount = inputColumnCount
    self.fittedRowCount = fittedRowCount
    self.fittedName = fittedName
    self.isDouble = isDouble
  }

  /// Fits the steps of a recipe to a set, one after the other.
  ///
  /// - Complexity: a read of the set for every step that learns; n d² for those that need principal axes.
  /// - Throws: ``TransformError`` where the rows do not allow a step, and errors of the source.
  public init(
    fitting recipe: TransformRecipe, to source: any EmbeddingSource, jobs: Int
  ) async throws {
    inputColumnCount = source.shape.columnCount
    fittedName = source.name
    isDouble = !source.shape.storedAs.fitsFloat
    let size = try await FittingRows(source: source, jobs: jobs, noise: nil).size()
    fittedRowCount = size.count
    // what storing the rows may have done to them is known here only, and goes through every step
    var noise = source.shape.storedAs.unitRoundoff * size.norm
    var steps: [any FittedStep] = []
    for (place, step) in recipe.steps.enumerated() {
      let rows: any EmbeddingSource =
        steps.isEmpty
        ? source
        : TransformedSource(
          source,
          by: FittedTransform(
            steps: steps, inputColumnCount: inputColumnCount, fittedRowCount: fittedRowCount,
            fittedName: fittedName, isDouble: true), isStored: false)
      let fitted = try await step.fit(
        to: FittingRows(source: rows, jobs: jobs, noise: noise))
      guard place == recipe.steps.count - 1 || !(fitted is any RowStorage) else {
        throw TransformError(
          "\(fitted.text) says how rows are stored, so it can only come last; found "
            + "\(recipe.text).")
      }
      noise *= fitted.noiseGain
      steps.append(fitted)
    }
    self.steps = steps
  }

  /// The recipe.
  public var text: String { steps.map(\.text).joined(separator: ",") }
  /// Components of a row that comes out, before packing.
  public var outputColumnCount: Int { steps.last?.columnCount ?? inputColumnCount }
  /// The type of a stored number.
  public var storedType: ScalarType { storage.type }
  /// Stored numbers of a row: fewer than components where bits are packed.
  public var storedColumnCount: Int { storage.storedColumnCount }
  /// Bytes of a stored row.
  public var bytesPerRow: Int { storedColumnCount * (storedType.byteCount ?? 8) }

  var storage: any RowStorage {
    steps.last as? any RowStorage
      ?? FloatRows(storedColumnCount: outputColumnCount, isDouble: isDouble)
  }

  /// Rows changed by all steps, read back where the last one quantises.
  func apply(to rows: [Double], rowCount: Int) -> [Double] {
    steps.reduce(rows) { $1.apply(to: $0, rowCount: rowCount) }
  }

  /// A block of rows as it is to be stored.
  ///
  /// A row that is not finite stays in its place as such.
  ///
  /// - Throws: ``TransformError`` for a row that the stored type cannot hold.
  public func stored(_ block: RowBlock, of name: String) throws(TransformError) -> StoredRows {
    precondition(block.columnCount == inputColumnCount, "rows are as wide as those of the fit")
    let storage = storage
    let isQuantised = steps.last is any RowStorage
    let kept = isQuantised ? steps.dropLast() : steps[...]
    let input = block.doubles
    let rows = kept.reduce(input) { $1.apply(to: $0, rowCount: block.rowCount) }
    try check(rows, block, input, storage, name)
    return storage.stored(rows, rowCount: block.rowCount)
  }

  private func check(
    _ rows: [Double], _ block: RowBlock, _ input: [Double], _ storage: any RowStorage,
    _ name: String
  ) throws(TransformError) {
    let width = rows.count / max(1, block.rowCount)
    let limit = Self.largest(of: storage.type)
    for row in 0..<block.rowCount {
      var largest = 0.0
      for index in row * width..<(row + 1) * width {
        // NaN makes the sum NaN
        largest =
          rows[index].magnitude > largest ? rows[index].magnitude : largest + 0 * rows[index]
      }
      if largest <= limit { continue }
      let range = row * inputColumnCount..<(row + 1) * inputColumnCount
      guard input[range].allSatisfy(\.isFinite) else {
        if storage.holdsNaN { continue }
        throw TransformError(
          "\(name): row \(block.firstRow + row) is not finite, which \(storage.type) cannot hold.\n"
            + "Take such rows out first, or keep floats.")
      }
      throw TransformError(
        "\(name): row \(block.firstRow + row) leaves the range of \(storage.type).\n"
          + "Scale the rows first (normalize), or choose another type.")
    }
  }

  /// Largest number that a type may be asked to hold; codes cut what is beyond their range.
  private static func largest(of type: ScalarType) -> Double {
    switch type {
    case .float16: Double(Float16.greatestFiniteMagnitude)
    case .float64: .greatestFiniteMagnitude
    default: Double(Float.greatestFiniteMagnitude)
    }
  }
}
