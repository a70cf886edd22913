import CKernels

/// Selection among the products of a tile, and exact distances of the selected: the loops of
/// `selection.c` and `neighbors.c`.
///
/// The key of a row y for a row x is x · y - half(y), larger for nearer: with half = |y|²/2 the order
/// is that of distances, with half = 0 that of products.
public enum NeighborKernels {
  /// One side of a tile of products.
  public struct Side: Sendable {
    /// half(y) of each row.
    public let halves: [Double]
    /// The number of each row in its set.
    public let numbers: [UInt32]

    /// A side.
    ///
    /// - Precondition: one half and one number a row.
    public init(halves: [Double], numbers: [UInt32]) {
      precondition(halves.count == numbers.count, "one half and one number a row")
      self.halves = halves
      self.numbers = numbers
    }
  }

  /// Offers each product of a tile to the list of its row and to the list of its column.
  public static func select(
    _ products: [Float], rows: Side, columns: Side, rowLists: inout RunningNeighbors,
    columnLists: inout RunningNeighbors
  ) {
    check(products.count, rows, columns, rowLists, columnLists)
    unsafe embedscope_select_pairs_f32(
      products, rows.halves.count, columns.halves.count, rows.halves, columns.halves, rows.numbers,
      columns.numbers, rowLists.capacity, &rowLists.keys, &rowLists.numbers, &rowLists.counts,
      &columnLists.keys, &columnLists.numbers, &columnLists.counts)
  }

  /// Offers each product of a tile to the list of its row and to the list of its column.
  public static func select(
    _ products: [Double], rows: Side, columns: Side, rowLists: inout RunningNeighbors,
    columnLists: inout RunningNeighbors
  ) {
    check(products.count, rows, columns, rowLists, columnLists)
    unsafe embedscope_select_pairs_f64(
      products, rows.halves.count, columns.halves.count, rows.halves, columns.halves, rows.numbers,
      columns.numbers, rowLists.capacity, &rowLists.keys, &rowLists.numbers, &rowLists.counts,
      &columnLists.keys, &columnLists.numbers, &columnLists.counts)
  }

  /// Offers the products above the diagonal of a tile of rows with themselves to the lists of both
  /// rows.
  public static func select(_ products: [Float], within rows: Side, lists: inout RunningNeighbors) {
    check(products.count, rows, lists)
    unsafe embedscope_select_triangle_f32(
      products, rows.halves.count, rows.halves, rows.numbers, lists.capacity, &lists.keys,
      &lists.numbers, &lists.counts)
  }

  /// Offers the products above the diagonal of a tile of rows with themselves to the lists of both
  /// rows.
  public static func select(_ products: [Double], within rows: Side, lists: inout RunningNeighbors)
  {
    check(products.count, rows, lists)
    unsafe embedscope_select_triangle_f64(
      products, rows.halves.count, rows.halves, rows.numbers, lists.capacity, &lists.keys,
      &lists.numbers, &lists.counts)
  }

  /// Offers each product of a tile to the list of its row, except the column whose number is excluded
  /// there.
  public static func select(
    _ products: [Float], columns: Side, excluded: [UInt32], rowLists: inout RunningNeighbors
  ) {
    check(products.count, columns, excluded, rowLists)
    unsafe embedscope_select_rows_f32(
      products, excluded.count, columns.halves.count, columns.halves, columns.numbers, excluded,
      rowLists.capacity, &rowLists.keys, &rowLists.numbers, &rowLists.counts)
  }

  /// Offers each product of a tile, times the weight of its column, to the list of its row, except the
  /// column whose number is excluded there.
  ///
  /// A weight that is not a number leaves a column out.
  public static func select(
    _ products: [Float], weights: [Double], numbers: [UInt32], excluded: [UInt32],
    rowLists: inout RunningNeighbors
  ) {
    precondition(weights.count == numbers.count, "one weight and one number a column")
    precondition(products.count >= excluded.count * weights.count, "rows × columns products")
    precondition(rowLists.rowCount == excluded.count, "one list a row")
    unsafe embedscope_select_scaled_rows_f32(
      products, excluded.count, weights.count, weights, numbers, excluded, rowLists.capacity,
      &rowLists.keys, &rowLists.numbers, &rowLists.counts)
  }

  /// |w x - wᵢ yᵢ|² in Double, from the differences, for the rows y at some places.
  public static func squaredDifferences(
    _ query: [Float], weight: Double, rows: [Float], places: [UInt32], weights: [Double]
  ) -> [Double] {
    check(rows.count, query.count, places, weights)
    var squares = [Double](repeating: 0, count: places.count)
    unsafe embedscope_squared_differences_f32(
      query, weight, rows, query.count, places, weights, places.count, &squares)
    return squares
  }

  /// |w x - wᵢ yᵢ|² in Double, from the differences, for the rows y at some places.
  public static func squaredDifferences(
    _ query: [Double], weight: Double, rows: [Double], places: [UInt32], weights: [Double]
  ) -> [Double] {
    check(rows.count, query.count, places, weights)
    var squares = [Double](repeating: 0, count: places.count)
    unsafe embedscope_squared_differences_f64(
      query, weight, rows, query.count, places, weights, places.count, &squares)
    return squares
  }

  /// w wᵢ x · yᵢ in Double for the rows y at some places.
  public static func innerProducts(
    _ query: [Float], weight: Double, rows: [Float], places: [UInt32], weights: [Double]
  ) -> [Double] {
    check(rows.count, query.count, places, weights)
    var products = [Double](repeating: 0, count: places.count)
    unsafe embedscope_inner_products_f32(
      query, weight, rows, query.count, places, weights, places.count, &products)
    return products
  }

  /// w wᵢ x · yᵢ in Double for the rows y at some places.
  public static func innerProducts(
    _ query: [Double], weight: Double, rows: [Double], places: [UInt32], weights: [Double]
  ) -> [Double] {
    check(rows.count, query.count, places, weights)
    var products = [Double](repeating: 0, count: places.count)
    unsafe embedscope_inner_products_f64(
      query, weight, rows, query.count, places, weights, places.count, &products)
    return products
  }

  /// One bit a component of each row, set where it is above 0, in words of 64.
  public static func signBits(_ rows: [Float], columnCount: Int) -> [UInt64] {
    precondition(columnCount > 0 && rows.count.isMultiple(of: columnCount), "whole rows are needed")
    let rowCount = rows.count / columnCount
    let wordCount = (columnCount + 63) / 64
    var words = [UInt64](repeating: 0, count: rowCount * wordCount)
    unsafe embedscope_sign_bits(rows, rowCount, columnCount, wordCount, &words)
    return words
  }

  /// The number of bits in which each row of words differs from one of them.
  public static func hammingDistances(
    _ words: [UInt64], wordCount: Int, of row: Int
  ) -> [UInt32] {
    precondition(wordCount > 0 && words.count.isMultiple(of: wordCount), "whole rows are needed")
    let rowCount = words.count / wordCount
    precondition(row >= 0 && row < rowCount, "a row of the set")
    let query = Array(words[row * wordCount..<(row + 1) * wordCount])
    var distances = [UInt32](repeating: 0, count: rowCount)
    unsafe embedscope_hamming_distances(words, rowCount, wordCount, query, &distances)
    return distances
  }

  private static func check(
    _ productCount: Int, _ rows: Side, _ columns: Side, _ rowLists: RunningNeighbors,
    _ columnLists: RunningNeighbors
  ) {
    precondition(
      productCount >= rows.halves.count * columns.halves.count, "rows × columns products")
    precondition(
      rowLists.rowCount == rows.halves.count && columnLists.rowCount == columns.halves.count
        && rowLists.capacity == columnLists.capacity, "one list a row and a column")
  }

  private static func check(_ productCount: Int, _ rows: Side, _ lists: RunningNeighbors) {
    precondition(productCount >= rows.halves.count * rows.halves.count, "rows × rows products")
    precondition(lists.rowCount == rows.halves.count, "one list a row")
  }

  private static func check(
    _ productCount: Int, _ columns: Side, _ excluded: [UInt32], _ rowLists: RunningNeighbors
  ) {
    precondition(productCount >= excluded.count * columns.halves.count, "rows × columns products")
    precondition(rowLists.rowCount == excluded.count, "one list a row")
  }

  private static func check(
    _ valueCount: Int, _ columnCount: Int, _ places: [UInt32], _ weights: [Double]
  ) {
    precondition(
      columnCount > 0 && valueCount.isMultiple(of: columnCount) && places.count == weights.count,
      "whole rows, and one weight a place")
    for place in places {
      precondition(Int(place) < valueCount / columnCount, "a place outside the rows")
    }
  }
}

extension RunningNeighbors {
  /// Takes in the entries of other lists of the same rows; one that is there already counts once.
  public mutating func merge(_ other: RunningNeighbors) {
    precondition(
      other.rowCount == rowCount && other.capacity == capacity, "lists of the same rows")
    unsafe embedscope_merge_lists(
      rowCount, capacity, other.keys, other.numbers, other.counts, &keys, &numbers, &counts)
  }
}
