/// "Did you mean": the known words nearest to one that is not known.
public enum NearestWords {
  /// The sentence to put behind a message, with a leading space, or nothing if nothing is near.
  public static func sentence(for word: String, among known: [String]) -> String {
    let near = nearest(to: word, among: known).map { "'\($0)'" }
    guard let last = near.last else { return "" }
    let list = near.count == 1 ? last : near.dropLast().joined(separator: ", ") + " or " + last
    return " Did you mean \(list)?"
  }

  /// At most three known words: those within a third of the word's length in edits, the nearest
  /// first; if there are none, those that contain the word.
  public static func nearest(to word: String, among words: [String]) -> [String] {
    var seen: Set<String> = []
    let known = words.filter { seen.insert($0).inserted }
    let wanted = Array(word.lowercased().utf8)
    let limit = max(1, wanted.count / 3)
    let scored = known.enumerated().map { offset, candidate in
      (edits: distance(wanted, Array(candidate.lowercased().utf8)), offset: offset)
    }
    let near = scored.filter { $0.edits <= limit }
      .sorted { ($0.edits, $0.offset) < ($1.edits, $1.offset) }
    if !near.isEmpty { return near.prefix(3).map { known[$0.offset] } }
    guard wanted.count >= 3 else { return [] }
    return Array(known.filter { $0.lowercased().contains(word.lowercased()) }.prefix(3))
  }

  /// Insertions, deletions, substitutions and swaps of neighbours between two words (optimal string
  /// alignment).
  public static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var row = [i + 1]
      for (j, b) in right.enumerated() {
        var edits = min(last[j + 1] + 1, row[j] + 1, last[j] + (a == b ? 0 : 1))
        if i > 0, j > 0, a == right[j - 1], left[i - 1] == b {
          edits = min(edits, beforeLast[j - 1] + 1)
        }
        row.append(edits)
      }
      beforeLast = last
      last = row
    }
    return last[right.count]
  }
}
