import Testing

@testable import embedscope

@Suite("Budgets of work")
struct WorkBudgetTests {
  @Test(
    "are shown as people write them, and read as they are shown",
    arguments: [
      ("4e11", 4e11), ("1e12", 1e12), ("123e6", 1.23e8), ("8e10", 8e10), ("1000", 1000), ("0", 0),
      ("0.5", 0.5),
    ])
  func text(shown: String, value: Double) {
    #expect(WorkBudget(value).description == shown)
    #expect(WorkBudget(argument: shown)?.multiplyAdds == value)
  }

  @Test("are finite and not negative", arguments: ["-1", "nan", "inf", "", "many", "1e999"])
  func wrong(text: String) {
    #expect(WorkBudget(argument: text) == nil)
  }

  @Test("stand in the help, and wrong ones are wrong usage")
  func help() throws {
    let help = try EmbedscopeProcess("diagnose", "--help")
    #expect(help.output.contains("1e12") && !help.output.contains("000000"))
    for command in ["diagnose", "pairs", "neighbors"] {
      let option = command == "neighbors" ? "--neighbors-budget" : "--pair-budget"
      let run = try EmbedscopeProcess(command, "x.npy", "\(option)=-1")
      #expect(run.exitCode == 64 && run.errors.contains("'-1' is invalid"), "\(run.errors)")
    }
  }
}
