import Findings
import Retrieval
import Testing

@Suite("The metrics of retrieval")
struct RetrievalCatalogTests {
  @Test("ids occur once")
  func unique() {
    #expect(Set(RetrievalCatalog.all.map(\.id)).count == RetrievalCatalog.all.count)
  }
}
