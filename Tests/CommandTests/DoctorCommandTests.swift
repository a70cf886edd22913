import Testing

@Suite("doctor")
struct DoctorCommandTests {
  @Test("finds the installed BLAS healthy and names it")
  func healthy() throws {
    let run = try EmbedscopeProcess("doctor")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.hasPrefix("Healthy: "))
    #expect(run.output.contains("OpenBLAS"))
    #expect(run.output.contains("\n  pass  ") && !run.output.contains("FAIL"))
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }
}
