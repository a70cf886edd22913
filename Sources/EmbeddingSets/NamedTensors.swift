/// Arrays of Double by name, with short texts beside them: what a fitted model is kept as.
///
/// No I/O: formats turn it into bytes and back.
public struct NamedTensors: Sendable, Hashable {
  /// One array.
  public struct Tensor: Sendable, Hashable {
    /// Its name, unique among all.
    public let name: String
    /// Its sides; their product is the number of values.
    public let shape: [Int]
    /// Its values, row-major.
    public let values: [Double]

    /// An array.
    ///
    /// - Precondition: as many values as the shape says.
    public init(name: String, shape: [Int], values: [Double]) {
      precondition(
        shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == values.count,
        "a tensor has the values its shape says")
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// Short texts by key.
  public var texts: [String: String]
  /// The arrays, in the order they are kept.
  public var tensors: [Tensor]

  /// Texts and arrays.
  public init(texts: [String: String] = [:], tensors: [Tensor] = []) {
    self.texts = texts
    self.tensors = tensors
  }

  /// The array of a name; nil where there is none.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }
}
