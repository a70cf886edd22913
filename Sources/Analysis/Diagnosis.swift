public import EmbeddingSets
public import Findings
import LinearAlgebra
import RealModule

/// The main job: everything that can be said of one embedding set.
///
/// One read of the rows serves all row statistics; a second one directions about the mean and the
/// partition function; one sweep over pairs serves uniformity and nearest neighbours.
public struct Diagnosis: Sendable {
  let source: any EmbeddingSource
  let options: DiagnosisOptions
  private let progress: @Sendable (DiagnosisProgress) -> Void
  /// Is told beforehand what will take long.
  let announce: @Sendable (String) -> Void

  /// A diagnosis of a set.
  ///
  /// `announce` is told beforehand, in a sentence, what is expected to take more than ten seconds.
  public init(
    of source: any EmbeddingSource, options: DiagnosisOptions,
    progress: @escaping @Sendable (DiagnosisProgress) -> Void = { _ in },
    announce: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.source = source
    self.options = options
    self.progress = progress
    self.announce = announce
  }

  /// Runs it.
  ///
  /// - Parameters:
  ///   - version: of the program, for the provenance.
  ///   - arguments: that bear on the result.
  ///   - stamp: date and host where they are wanted.
  /// - Returns: the report, with the same bytes for every `jobs`.
  /// - Throws: input errors of the source, and failures of the numerics.
  public func run(
    version: String, arguments: [String], stamp: String? = nil
  ) async throws -> Report {
    BLASLibrary.useOneThread()
    let (statistics, notes) = try await measure()
    let analyzers = AnalyzerCatalog.all.filter { options.families.contains($0.family) }
    let metrics = analyzers.flatMap { $0.measure(statistics) }
    let series = analyzers.flatMap { $0.series(statistics) }
    let byID = Dictionary(metrics.map { ($0.id, $0) }) { first, _ in first }
    let evidence = Evidence(
      statistics: statistics, metrics: byID, thresholds: options.thresholds)
    let judgements = JudgeCatalog.all.flatMap { $0.judge(evidence) }
      .enumerated().sorted { left, right in
        left.element.finding.severity == right.element.finding.severity
          ? left.offset < right.offset
          : left.element.finding.severity > right.element.finding.severity
      }.map(\.element)
    let verdict = Verdict(
      statistics: statistics, metrics: byID, judgements: judgements, name: source.name)
    return Report(
      command: "diagnose",
      subject: Subject(
        name: source.name, rows: source.shape.rowCount, dimensions: source.shape.columnCount,
        storedAs: source.shape.storedAs.description, digest: statistics.tally.digestText),
      verdict: verdict.sentence, highlights: verdict.highlights, metrics: metrics, series: series,
      findings: judgements.map(\.finding),
      provenance: Provenance(
        version: version, arguments: arguments, seed: options.seed,
        blas: Provenance.Library(
          name: BLASLibrary.name, core: BLASLibrary.coreName, threads: BLASLibrary.threadCount),
        notes: notes, stamp: stamp))
  }

  /// What analyzers turn into metrics, and notes on how it was found.
  func measure() async throws -> (SetStatistics, [String]) {
    let families = options.families
    let needsCosines = families.contains(.isotropy)
    let needsUniformity = families.contains(.uniformity)
    var views = families.contains(.spectrum) ? options.views : []
    // the mean squared cosine comes from the Gram matrix of the unit rows, and so do the controls
    // of sampled uniformity; the partition function needs the eigenvectors of the rows
    let rowCount = Double(source.shape.rowCount)
    let columnCount = Double(source.shape.columnCount)
    let samplesUniformity =
      needsUniformity
      && UniformityStage.cost(
        rowCount: source.shape.rowCount, columnCount: source.shape.columnCount)
        > options.pairBudget
    let computesPartition =
      needsCosines && options.includesPartition
      && rowCount * columnCount * columnCount <= options.pairBudget
    let reported = views
    if needsCosines || samplesUniformity { views.insert(.unitRaw) }
    if computesPartition { views.insert(.raw) }
    // the principal axes of cuts
    let needsAxes = families.contains(.headroom) || families.contains(.transform)
    if needsAxes { views.insert(.centered) }

    var parts: RowPass.Parts = []
    if families.contains(.data) { parts.insert([.columns, .fingerprints]) }
    if needsCosines || needsUniformity || searchesNeighbors || needsAxes { parts.insert(.columns) }
    if families.contains(.intrinsicDimension) { parts.insert(.fingerprints) }
    if views.contains(where: { !$0.isUnit }) { parts.insert(.rawMoments) }
    if views.contains(where: \.isUnit) { parts.insert(.unitMoments) }
    let pass = try await RowPassRunner(
      source: source, parts: parts, fingerprintBudget: options.duplicateBudget,
      jobs: options.jobs, progress: report("reading rows", total: source.shape.rowCount)
    ).run()
    var notes = pass.notes

    let spectral = try await SpectralStage(
      source: source, pass: pass, jobs: options.jobs,
      keepsVectors: Set(
        (computesPartition ? [.raw] : []) + (needsAxes ? [.centered] : []))
    ).run(views)
    notes += spectral.notes

    let vectors = computesPartition ? spectral.outcomes[.raw]?.rightVectors : nil
    let second =
      needsCosines && pass.state.tally.finiteCount > 0
      ? try await CenteredPass(source: source, pass: pass, jobs: options.jobs)
        .run(along: vectors) : CenteredPass.Result()
    let partition = partition(
      second.logPartition, along: vectors, pass, isWanted: computesPartition)
    let cosines =
      needsCosines
      ? try await CosineSample(source: source, pass: pass, jobs: options.jobs, seed: options.seed)
        .run() : nil
    let duplicates = try duplicates(pass)
    let stages = neighborStages(pass, axes: spectral.outcomes[.centered]?.rightVectors)
    if searchesNeighbors { announceCost(stages) }
    let prepared = try await stages.prepare()
    let uniformity =
      needsUniformity
      ? try await uniformity(pass, spectral.outcomes[.unitRaw], filling: prepared, &notes)
      : .skipped(reason: "not asked for")
    let found = try await stages.run(prepared, duplicates: duplicates)
    notes += found.notes + [cosines?.note].compactMap { $0 }
    let trials =
      families.contains(.transform)
      ? try await TransformTrialStage(
        source: source, pass: pass, jobs: options.jobs, seed: options.seed,
        axes: spectral.outcomes[.centered]?.rightVectors
      ).run() : .skipped(reason: "not asked for")
    let statistics = SetStatistics(
      shape: source.shape, pass: pass, duplicates: duplicates,
      // a spectrum that only the principal axes were taken from is not judged
      views: spectral.outcomes.filter { $0.key != .centered || reported.contains(.centered) },
      reportedViews: reported, centeredDirections: second.directions,
      partition: partition, uniformity: uniformity, cosines: cosines?.histogram,
      neighbors: found.neighbors,
      intrinsicDimension: found.intrinsicDimension, headroom: found.headroom,
      trials: trials,
      identifiers: found.neighbors.value == nil
        ? nil : try (source as? any IdentifiedSource)?.identifiers())
    return (statistics, notes)
  }

  private func duplicates(_ pass: RowPassResult) throws -> SetStatistics.Duplicates {
    guard let fingerprints = pass.state.fingerprints else {
      return .skipped(reason: "not asked for")
    }
    if fingerprints.isExceeded {
      return .skipped(
        reason:
          "more than \(options.duplicateBudget) rows; raise --duplicate-budget, at 16 bytes a "
          + "row")
    }
    let candidates = fingerprints.candidateGroups()
    if candidates.isEmpty { return .groups([]) }
    return .groups(
      try DuplicateSearch(source: source).confirm(candidates) { $0.isNonfinite($1) })
  }

  private func partition(
    _ logarithms: [Double], along vectors: Matrix?, _ pass: RowPassResult, isWanted: Bool
  ) -> SetStatistics.Partition {
    guard isWanted else {
      return .skipped(
        reason: options.includesPartition
          ? "n d^2 multiply-adds exceed --pair-budget; raise it" : "not asked for")
    }
    guard let vectors else { return .logarithms([]) }
    // directions that no row has a part in: every term is exp(0)
    let hasOthers = vectors.rowCount < source.shape.columnCount
    return .logarithms(
      logarithms + (hasOthers ? [.log(Double(pass.state.tally.finiteCount))] : []))
  }

  private func uniformity(
    _ pass: RowPassResult, _ outcome: ViewOutcome?, filling prepared: NeighborStages.Prepared?,
    _ notes: inout [String]
  ) async throws -> SetStatistics.Uniformity {
    guard pass.state.tally.directionCount >= 2 else {
      return .undefined(reason: "needs two rows with a direction")
    }
    let stage = uniformityStage(pass)
    if stage.isExact {
      let results = try await stage.exact(filling: prepared?.selection)
      prepared?.markFilled(single: stage.isSingle)
      return .results(results)
    }
    guard case .statistics(let gram)? = outcome, let columns = pass.state.unitColumns,
      let meanCosine = UnitSums(columns, shift: pass.state.configuration.unitShift).meanCosine
    else { preconditionFailure("sampling needs the moments of the unit rows") }
    let results = try await stage.sampled(
      meanCosine: meanCosine, meanSquaredCosine: gram.totals.meanSquaredCosine)
    if let middle = results.first(where: { $0.temperature == 2 }) {
      notes.append(
        "uniformity: sampled, \(NumberText.grouped(Int(middle.pairCount))) pairs with the exact "
          + "cosine moments as control variates, seed \(options.seed); 95 % half-width at t=2 "
          + "\(NumberText.rounded(middle.samplingError, significantDigits: 2)), blind to clusters "
          + "too rare for the sample. Raise --pair-budget for all pairs.")
    }
    return .results(results)
  }

  /// Uniformity of the rows of a pass.
  func uniformityStage(_ pass: RowPassResult) -> UniformityStage {
    return UniformityStage(
      source: source, pass: pass, jobs: options.jobs, seed: options.seed,
      budget: options.pairBudget,
      progress: report("pairs", total: UnitPanels.tileCount(rowCount: source.shape.rowCount)))
  }

  /// A progress callback that counts up to a total.
  func report(_ task: String, total: Int) -> @Sendable (Int) -> Void {
    let progress = progress
    return { done in progress(DiagnosisProgress(task: task, done: done, total: total)) }
  }
}
