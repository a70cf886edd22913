import Findings
import FoundationEssentials

/// The line that ends a run on a terminal: `0.9 s, 61 MiB`.
///
/// It holds what may not enter a report, because it is never the same twice.
struct WorkSummary {
  private let started = ContinuousClock.now

  /// The time since the summary was made, and the peak of memory where the system tells it.
  func line() -> String {
    let elapsed = ContinuousClock.now - started
    return Self.text(elapsed, peakKibibytes: Self.peakKibibytes) + "\n"
  }

  static func text(_ elapsed: Duration, peakKibibytes: Int?) -> String {
    let (seconds, attoseconds) = elapsed.components
    let total = Double(seconds) + Double(attoseconds) * 1e-18
    let time = NumberText.fixed(total, decimals: total < 0.1 ? 2 : 1) + " s"
    return peakKibibytes.map { "\(time), \(NumberText.grouped($0 / 1024)) MiB" } ?? time
  }

  /// The peak of resident memory of this process.
  ///
  /// Read as text, because the system call would fill a structure through a pointer.
  private static var peakKibibytes: Int? {
    FileManager.default.contents(atPath: "/proc/self/status").flatMap {
      peakKibibytes(inStatus: String(decoding: $0, as: UTF8.self))
    }
  }

  static func peakKibibytes(inStatus status: String) -> Int? {
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let words = line?.split { $0 == " " || $0 == "\t" } ?? []
    return words.count > 1 ? Int(words[1]) : nil
  }
}
