import Checks
import Findings
import FoundationEssentials
import Rendering

/// One run as `--history` keeps it: the JSON report of the check with its date, in a file of its own.
///
/// Files rather than a database: runs of parallel jobs never touch the same file, so there is nothing
/// to lock and nothing to merge; the folder can be committed, cached or uploaded as it is, read with
/// any tool, and thinned with `rm`. `trend` reads 3,000 of them in two seconds, and no history
/// of one policy is longer than that.
struct HistoryRun {
  private let report: CheckReport
  private let id: String
  private let date: String

  /// A run that ended at a time.
  init(of report: CheckReport, id: String?, at time: Date) {
    self.report = report
    date = time.formatted(.iso8601)
    self.id = id ?? date
  }

  /// Where it goes: the time first, so that a listing is in order, and never over another run.
  func path(in directory: String) throws -> String {
    try OutputWriter.checkDirectory(directory)
    var name = ""
    for scalar in id.unicodeScalars.prefix(80) {
      let isPlain =
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
        || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "."
      name += isPlain ? String(scalar) : "_"
    }
    let time = date.replacing(":", with: "-")
    let stem =
      (directory.hasSuffix("/") ? directory : directory + "/") + time
      + (id == date ? "" : "_" + name)
    var path = stem + ".json"
    var number = 2
    while try OutputWriter.isFile(path) {
      path = "\(stem)-\(number).json"
      number += 1
    }
    return path
  }

  /// The document.
  var text: String {
    CheckJSONRenderer(run: .init(id: id, date: date)).render(report, style: .plain)
  }
}
