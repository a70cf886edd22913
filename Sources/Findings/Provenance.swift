/// What made a report: enough to make it again.
///
/// No clock and no host name unless asked for.
public struct Provenance: Hashable, Sendable {
  /// The linear algebra underneath; results move in the last digits between kernels.
  public struct Library: Hashable, Sendable {
    /// The library and its version, `OpenBLAS 0.3.21`.
    public let name: String
    /// The kernel set it chose for this processor.
    public let core: String
    /// Threads inside one call.
    public let threads: Int

    /// A library.
    public init(name: String, core: String, threads: Int) {
      self.name = name
      self.core = core
      self.threads = threads
    }
  }

  /// Version of the program.
  public let version: String
  /// Arguments that bear on the result, as given.
  public let arguments: [String]
  /// Seed of everything random.
  public let seed: UInt64
  /// The linear algebra underneath.
  public let blas: Library
  /// How the numbers were made where it matters: routes taken, samples drawn, budgets met.
  public let notes: [String]
  /// Date and host, only where `--stamp` asked for them.
  public let stamp: String?

  /// A provenance.
  public init(
    version: String, arguments: [String], seed: UInt64, blas: Library, notes: [String] = [],
    stamp: String? = nil
  ) {
    self.version = version
    self.arguments = arguments
    self.seed = seed
    self.blas = blas
    self.notes = notes
    self.stamp = stamp
  }
}
