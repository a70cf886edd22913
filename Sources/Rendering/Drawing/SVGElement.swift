/// One element of a drawing: a name, attributes in order, and children or a text.
struct SVGElement: Sendable, Hashable {
  /// What stands between the tags.
  enum Content: Sendable, Hashable {
    case children([SVGElement])
    case text(String)
    /// Text that is written as it is: style rules of our own.
    case verbatim(String)
  }

  /// An attribute.
  struct Attribute: Sendable, Hashable {
    let name: String
    let value: String
  }

  let name: String
  private(set) var attributes: [Attribute] = []
  let content: Content

  init(_ name: String, _ content: Content = .children([])) {
    self.name = name
    self.content = content
  }

  /// The element with one more attribute.
  func with(_ name: String, _ value: String) -> SVGElement {
    var copy = self
    copy.attributes.append(Attribute(name: name, value: value))
    return copy
  }

  /// The element with a length or coordinate, to a tenth of a unit: a third of a pixel at most.
  func with(_ name: String, _ value: Double) -> SVGElement { with(name, Self.number(value)) }

  /// The markup.
  var text: String {
    var result = ""
    write(to: &result)
    return result
  }

  private func write(to result: inout String) {
    result += "<" + name
    for attribute in attributes {
      result += " " + attribute.name + "=\"" + MarkupText.escaped(attribute.value) + "\""
    }
    switch content {
    case .children(let children) where children.isEmpty:
      result += "/>"
      return
    case .children(let children):
      result += ">"
      for child in children { child.write(to: &result) }
    case .text(let text):
      result += ">" + MarkupText.escaped(text)
    case .verbatim(let text):
      result += ">" + text
    }
    result += "</" + name + ">"
  }

  /// A coordinate with at most one decimal.
  static func number(_ value: Double) -> String {
    let tenths = (value * 10).rounded()
    let whole = Int(tenths / 10)
    let rest = Int(tenths.magnitude) % 10
    let sign = tenths < 0 && whole == 0 && rest != 0 ? "-" : ""
    return rest == 0 ? "\(whole)" : "\(sign)\(whole).\(rest)"
  }

  /// The outline through points, as the `d` of a path.
  static func path(_ points: [Point], isClosed: Bool = false) -> String {
    var result = ""
    for (index, point) in points.enumerated() {
      result += (index == 0 ? "M" : "L") + number(point.x) + " " + number(point.y)
    }
    return isClosed ? result + "Z" : result
  }
}

/// A place in a drawing, in its units, y downwards.
struct Point: Sendable, Hashable {
  let x: Double
  let y: Double
}
