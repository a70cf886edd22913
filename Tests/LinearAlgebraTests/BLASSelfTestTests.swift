import Testing

@testable import LinearAlgebra

@Suite("The self test passes here and would not pass a wrong product")
struct BLASSelfTestTests {
  @Test("every result passes")
  func passes() async {
    for result in await BLASSelfTest.run() {
      #expect(result.passed, "\(result.name): \(result.residual) > \(result.tolerance)")
    }
  }

  @Test("one entry off by a millionth fails")
  func detects() {
    let rows = TestRows(rowCount: 9, columnCount: 5, seed: 1)
    var gram = SymmetricMatrix(zero: 5)
    gram.addGram(ofRows: rows.doubles.span, rowCount: 9)
    #expect(rows.gramResidual(gram) <= 1)
    gram[3, 1] *= 1 + 1e-6
    #expect(rows.gramResidual(gram) > 1)
    gram[3, 1] = .nan
    #expect(!SelfTestResult(name: "", residual: rows.gramResidual(gram), tolerance: 1).passed)
  }
}
