import EmbeddingSets
import LinearAlgebra

/// A way to store rows in fewer numbers or fewer bits, and to read them back.
enum Reduction: Sendable {
  /// Some of the components.
  case columns([Int])
  /// Products with the rows of a matrix.
  case projection(Matrix)
  /// One byte a component between the extremes of its column, floor of 255 steps, as
  /// sentence-transformers does it; read back as start + step × code, or left as the code - 128.
  case bytes(starts: [Float], steps: [Float], decoded: Bool)
  /// Half precision.
  case half

  /// Components of a reduced row.
  func columnCount(of columnCount: Int) -> Int {
    switch self {
    case .columns(let columns): columns.count
    case .projection(let matrix): matrix.rowCount
    case .bytes, .half: columnCount
    }
  }

  /// The reduction to the first so many components of this one, which is a choice of columns or a
  /// projection.
  func prefix(_ count: Int) -> Reduction {
    switch self {
    case .columns(let columns): .columns(Array(columns.prefix(count)))
    case .projection(let matrix):
      .projection(
        Matrix(
          rowCount: count, columnCount: matrix.columnCount,
          elements: Array(matrix.elements.prefix(count * matrix.columnCount))))
    case .bytes, .half: preconditionFailure("fewer bits are not cut")
    }
  }

  /// The reduced rows of a block, times a power of two that keeps them within Float.
  ///
  /// Half precision takes the values as they are: what it keeps depends on their size.
  func apply(_ block: RowBlock, scale: Double = 1) -> [Float] {
    switch self {
    case .projection(let matrix):
      let rows = scale == 1 ? block.doubles : block.doubles.map { scale * $0 }
      var products = [Double](repeating: 0, count: block.rowCount * matrix.rowCount)
      BLAS.doubleProductTransposed(
        left: rows.span, leftRows: block.rowCount, right: matrix.elements.span,
        rightRows: matrix.rowCount, depth: block.columnCount, into: &products)
      return ReductionKernels.roundRows(
        products.span, rowCount: block.rowCount, columnCount: matrix.rowCount
      ).values
    case .columns(let columns):
      return ReductionKernels.columns(
        columns.map(UInt32.init), of: block.floats(scale: scale), columnCount: block.columnCount)
    case .bytes(let starts, let steps, let decoded):
      return ReductionKernels.byteCodes(
        block.floats(scale: scale), starts: starts, steps: steps, decoded: decoded)
    case .half:
      return ReductionKernels.halfPrecision(block.floats(scale: 1))
    }
  }
}

/// A set whose rows are reduced as they are read.
///
/// Rows without a direction in the full set come out as NaN, so that they take part in neither.
struct ReducedRows: EmbeddingSource {
  let base: any EmbeddingSource
  let reduction: Reduction
  /// Scale of the row pass of the full set.
  let scale: Double

  var name: String { base.name }
  var shape: EmbeddingShape {
    EmbeddingShape(
      rowCount: base.shape.rowCount,
      columnCount: reduction.columnCount(of: base.shape.columnCount), storedAs: .float32)
  }

  func block(rows: Range<Int>) throws -> RowBlock {
    let block = try base.block(rows: rows)
    var measure = RowMeasure()
    measure.measure(block, scale: scale)
    var values = reduction.apply(block, scale: scale)
    let width = shape.columnCount
    for row in 0..<block.rowCount where measure.unitWeights[row] == 0 {
      for index in row * width..<(row + 1) * width { values[index] = .nan }
    }
    return RowBlock(
      firstRow: rows.lowerBound, rowCount: rows.count, columnCount: width, values: .float(values))
  }
}

extension RowBlock {
  /// The values times a power of two as Float.
  func floats(scale: Double) -> [Float] {
    switch values {
    case .float(let values): scale == 1 ? values : values.map { Float(scale * Double($0)) }
    case .double(let values): values.map { Float(scale * $0) }
    }
  }
}
