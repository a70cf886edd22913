import ArgumentParser
import EmbeddingFormats
import EmbeddingSets
import Findings
import SignRank
import SignRankProof

/// Is this certificate right: `embedscope verify CERTIFICATE MATRIX`.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Is this certificate of sign-rank bounds right? Exit code 0 if it is, 1 if not.",
    usage: "embedscope verify <CERTIFICATE> <MATRIX> [<options>]",
    discussion: """
      Checks every claim against the matrix, with exact arithmetic and without any of
      the code that found it. The matrix is read as the certificate says (threshold,
      unjudged pairs, number of documents).

      Example:
        embedscope verify qrels.certificate.json qrels.tsv
      """)

  @Argument(help: ArgumentHelp("What signrank --certificate wrote.", valueName: "CERTIFICATE"))
  var certificate: String

  @Argument(
    help: ArgumentHelp(
      "Judgments (TREC, BEIR, JSON lines), a 0/1 table of commas, or an .npy.",
      valueName: "MATRIX"))
  var matrix: String

  @OptionGroup(title: "Reports") var shared: SharedOptions

  func run() throws {
    let output = try ReportOutput(shared)
    let document: CertificateDocument
    do throws(ProofError) {
      document = try CertificateDocument(bytes: try Self.bytes(of: certificate))
    } catch {
      throw FormatError(
        certificate, expected: "a certificate of embedscope signrank", found: error.description,
        remedy: "Write it again with embedscope signrank --certificate.")
    }
    let input = try RelevanceReader.read(
      matrix,
      options: RelevanceOptions(
        threshold: document.reading.threshold,
        unjudgedAreHoles: document.reading.unjudgedAreHoles))
    let verdict = VerificationReport(
      certificate: certificate, matrix: matrix, document,
      whole: input.queryIDs == nil
        ? input.matrix : input.matrix.widened(to: document.size.columns))
    try output.emit(
      verdict.report(
        version: Version.current,
        arguments: ResultArguments.filtered(CommandLine.arguments.dropFirst()), seed: shared.seed,
        notes: [], stamp: shared.stampText))
    if !verdict.isValid { throw ExitCodes.negativeVerdict }
  }

  /// The bytes of a file, read as every input is.
  private static func bytes(of path: String) throws(ProofError) -> [UInt8] {
    do {
      return try FileBytes.read(path)
    } catch {
      throw .unreadable("\(error)")
    }
  }
}
