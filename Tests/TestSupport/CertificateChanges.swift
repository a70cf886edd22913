public import SignRankProof

extension CertificateValue {
  /// Every value that is like this one but for one whole number, one word or one field, with the keys
  /// that lead to the change.
  public var changes: [(path: [String], value: CertificateValue)] {
    switch self {
    case .integer(let number):
      return [
        .integer(number + 1), .integer(number - 1), .integer(-number - 7), .text("\(number)"),
      ].map { ([], $0) }
    case .text(let text): return [([], .text(text + "x")), ([], .integer(0))]
    case .integers(let numbers):
      let steps = numbers.indices.flatMap { index in
        [-1, 1, 1000].map { step in
          var copy = numbers
          copy[index] += step
          return CertificateValue.integers(copy)
        }
      }
      return (steps + [.integers(numbers + [0]), .text("")]).map { ([], $0) }
    case .list(let values):
      return values.indices.flatMap { index in
        values[index].changes.map { path, change in
          var copy = values
          copy[index] = change
          return (path, .list(copy))
        }
      }
    case .object(let fields):
      return fields.indices.flatMap { index in
        var without = fields
        without.remove(at: index)
        let inside = fields[index].value.changes.map { path, change in
          var copy = fields
          copy[index] = .init(fields[index].key, change)
          return ([fields[index].key] + path, CertificateValue.object(copy))
        }
        return inside + [
          ([fields[index].key], .object(without)),
          ([fields[index].key], .object(fields + [fields[index]])),
        ]
      }
    }
  }
}
