import Streaming

/// The 64-bit fingerprint of every row in order, up to a budget: what exact duplicates are found by.
///
/// Beyond the budget nothing is kept and duplicates are reported as skipped: eight bytes a row would
/// not be bounded memory. Merge class: exact.
public struct RowFingerprints: Sendable, Hashable {
  /// Most rows kept.
  public let budget: Int
  /// One fingerprint a row; empty once the budget is exceeded.
  public private(set) var values: [UInt64] = []
  /// Whether more rows came than the budget allows.
  public private(set) var isExceeded = false

  init(budget: Int) { self.budget = budget }

  mutating func add(_ fingerprints: [UInt64]) {
    guard !isExceeded else { return }
    if values.count + fingerprints.count > budget {
      isExceeded = true
      values = []
    } else {
      values += fingerprints
    }
  }

  mutating func merge(_ later: RowFingerprints) {
    if later.isExceeded {
      isExceeded = true
      values = []
    } else {
      add(later.values)
    }
  }

  /// Groups of rows with equal fingerprints, each in row order, groups by first row.
  ///
  /// - Complexity: O(n log n) time, n further fingerprints of memory.
  func candidateGroups() -> [[Int]] {
    let sorted = values.sorted()
    var repeated: Set<UInt64> = []
    for index in sorted.indices.dropFirst() where sorted[index] == sorted[index - 1] {
      repeated.insert(sorted[index])
    }
    guard !repeated.isEmpty else { return [] }
    var groups: [UInt64: [Int]] = [:]
    for (row, value) in values.enumerated() where repeated.contains(value) {
      groups[value, default: []].append(row)
    }
    return groups.values.sorted { $0[0] < $1[0] }
  }
}

extension RowFingerprints {
  func save(to archive: inout StateWriter) {
    archive.write(budget)
    archive.write(isExceeded ? 1 : 0)
    archive.write(values)
  }

  init(restoring archive: inout StateReader) throws {
    budget = try archive.readInt()
    isExceeded = try archive.readInt() != 0
    values = try archive.readUInt64s()
  }
}
