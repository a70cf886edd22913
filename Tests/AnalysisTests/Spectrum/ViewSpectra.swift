import EmbeddingSets
import LinearAlgebra

@testable import Analysis

/// The views of a set through the row pass and the spectral stage.
struct ViewSpectra {
  let outcomes: [SpectralView: ViewOutcome]
  let notes: [String]
  let pass: RowPassResult

  init(_ source: any EmbeddingSource, jobs: Int = 1) async throws {
    pass = try await RowPassRunner(
      source: source, parts: [.columns, .rawMoments, .unitMoments], fingerprintBudget: 0,
      jobs: jobs, progress: { _ in }
    ).run()
    (outcomes, notes) = try await SpectralStage(
      source: source, pass: pass, jobs: jobs, keepsVectors: [.raw, .centered]
    ).run(Set(SpectralView.allCases))
  }

  subscript(view: SpectralView) -> ViewStatistics? {
    if case .statistics(let statistics)? = outcomes[view] { statistics } else { nil }
  }

  /// The explicit rows of a view of finite, non-zero rows.
  static func rows(_ values: [Double], columnCount: Int, view: SpectralView) -> [Double] {
    let scaled = view.isUnit ? Samples.unit(values, columnCount: columnCount) : values
    return view.isCentered ? Samples.centered(scaled, columnCount: columnCount) : scaled
  }
}
