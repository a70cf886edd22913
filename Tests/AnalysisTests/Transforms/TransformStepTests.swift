import EmbeddingSets
import LinearAlgebra
import TestSupport
import Testing

@testable import Analysis

/// Sets and fits for the tests of transforms.
enum TransformSamples {
  static let rowCount = 150
  static let columnCount = 6

  static func values(_ seed: UInt64, offset: Double = 3) -> [Double] {
    var seed = Seed(seed)
    return Samples.anisotropic(
      rowCount: rowCount, columnCount: columnCount, offset: offset, &seed)
  }

  static func fit(
    _ recipe: String, _ values: [Double], columns: Int = columnCount
  ) async throws -> FittedTransform {
    try await FittedTransform(
      fitting: try TransformRecipe(parsing: recipe),
      to: InMemorySource(values, columnCount: columns), jobs: 2)
  }

  static func applied(
    _ recipe: String, _ values: [Double], columns: Int = columnCount
  ) async throws -> [Double] {
    try await fit(recipe, values, columns: columns)
      .apply(to: values, rowCount: values.count / columns)
  }

  /// A parameter for every kind of step.
  static var everyStep: [String] {
    TransformStepCatalog.all.map { step in
      switch step.parameter {
      case nil: step.name
      case "S"?: "\(step.name)=0.25"
      default: "\(step.name)=3"
      }
    }
  }

  /// Covariance with divisor n - 1.
  static func covariance(_ values: [Double], columns: Int) -> [[Double]] {
    let rows = Samples.rows(Samples.centered(values, columnCount: columns), columns)
    return (0..<columns).map { i in
      (0..<columns).map { j in
        rows.reduce(0) { $0 + $1[i] * $1[j] } / Double(rows.count - 1)
      }
    }
  }
}

@Suite("Steps that rows are changed by")
struct TransformStepTests {
  typealias S = TransformSamples

  @Test("whitening gives the identity as covariance of the fitted rows, and only of those")
  func whitening() async throws {
    let values = S.values(1)
    let white = try await S.applied("whiten", values)
    let covariance = S.covariance(white, columns: S.columnCount)
    // d products and an eigenproblem, at the condition (2/0.5)² of the covariance
    let tolerance = 64.0 * Double(S.columnCount) * 16 * 0x1p-52
    for i in 0..<S.columnCount {
      for j in 0..<S.columnCount {
        #expect((covariance[i][j] - (i == j ? 1 : 0)).magnitude <= tolerance, "\(i) \(j)")
      }
    }
    let other = try await S.fit("whiten", values).apply(to: S.values(2), rowCount: S.rowCount)
    #expect((S.covariance(other, columns: S.columnCount)[0][0] - 1).magnitude > 1e-3)
  }

  @Test("with shrinkage s the variances are λ/((1 - s) λ + s mean λ)")
  func shrinkage() async throws {
    let values = S.values(3)
    let white = S.covariance(try await S.applied("whiten=0.25", values), columns: S.columnCount)
    let rotated = S.covariance(try await S.applied("pca=6", values), columns: S.columnCount)
    let variances = (0..<S.columnCount).map { rotated[$0][$0] }
    let mean = variances.reduce(0, +) / Double(S.columnCount)
    for axis in 0..<S.columnCount {
      let wanted = variances[axis] / (0.75 * variances[axis] + 0.25 * mean)
      #expect(isNear(white[axis][axis], wanted, relative: 1e-11))
    }
    // all variances one: nothing but a rotation and a scale is left
    let flat = S.covariance(try await S.applied("whiten=1", values), columns: S.columnCount)
    for axis in 0..<S.columnCount {
      #expect(isNear(flat[axis][axis], variances[axis] / mean, relative: 1e-11))
    }
  }

  @Test(
    "a direction of nothing but storage rounding comes out as 0, not as noise of variance 1",
    arguments: ["whiten", "center,whiten", "normalize,whiten", "whiten=0.5"])
  func deadDirections(recipe: String) async throws {
    var seed = Seed(4)
    var floats = S.values(4).map(Float.init)
    for row in 0..<S.rowCount {
      // far below half a unit in the last place of the others
      floats[row * S.columnCount + 2] = Float(1e-9 * MatrixFactory.gaussian(&seed))
    }
    let fit = try await FittedTransform(
      fitting: try TransformRecipe(parsing: recipe),
      to: InMemorySource(floats, columnCount: S.columnCount), jobs: 1)
    #expect(fit.whitened?.emptyCount == 1)
    let white = fit.apply(to: floats.map(Double.init), rowCount: S.rowCount)
    for row in Samples.rows(white, S.columnCount) { #expect(row[5] == 0) }
  }

  @Test("all principal components are a rotation of the centered rows")
  func isometry() async throws {
    let values = S.values(5)
    let centered = Samples.rows(Samples.centered(values, columnCount: S.columnCount), S.columnCount)
    let rotated = Samples.rows(try await S.applied("pca=6", values), S.columnCount)
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    for i in stride(from: 0, to: S.rowCount, by: 7) {
      for j in stride(from: 0, to: S.rowCount, by: 11) {
        let size = (product(centered[i], centered[i]) * product(centered[j], centered[j]))
          .squareRoot()
        let error = product(centered[i], centered[j]) - product(rotated[i], rotated[j])
        #expect(error.magnitude <= 64 * Double(S.columnCount) * 0x1p-52 * size)
      }
    }
    // variances descend, and components do not go together
    let covariance = S.covariance(rotated.flatMap { $0 }, columns: S.columnCount)
    for axis in 1..<S.columnCount {
      #expect(covariance[axis][axis] <= covariance[axis - 1][axis - 1])
      #expect(covariance[axis][axis - 1].magnitude < 1e-12)
    }
  }

  @Test("taking no axis off is centering, to the bit; taking one off leaves nothing along it")
  func allButTheTop() async throws {
    let values = S.values(6)
    let none = try await S.applied("all-but-top=0", values)
    let centered = try await S.applied("center", values)
    #expect(centered == none)
    let axis = try await S.fit("all-but-top=1", values).steps[0].numbers[1].values
    for row in Samples.rows(try await S.applied("all-but-top=1", values), S.columnCount) {
      let along = zip(row, axis).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(along.magnitude <= 64 * Double(S.columnCount) * 0x1p-52 * 10)
    }
    #expect(axis.max { $0.magnitude < $1.magnitude }.map { $0 > 0 } == true)
  }

  @Test("truncated and normalised rows are unit rows of the first components")
  func truncation() async throws {
    let values = S.values(7)
    let unit = Samples.rows(try await S.applied("truncate=4,normalize", values), 4)
    for (row, original) in zip(unit, Samples.rows(values, S.columnCount)) {
      let norm = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect((norm - 1).magnitude <= 8 * 0x1p-52)
      let cosine = zip(row, original).reduce(0) { $0 + $1.0 * $1.1 }
      let length = original.prefix(4).reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(isNear(cosine, length, relative: 16 * 0x1p-52))
    }
    // zero, huge and tiny rows
    let rows = [[0.0, 0], [3e300, 4e300], [3e-300, 4e-300]]
    let out = try await S.applied("normalize", rows.flatMap { $0 }, columns: 2)
    #expect(out[..<2] == [0, 0])
    for start in [2, 4] {
      #expect(
        isNear(out[start], 0.6, relative: 1e-9) && isNear(out[start + 1], 0.8, relative: 1e-9))
    }
  }

  @Test(
    "a transform of two sets together is the transforms of each",
    arguments: TransformSamples.everyStep)
  func concatenation(step: String) async throws {
    let (first, second) = (S.values(8), S.values(9, offset: 2))
    let fit = try await S.fit(step, first)
    let together = fit.apply(to: first + second, rowCount: 2 * S.rowCount)
    let apart =
      fit.apply(to: first, rowCount: S.rowCount) + fit.apply(to: second, rowCount: S.rowCount)
    // a kernel may add up the products of a row in another order at the edge of a block
    for (a, b) in zip(together, apart) { #expect(isNear(a, b, relative: 1e-13, absolute: 1e-13)) }
  }

  @Test("what a byte a component loses is below a step, or half of one")
  func bytes() async throws {
    let values = S.values(10)
    let ranges = try await S.fit("int8", values)
    let decoded = ranges.apply(to: values, rowCount: S.rowCount)
    let steps = ranges.steps[0].numbers[1].values
    for (index, value) in values.enumerated() {
      // floor: never above the value, but for the rounding of float32
      let lost = value - decoded[index]
      #expect(lost > -1e-5 && lost < steps[index % S.columnCount] + 1e-5)
    }
    let scaled = try await S.fit("int8-one-scale", values)
    let scale = scaled.steps[0].numbers[0].values[0]
    for (value, back) in zip(values, scaled.apply(to: values, rowCount: S.rowCount)) {
      #expect((value - back).magnitude <= 0.5001 * scale)
    }
    // beyond the fitted range codes are cut, and stay codes
    let block = RowBlock(
      firstRow: 0, rowCount: 2, columnCount: S.columnCount,
      values: .double(Array(repeating: 1e6, count: 6) + Array(repeating: -1e6, count: 6)))
    let high = Int8(127)
    let codes = (try scaled.stored(block, of: "a"), try ranges.stored(block, of: "a"))
    #expect(
      codes.0 == .int8(Array(repeating: high, count: 6) + Array(repeating: -high, count: 6)))
    #expect(codes.1 == .int8(Array(repeating: 127, count: 6) + Array(repeating: -128, count: 6)))
  }

  @Test("float16 loses at most 2⁻¹¹ of a component; signs are packed from the highest bit")
  func halvesAndBits() async throws {
    let values = S.values(11)
    for (value, back) in zip(values, try await S.applied("float16", values)) {
      #expect((value - back).magnitude <= 0x1p-11 * value.magnitude + 0x1p-24)
    }
    let bits = try await S.fit(
      "binary", [1, -1, 2, 0, 5, -3, 0.5, -0.0, 7, 1, -1, 2, 0, 5, -3, 0.5, -0.0, -7], columns: 9)
    let block = RowBlock(
      firstRow: 0, rowCount: 1, columnCount: 9, values: .double([1, -1, 2, 0, 5, -3, 0.5, -0.0, 7]))
    #expect(try bits.stored(block, of: "a") == .uint8([0b1010_1010, 0b1000_0000]))
    #expect(bits.bytesPerRow == 2 && bits.outputColumnCount == 9)
  }

  @Test("rows that are not finite stay so, and the rest does not notice")
  func nonfinite() async throws {
    var values = S.values(12)
    let clean = try await S.applied("whiten,normalize", Array(values.dropLast(S.columnCount)))
    values[values.count - 2] = .nan
    let white = try await S.applied("whiten,normalize", values)
    for value in white.suffix(S.columnCount) { #expect(value.isNaN) }
    for (a, b) in zip(white, clean) { #expect(isNear(a, b, relative: 1e-10, absolute: 1e-12)) }
    let fit = try await S.fit("int8", values)
    let block = RowBlock(
      firstRow: 0, rowCount: S.rowCount, columnCount: S.columnCount, values: .double(values))
    let error = try #require(throws: TransformError.self) { try fit.stored(block, of: "x.npy") }
    #expect(error.description.hasPrefix("x.npy: row 149 is not finite, which int8 cannot hold."))
    let decoded = fit.apply(to: values, rowCount: S.rowCount)
    #expect(decoded[decoded.count - 2].isNaN)
  }

  @Test("what a type cannot hold is refused with the row")
  func range() async throws {
    let values = S.values(13).map { $0 * 1e6 }
    let fit = try await S.fit("float16", values)
    let block = RowBlock(
      firstRow: 40, rowCount: S.rowCount, columnCount: S.columnCount, values: .double(values))
    let error = try #require(throws: TransformError.self) { try fit.stored(block, of: "x.npy") }
    #expect(error.description.hasPrefix("x.npy: row 40 leaves the range of float16."))
  }
}

@Suite("Recipes of steps")
struct TransformRecipeTests {
  @Test(
    "what is no recipe is refused with the reason",
    arguments: [
      ("", "no step ''"), ("centre", "no step 'centre'"), ("center=1", "takes no parameter"),
      ("pca", "whole number of at least 1"), ("pca=0", "at least 1"), ("pca=x", "found 'x'"),
      ("whiten=2", "from 0 to 1 or auto"), ("all-but-top=-1", "at least 0"),
      ("center,", "no step ''"),
    ])
  func wrong(text: String, reason: String) throws {
    let error = try #require(throws: TransformError.self) { try TransformRecipe(parsing: text) }
    #expect(error.description.contains(reason), "\(error)")
  }

  @Test(
    "what the rows do not allow is refused with the reason",
    arguments: [
      ("pca=7", "only 6 components"), ("truncate=7", "only 6 components"),
      ("all-but-top=6", "only 5 components"), ("int8,center", "can only come last"),
      ("truncate=3,pca=4", "only 3 components"),
    ])
  func impossible(text: String, reason: String) async throws {
    let error = await #expect(throws: TransformError.self) {
      try await TransformSamples.fit(text, TransformSamples.values(1))
    }
    #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
  }

  @Test("rows without a difference, a direction or a number have nothing to fit to")
  func nothing() async throws {
    let equal = [Double](repeating: 2, count: 12)
    await #expect(throws: TransformError.self) {
      try await TransformSamples.fit("whiten", equal, columns: 3)
    }
    await #expect(throws: TransformError.self) {
      try await TransformSamples.fit("center", [.nan, 1], columns: 1 * 2)
    }
    await #expect(throws: TransformError.self) {
      try await TransformSamples.fit("int8-one-scale", [0, 0], columns: 1)
    }
    // fewer rows than components span too few directions
    let few = Array(TransformSamples.values(2).prefix(18))
    await #expect(throws: TransformError.self) { try await TransformSamples.fit("pca=5", few) }
    let two = try await TransformSamples.fit("pca=2", few)
    #expect(two.outputColumnCount == 2)
  }
}
