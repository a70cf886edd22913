/// Two parts of a set that cannot be one set.
public struct PartMismatch: Error, Hashable, CustomStringConvertible {
  /// The part the others are compared with.
  public let first: String
  /// The part that differs from it.
  public let other: String
  /// Shape of the first part.
  public let firstShape: EmbeddingShape
  /// Shape of the part that differs.
  public let otherShape: EmbeddingShape

  /// Both parts and what they hold.
  public var description: String {
    "\(first) holds \(firstShape.columnCount) columns of \(firstShape.storedAs), "
      + "\(other) holds \(otherShape.columnCount) columns of \(otherShape.storedAs)"
  }
}

/// Several sets with equal columns, read as one: the rows of the first, then those of the second...
public struct ConcatenatedSource: IdentifiedSource, CautionedSource {
  /// What a report calls the set.
  public let name: String
  /// Rows of all parts together; the columns and the stored type they share.
  public let shape: EmbeddingShape
  private let parts: [any EmbeddingSource]
  private let firstRows: [Int]

  /// One set out of parts that agree on columns and stored type.
  ///
  /// Decimal parts may differ in digits, since that is a maximum over the values they happen to
  /// hold; the set then has the most digits of any part.
  ///
  /// - Throws: ``PartMismatch`` naming the first part and the one that differs.
  /// - Precondition: there is at least one part.
  public init(_ parts: [any EmbeddingSource], name: String) throws {
    guard let first = parts.first else { preconditionFailure("a set needs at least one part") }
    var storedAs = first.shape.storedAs
    var firstRows: [Int] = []
    var rowCount = 0
    for part in parts {
      guard part.shape.columnCount == first.shape.columnCount,
        let common = Self.commonType(storedAs, part.shape.storedAs)
      else {
        throw PartMismatch(
          first: first.name, other: part.name, firstShape: first.shape, otherShape: part.shape)
      }
      storedAs = common
      firstRows.append(rowCount)
      rowCount += part.shape.rowCount
    }
    self.name = name
    self.parts = parts
    self.firstRows = firstRows
    shape = EmbeddingShape(
      rowCount: rowCount, columnCount: first.shape.columnCount, storedAs: storedAs)
  }

  private static func commonType(_ one: ScalarType, _ other: ScalarType) -> ScalarType? {
    if case .decimal(let digits) = one, case .decimal(let otherDigits) = other {
      return .decimal(significantDigits: max(digits, otherDigits))
    }
    switch (one, other) {
    // whole numbers among others are as rough as the others
    case (.decimal, .wholeDecimal): return one
    case (.wholeDecimal, .decimal): return other
    default: return one == other ? one : nil
    }
  }

  /// The rows of a range, taken from every part it touches.
  public func block(rows: Range<Int>) throws -> RowBlock {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= shape.rowCount, "rows inside the set")
    var floats: [Float] = []
    var doubles: [Double] = []
    var index = partIndex(ofRow: rows.lowerBound)
    var next = rows.lowerBound
    while next < rows.upperBound {
      let part = parts[index]
      let start = firstRows[index]
      let end = min(rows.upperBound, start + part.shape.rowCount)
      if end > next {
        let block = try part.block(rows: next - start..<end - start)
        if block.rowCount == rows.count {
          return RowBlock(
            firstRow: rows.lowerBound, rowCount: rows.count, columnCount: shape.columnCount,
            values: block.values)
        }
        switch block.values {
        case .float(let values): floats.append(contentsOf: values)
        case .double(let values): doubles.append(contentsOf: values)
        }
        next = end
      }
      index += 1
    }
    return RowBlock(
      firstRow: rows.lowerBound, rowCount: rows.count, columnCount: shape.columnCount,
      values: shape.storedAs.fitsFloat ? .float(floats) : .double(doubles))
  }

  /// The identifiers of all parts, one after the other; nil unless every part has them.
  public func identifiers() throws -> [String]? {
    var all: [String] = []
    for part in parts {
      guard let identified = part as? any IdentifiedSource,
        let identifiers = try identified.identifiers()
      else { return nil }
      all.append(contentsOf: identifiers)
    }
    return all
  }

  /// The warnings of all parts, each with the name of its part.
  public var warnings: [String] {
    parts.flatMap { part in
      ((part as? any CautionedSource)?.warnings ?? []).map { "\(part.name): \($0)" }
    }
  }

  /// The last part that starts at or before a row, by bisection.
  private func partIndex(ofRow row: Int) -> Int {
    var low = 0
    var high = firstRows.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if firstRows[middle] <= row { low = middle } else { high = middle }
    }
    return low
  }
}
