import Testing

@testable import LinearAlgebra

@Suite("What a LAPACK routine hands back is read in one place")
struct LAPACKInfoTests {
  @Test("zero is success, positive numbers are faults of the data")
  func positive() {
    #expect(throws: Never.self) { try LAPACKRoutine.dsyevd.check(0, dimension: 3) }
    #expect(throws: LinearAlgebraError.notConverged(routine: "dgesdd", info: 2)) {
      try LAPACKRoutine.dgesdd.check(2, dimension: 3)
    }
    #expect(throws: LinearAlgebraError.notConverged(routine: "dsygvd", info: 3)) {
      try LAPACKRoutine.dsygvd.check(3, dimension: 3)
    }
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 1)) {
      try LAPACKRoutine.dsygvd.check(4, dimension: 3)
    }
    #expect(throws: LinearAlgebraError.outOfMemory(routine: "dsyevd")) {
      try LAPACKRoutine.dsyevd.check(-1010, dimension: 3)
    }
  }

  @Test("an illegal argument is our own fault and traps")
  func negative() async {
    await #expect(processExitsWith: .failure) {
      try LAPACKRoutine.dsyevd.check(-5, dimension: 3)
    }
  }

  @Test("a side beyond 32 bits traps")
  func overflow() async {
    await #expect(processExitsWith: .failure) { _ = blasInteger(1 << 31) }
  }
}
