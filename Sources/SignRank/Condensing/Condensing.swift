import EmbeddingSets
import SignRankProof

/// Leaves out rows and columns that are equal or opposite to another.
///
/// Without holes one pass over the rows and one over the columns is all there is to do: the rows that
/// are left out repeat, up to a sign, entries that stay, so columns that differ in them differ in those
/// that stay. With S+ the all-ones row takes part: constant rows fall together with it, and columns
/// cannot be opposite.
///
/// Cost: the relevant entries are sorted and hashed; a row or column that is mostly relevant is hashed
/// by its other entries, and columns that are never relevant are one class without being looked at.
struct Condensing {
  let reduction: Reduction
  let matrix: RelevanceMatrix

  init(_ whole: RelevanceMatrix, withVirtualRow: Bool) {
    if whole.hasHoles {
      (reduction, matrix) = PartialCondensing.condense(whole, withVirtualRow: withVirtualRow)
      return
    }
    let columnCount = whole.columnCount
    var rows = SignedClasses()
    for (row, relevant) in whole.relevant.enumerated() {
      let (key, isOpposite) = Self.key(relevant, of: columnCount, mayComplement: true)
      rows.add(row, key: key, isOpposite: isOpposite)
    }
    var virtualRow = 0
    if withVirtualRow {
      rows.add(-1, key: [], isOpposite: true)
      virtualRow = rows.sides[whole.rowCount]
    }
    let columns = Self.columns(whole, mayComplement: !withVirtualRow)
    reduction = Reduction(
      rows: Array(rows.sides.prefix(whole.rowCount)), columns: columns.sides,
      rowRepresentatives: rows.representatives, columnRepresentatives: columns.representatives,
      virtualRow: virtualRow)
    matrix = Self.submatrix(whole, reduction)
  }

  /// A list that is the same for equal and opposite rows: the shorter of a row's relevant entries and
  /// the others.
  private static func key(
    _ relevant: [Int], of count: Int, mayComplement: Bool
  ) -> (key: [Int], isOpposite: Bool) {
    let isLonger =
      2 * relevant.count > count || (2 * relevant.count == count && relevant.first == 0)
    guard mayComplement, isLonger else { return (relevant, false) }
    var others: [Int] = []
    others.reserveCapacity(count - relevant.count)
    var next = 0
    for entry in relevant {
      others.append(contentsOf: next..<entry)
      next = entry + 1
    }
    others.append(contentsOf: next..<count)
    return (others, true)
  }

  private static func columns(_ whole: RelevanceMatrix, mayComplement: Bool) -> SignedClasses {
    // Rows of every column, gathered by counting.
    var starts = [Int](repeating: 0, count: whole.columnCount + 1)
    for relevant in whole.relevant { for column in relevant { starts[column + 1] += 1 } }
    for column in 0..<whole.columnCount { starts[column + 1] += starts[column] }
    var places = starts
    var entries = [Int](repeating: 0, count: starts[whole.columnCount])
    for (row, relevant) in whole.relevant.enumerated() {
      for column in relevant {
        entries[places[column]] = row
        places[column] += 1
      }
    }
    var classes = SignedClasses()
    classes.reserve(whole.columnCount)
    for column in 0..<whole.columnCount {
      let range = starts[column]..<starts[column + 1]
      if range.isEmpty {
        classes.addEmpty(column)
      } else {
        let (key, isOpposite) = key(
          Array(entries[range]), of: whole.rowCount, mayComplement: mayComplement)
        classes.add(column, key: key, isOpposite: isOpposite)
      }
    }
    return classes
  }

  private static func submatrix(_ whole: RelevanceMatrix, _ reduction: Reduction) -> RelevanceMatrix
  {
    var place = [Int](repeating: -1, count: whole.columnCount)
    for (index, column) in reduction.columnRepresentatives.enumerated() { place[column] = index }
    return RelevanceMatrix(
      columnCount: reduction.columnRepresentatives.count,
      relevant: reduction.rowRepresentatives.map { row in
        guard row >= 0 else { return Array(reduction.columnRepresentatives.indices) }
        var kept: [Int] = []
        for column in whole.relevant[row] where place[column] >= 0 { kept.append(place[column]) }
        kept.sort()
        return kept
      })
  }
}

/// Things sorted into classes of equal and opposite ones, in the order of first appearance.
///
/// The representative of a class is its first member that has fewer relevant entries than not, else
/// its first member, which keeps the condensed matrix sparse.
struct SignedClasses {
  private(set) var sides: [Int] = []
  private(set) var representatives: [Int] = []
  /// Whether the key of each class is opposite to its representative.
  private var isOpposite: [Bool] = []
  private var classes: [[Int]: Int] = [:]
  private var emptyClass: Int?
  /// Classes whose representative is opposite to the key, to be turned when a sparser member comes.
  private var members: [[Int]] = []

  mutating func reserve(_ count: Int) { sides.reserveCapacity(count) }

  mutating func addEmpty(_ index: Int) {
    guard let known = emptyClass, !isOpposite[known] else {
      add(index, key: [], isOpposite: false)
      return
    }
    sides.append(known + 1)
  }

  mutating func add(_ index: Int, key: [Int], isOpposite opposite: Bool) {
    guard let known = classes[key] else {
      let new = representatives.count
      classes[key] = new
      if key.isEmpty { emptyClass = new }
      representatives.append(index)
      isOpposite.append(opposite)
      members.append(opposite ? [sides.count] : [])
      sides.append(new + 1)
      return
    }
    if isOpposite[known] && !opposite {
      for member in members[known] { sides[member] = -sides[member] }
      members[known] = []
      isOpposite[known] = false
      representatives[known] = index
    }
    if isOpposite[known] { members[known].append(sides.count) }
    sides.append(opposite == isOpposite[known] ? known + 1 : -(known + 1))
  }
}
