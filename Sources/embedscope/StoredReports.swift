import EmbeddingFormats
import Findings
import FoundationEssentials
import Rendering

/// Report documents that an earlier run wrote with `--report json=FILE`.
enum StoredReports {
  /// More bytes than any report has; a larger file is something else.
  private static let mostBytes = 1 << 30

  /// The reports of a file.
  ///
  /// - Throws: ``FormatError`` naming the file and the place in it.
  static func read(_ path: String) throws -> [Report] {
    let remedy = "Give a file that --report json=FILE wrote."
    let data: Data
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      if let size = attributes[.size] as? Int, size > mostBytes {
        throw FormatError(
          path, expected: "a report document", found: "the file is larger than 1 GiB",
          remedy: remedy)
      }
      data = try Data(contentsOf: URL(filePath: path))
    } catch let error as FormatError {
      throw error
    } catch {
      throw FormatError(
        path, expected: "cannot be read (\(SystemErrorText.describe(error)))", remedy: remedy)
    }
    do {
      return try JSONReportReader.reports(in: Array(data))
    } catch {
      throw FormatError(path, expected: error.description, remedy: remedy)
    }
  }
}
