/// An input that cannot be read: which file, where in it, what was expected, what was found, and
/// what to do about it.
public struct FormatError: Error, Hashable, Sendable {
  /// Where in the file.
  public enum Place: Hashable, Sendable {
    /// The file as a whole.
    case file
    /// A byte, counted from 0.
    case byte(Int)
    /// A line of text, counted from 1.
    case line(Int)
    /// A column of a line, both counted from 1.
    case cell(line: Int, column: Int)
    /// A vector, counted from 0.
    case row(Int)
  }

  /// The file, as the user named it.
  public let file: String
  /// Where in it.
  public let place: Place
  /// What was expected there, as a clause: `the header promises 10 x 4 float32`.
  public let expected: String
  /// What was found instead, as a clause; empty where `expected` already says it.
  public let found: String
  /// What to do, as a sentence.
  public let remedy: String

  /// An error about a place in a file.
  public init(
    _ file: String, _ place: Place = .file, expected: String, found: String = "", remedy: String
  ) {
    self.file = file
    self.place = place
    self.expected = expected
    self.found = found
    self.remedy = remedy
  }

  static func noRows(_ file: String) -> FormatError {
    FormatError(
      file, expected: "a set needs at least one vector", found: "this one holds no rows",
      remedy: "Check the program that wrote it, or leave the file out.")
  }
}

extension FormatError: CustomStringConvertible {
  /// One line with file, place, expected and found, and one that says what to do.
  public var description: String {
    let prefix =
      switch place {
      case .file: ""
      case .byte(let byte): "byte \(grouped(byte)): "
      case .line(let line): "line \(grouped(line)): "
      case .cell(let line, let column): "line \(grouped(line)), column \(grouped(column)): "
      case .row(let row): "row \(grouped(row)): "
      }
    let what = found.isEmpty ? expected : "\(expected), \(found)"
    return "\(file): \(prefix)\(what).\n\(remedy)"
  }
}

/// A count with a comma between groups of three digits, as messages write it.
func grouped(_ count: Int) -> String {
  let digits = String(count.magnitude)
  var result = count < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0 && (digits.count - index).isMultiple(of: 3) { result.append(",") }
    result.append(digit)
  }
  return result
}

/// A shape as messages write it: `1,000 x 768`.
func described(shape: [Int]) -> String {
  shape.isEmpty ? "a single number" : shape.map(grouped).joined(separator: " x ")
}

/// Names in a message: the first dozen, and how many more.
func listed(_ names: [String]) -> String {
  let shown = names.prefix(12).joined(separator: ", ")
  return names.count > 12 ? "\(shown) and \(grouped(names.count - 12)) more" : shown
}
