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

  #if !DEBUG
    /// Ranges hold what seeds of an independent run in another language show.
    ///
    /// One of the noisy directions may end at 0: a layer that starts with the wrong orientation cannot cross.
    @Test(
      "the published settings end where an independent run ends",
      arguments: [
        ("noise-0.01", 15.6...15.9, 15.9...16.0, 0...0),
        ("noise-1", 10.2...11.0, 13.7...14.9, 0...1),
        ("noise-1.5", 8.75...9.2, 12.4...13.5, 8...8), ("noise-2", 8.2...8.5, 11.3...12.3, 8...8),
        ("two-layers", 11.5...13.9, 11.8...14.1, 2...4),
      ])
    func published(
      name: String, participation: ClosedRange<Double>, rank: ClosedRange<Double>,
      collapsed: ClosedRange<Int>
    ) throws {
      let run = try #require(CollapseRun.published.first { $0.name == name })
      let last = try CollapseTrajectory(run, seed: 0).last
      #expect(participation.contains(try #require(last.participationRatio)))
      #expect(rank.contains(try #require(last.effectiveRank)))
      #expect(collapsed.contains(last.collapsedCount))
      if run.depth == 1, run.noise >= 1 {
        // the noisy half settles at the fixed point of an infinite batch
        let settled = CollapsePredictions.settledSpectrum(run)
        for index in 9..<15 {
          #expect((last.logarithms[index] - settled[index]).magnitude < 0.4)
        }
      }
    }
  #endif
}
