public import EmbeddingSets

/// Sparse matrices as `scipy.sparse.save_npz` writes them: compressed rows or columns in an `.npz`.
///
/// Stored and compressed members; indices of int32 and int64; matrices and arrays (`_is_array`);
/// unsorted and repeated columns and explicit zeros, which `SparseMatrix` puts in order and counts.
public enum ScipySparseReader {
  /// The matrix in a file.
  ///
  /// - Throws: ``FormatError`` naming the member that is wrong.
  public static func open(_ path: String) throws -> SparseMatrix {
    let file = try MappedFile(path: path)
    let input = try FormatInput(name: path, path: path, options: ReadOptions(), file: file)
    return try matrix(in: try NumpyArchive(input), name: path)
  }

  static func matrix(in archive: NumpyArchive, name: String) throws -> SparseMatrix {
    guard archive.holdsSparseMatrix else {
      throw FormatError(
        name, expected: "the members data, indices, indptr, shape and format of a sparse matrix",
        found: "the archive holds \(listed(archive.arrays.map(\.name)))",
        remedy: "Write it with scipy.sparse.save_npz.")
    }
    let layout = try array("format", archive, name).word()
    guard layout == "csr" || layout == "csc" else {
      throw FormatError(
        "\(name)[format]", expected: "compressed rows (csr) or columns (csc)",
        found: "it says '\(layout)'", remedy: "Save x.tocsr().")
    }
    let shape = try array("shape", archive, name).integers()
    guard shape.count == 2, shape[0] >= 0, shape[1] >= 0 else {
      throw FormatError(
        "\(name)[shape]", expected: "two sizes of zero or more",
        found: "it holds \(shape)", remedy: "The file is damaged: write it again.")
    }
    let isTransposed = layout == "csc"
    let data = try array("data", archive, name).numbers()
    let parts = SparseParts(
      name: name, rowCount: shape[isTransposed ? 1 : 0], columnCount: shape[isTransposed ? 0 : 1],
      starts: try array("indptr", archive, name).integers(),
      indices: try array("indices", archive, name).integers(),
      values: data.values, storedAs: data.storedAs)
    let matrix = try parts.checked()
    return isTransposed ? matrix.transposed() : matrix
  }

  private static func array(
    _ member: String, _ archive: NumpyArchive, _ name: String
  ) throws -> NumpyArray {
    guard let entry = archive.arrays.first(where: { $0.name == member }) else {
      throw FormatError(
        name, expected: "a member \(member)",
        found: "the archive holds \(listed(archive.arrays.map(\.name)))",
        remedy: "Write it with scipy.sparse.save_npz.")
    }
    return try archive.array(entry)
  }
}

/// The parts of a compressed matrix as a file gives them.
private struct SparseParts {
  let name: String
  let rowCount: Int
  let columnCount: Int
  let starts: [Int]
  let indices: [Int]
  let values: [Double]
  let storedAs: ScalarType

  private static let damage = "The file is damaged: write it again with scipy.sparse.save_npz."

  /// The matrix, once every size and index has been found to be one.
  func checked() throws -> SparseMatrix {
    guard rowCount < Int(Int32.max), columnCount < Int(Int32.max) else {
      throw FormatError(
        "\(name)[shape]", expected: "fewer than 2^31 rows and columns",
        found: "there are \(described(shape: [rowCount, columnCount]))",
        remedy: "Number the columns that occur from 0 on.")
    }
    guard starts.count == rowCount + 1 else {
      throw FormatError(
        "\(name)[indptr]",
        expected: "\(grouped(rowCount + 1)) starts for \(grouped(rowCount)) rows",
        found: "there are \(grouped(starts.count))", remedy: Self.damage)
    }
    guard indices.count == values.count else {
      throw FormatError(
        "\(name)[data]", expected: "\(grouped(indices.count)) values, one for each index",
        found: "there are \(grouped(values.count))", remedy: Self.damage)
    }
    guard starts[0] == 0 else {
      throw FormatError(
        "\(name)[indptr]", expected: "the first row starts at 0",
        found: "it starts at \(starts[0])",
        remedy: Self.damage)
    }
    for row in 0..<rowCount where starts[row + 1] < starts[row] || starts[row + 1] > indices.count {
      throw FormatError(
        "\(name)[indptr]", .row(row),
        expected: "an end between \(grouped(starts[row])) and \(grouped(indices.count))",
        found: "it ends at \(grouped(starts[row + 1]))", remedy: Self.damage)
    }
    // scipy allows room behind the last row
    let count = starts[rowCount]
    var columns = [Int32](repeating: 0, count: count)
    var row = 0
    for entry in 0..<count {
      while entry >= starts[row + 1] { row += 1 }
      guard indices[entry] >= 0, indices[entry] < columnCount else {
        throw FormatError(
          "\(name)[indices]", .row(row), expected: "columns from 0 to \(grouped(columnCount - 1))",
          found: "there is \(grouped(indices[entry]))", remedy: Self.damage)
      }
      guard values[entry].isFinite else {
        throw FormatError(
          "\(name)[data]", .row(row), expected: "finite weights",
          found: "column \(grouped(indices[entry])) has \(values[entry])",
          remedy: "Find where the export overflowed or divided by zero.")
      }
      columns[entry] = Int32(indices[entry])
    }
    return SparseMatrix(
      rowCount: rowCount, columnCount: columnCount, starts: starts, columns: columns,
      values: count == values.count ? values : Array(values[..<count]), storedAs: storedAs)
  }
}
