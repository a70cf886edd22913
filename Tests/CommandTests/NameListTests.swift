import Analysis
import Testing

@testable import embedscope

@Suite("Lists of names on the command line")
struct NameListTests {
  private static let known = MetricFamily.allCases.map(\.rawValue)

  @Test("names are kept in the order given")
  func order() throws {
    let text = Self.known.reversed().joined(separator: ",")
    let list = try NameList<MetricFamily>(parsing: text, option: "--only")
    #expect(list.names.map(\.rawValue) == Self.known.reversed())
    #expect(try NameList<MetricFamily>(parsing: Self.known[0], option: "--only").names.count == 1)
  }

  @Test(
    "what is no name is refused, with the option and all there are",
    arguments: ["", ",", "x", "data,", "data, data", "Data"])
  func refused(text: String) throws {
    let error = #expect(throws: (any Error).self) {
      try NameList<MetricFamily>(parsing: text, option: "--only")
    }
    let message = String(describing: try #require(error))
    #expect(message.contains("--only: there is no '"))
    for name in Self.known { #expect(message.contains(name)) }
  }
}
