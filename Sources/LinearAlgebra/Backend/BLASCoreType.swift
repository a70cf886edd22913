import CKernels
import Glibc

/// Vector instructions of x86-64 that decide between kernels; older, too, is any other processor.
enum VectorInstructions {
  /// `avx512Halved` are vectors of 512 bits that go through units of 256.
  case older, avx, avx2, avx512Halved, avx512

  static var ofThisProcessor: VectorInstructions {
    switch embedscope_processor_class() {
    case EMBEDSCOPE_PROCESSOR_AVX: .avx
    case EMBEDSCOPE_PROCESSOR_AVX2_FMA: .avx2
    case EMBEDSCOPE_PROCESSOR_AVX512_HALVED: .avx512Halved
    case EMBEDSCOPE_PROCESSOR_AVX512: .avx512
    default: .older
    }
  }
}

// OpenBLAS picks its kernels while it is loaded, and a version older than the processor falls back
// to kernels of 2004: dsyrk at 11 instead of 65 Gflop/s on a core of family 6 model 207. Only the
// environment, read at load time, changes its mind: so the program starts itself once more.
extension BLASLibrary {
  private static let variable = "OPENBLAS_CORETYPE"
  private static let threadVariable = "OPENBLAS_NUM_THREADS"

  /// The kernels OpenBLAS should have chosen, where it does not know this processor or chose slower
  /// ones; else nil.
  ///
  /// Nil where the variable OPENBLAS_CORETYPE is set, whatever to: the user knows better, or this
  /// process is the second start already.
  public static func betterCoreType() -> String? {
    guard unsafe getenv(variable) == nil else { return nil }
    return betterCoreType(than: coreName, on: .ofThisProcessor)
  }

  static func betterCoreType(
    than coreName: String, on instructions: VectorInstructions
  ) -> String? {
    let name = coreName.lowercased()
    // where long vectors are halved, kernels of half the length are 5 to 8 % faster, sgemm and dsyrk
    if instructions == .avx512Halved, coresWithAVX512.contains(where: name.hasPrefix) {
      return "Haswell"
    }
    guard coresBeforeAVX.contains(where: name.hasPrefix) else { return nil }
    return switch instructions {
    case .avx512: "SkylakeX"
    case .avx2, .avx512Halved: "Haswell"
    case .avx: "Sandybridge"
    case .older: nil
    }
  }

  /// Starts this program again in its place, with better kernels and without BLAS threads.
  ///
  /// The threads that OpenBLAS starts while it is loaded spin for work that never comes: EmbedScope
  /// runs one BLAS thread a task. Both are decided in the environment before loading, nowhere else.
  ///
  /// Call it first thing, before any thread or file is opened. Returns only where there is nothing
  /// to change or the start fails; the program then goes on, slower.
  ///
  /// - Parameter arguments: all arguments, the name of the program first.
  public static func relaunchWithBetterCore(_ arguments: [String]) {
    var changes: [(name: String, value: String)] = []
    if let core = betterCoreType() { changes.append((variable, core)) }
    if unsafe getenv(threadVariable) == nil { changes.append((threadVariable, "1")) }
    guard !changes.isEmpty else { return }
    for change in changes {
      guard unsafe setenv(change.name, change.value, 0) == 0 else { return }
    }
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) }
    unsafe pointers.append(nil)
    _ = unsafe execv("/proc/self/exe", pointers)
    for index in 0..<arguments.count { unsafe free(pointers[index]) }
    // What this process starts later shall choose for itself.
    for change in changes { _ = unsafe unsetenv(change.name) }
  }

  /// Names OpenBLAS gives to its kernels with AVX-512, in lower case, as prefixes.
  private static let coresWithAVX512 = ["skylakex", "cooperlake", "sapphirerapids"]

  /// Names OpenBLAS gives to its x86 kernels without AVX, in lower case, as prefixes.
  private static let coresBeforeAVX = [
    "prescott", "core2", "penryn", "dunnington", "nehalem", "atom", "katmai", "coppermine",
    "northwood", "banias", "opteron", "barcelona", "bobcat", "athlon", "generic", "nano", "p2",
    "pentium", "unknown",
  ]
}
