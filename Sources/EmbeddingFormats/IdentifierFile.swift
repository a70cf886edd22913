import EmbeddingSets

/// Identifiers that stand in a file of their own: lines of text, or a one-dimensional `.npy` of text
/// (`<U..`, `|S..`) or whole numbers.
public enum IdentifierFile {
  /// All identifiers of a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - rowCount: how many there have to be; nil where that is not known.
  /// - Throws: ``FormatError`` naming file and place.
  public static func read(_ path: String, rowCount: Int?) throws -> [String] {
    let names = try read(path)
    if let rowCount, names.count != rowCount {
      throw FormatError(
        path, expected: "\(grouped(rowCount)) identifiers, one for each row",
        found: "there are \(grouped(names.count))",
        remedy: "Write one line for each row, in the order of the rows.")
    }
    return names
  }

  private static func read(_ path: String) throws -> [String] {
    let file = try MappedFile(path: path)
    let leading = try file.elements(UInt8.self, at: 0, count: min(6, file.byteCount))
    if leading == NumpyHeader.magic { return try numpy(file) }
    var lines = try TextLines(file)
    var names: [String] = []
    while let line = try lines.next() { names.append(lines.text(line)) }
    return names
  }

  private static func numpy(_ file: MappedFile) throws -> [String] {
    let header = try NumpyHeader(name: file.name, available: file.byteCount) { range in
      try file.elements(UInt8.self, at: range.lowerBound, count: range.count)
    }
    let remedy = "Save the identifiers as one array of text (np.array(ids)), or as lines of text."
    guard header.shape.count == 1, let descr = header.descr, let order = descr.first,
      let kind = descr.dropFirst().first, let width = Int(descr.dropFirst(2)), width > 0,
      width < 1 << 20
    else {
      throw FormatError(
        file.name, .byte(10), expected: "one dimension of text or whole numbers",
        found: "the header says \(header.descr ?? "a structured type"), "
          + described(shape: header.shape), remedy: remedy)
    }
    let size = kind == "U" ? width * 4 : width
    let (byteCount, overflow) = header.shape[0].multipliedReportingOverflow(by: size)
    let available = file.byteCount - header.dataOffset
    guard !overflow, byteCount == available else {
      throw FormatError(
        file.name, .byte(header.dataOffset),
        expected: "\(grouped(header.shape[0])) identifiers of \(grouped(size)) bytes",
        found: "the file holds \(grouped(available)) bytes after the header",
        remedy: "The file is truncated or damaged: write it again.")
    }
    let bytes = try file.elements(UInt8.self, at: header.dataOffset, count: byteCount)
    return try stride(from: 0, to: byteCount, by: size).map { start in
      var element = Array(bytes[start..<start + size])
      switch kind {
      case "U": return text(unicode: element, isBigEndian: order == ">")
      case "S": return String(decoding: element.prefix { $0 != 0 }, as: UTF8.self)
      case "i" where size <= 8, "u" where size <= 8:
        if order == ">" { element.reverse() }
        return text(integer: element, isSigned: kind == "i")
      default:
        throw FormatError(
          file.name, .byte(10), expected: "text or whole numbers",
          found: "the header says '\(descr)'", remedy: remedy)
      }
    }
  }

  private static func text(unicode bytes: [UInt8], isBigEndian: Bool) -> String {
    var text = String.UnicodeScalarView()
    for start in stride(from: 0, to: bytes.count, by: 4) {
      let word = UInt32(truncatingIfNeeded: LittleEndian.uint32(bytes, at: start))
      let value = isBigEndian ? word.byteSwapped : word
      if value == 0 { break }
      text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
    }
    return String(text)
  }

  private static func text(integer bytes: [UInt8], isSigned: Bool) -> String {
    var word: UInt64 = isSigned && (bytes.last ?? 0) >= 0x80 ? .max : 0
    for byte in bytes.reversed() { word = word << 8 | UInt64(byte) }
    return isSigned ? String(Int64(bitPattern: word)) : String(word)
  }
}
