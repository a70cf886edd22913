/// Every format there is; the only list of them.
///
/// The order decides between formats that are equally sure of a file.
public enum FormatCatalog {
  /// All formats, in order of recognition.
  public static let all: [any EmbeddingFormat] = [
    MTEBCacheFormat(),
    NumpyFormat(),
    NumpyArchiveFormat(),
    SafetensorsFormat(),
    VectorRecordFormat.fvecs,
    VectorRecordFormat.bvecs,
    VectorRecordFormat.ivecs,
    CountedBinaryFormat.fbin,
    CountedBinaryFormat.f16bin,
    CountedBinaryFormat.u8bin,
    CountedBinaryFormat.i8bin,
    CountedBinaryFormat.ibin,
    WordVectorBinaryFormat(),
    WordVectorTextFormat.word2vec,
    WordVectorTextFormat.glove,
    DelimitedTextFormat.tsv,
    DelimitedTextFormat.csv,
    JSONLinesFormat(),
    RawFormat(),
  ]

  /// The format with an id, nil if there is none.
  public static func format(id: String) -> (any EmbeddingFormat)? {
    all.first { $0.id == id }
  }

  /// The format that is surest of a file, nil if none recognises it.
  static func recognised(_ input: FormatInput) -> (any EmbeddingFormat)? {
    var best: (any EmbeddingFormat)?
    var bestRecognition = Recognition.no
    for format in all {
      let recognition = format.recognition(of: input)
      if recognition > bestRecognition {
        best = format
        bestRecognition = recognition
      }
    }
    return best
  }
}
