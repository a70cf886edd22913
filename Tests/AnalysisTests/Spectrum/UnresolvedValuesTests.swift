import Testing

@testable import Analysis

@Suite("Small singular values call for a more exact route only where they matter")
struct UnresolvedValuesTests {
  static func matter(_ values: [Double], structural: Int = 0, tolerance: Double) -> Bool {
    let norm = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return UnresolvedValues.matter(
      values, structural: structural, frobeniusNorm: norm, rankTolerance: tolerance)
  }

  @Test("values above the floor never do")
  func resolved() {
    #expect(!Self.matter([1, 1e-3, 1e-7], tolerance: 0))
  }

  @Test("values below the floor do where the rank looks below it")
  func rank() {
    #expect(Self.matter([1, 1e-3, 1e-9], tolerance: 1e-15))
    #expect(!Self.matter([1, 1e-3, 1e-9], tolerance: 1e-6))
  }

  @Test("zeros by construction do not count")
  func structural() {
    #expect(!Self.matter([1, 1e-3, 0], structural: 1, tolerance: 1e-15))
    #expect(Self.matter([1, 0, 0], structural: 1, tolerance: 1e-15))
  }

  @Test("many small ones add up to a digit of the effective rank")
  func many() {
    // each adds about 3e-8 ln(3e7) = 5e-7
    #expect(!Self.matter([1] + [0], tolerance: 1e-6))
    #expect(Self.matter([1] + Array(repeating: 0, count: 3), tolerance: 1e-6))
  }

  @Test("a power-law fit needs its last value known to a millionth")
  func fits() {
    let fit = PowerLawFit(first: 1, last: 3, weights: .none)
    func blurs(_ last: Double, rank: Int = 3) -> Bool {
      UnresolvedValues.blurFit([1, 1e-1, last], rank: rank, fits: [fit], frobeniusNorm: 1)
    }
    // 2⁻⁵² / s² is 2 × 10⁻¹⁰ at 1e-3 and 2 × 10⁻⁴ at 1e-6
    #expect(!blurs(1e-3))
    #expect(blurs(1e-6))
    #expect(!blurs(1e-6, rank: 2), "a value that no fit uses")
  }

  @Test("nothing but rounding is nothing to resolve")
  func noise() {
    #expect(!Self.matter([1e-9, 1e-20], tolerance: 1e-8))
    #expect(!Self.matter([0, 0], tolerance: 0))
    #expect(!Self.matter([], tolerance: 0))
  }
}
