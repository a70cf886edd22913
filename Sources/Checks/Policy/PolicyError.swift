/// A document of a user that cannot be followed: which file, which line, what is wrong, what to do.
public struct PolicyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, as the user named it.
  public let file: String
  /// The line, counted from 1; nothing where the file as a whole is meant.
  public let line: Int?
  /// What is wrong, as a clause.
  public let problem: String
  /// What to do, as a sentence.
  public let remedy: String

  /// An error.
  public init(_ file: String, line: Int? = nil, _ problem: String, remedy: String) {
    self.file = file
    self.line = line
    self.problem = problem
    self.remedy = remedy
  }

  /// One line with file, line and problem, and one that says what to do.
  public var description: String {
    let place = line.map { "line \($0): " } ?? ""
    return "\(file): \(place)\(problem).\n\(remedy)"
  }
}
