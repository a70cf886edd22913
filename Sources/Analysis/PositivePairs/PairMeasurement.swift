import EmbeddingSets
import Findings
import LinearAlgebra

/// Everything that is computed from positive pairs, before it is put into words.
struct PairMeasurement: Sendable {
  let first: any EmbeddingSource
  let second: any EmbeddingSource
  let pairs: PositivePairs
  let options: PairOptions
  let progress: @Sendable (DiagnosisProgress) -> Void

  /// Up to this many multiply-adds cosines are taken in Double: small sets average rounding over few
  /// pairs, and the time does not matter.
  private static let doubleBudget = 1e10

  /// Finished statistics, and how they were made.
  struct Result: Sendable {
    let statistics: PairStatistics
    let notes: [String]
    let digest: String
  }

  /// Both sides after their row passes.
  private struct Sides: Sendable {
    let firstPass: RowPassResult
    let secondPass: RowPassResult
    let firstUsable: [Bool]
    let secondUsable: [Bool]
    let sources: PairPass.Sources
  }

  private var isOneSet: Bool { pairs.areWithinOneSet }
  private func wants(_ family: MetricFamily) -> Bool { options.families.contains(family) }

  func run() async throws -> Result {
    let sides = try await readSides()
    let usable = zip(pairs.first, pairs.second).map { pair in
      sides.firstUsable[pair.0] && sides.secondUsable[pair.1]
    }
    let kept = usable.allSatisfy { $0 } ? pairs : pairs.keeping(usable)
    let roster = PairRoster(
      kept, firstUsable: sides.firstUsable, secondUsable: sides.secondUsable)
    let pass = try await PairPass(sources: sides.sources, pairs: kept, jobs: options.jobs).run()
    var notes = announcement(kept, roster)
    let augmentation = try await augmentation(kept, pass, sides, &notes)
    let contrastive = try await contrastive(kept, roster, pass, sides, &notes)
    let alignment =
      kept.count == 0
      ? nil : try await alignment(kept, roster, pass, sides, contrastive.bootstrap)
    let statistics = PairStatistics(
      firstShape: first.shape, secondShape: second.shape, pairCount: kept.count,
      leftOutCount: pairs.count - kept.count, roster: roster,
      alignment: alignment, uniformity: try await uniformity(sides),
      contrastive: contrastive.outcome, augmentation: augmentation,
      groupedViews: try await groupedViews(sides))
    if !sides.sources.areUnit, kept.count > 0 {
      notes.append(
        "rows were scaled to norm 1 for distances, cosines and InfoNCE; augmentation ratios and LiDAR "
          + "take them as they are")
    }
    return Result(statistics: statistics, notes: notes, digest: digest(sides))
  }

  private func announcement(_ pairs: PositivePairs, _ roster: PairRoster) -> [String] {
    guard roster.first.pairedCount >= PairBootstrap.fewestUnits else { return [] }
    return [
      "pair intervals: 95 % bootstrap over \(NumberText.grouped(roster.first.pairedCount)) queries, "
        + "\(PairBootstrap.resamplings(unitCount: roster.first.pairedCount)) resamplings, seed "
        + "\(options.seed)"
    ]
  }

  // MARK: Rows

  private func readSides() async throws -> Sides {
    let firstPass = try await pass(first)
    let secondPass = isOneSet ? firstPass : try await pass(second)
    let firstUsable = try DirectionRows.usable(first, pass: firstPass)
    let secondUsable =
      isOneSet ? firstUsable : try DirectionRows.usable(second, pass: secondPass)
    let configurations = [firstPass.state.configuration, secondPass.state.configuration]
    let exponent = configurations.map(\.scaleExponent).reduce(0, min)
    let sources = PairPass.Sources(
      first: first, second: second,
      scale: Double(sign: .plus, exponent: exponent, significand: 1),
      origin: (0..<first.shape.columnCount).map { column in
        configurations.reduce(0) { sum, configuration in
          let ratio = Double(
            sign: .plus, exponent: exponent - configuration.scaleExponent, significand: 1)
          return sum + configuration.shift[column] * ratio / 2
        }
      },
      areUnit: exponent == 0 && areUnit(firstPass) && areUnit(secondPass))
    return Sides(
      firstPass: firstPass, secondPass: secondPass, firstUsable: firstUsable,
      secondUsable: secondUsable, sources: sources)
  }

  private func pass(_ source: any EmbeddingSource) async throws -> RowPassResult {
    try await RowPassRunner(
      source: source, parts: side(source).parts, fingerprintBudget: 0, jobs: options.jobs,
      progress: report("reading rows", total: source.shape.rowCount)
    ).run()
  }

  private func side(_ source: any EmbeddingSource) -> SideUniformity {
    SideUniformity(
      source: source, jobs: options.jobs, seed: options.seed, budget: options.pairBudget)
  }

  /// Whether every row with a direction has a squared norm within eight roundings of a float32 of 1.
  private func areUnit(_ pass: RowPassResult) -> Bool {
    let tally = pass.state.tally
    guard tally.directionCount > 0, tally.zeroCount == 0 else { return false }
    return [tally.normMinimum, tally.normMaximum].allSatisfy {
      ($0 * $0 - 1).magnitude <= Pilot.unitTolerance
    }
  }

  private func digest(_ sides: Sides) -> String {
    let passes = isOneSet ? [sides.firstPass] : [sides.firstPass, sides.secondPass]
    let parts = passes.map { pass in
      let text = String(pass.state.tally.digest, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }
    return "rows64:" + parts.joined(separator: "+")
  }

  // MARK: Statistics

  private func uniformity(
    _ sides: Sides
  ) async throws -> (first: SetStatistics.Uniformity, second: SetStatistics.Uniformity) {
    guard wants(.alignment) else {
      let skipped = SetStatistics.Uniformity.skipped(reason: "not asked for")
      return (skipped, skipped)
    }
    func of(
      _ source: any EmbeddingSource, _ pass: RowPassResult
    ) async throws -> SetStatistics.Uniformity {
      return try await side(source).results(
        pass,
        progress: report("uniformity", total: UnitPanels.tileCount(rowCount: source.shape.rowCount))
      )
    }
    let found = try await of(first, sides.firstPass)
    return (found, isOneSet ? found : try await of(second, sides.secondPass))
  }

  private func alignment(
    _ pairs: PositivePairs, _ roster: PairRoster, _ pass: PairPass.Result, _ sides: Sides,
    _ bootstrap: PairBootstrap
  ) async throws -> PairStatistics.Alignment {
    let n = Double(pairs.count)
    let distances = pass.squaredDistances.map { $0.squareRoot() }
    var sums = [[Double]](
      repeating: Array(repeating: 0, count: roster.first.pairedCount), count: 3)
    var weights = sums[0]
    for row in weights.indices {
      for entry in roster.starts[row]..<roster.starts[row + 1] {
        let pair = roster.pairNumbers[entry]
        sums[0][row] += distances[pair]
        sums[1][row] += pass.squaredDistances[pair]
        sums[2][row] += pass.cosines[pair]
        weights[row] += 1
      }
    }
    let replicates = try await bootstrap.replicates(sums, weights: weights)
    let means = sums.map { $0.reduce(0, +) / n }
    return PairStatistics.Alignment(
      sortedCosines: pass.cosines.sorted(), cosines: CosineHistogram(pass.cosines),
      randomCosines: try randomCosines(roster, sides), meanDistance: means[0],
      meanSquaredDistance: means[1], meanCosine: means[2],
      randomSquaredDistance: try await randomDistance(roster, pass, sides),
      distanceInterval: PairBootstrap.interval(replicates[0], about: means[0]),
      squaredDistanceInterval: PairBootstrap.interval(replicates[1], about: means[1]),
      cosineInterval: PairBootstrap.interval(replicates[2], about: means[2]))
  }

  private func randomCosines(_ roster: PairRoster, _ sides: Sides) throws -> CosineHistogram {
    let random = RandomPairs.draw(
      roster, columnCount: first.shape.columnCount, seed: options.seed)
    var reader = PairReader(sides.sources, origin: sides.sources.origin)
    var (cosines, unused): ([Double], [Double]) = ([], [])
    for start in stride(from: 0, to: random.count, by: PairPass.blockRows) {
      try Task.checkCancellation()
      try reader.read(random, start..<min(random.count, start + PairPass.blockRows))
      reader.addSimilarities(to: &cosines, &unused)
    }
    return CosineHistogram(cosines)
  }

  /// 2 - 2 · mean cosine over queries and candidates that are neither positives nor the query itself.
  private func randomDistance(
    _ roster: PairRoster, _ pass: PairPass.Result, _ sides: Sides
  ) async throws -> Double? {
    let queries = Array(roster.first.rows.prefix(roster.first.pairedCount))
    let scale = sides.sources.scale
    let areUnit = sides.sources.areUnit
    let left = try await DirectionRows.sum(
      of: queries, in: first, scale: scale, areUnit: areUnit, jobs: options.jobs)
    let right = try await DirectionRows.sum(
      of: roster.second.rows, in: second, scale: scale, areUnit: areUnit, jobs: options.jobs)
    let selfCount = isOneSet ? queries.count : 0
    let count = queries.count * roster.second.rows.count - roster.positives.count - selfCount
    guard count > 0 else { return nil }
    let cosines = dot(left, right) - pass.cosines.reduce(0, +) - Double(selfCount)
    return max(0, 2 - 2 * cosines / Double(count))
  }

  private func contrastive(
    _ pairs: PositivePairs, _ roster: PairRoster, _ pass: PairPass.Result, _ sides: Sides,
    _ notes: inout [String]
  ) async throws -> (
    outcome: PairStatistics.Outcome<PairStatistics.Contrastive>, bootstrap: PairBootstrap
  ) {
    let bootstrap = PairBootstrap(seed: options.seed, jobs: options.jobs)
    guard wants(.contrastive) else { return (.skipped(reason: "not asked for"), bootstrap) }
    guard pairs.count > 0 else { return (missing(), bootstrap) }
    let cost =
      Double(roster.first.rows.count) * Double(roster.second.rows.count)
      * Double(first.shape.columnCount)
    let single = cost > Self.doubleBudget
    let ladder = TemperatureLadder(options.temperatures, single: single)
    var candidates = panels(second, roster.second, sides, single: single)
    try await candidates.keep(jobs: options.jobs)
    let queries = panels(first, roster.first, sides, single: single)
    let sums = try await ContrastiveSweep(
      roster: roster, first: queries, second: candidates, ladder: ladder, jobs: options.jobs
    ).run(progress: report("InfoNCE", total: queries.ranges.count))
    let results = InfoNCEResult.all(
      sums, roster: roster, cosines: pass.cosines, ladder: ladder,
      temperatures: options.temperatures)
    let curve = try await ContrastiveCurve(
      sources: sides.sources, pairs: pairs, cosines: pass.cosines, roster: roster,
      temperatures: options.temperatures, jobs: options.jobs, seed: options.seed, single: single
    ).points()
    if let last = curve.last {
      notes.append(
        "infonce.curve: batches of 32 to \(NumberText.grouped(last.candidates)) pairs without a row "
          + "twice, drawn with seed \(options.seed)")
    }
    let found = PairStatistics.Contrastive(
      results: results,
      intervals: try await InfoNCEIntervals(results: results, roster: roster, bootstrap: bootstrap)
        .intervals(),
      curve: curve,
      hasOtherCandidates: roster.second.rows.count > roster.second.pairedCount)
    return (.result(found), bootstrap)
  }

  private func panels(
    _ source: any EmbeddingSource, _ side: PairRoster.Side, _ sides: Sides, single: Bool
  ) -> DirectionPanels {
    DirectionPanels(
      source, scale: sides.sources.scale, rows: side.rows, pairedCount: side.pairedCount,
      areUnit: sides.sources.areUnit, single: single)
  }

  private func augmentation(
    _ pairs: PositivePairs, _ pass: PairPass.Result, _ sides: Sides, _ notes: inout [String]
  ) async throws -> PairStatistics.Outcome<AugmentationSpectrum.Result> {
    guard wants(.augmentation) else { return .skipped(reason: "not asked for") }
    guard pairs.count > 0 else { return missing() }
    let stage = AugmentationSpectrum(
      sources: sides.sources, pairs: pairs, jobs: options.jobs, seed: options.seed,
      permutations: options.permutations, budget: options.pairBudget)
    guard let found = try await stage.run(pass) else {
      return .undefined(reason: "all rows of the pairs are equal: no direction has any spread")
    }
    if found.permutedCount > 0 {
      notes.append(
        "augmentation null: \(options.permutations) random pairings of "
          + "\(NumberText.grouped(found.permutedCount)) of \(NumberText.grouped(pairs.count)) pairs, "
          + "seed \(options.seed)")
    }
    return .result(found)
  }

  private func missing<Value: Sendable>() -> PairStatistics.Outcome<Value> {
    pairs.count > 0
      ? .undefined(reason: "every pair has a row that is zero or not finite")
      : .skipped(reason: "no pairs were given: name a second set, or a file with --pairs")
  }

  private func groupedViews(
    _ sides: Sides
  ) async throws -> PairStatistics.Outcome<GroupedViews.Result> {
    guard wants(.augmentation) else { return .skipped(reason: "not asked for") }
    guard let groups = options.groups else {
      return .skipped(reason: "needs --groups FILE with a label for each row")
    }
    let configuration = sides.firstPass.state.configuration
    return .result(
      try await GroupedViews(
        source: first, scale: configuration.scale, origin: configuration.shift, groups: groups,
        usable: sides.firstUsable, jobs: options.jobs
      ).run())
  }

  /// A progress callback that counts up to a total.
  private func report(_ task: String, total: Int) -> @Sendable (Int) -> Void {
    let progress = progress
    return { done in progress(DiagnosisProgress(task: task, done: done, total: total)) }
  }
}
