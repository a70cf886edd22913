/// A shell pattern over the names of tensors: `*` any run, `?` any one character, `[a-z]` one of some,
/// `[!a]` none of them.
///
/// Dots and slashes are characters like any other.
public struct NamePattern: Sendable, Hashable {
  private enum Piece: Sendable, Hashable {
    case run
    case any
    case literal(Character)
    case oneOf([ClosedRange<Character>], negated: Bool)
  }

  private let pieces: [Piece]

  /// Whether a name has a character that makes a pattern of it.
  public static func isPattern(_ text: String) -> Bool { text.contains { "*?[".contains($0) } }

  /// A pattern from its text; a `[` that is never closed stands for itself.
  public init(_ text: String) {
    var pieces: [Piece] = []
    var rest = Array(text)[...]
    while let character = rest.popFirst() {
      switch character {
      case "*": if pieces.last != .run { pieces.append(.run) }
      case "?": pieces.append(.any)
      case "[":
        if let (set, after) = Self.set(rest) {
          pieces.append(set)
          rest = after
        } else {
          pieces.append(.literal(character))
        }
      default: pieces.append(.literal(character))
      }
    }
    self.pieces = pieces
  }

  private static func set(_ text: ArraySlice<Character>) -> (Piece, ArraySlice<Character>)? {
    var rest = text
    let isNegated = rest.first == "!" || rest.first == "^"
    if isNegated { rest.removeFirst() }
    var ranges: [ClosedRange<Character>] = []
    while let low = rest.popFirst() {
      if low == "]", !ranges.isEmpty { return (.oneOf(ranges, negated: isNegated), rest) }
      if rest.first == "-", rest.count > 1, rest[rest.startIndex + 1] != "]" {
        rest.removeFirst()
        guard let high = rest.popFirst(), high >= low else { return nil }
        ranges.append(low...high)
      } else {
        ranges.append(low...low)
      }
    }
    return nil
  }

  /// Whether the pattern covers the whole name.
  ///
  /// - Complexity: O(pattern × name): the last run alone is extended.
  public func matches(_ name: String) -> Bool {
    let text = Array(name)
    var (piece, place) = (0, 0)
    var retry: (piece: Int, place: Int)?
    while place < text.count {
      if piece < pieces.count, pieces[piece] == .run {
        retry = (piece + 1, place)
        piece += 1
      } else if piece < pieces.count, Self.fits(pieces[piece], text[place]) {
        piece += 1
        place += 1
      } else if let last = retry {
        retry = (last.piece, last.place + 1)
        (piece, place) = (last.piece, last.place + 1)
      } else {
        return false
      }
    }
    while piece < pieces.count, pieces[piece] == .run { piece += 1 }
    return piece == pieces.count
  }

  private static func fits(_ piece: Piece, _ character: Character) -> Bool {
    switch piece {
    case .run: false
    case .any: true
    case .literal(let literal): literal == character
    case .oneOf(let ranges, let negated):
      ranges.contains { $0.contains(character) } != negated
    }
  }
}
