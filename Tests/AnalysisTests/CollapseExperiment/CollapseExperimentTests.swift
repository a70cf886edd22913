import EmbeddingSets
import Findings
import TestSupport
import Testing

@testable import Analysis

@Suite("The collapse experiments of Jing et al.")
struct CollapseExperimentTests {
  private func report(
    _ change: (inout CollapseExperiment.Options) -> Void
  ) async throws -> Report {
    var options = CollapseExperiment.Options()
    change(&options)
    return try await CollapseExperiment(options).run(version: "test", arguments: [])
  }

  @Test("ids are unique, everything is emitted, and tasks change nothing")
  func short() async throws {
    let one = try await report {
      $0.steps = 15
      $0.seedCount = 2
    }
    let many = try await report {
      $0.steps = 15
      $0.seedCount = 2
      $0.jobs = 3
    }
    #expect(one == many)
    #expect(one.metrics.map(\.id) == CollapseCatalog.descriptors.map(\.id))
    #expect(Set(one.metrics.map(\.id)).count == one.metrics.count)
    #expect(
      one.series.map(\.id) == [
        "collapse.spectra", "collapse.training", "collapse.predictions", "collapse.growth",
      ])
    for descriptor in CollapseCatalog.descriptors { #expect(!descriptor.reading.isEmpty) }
  }

  @Test("theory before training: as many negative eigenvalues as inputs drown in noise")
  func negative() throws {
    for (noise, counts) in [(0.01, 0...0), (1.5, 8...8), (2, 8...8)] {
      var run = CollapseRun.augmentation(noise: noise, name: "test")
      run.steps = 1
      let trajectory = try CollapseTrajectory(run, seed: 1)
      #expect(counts.contains(trajectory.checkpoints[0].negativeCount), "noise \(noise)")
      // and they lie in the augmented inputs
      for (value, share) in trajectory.initialDrive where value < -0.5 { #expect(share > 0.5) }
    }
  }

  @Test("closed forms: settled spectra, and how many directions of deep layers have grown up")
  func closedForms() {
    let settled = CollapsePredictions.settledSpectrum(.augmentation(noise: 2, name: "test"))
    for value in settled.prefix(8) { #expect(isNear(value, logarithm(0.1))) }
    for value in settled.suffix(8) { #expect(isNear(value, logarithm(0.1 / 25))) }
    // τ/(4 η σ²) < 10,000 for σ = e^(-0.35 i): i < ln(4000)/0.7 = 11.8
    #expect(CollapsePredictions.grownDirections(.implicit(depth: 2, name: "test")) == 12)
    // one layer grows exponentially: every direction is there long before
    #expect(CollapsePredictions.grownDirections(.implicit(depth: 1, name: "test")) == 16)
    #expect(
      CollapsePredictions.grownDirections(.implicit(depth: 3, name: "test"))
        < CollapsePredictions.grownDirections(.implicit(depth: 2, name: "test")))
  }

  /// An end that an independent run in another language has, widened by the range of its seeds
  /// (`Tests/Reference/collapse.py`).
  struct Ending: Sendable {
    let name: String
    let participation: ClosedRange<Double>
    let rank: ClosedRange<Double>
    let collapsed: ClosedRange<Int>
  }

  /// Without a bias all directions settle.
  ///
  /// With one, a noisy direction may end at 0: seeds fall on both sides.
  static let endings: [Ending] = {
    let one = Ending(
      name: "noise-1.5", participation: 8.9...9.1, rank: 13.2...13.4, collapsed: 8...8)
    #if DEBUG
      return [one]  // 10,000 steps take some ten seconds without optimisation
    #else
      return [
        one,
        Ending(
          name: "noise-0.01", participation: 15.5...15.95, rank: 15.9...16.0, collapsed: 0...0),
        Ending(name: "noise-1", participation: 10.55...10.95, rank: 14.6...14.8, collapsed: 0...1),
        Ending(name: "noise-2", participation: 8.3...8.5, rank: 12.0...12.25, collapsed: 8...8),
        Ending(
          name: "noise-1.5-with-bias", participation: 8.75...9.1, rank: 12.5...13.4,
          collapsed: 8...8),
        Ending(
          name: "two-layers", participation: 11.5...13.9, rank: 11.8...14.1, collapsed: 2...4),
      ]
    #endif
  }()

  @Test("the published settings end where an independent run ends", arguments: endings)
  func published(_ ending: Ending) throws {
    let run = try #require(CollapseRun.published.first { $0.name == ending.name })
    let last = try CollapseTrajectory(run, seed: 0).last
    #expect(ending.participation.contains(try #require(last.participationRatio)))
    #expect(ending.rank.contains(try #require(last.effectiveRank)))
    #expect(ending.collapsed.contains(last.collapsedCount))
    if run.depth == 1, run.noise >= 1 {
      // the noisy half settles at the fixed point of an infinite batch
      let settled = CollapsePredictions.settledSpectrum(run)
      for index in 9..<15 {
        #expect((last.logarithms[index] - settled[index]).magnitude < 0.4)
      }
    }
  }
}
