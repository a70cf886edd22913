import ArgumentParser

/// A named input: `bm25=run.trec`, or `run.trec`, which is then called `run`.
struct RunArgument: Sendable, Hashable {
  /// What reports call it.
  let name: String
  /// Where it is.
  let path: String

  /// Parses `NAME=PATH` or `PATH`.
  init(parsing text: String, option: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2, !parts[0].contains("/") {
      name = String(parts[0])
      path = String(parts[1])
    } else {
      let file = text.split(separator: "/").last ?? ""
      name = String(file.prefix { $0 != "." })
      path = text
    }
    guard !path.isEmpty else {
      throw ValidationError("\(option) takes NAME=FILE, not '\(text)'.")
    }
    try Self.check(name, option)
  }

  /// Names become parts of metric ids, where dots, @ and = mean something else.
  static func check(_ name: String, _ option: String) throws {
    let isPlain = name.unicodeScalars.allSatisfy { scalar in
      ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
        || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "_"
    }
    guard isPlain, !name.isEmpty else {
      throw ValidationError(
        "\(option): '\(name)' is no name; use letters, digits, - and _, as in NAME=FILE.")
    }
  }
}
