import ArgumentParser
import Findings
import LinearAlgebra
import Rendering

/// Tells whether BLAS and LAPACK compute correctly here: `embedscope doctor`.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Which BLAS and LAPACK, which kernel, how many threads; do they compute correctly?",
    discussion: """
      Exits with 2 if a self-test fails: no number of this installation can be trusted then.

      Examples:
        embedscope doctor
        OPENBLAS_CORETYPE=Haswell embedscope doctor            other kernels, if they suit better
      """)

  func run() async throws {
    BLASLibrary.useOneThread()
    let results = await BLASSelfTest.run()
    let failed = results.filter { !$0.passed }
    var lines = TextLayout.paragraph(
      failed.isEmpty
        ? "Healthy: \(BLASLibrary.name) on \(BLASLibrary.coreName) kernels passes "
          + "\(results.count) self-tests."
        : "Broken: \(BLASLibrary.name) on \(BLASLibrary.coreName) kernels fails "
          + "\(failed.count) of \(results.count) self-tests.", lead: "")
    lines.append("")
    let facts = [
      ("library", BLASLibrary.name), ("built as", BLASLibrary.configuration),
      ("kernels", kernels),
      ("threads", "\(BLASLibrary.threadCount) a call; tasks run beside each other"),
    ]
    for (name, text) in facts {
      lines += TextLayout.paragraph(
        text, lead: "  " + TextLayout.padded(name, to: 10), hanging: 12)
    }
    lines.append("")
    for result in results {
      let residual =
        result.residual.isFinite
        ? NumberText.rounded(result.residual, significantDigits: 2) : "not a number"
      lines += TextLayout.paragraph(
        "\(result.name): \(residual), at most "
          + NumberText.rounded(result.tolerance, significantDigits: 2),
        lead: result.passed ? "  pass  " : "  FAIL  ", hanging: 8)
    }
    let text = lines.joined(separator: "\n") + "\n"
    guard failed.isEmpty else {
      StandardStreams.note(text)
      throw OutputError(
        "\(failed.count) self-tests failed. Install another BLAS (libopenblas0-pthread), or choose "
          + "other kernels with OPENBLAS_CORETYPE, for example Haswell.")
    }
    try StandardStreams.emit(text)
  }

  private var kernels: String {
    if let better = BLASLibrary.betterCoreType() {
      return "\(BLASLibrary.coreName), although the processor can run \(better): set "
        + "OPENBLAS_CORETYPE=\(better)"
    }
    return BLASLibrary.coreName
  }
}
