import Findings
import LinearAlgebra

extension Provenance.Library {
  /// The linear algebra that this process runs.
  static var current: Provenance.Library {
    Provenance.Library(
      name: BLASLibrary.name, core: BLASLibrary.coreName, threads: BLASLibrary.threadCount)
  }
}
