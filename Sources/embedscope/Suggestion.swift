import Findings

/// "Did you mean" for words on the command line.
enum Suggestion {
  /// The sentence to put behind a message, with a leading space, or nothing if nothing is near.
  static func sentence(for word: String, among known: [String]) -> String {
    NearestWords.sentence(for: word, among: known)
  }
}
