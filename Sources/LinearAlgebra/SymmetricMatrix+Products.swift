extension SymmetricMatrix {
  /// Adds a weighted outer product: A ← A + w x x′ (dsyr).
  public mutating func addOuterProduct(_ x: [Double], weight: Double) {
    precondition(x.count == dimension, "the vector has as many components as the matrix rows")
    BLAS.addOuterProduct(x.span, weight: weight, to: &elements)
  }

  /// Adds a weighted symmetric outer product: A ← A + w (x y′ + y x′) (dsyr2).
  public mutating func addSymmetricOuterProduct(_ x: [Double], _ y: [Double], weight: Double) {
    precondition(
      x.count == dimension && y.count == dimension,
      "the vectors have as many components as the matrix rows")
    BLAS.addSymmetricOuterProduct(x.span, y.span, weight: weight, to: &elements)
  }

  /// The product A x (dsymv).
  public func times(_ x: [Double]) -> [Double] {
    precondition(x.count == dimension, "the vector has as many components as the matrix rows")
    return BLAS.symmetricProduct(elements.span, x.span)
  }

  /// The quadratic form x′ A x.
  public func quadraticForm(_ x: [Double]) -> Double {
    BLAS.inner(times(x).span, x.span)
  }

  /// Adds the Gram matrix of some rows: A ← A + w R′R (dsyrk).
  ///
  /// `rows` is R, rowCount × dimension, row-major; entry (i, j) of R′R is the inner product of
  /// columns i and j. A negative weight takes rows out again.
  ///
  /// - Complexity: rowCount × dimension² operations; no copy.
  public mutating func addGram(ofRows rows: Span<Double>, rowCount: Int, weight: Double = 1) {
    precondition(
      rows.count == Matrix.elementCount(rowCount: rowCount, columnCount: dimension),
      "a block of rows holds rowCount × dimension values")
    BLAS.addGram(
      rows, rowCount: rowCount, columnCount: dimension, of: .columns, weight: weight,
      to: &elements)
  }

  /// Adds the dual Gram matrix, of fewer rows than columns: A ← A + w R R′ (dsyrk).
  ///
  /// `rows` is R, dimension × columnCount, row-major: all rows of the set, and all or some
  /// consecutive columns. Entry (i, j) of R R′ is the inner product of rows i and j, so blocks of
  /// columns add up to the whole.
  ///
  /// - Complexity: dimension² × columnCount operations; no copy.
  public mutating func addGramOfColumns(
    ofRows rows: Span<Double>, columnCount: Int, weight: Double = 1
  ) {
    precondition(
      rows.count == Matrix.elementCount(rowCount: dimension, columnCount: columnCount),
      "a block of columns holds dimension × columnCount values")
    BLAS.addGram(
      rows, rowCount: dimension, columnCount: columnCount, of: .rows, weight: weight,
      to: &elements)
  }
}
