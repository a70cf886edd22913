public import EmbeddingSets

/// Why two sets cannot be compared, in words: what was expected, what was found, what to do.
public struct ExportComparisonError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The whole message.
  public let description: String
}

/// Which rows of two sets are the same thing.
public struct RowMatching: Sendable, Hashable {
  /// Rows of the first set.
  public let first: [Int]
  /// Rows of the second set, one for each of ``first``.
  public let second: [Int]
  /// Identifiers of the matched rows, where rows were matched by them.
  public let identifiers: [String]?
  /// Rows of either set without a counterpart.
  public let unmatched: Int

  /// Matched rows.
  public var count: Int { first.count }

  /// Row k of one set with row k of the other.
  ///
  /// - Throws: ``ExportComparisonError`` if the sets have different numbers of rows.
  public static func byPosition(
    _ first: any EmbeddingSource, _ second: any EmbeddingSource
  ) throws(ExportComparisonError) -> RowMatching {
    let (left, right) = (first.shape.rowCount, second.shape.rowCount)
    guard left == right else {
      throw ExportComparisonError(
        description: "\(second.name): expected \(left) rows, as in \(first.name), found \(right).\n"
          + "Rows are matched by position; give identifiers with --ids and --against-ids.")
    }
    return RowMatching(
      first: Array(0..<left), second: Array(0..<left), identifiers: nil, unmatched: 0)
  }

  /// Rows with the same identifier, in the order of the first set.
  ///
  /// - Throws: ``ExportComparisonError`` if an identifier is there twice, or none is in both.
  public static func byIdentifiers(
    _ first: [String], _ second: [String], names: (first: String, second: String)
  ) throws(ExportComparisonError) -> RowMatching {
    let places = try places(of: second, in: names.second)
    _ = try self.places(of: first, in: names.first)
    var rows: (first: [Int], second: [Int]) = ([], [])
    for (row, identifier) in first.enumerated() {
      guard let other = places[identifier] else { continue }
      rows.first.append(row)
      rows.second.append(other)
    }
    guard !rows.first.isEmpty else {
      throw ExportComparisonError(
        description: "\(names.second): no identifier is one of \(names.first)'s.\n"
          + "Check that both files of identifiers belong to these sets, or match by position.")
    }
    return RowMatching(
      first: rows.first, second: rows.second, identifiers: rows.first.map { first[$0] },
      unmatched: first.count + second.count - 2 * rows.first.count)
  }

  private static func places(
    of identifiers: [String], in name: String
  ) throws(ExportComparisonError) -> [String: Int] {
    var places: [String: Int] = [:]
    for (row, identifier) in identifiers.enumerated() {
      if let known = places.updateValue(row, forKey: identifier) {
        throw ExportComparisonError(
          description: "\(name): rows \(known) and \(row) have the same identifier "
            + "'\(identifier)'.\nRows are matched by identifiers; make each of them unique.")
      }
    }
    return places
  }
}
