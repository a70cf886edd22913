import EmbeddingFormats
import EmbeddingSets

/// The two-dimensional floating-point tensors of a file whose names match a pattern:
/// `--tensor 'encoder.*.weight'`.
struct WeightInput {
  /// Matrices in the order of the file.
  let matrices: [(name: String, source: any EmbeddingSource)]
  /// What the pattern matched beside them.
  let notes: [String]

  private static let floatTypes: Set<String> = ["float16", "bfloat16", "float32", "float64"]

  /// Opens what a pattern matches; nil where `--tensor` is a plain name, or the name of a tensor.
  ///
  /// - Throws: ``FormatError`` where nothing matches, and for a tensor that cannot be read.
  init?(_ path: String, options: ReadOptions) throws {
    guard let text = options.tensor, NamePattern.isPattern(text) else { return nil }
    var everything = options
    everything.tensor = nil
    let tensors = try EmbeddingSetReader.inspect(path, options: everything).tensors
    guard !tensors.contains(where: { $0.name == text }) else { return nil }
    let pattern = NamePattern(text)
    let matching = tensors.filter { pattern.matches($0.name) }
    let matrices = matching.filter { $0.shape.count == 2 && !$0.shape.contains(0) }
    let chosen = matrices.filter { Self.isFloating($0.dtype) }
    guard !chosen.isEmpty else {
      throw FormatError(
        path, expected: "a two-dimensional floating-point tensor that matches '\(text)'",
        found: matching.isEmpty
          ? "none of its \(tensors.count) tensors does"
          : "it matches \(matching.count) of other shapes and types",
        remedy: "embedscope inspect lists all; quote the pattern for the shell.")
    }
    self.matrices = try chosen.map { tensor in
      var one = options
      one.tensor = tensor.name
      return (tensor.name, try EmbeddingSetReader.open(path, options: one))
    }
    let left = matching.count - chosen.count
    notes =
      left == 0
      ? []
      : [
        "weights: \(left) matching \(left == 1 ? "tensor is" : "tensors are") no floating-point matrix"
      ]
  }

  /// Whether a type holds fractions: also those that cannot be read, which must not pass unseen.
  private static func isFloating(_ type: String) -> Bool {
    floatTypes.contains(type) || type.hasPrefix("F8") || type.hasPrefix("F4")
  }
}
