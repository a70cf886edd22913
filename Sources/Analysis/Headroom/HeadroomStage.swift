import EmbeddingSets
import LinearAlgebra
import RealModule

/// Searches reduced copies of a set for the neighbours of the full vectors.
struct HeadroomStage {
  let source: any EmbeddingSource
  let pass: RowPassResult
  let jobs: Int
  let seed: UInt64
  /// Most multiply-adds of all searches together.
  let budget: Double
  /// Principal axes of the centered rows as rows, leading first; nil where they are not known.
  let axes: Matrix?

  /// Fewest and most queries of a sample.
  private static let fewestQueries = 200
  private static let mostQueries = 400
  /// Added to the seed of the random subset, so that it is not that of another sample.
  private static let subsetStream: UInt64 = 0x68_6561_6472_6F6F

  private var columnCount: Int { source.shape.columnCount }
  private var usableCount: Int { pass.state.tally.directionCount }
  private var cuts: [Int] { HeadroomResult.dimensions.filter { $0 < columnCount } }

  /// Components over all searches: the longest of each kind of cut, and three copies of full width.
  private var width: Double {
    Double(3 * (max(64, cuts.last ?? 0) + max(64, columnCount)))
  }

  /// Whether every row is a query.
  var isExact: Bool {
    usableCount <= Self.fewestQueries
      || Double(usableCount) * Double(usableCount) * width <= budget
  }

  /// The least budget of one digit that makes every row a query, as an option takes it.
  var exactBudget: String {
    let cost = Double(usableCount) * Double(usableCount) * width
    let exponent = Int(Double.log10(cost).rounded(.down))
    let digit = Int((cost / Double.pow(10, Double(exponent))).rounded(.up))
    return digit == 10 ? "1e\(exponent + 1)" : "\(digit)e\(exponent)"
  }

  /// Number of queries.
  var queryCount: Int {
    if isExact { return usableCount }
    return min(
      usableCount,
      min(
        Self.mostQueries,
        max(Self.fewestQueries, Int(budget / (Double(usableCount) * width)))))
  }

  /// Multiply-adds of all searches, counted with both factors.
  var expectedCost: Double { 2 * Double(queryCount) * Double(usableCount) * width }

  /// What each setting keeps of the neighbours in the graph.
  func run(_ graph: NeighborGraph) async throws -> StageOutcome<HeadroomResult> {
    let k = HeadroomResult.neighborCount
    guard graph.table.count >= k else {
      return .undefined(reason: "needs more than \(k) rows with a direction")
    }
    var truth = graph.table.prefix(k)
    let isSampled = !(isExact && graph.isComplete)
    if isSampled, queryCount < truth.queryCount {
      truth = truth.selecting(
        RowSample.numbers(queryCount, of: truth.queryCount, seed: seed &+ 1))
    }
    let (plans, reasons) = plans()
    let found = try await ReducedSearch(
      source: source, scale: pass.state.configuration.scale, ladders: plans.map(\.ladder),
      count: k, jobs: jobs
    ).nearest(to: truth.queries)
    var shares: [HeadroomResult.Setting: [Double]] = [:]
    for (plan, cuts) in zip(plans, found) {
      for (setting, lists) in zip(plan.settings, cuts) {
        shares[setting] = truth.shares(keptBy: lists)
      }
    }
    let codes = try await SignCodes(source, scale: pass.state.configuration.scale, jobs: jobs)
    let pools = [k] + HeadroomResult.pools
    for (pool, kept) in zip(pools, try await codes.shares(of: truth, pools: pools, jobs: jobs)) {
      shares[pool == k ? .binary : .rescored(pool)] = kept
    }
    var gains: [Int: HeadroomResult.Overlap] = [:]
    for count in HeadroomResult.comparedDimensions {
      guard let prefix = shares[.prefix(count)], let random = shares[.random(count)] else {
        continue
      }
      gains[count] = HeadroomResult.Overlap(zip(prefix, random).map { $0 - $1 }, within: -1...1)
    }
    return .found(
      HeadroomResult(
        queryCount: truth.queryCount, isSampled: isSampled,
        overlaps: shares.mapValues { HeadroomResult.Overlap($0) }, gains: gains,
        reasons: reasons))
  }

  /// A ladder of reductions, and the setting that each of its cuts is.
  private typealias Plan = (ladder: ReductionLadder, settings: [HeadroomResult.Setting])

  /// What is tried, and why a setting is not.
  private func plans() -> (plans: [Plan], reasons: [HeadroomResult.Setting: String]) {
    var plans: [Plan] = []
    var reasons: [HeadroomResult.Setting: String] = [:]
    if let longest = cuts.last {
      plans.append(
        (
          ReductionLadder(reduction: .columns(Array(0..<longest)), widths: cuts),
          cuts.map { .prefix($0) }
        ))
      let order = RowSample.permutation(of: columnCount, seed: seed ^ Self.subsetStream)
      plans.append(
        (
          ReductionLadder(reduction: .columns(Array(order[..<longest])), widths: cuts),
          cuts.map { .random($0) }
        ))
    }
    let spanned = cuts.filter { $0 <= axes?.rowCount ?? 0 }
    if let axes, let longest = spanned.last {
      plans.append(
        (
          ReductionLadder(
            reduction: Reduction.projection(axes).prefix(longest), widths: spanned),
          spanned.map { .principal($0) }
        ))
    }
    for count in cuts.dropFirst(spanned.count) {
      reasons[.principal(count)] =
        axes == nil
        ? "the principal axes are not known" : "the rows span fewer than \(count) directions"
    }
    if let (starts, steps) = byteRanges() {
      for (setting, decoded) in [(HeadroomResult.Setting.bytes, true), (.byteCodes, false)] {
        plans.append(
          whole(.bytes(starts: starts, steps: steps, decoded: decoded), setting))
      }
    } else {
      for setting in [HeadroomResult.Setting.bytes, .byteCodes] {
        reasons[setting] = "the range of a column is outside float32"
      }
    }
    if fitsHalf {
      plans.append(whole(.half, .half))
    } else {
      reasons[.half] = "some components are outside the range of float16"
    }
    return (plans, reasons)
  }

  private func whole(_ reduction: Reduction, _ setting: HeadroomResult.Setting) -> Plan {
    (ReductionLadder(reduction: reduction, widths: [columnCount]), [setting])
  }

  /// First value and step of each column in Float, as they would be stored beside the codes.
  private func byteRanges() -> (starts: [Float], steps: [Float])? {
    guard let columns = pass.state.columns else { return nil }
    let scale = pass.state.configuration.scale
    let starts = columns.minimum.map { Float(scale * $0) }
    let steps = zip(columns.maximum, starts).map { high, low -> Float in
      let step = (Float(scale * high) - low) / 255
      return step == 0 ? 1 : step
    }
    return (starts + steps).allSatisfy(\.isFinite) ? (starts, steps) : nil
  }

  private var fitsHalf: Bool {
    guard let columns = pass.state.columns else { return false }
    let largest = Double(Float16.greatestFiniteMagnitude)
    return columns.maximum.allSatisfy { $0 <= largest }
      && columns.minimum.allSatisfy { $0 >= -largest }
  }
}
