import EmbeddingSets
import LinearAlgebra
import Streaming
import TestSupport
import Testing

@testable import Analysis

@Suite("Leaving a block of rows out is computing the view without it")
struct BlockDeletionTests {
  /// n > d, n <= d, and an offset that a centered view has to take off.
  static let shapes: [[Double]] = [[60, 4, 0], [60, 4, 5], [21, 30, 0.5]]

  /// Blocks of the Gram matrix are kept as Floats: 2⁻²⁴ of values that add up to the total.
  static let packedRounding = 1e-6

  @Test(
    "sums without a block are those of the other rows", arguments: shapes, SpectralView.allCases)
  func totals(shape: [Double], view: SpectralView) async throws {
    var seed = Seed(8)
    let (n, d) = (Int(shape[0]), Int(shape[1]))
    let values = Samples.anisotropic(rowCount: n, columnCount: d, offset: shape[2], &seed)
    let spectra = try await ViewSpectra(InMemorySource(values, columnCount: d))
    let statistics = try #require(spectra[view])
    let plan = RowPassRunner.plan(rowCount: n, columnCount: d)
    #expect(statistics.totalsWithoutBlock.count == plan.shardCount)
    let rows = Samples.rows(values, d)
    for (block, found) in statistics.totalsWithoutBlock.enumerated() {
      let range = plan.shard(block)
      let kept = rows.indices.filter { !range.contains($0) }.flatMap { rows[$0] }
      let wanted = GramTotalsTests.totals(
        Samples.rows(ViewSpectra.rows(kept, columnCount: d, view: view), d))
      let whole = statistics.totals
      let bound = Self.packedRounding
      #expect(found.count == wanted.count)
      #expect(isNear(found.trace, wanted.trace, relative: 0, absolute: bound * whole.trace))
      #expect(
        isNear(
          found.squaredNorm, wanted.squaredNorm, relative: 0, absolute: bound * whole.squaredNorm))
      #expect(isNear(found.quartic, wanted.quartic, relative: 0, absolute: bound * whole.quartic))
      #expect(isNear(found.participationRatio, wanted.participationRatio, relative: 1e-5))
      if view == .centered {
        #expect(
          isNear(
            found.debiasedParticipationRatio, wanted.debiasedParticipationRatio, relative: 1e-4))
      }
    }
  }

  @Test(
    "to first order all blocks together change nothing that has no scale", arguments: shapes,
    SpectralView.allCases)
  func influences(shape: [Double], view: SpectralView) async throws {
    var seed = Seed(9)
    let (n, d) = (Int(shape[0]), Int(shape[1]))
    let values = Samples.anisotropic(rowCount: n, columnCount: d, offset: shape[2], &seed)
    let spectra = try await ViewSpectra(InMemorySource(values, columnCount: d))
    let statistics = try #require(spectra[view])
    for (functional, influences) in statistics.influences {
      let size = influences.reduce(0) { $0 + $1.magnitude }
      if size == 0 { continue }
      #expect(
        influences.reduce(0, +).magnitude <= Self.packedRounding * max(size, 1), "\(functional)")
    }
    // the parts of the blocks in the largest eigenvalue add up to it
    let top = statistics.singularValues[0] * statistics.singularValues[0]
    #expect(isNear(statistics.topShares.reduce(0, +), top, relative: Self.packedRounding))
    #expect(isNear(statistics.blockShares.reduce(0, +), 1))
  }

  /// Second-order terms are of the size (1/20)² relative to a first-order effect of 1/20.
  @Test("a block's influence is the change of the effective rank to first order")
  func firstOrder() async throws {
    var seed = Seed(10)
    let (n, d) = (4000, 5)
    let values = Samples.anisotropic(rowCount: n, columnCount: d, &seed)
    let source = InMemorySource(values, columnCount: d)
    let statistics = try #require(try await ViewSpectra(source)[.raw])
    let influences = try #require(statistics.influences[.effectiveRank])
    let whole = try #require(SpectralFunctional.effectiveRank.value(statistics.eigenvalues))
    let plan = RowPassRunner.plan(rowCount: n, columnCount: d)
    for block in [0, 7, 19] {
      let range = plan.shard(block)
      let kept = Array(values[..<(range.lowerBound * d)] + values[(range.upperBound * d)...])
      let matrix = Matrix(rowCount: n - range.count, columnCount: d, elements: kept)
      let without = try #require(
        SpectralFunctional.effectiveRank.value(try matrix.singularValues().map { $0 * $0 }))
      let change = whole - without
      #expect((change - influences[block]).magnitude <= 0.1 * change.magnitude + 1e-5)
    }
  }
}
