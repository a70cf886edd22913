import Foundation

/// How a report differs from the one in the repository, where it does.
enum GoldenComparison {
  /// BLAS kernels differ in the last digits of sums of 10⁴ terms; a change that matters is larger.
  private static let relativeTolerance = 1e-6
  /// What is zero but for rounding, such as a mean cosine after centering.
  private static let absoluteTolerance = 1e-9

  /// Ends of an interval are good to a hundredth of its width: blocks of rows are kept in Float.
  private static let intervalShare = 0.01

  /// The first difference in words, nil if there is none.
  static func difference(_ made: String, _ expected: String, name: String) throws -> String? {
    if made == expected { return nil }
    if name.hasSuffix(".json") {
      let values = try [made, expected].map {
        try JSONSerialization.jsonObject(with: Data($0.utf8))
      }
      return difference(values[0], values[1], at: "")
    }
    return name.hasSuffix(".csv") ? tableDifference(made, expected) : textDifference(made, expected)
  }

  private static func textDifference(_ made: String, _ expected: String) -> String? {
    let (new, old) = (lines(made), lines(expected))
    for (number, pair) in zip(new, old).enumerated() where pair.0 != pair.1 {
      return "line \(number + 1): '\(pair.0)' was '\(pair.1)'"
    }
    return "\(new.count) lines were \(old.count)"
  }

  private static func tableDifference(_ made: String, _ expected: String) -> String? {
    let (new, old) = (lines(made), lines(expected))
    guard new.count == old.count else { return "\(new.count) lines were \(old.count)" }
    // Commas inside quoted cells split both lines alike.
    let tables = [new, old].map { lines in
      lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }
    for (number, row) in tables[0].enumerated() {
      let other = tables[1][number]
      let floor = floor(of: row, under: tables[0][0])
      let width = intervalWidth(of: row, under: tables[0][0])
      let agrees =
        row.count == other.count
        && row.indices.allSatisfy { cell in
          if row[cell] == other[cell] { return true }
          guard let left = Double(row[cell]), let right = Double(other[cell]) else { return false }
          let isEnd = cell >= row.count - 2
          return isClose(left, right, floor: max(floor, isEnd ? intervalShare * width : 0))
        }
      if !agrees { return "line \(number + 1): '\(new[number])' was '\(old[number])'" }
    }
    return nil
  }

  /// The width of the interval that the last two cells of a row of metrics hold; 0 elsewhere.
  private static func intervalWidth(of row: [String], under head: [String]) -> Double {
    guard head.suffix(2) == ["low", "high"], row.count >= 2, let low = Double(row[row.count - 2]),
      let high = Double(row[row.count - 1])
    else { return 0 }
    return high - low
  }

  /// What lies below the storage rounding of a singular value is noise, and different noise on each
  /// processor: the row itself says where that begins.
  private static func floor(of row: [String], under head: [String]) -> Double {
    guard let column = head.firstIndex(of: "storage_floor"), column < row.count else { return 0 }
    return Double(row[column]) ?? 0
  }

  private static func difference(_ made: Any, _ expected: Any, at path: String) -> String? {
    // The library underneath is allowed to be another one; that is what the tolerance is for.
    if path == ".provenance.blas" { return nil }
    switch (made, expected) {
    case (let made as [String: Any], let expected as [String: Any]):
      guard Set(made.keys) == Set(expected.keys) else {
        return "\(path): the keys \(made.keys.sorted()) were \(expected.keys.sorted())"
      }
      if let columns = made["columns"] as? [String],
        let floor = columns.firstIndex(of: "storage_floor"),
        let rows = made["rows"] as? [[Any]], let others = expected["rows"] as? [[Any]]
      {
        return difference(columns, expected["columns"] as Any, at: "\(path).columns")
          ?? difference(made["id"] as Any, expected["id"] as Any, at: "\(path).id")
          ?? seriesDifference(rows, others, floorColumn: floor, at: path)
      }
      return made.keys.sorted().lazy.compactMap { key in
        difference(made[key] as Any, expected[key] as Any, at: "\(path).\(key)")
      }.first
    case (let made as [Any], let expected as [Any]):
      guard made.count == expected.count else {
        return "\(path): \(made.count) elements were \(expected.count)"
      }
      if path.hasSuffix(".interval"), let ends = made as? [NSNumber],
        let others = expected as? [NSNumber], ends.count == 2
      {
        let width = ends[1].doubleValue - ends[0].doubleValue
        let agrees = zip(ends, others).allSatisfy {
          isClose($0.doubleValue, $1.doubleValue, floor: intervalShare * width)
        }
        return agrees ? nil : "\(path): \(ends) was \(others)"
      }
      return made.indices.lazy.compactMap {
        difference(made[$0], expected[$0], at: "\(path)[\($0)]")
      }.first
    case (let made as String, let expected as String):
      return made == expected ? nil : "\(path): '\(made)' was '\(expected)'"
    case (is NSNull, is NSNull): return nil
    case (let made as NSNumber, let expected as NSNumber):
      return isClose(made.doubleValue, expected.doubleValue)
        ? nil : "\(path): \(made) was \(expected)"
    default: return "\(path): \(made) was \(expected)"
    }
  }

  /// The rows of a spectrum, each with its own floor.
  private static func seriesDifference(
    _ made: [[Any]], _ expected: [[Any]], floorColumn: Int, at path: String
  ) -> String? {
    guard made.count == expected.count else { return "\(path): \(made.count) rows" }
    for (number, pair) in zip(made, expected).enumerated() {
      let floor = (pair.0[floorColumn] as? NSNumber)?.doubleValue ?? 0
      let agrees =
        pair.0.count == pair.1.count
        && zip(pair.0, pair.1).allSatisfy { left, right in
          guard let left = left as? NSNumber, let right = right as? NSNumber else {
            return left is NSNull && right is NSNull
          }
          return isClose(left.doubleValue, right.doubleValue, floor: floor)
        }
      if !agrees { return "\(path).rows[\(number)]: \(pair.0) was \(pair.1)" }
    }
    return nil
  }

  private static func isClose(_ left: Double, _ right: Double, floor: Double = 0) -> Bool {
    let size = max(left.magnitude, right.magnitude)
    return (left - right).magnitude <= max(absoluteTolerance, floor, relativeTolerance * size)
  }

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }
}
