import Analysis
import EmbeddingSets
import LinearAlgebra
import Streaming

/// In-process timings of the two hot paths beside the products they cannot do without, in one run.
///
/// Usage: `swift run -c release --package-path Benchmarks kernels [JOBS]`
@main
enum Kernels {
  static func main() async throws {
    BLASLibrary.relaunchWithBetterCore(CommandLine.arguments)
    BLASLibrary.useOneThread()
    let jobs = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 2
    print("\(BLASLibrary.name), \(BLASLibrary.coreName) kernels, \(jobs) tasks, best of 5")
    try await uniformity(rowCount: 20_000, columnCount: 384, jobs: jobs)
    try await spectrum(rowCount: 100_000, columnCount: 768, jobs: jobs)
  }

  /// Exact uniformity against the Float products of the same tiles.
  private static func uniformity(rowCount: Int, columnCount: Int, jobs: Int) async throws {
    let source = planted(rowCount: rowCount, columnCount: columnCount)
    let tile = 1024
    let tiles = (rowCount + tile - 1) / tile
    let panel = [Float](repeating: 0.5, count: tile * columnCount)
    let products = try await best {
      try await orderedMap(count: tiles, width: jobs) { stripe in
        var output = [Float](repeating: 0, count: tile * tile)
        for _ in stripe..<tiles {
          BLAS.singleProductTransposed(
            left: panel.span, leftRows: tile, right: panel.span, rightRows: tile,
            depth: columnCount, into: &output)
        }
        return output[0]
      } consume: { _, _ in
      }
    }
    let sweep = try await best { try await diagnose(source, [.uniformity], jobs: jobs) }
    let flops = Double(tiles * (tiles + 1)) * Double(tile * tile * columnCount)
    report(
      "uniformity \(rowCount) x \(columnCount)", sweep, floor: "its sgemm", products,
      rate: flops / products / 1e9)
  }

  /// Raw and centered spectra against the rank-k updates of one Gram matrix.
  private static func spectrum(rowCount: Int, columnCount: Int, jobs: Int) async throws {
    let source = planted(rowCount: rowCount, columnCount: columnCount)
    let blockRows = 256
    let block = [Double](repeating: 0.5, count: blockRows * columnCount)
    let updates = try await best {
      try await orderedMap(count: jobs, width: jobs) { _ in
        var gram = SymmetricMatrix(zero: columnCount)
        for _ in 0..<rowCount / blockRows / jobs {
          gram.addGram(ofRows: block.span, rowCount: blockRows)
        }
        return gram.trace
      } consume: { _, _ in
      }
    }
    let whole = try await best { try await diagnose(source, [.spectrum], jobs: jobs) }
    let flops = Double(rowCount) * Double(columnCount * columnCount)
    report(
      "spectrum \(rowCount) x \(columnCount), raw and centered", whole, floor: "its dsyrk",
      updates, rate: flops / updates / 1e9)
  }

  private static func diagnose(
    _ source: InMemorySource, _ families: Set<MetricFamily>, jobs: Int
  ) async throws {
    var options = DiagnosisOptions()
    options.families = families
    options.views = [.raw, .centered]
    options.jobs = jobs
    _ = try await Diagnosis(of: source, options: options).run(version: "benchmark", arguments: [])
  }

  private static func planted(rowCount: Int, columnCount: Int) -> InMemorySource {
    let set = PlantedSet(
      .powerLaw, rowCount: rowCount, columnCount: columnCount, rank: 1, seed: 1)
    return InMemorySource(set.values(), columnCount: columnCount)
  }

  /// Seconds of the fastest of five runs.
  private static func best(_ work: () async throws -> Void) async throws -> Double {
    var shortest = Double.infinity
    for _ in 0..<5 {
      let start = ContinuousClock.now
      try await work()
      let elapsed = (ContinuousClock.now - start).components
      shortest = min(shortest, Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18)
    }
    return shortest
  }

  private static func report(
    _ name: String, _ time: Double, floor: String, _ floorTime: Double, rate: Double
  ) {
    func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
    print(
      "\(name): \(rounded(time)) s; \(floor) \(rounded(floorTime)) s at \(rounded(rate)) Gflop/s; "
        + "ratio \(rounded(time / floorTime))")
  }
}
