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

  /// Address space that OpenBLAS takes for each call that runs beside others, and keeps.
  private static let bufferBytes = 128 << 20
  /// What the program itself takes besides: code, stacks, arenas of the allocator.
  private static let otherBytes = 256 << 20

  /// The least address space in which a program with one BLAS call at a time works.
  public static let leastAddressSpace = bufferBytes + otherBytes

  /// The limit on this process's address space (`ulimit -v`) in bytes; nil without one.
  ///
  /// OpenBLAS asks for its buffers for ever when it gets none, so a limit has to be known before.
  public static var addressSpaceLimit: Int? {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
      limit.rlim_cur < rlim_t(Int.max)
    else { return nil }
    return Int(limit.rlim_cur)
  }

  /// How many BLAS calls may run beside each other within the limit; nil without one.
  public static var affordableCalls: Int? {
    addressSpaceLimit.map { max(1, ($0 - otherBytes) / (2 * bufferBytes)) }
  }

  private static func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String {
    guard let pointer = unsafe pointer else { return "unknown" }
    return unsafe String(cString: pointer)
  }
}
