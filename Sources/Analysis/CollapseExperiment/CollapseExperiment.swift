public import Findings
import EmbeddingSets
import LinearAlgebra
import Streaming

/// Two published toy experiments on dimensional collapse, run again: strong augmentation, and implicit regularisation of deep linear networks.
///
/// - Source: Jing et al. 2022, arXiv 2110.09348, sections 4 and 5.
public struct CollapseExperiment: Sendable {
  /// What is run.
  public struct Options: Sendable, Hashable {
    /// Steps of each run.
    public var steps = 10_000
    /// Seeds of each published run: seed, seed + 1, ….
    public var seedCount = 2
    /// The first seed.
    public var seed: UInt64 = 0
    /// Whether noise and depth are swept too, with the first seed.
    public var sweeps = false
    /// Runs at work at a time.
    public var jobs = 1

    /// The published settings.
    public init() {}
  }

  private let options: Options

  /// An experiment.
  public init(_ options: Options) { self.options = options }

  /// Trains every network and reports on them.
  ///
  /// - Returns: a report with the same bytes for every `jobs`.
  public func run(
    version: String, arguments: [String], stamp: String? = nil,
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) async throws -> Report {
    BLASLibrary.useOneThread()
    let published = CollapseRun.published.flatMap { run in
      (0..<options.seedCount).map { (run, options.seed &+ UInt64($0)) }
    }
    let swept = options.sweeps ? CollapseRun.sweep.map { ($0, options.seed) } : []
    let all = published + swept
    var trajectories: [CollapseTrajectory] = []
    let steps = options.steps
    try await orderedMap(count: all.count, width: options.jobs) { index in
      var (run, seed) = all[index]
      run.steps = steps
      let trajectory = try CollapseTrajectory(run, seed: seed)
      progress(1, all.count)
      return trajectory
    } consume: { _, trajectory in
      trajectories.append(trajectory)
    }
    return CollapseReport(
      published: Array(trajectories.prefix(published.count)),
      swept: Array(trajectories.dropFirst(published.count)), options: options
    ).report(
      Provenance(
        version: version, arguments: arguments, seed: options.seed,
        blas: Provenance.Library(
          name: BLASLibrary.name, core: BLASLibrary.coreName, threads: BLASLibrary.threadCount),
        notes: [
          "no bias, as in the theory, but where the name of a run says so, as in the published script; "
            + "learning rate 1e-3 for one layer, 1e-2 for two; batches of 128 of 10,000 "
            + "Gaussian inputs, loss on inner products at tau 0.1, spectra of 1,000 fresh inputs"
        ], stamp: stamp))
  }
}
