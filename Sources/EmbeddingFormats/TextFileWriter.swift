/// A text of any size that is written piece by piece, and appears whole or not at all.
///
/// The text goes into a file beside its place, which gets the name at the end; without ``publish()``
/// nothing is left.
public final class TextFileWriter {
  private let spool: Spool

  /// An empty text that is to appear at a path; a regular file there is replaced.
  ///
  /// - Throws: ``FormatError`` if the directory takes no file.
  public init(path: String) throws { spool = try Spool(beside: path) }

  /// Adds a text after what is there.
  public func append(_ text: String) throws { try spool.append(Array(text.utf8)) }

  /// Gives the file its name.
  public func publish() throws { try spool.publish() }
}
