/// An embedding set whose reader noticed something that its user should know.
public protocol CautionedSource: EmbeddingSource {
  /// One clause for each thing noticed: rows missing from a truncated file, padding left out.
  var warnings: [String] { get }
}
