import EmbeddingSets
import SignRankProof

/// Leaves out rows and columns of a matrix with holes, as far as that is sound and exact.
///
/// A row is left out for another one that is judged wherever it is, with the same signs, or with all
/// signs opposite: whatever fills the holes of the other serves both. The same for columns. What is left
/// out of one may make another redundant, so passes over rows and columns alternate until nothing
/// changes.
///
/// Cost: candidates are found through a judged entry of the row, so a pass costs the sum over its rows
/// of the lengths of the rows that share its rarest column; above ``mostComparisons`` rows are compared
/// only with those that have the very same pattern.
enum PartialCondensing {
  static let mostComparisons = 50_000_000

  static func condense(
    _ whole: RelevanceMatrix, withVirtualRow: Bool
  ) -> (Reduction, RelevanceMatrix) {
    var lines = whole.relevant.indices.map { row in
      SignedLine(plus: whole.relevant[row], minus: whole.judgedNotRelevant?[row] ?? [])
    }
    if withVirtualRow { lines.append(SignedLine(plus: Array(0..<whole.columnCount), minus: [])) }
    var rows = LineMap(count: lines.count)
    var columns = LineMap(count: whole.columnCount)
    // Rows as lines over the columns that are left, then columns as lines over the rows, in turn.
    var acrossCount = whole.columnCount
    var isRows = true
    var idle = 0
    while idle < 2 {
      let kept = LineDominance.representatives(lines, acrossCount: acrossCount)
      idle = kept.count == lines.count ? idle + 1 : 0
      if isRows { rows.apply(kept) } else { columns.apply(kept) }
      let next = SignedLine.transposed(kept.representatives.map { lines[$0] }, count: acrossCount)
      acrossCount = kept.representatives.count
      lines = next
      isRows.toggle()
    }
    if !isRows { lines = SignedLine.transposed(lines, count: acrossCount) }
    let virtualPlace = whole.rowCount
    let reduction = Reduction(
      rows: Array(rows.sides.prefix(whole.rowCount)), columns: columns.sides,
      rowRepresentatives: rows.representatives.map { $0 == virtualPlace ? -1 : $0 },
      columnRepresentatives: columns.representatives,
      virtualRow: withVirtualRow ? rows.sides[virtualPlace] : 0)
    let matrix = RelevanceMatrix(
      columnCount: columns.representatives.count, relevant: lines.map(\.plus),
      judgedNotRelevant: lines.map(\.minus))
    return (reduction, matrix)
  }
}

/// A row or column with holes: where it is +1 and where it is -1, both ascending.
struct SignedLine: Hashable {
  var plus: [Int]
  var minus: [Int]

  var opposite: SignedLine { SignedLine(plus: minus, minus: plus) }
  var judgedCount: Int { plus.count + minus.count }

  /// Columns out of rows.
  static func transposed(_ lines: [SignedLine], count: Int) -> [SignedLine] {
    var result = [SignedLine](repeating: SignedLine(plus: [], minus: []), count: count)
    for (index, line) in lines.enumerated() {
      for entry in line.plus { result[entry].plus.append(index) }
      for entry in line.minus { result[entry].minus.append(index) }
    }
    return result
  }
}

/// From the user's lines to the lines that are left, through several passes.
struct LineMap {
  private(set) var sides: [Int]
  private(set) var representatives: [Int]

  init(count: Int) {
    sides = Array(1..<count + 1)
    representatives = Array(0..<count)
  }

  mutating func apply(_ pass: LineDominance) {
    for index in sides.indices {
      let side = pass.sides[Int(sides[index].magnitude) - 1]
      sides[index] = sides[index] < 0 ? -side : side
    }
    representatives = pass.representatives.map { representatives[$0] }
  }
}

/// Which lines stand for which others after one pass.
struct LineDominance {
  var sides: [Int]
  var representatives: [Int]
  var count: Int { representatives.count }

  static func representatives(_ lines: [SignedLine], acrossCount: Int) -> LineDominance {
    // The most judged first: only they can stand for others.
    let order = lines.indices.sorted {
      (lines[$1].judgedCount, $0) < (lines[$0].judgedCount, $1)
    }
    var target = [(line: Int, isOpposite: Bool)?](repeating: nil, count: lines.count)
    var known: [SignedLine: Int] = [:]
    var holders = [[Int]](repeating: [], count: acrossCount)
    var lastKept: Int?
    var budget = PartialCondensing.mostComparisons
    for index in order {
      let line = lines[index]
      if let same = known[line] {
        target[index] = (same, false)
      } else if let same = known[line.opposite] {
        target[index] = (same, true)
      } else if line.judgedCount == 0 {
        // Nothing is asked of it, so anything serves.
        if let lastKept { target[index] = (lastKept, false) }
      } else {
        let places = line.plus + line.minus
        let rarest = places.min { holders[$0].count < holders[$1].count }
        for other in rarest.map({ holders[$0] }) ?? [] {
          budget -= lines[other].judgedCount
          guard budget > 0 else { break }
          if let isOpposite = Self.serves(lines[other], line) {
            target[index] = (other, isOpposite)
            break
          }
        }
      }
      guard target[index] == nil else { continue }
      known[line] = index
      lastKept = index
      for place in line.plus { holders[place].append(index) }
      for place in line.minus { holders[place].append(index) }
    }
    var result = LineDominance(sides: Array(repeating: 0, count: lines.count), representatives: [])
    for index in lines.indices where target[index] == nil {
      result.representatives.append(index)
      result.sides[index] = result.representatives.count
    }
    for index in lines.indices {
      guard let (line, isOpposite) = target[index] else { continue }
      result.sides[index] = isOpposite ? -result.sides[line] : result.sides[line]
    }
    return result
  }

  /// Whether a line has every sign of another, or every opposite sign; nil if neither.
  private static func serves(_ line: SignedLine, _ other: SignedLine) -> Bool? {
    if contains(line.plus, other.plus) && contains(line.minus, other.minus) { return false }
    if contains(line.minus, other.plus) && contains(line.plus, other.minus) { return true }
    return nil
  }

  private static func contains(_ entries: [Int], _ others: [Int]) -> Bool {
    var index = 0
    for other in others {
      while index < entries.count, entries[index] < other { index += 1 }
      guard index < entries.count, entries[index] == other else { return false }
    }
    return true
  }
}
