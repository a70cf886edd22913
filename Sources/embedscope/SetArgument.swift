import ArgumentParser
import EmbeddingFormats
import EmbeddingSets

extension SetOptions {
  /// The options as the readers take them.
  func readOptions() throws -> ReadOptions {
    var scalar: ScalarType?
    if let dtype {
      guard let type = ScalarType(dtypeName: dtype) else {
        throw ValidationError(
          "--dtype '\(dtype)' is not a type; there are "
            + "\(ScalarType.dtypeChoices.joined(separator: ", ")).")
      }
      scalar = type
    }
    if let format, FormatCatalog.format(id: format) == nil {
      let known = FormatCatalog.all.map(\.id)
      throw ValidationError(
        "--format '\(format)' is not a format; there are \(known.joined(separator: ", "))."
          + Suggestion.sentence(for: format, among: known))
    }
    var options = ReadOptions()
    options.tensor = tensor
    options.dtype = scalar
    options.dimensions = dimensions
    options.format = format
    options.jsonPath = jsonPath
    options.allowTruncated = allowTruncated
    options.idsPath = ids
    return options
  }
}
