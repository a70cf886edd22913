import Findings
import SignRank
import Testing

@Suite("The metrics of sign-rank")
struct SignRankCatalogTests {
  @Test("ids occur once")
  func unique() {
    #expect(Set(SignRankCatalog.all.map(\.id)).count == SignRankCatalog.all.count)
  }
}
