/// A value of the JSON that certificates are written in: whole numbers, text, lists and objects.
///
/// Certificates need nothing else, and a reader without fractions cannot round. Numbers beyond 64 bits
/// are written as text of decimal digits.
public indirect enum CertificateValue: Sendable, Hashable {
  /// A whole number.
  case integer(Int)
  /// Text.
  case text(String)
  /// A list; of numbers only, ``integers(_:)`` is the compact form.
  case list([CertificateValue])
  /// A list of whole numbers, also the empty list.
  case integers([Int])
  /// Keys with their values, in the order of the text.
  case object([Field])

  /// A key of an object with its value.
  public struct Field: Sendable, Hashable {
    /// The key.
    public let key: String
    /// Its value.
    public let value: CertificateValue

    /// A field.
    public init(_ key: String, _ value: CertificateValue) {
      self.key = key
      self.value = value
    }
  }

  /// A list of lists of whole numbers, such as the rows of a factor.
  public static func integerRows(_ rows: [[Int]]) -> CertificateValue {
    .list(rows.map(CertificateValue.integers))
  }
}

/// The fields of an object as they are taken out one by one, so that nothing missing, mistyped or
/// superfluous goes unnoticed.
public struct CertificateFields {
  private var remaining: [String: CertificateValue] = [:]
  private let owner: String

  /// The fields of a value that has to be an object without repeated keys.
  ///
  /// - Parameters:
  ///   - value: what has to be an object.
  ///   - owner: what the object is called in messages.
  public init(_ value: CertificateValue, of owner: String) throws(ProofError) {
    guard case .object(let fields) = value else {
      throw .unreadable("\(owner) is not an object")
    }
    self.owner = owner
    for field in fields {
      guard remaining.updateValue(field.value, forKey: field.key) == nil else {
        throw .unreadable("\(owner) says '\(field.key)' twice")
      }
    }
  }

  /// Takes the value of a key.
  public mutating func value(_ key: String) throws(ProofError) -> CertificateValue {
    guard let value = remaining.removeValue(forKey: key) else {
      throw .unreadable("\(owner) does not say '\(key)'")
    }
    return value
  }

  /// Takes the value of a key that need not be there.
  public mutating func optionalValue(_ key: String) -> CertificateValue? {
    remaining.removeValue(forKey: key)
  }

  /// Takes a whole number.
  public mutating func integer(_ key: String) throws(ProofError) -> Int {
    guard case .integer(let number) = try value(key) else {
      throw .unreadable("'\(key)' of \(owner) is not a whole number")
    }
    return number
  }

  /// Takes text.
  public mutating func text(_ key: String) throws(ProofError) -> String {
    guard case .text(let text) = try value(key) else {
      throw .unreadable("'\(key)' of \(owner) is not text")
    }
    return text
  }

  /// Takes a list of whole numbers.
  public mutating func integers(_ key: String) throws(ProofError) -> [Int] {
    guard case .integers(let numbers) = try value(key) else {
      throw .unreadable("'\(key)' of \(owner) is not a list of whole numbers")
    }
    return numbers
  }

  /// Takes a list of lists of whole numbers.
  public mutating func integerRows(_ key: String) throws(ProofError) -> [[Int]] {
    switch try value(key) {
    case .integers(let numbers) where numbers.isEmpty: return []
    case .list(let values):
      var rows: [[Int]] = []
      rows.reserveCapacity(values.count)
      for value in values {
        guard case .integers(let row) = value else { break }
        rows.append(row)
      }
      if rows.count == values.count { return rows }
    default: break
    }
    throw .unreadable("'\(key)' of \(owner) is not a list of lists of whole numbers")
  }

  /// Refuses what nobody took.
  public func finish() throws(ProofError) {
    guard let key = remaining.keys.min() else { return }
    throw .unreadable("\(owner) says '\(key)', which is unknown")
  }
}
