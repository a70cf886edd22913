public import EmbeddingSets

/// What the user says about a set where its files do not.
public struct ReadOptions: Sendable, Hashable {
  /// The member of an `.npz` or the tensor of a `.safetensors` file to read.
  public var tensor: String?
  /// The stored type, for files that do not say it: headerless ones, and `<V2` in `.npy`.
  public var dtype: ScalarType?
  /// Components of each vector, for headerless files.
  public var dimensions: Int?
  /// The id of the format, where names and leading bytes do not tell (always for standard input).
  public var format: String?
  /// Where the vectors are in each JSON value, such as `data[].embedding`.
  public var jsonPath: String?
  /// Whether a file that ends too early is read as far as its rows are whole.
  public var allowTruncated: Bool
  /// A file of identifiers, one for each row: lines of text, or a one-dimensional `.npy`.
  public var idsPath: String?

  /// Options; by default the files say everything.
  public init(
    tensor: String? = nil, dtype: ScalarType? = nil, dimensions: Int? = nil, format: String? = nil,
    jsonPath: String? = nil, allowTruncated: Bool = false, idsPath: String? = nil
  ) {
    self.tensor = tensor
    self.dtype = dtype
    self.dimensions = dimensions
    self.format = format
    self.jsonPath = jsonPath
    self.allowTruncated = allowTruncated
    self.idsPath = idsPath
  }
}

extension ScalarType {
  /// The names that `--dtype` and sidecar files use for each type.
  private static let dtypeNames: [(names: [String], type: ScalarType)] = [
    (["f16", "float16", "half", "f2"], .float16),
    (["bf16", "bfloat16"], .bfloat16),
    (["f32", "float32", "float", "f4"], .float32),
    (["f64", "float64", "double", "f8"], .float64),
    (["i8", "int8", "i1"], .int8),
    (["u8", "uint8", "u1"], .uint8),
    (["i32", "int32", "i4"], .int32),
  ]

  /// A type by the name users give it: `bf16`, `float32`, `i8`...; nil for any other name.
  public init?(dtypeName name: String) {
    let lowercased = name.lowercased()
    guard let entry = Self.dtypeNames.first(where: { $0.names.contains(lowercased) }) else {
      return nil
    }
    self = entry.type
  }

  /// The first name of every type that ``init(dtypeName:)`` knows, for help and messages.
  public static var dtypeChoices: [String] { dtypeNames.map { $0.names[0] } }
}
