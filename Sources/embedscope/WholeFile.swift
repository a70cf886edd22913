import FoundationEssentials

/// Small files that are read as a whole: policies, baselines, histories.
enum WholeFile {
  /// The bytes of a file.
  ///
  /// - Throws: an error that names the file, the cause and the remedy.
  static func bytes(_ path: String) throws -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(filePath: path)))
    } catch {
      let isThere = FileManager.default.fileExists(atPath: path)
      let cause = isThere ? SystemErrorText.describe(error) : "there is no such file"
      throw OutputError("\(path): cannot be read (\(cause)).\nCheck the path.")
    }
  }
}
