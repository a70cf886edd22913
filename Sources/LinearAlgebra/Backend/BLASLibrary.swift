import CLAPACK
import Glibc

/// The BLAS this program runs on: who it is, and how it is kept to one thread.
///
/// Every call runs on the thread of its caller: tasks over blocks are the only parallelism, with
/// bounds fixed by the data, so that no result depends on how many of them run at once. (The same
/// call on one and on two BLAS threads differs in the last digits.)
public enum BLASLibrary {
  /// Name and version, `OpenBLAS 0.3.21`.
  public static var name: String {
    configuration.split(separator: " ").prefix(2).joined(separator: " ")
  }

  /// What it was built with, as it says itself.
  public static var configuration: String { unsafe text(openblas_get_config()) }

  /// The kernels it chose for this processor, `SkylakeX`.
  public static var coreName: String { unsafe text(openblas_get_corename()) }

  /// Threads inside one call: 1.
  public static var threadCount: Int {
    useOneThread()
    return Int(openblas_get_num_threads())
  }

  /// Makes every later call run on the thread of its caller; the first call does it, the others
  /// cost a flag test.
  @inline(__always)
  public static func useOneThread() { _ = oneThread }

  private static let oneThread: Void = openblas_set_num_threads(1)

  private static func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String {
    guard let pointer = unsafe pointer else { return "unknown" }
    return unsafe String(cString: pointer)
  }
}
