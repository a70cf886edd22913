/// Where in a JSON value the vectors are: `data[].embedding`, `rows[0].vector`.
struct JSONPath {
  private enum Step { case key(String), all, index(Int) }

  let text: String
  private let steps: [Step]

  init(_ text: String, file: String) throws {
    self.text = text
    var steps: [Step] = []
    var parts = text.split(separator: ".", omittingEmptySubsequences: true)
    if parts.first == "$" { parts.removeFirst() }
    for part in parts {
      var pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      let key = pieces.removeFirst()
      if !key.isEmpty && key != "$" { steps.append(.key(String(key))) }
      for piece in pieces {
        let inner = piece.dropLast()
        if piece.last == "]", inner.isEmpty || inner == "*" {
          steps.append(.all)
        } else if piece.last == "]", let index = Int(inner), index >= 0 {
          steps.append(.index(index))
        } else {
          throw FormatError(
            file, expected: "a path such as data[].embedding or rows[0].vector",
            found: "--json-path says '\(text)'", remedy: "Write keys with dots, arrays with [].")
        }
      }
    }
    self.steps = steps
  }

  /// The values the path leads to, each with the identifier of the object it was found in.
  func values(in root: JSONValue) -> [(value: JSONValue, identifier: String?)] {
    var found: [(value: JSONValue, identifier: String?)] = [(root, nil)]
    for step in steps {
      found = found.flatMap { entry -> [(value: JSONValue, identifier: String?)] in
        let identifier = JSONVectorCollector.identifier(of: entry.value) ?? entry.identifier
        switch (step, entry.value) {
        case (.key(let key), let value):
          return value[key].map { [($0, identifier)] } ?? []
        case (.all, .array(let elements)):
          return elements.map { ($0, nil) }
        case (.index(let index), .array(let elements)):
          return index < elements.count ? [(elements[index], nil)] : []
        case (.all, .numbers): return [entry]
        default: return []
        }
      }
    }
    return found
  }
}
