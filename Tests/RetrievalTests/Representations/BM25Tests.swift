import EmbeddingSets
import Foundation
import Retrieval
import TestSupport
import Testing

@Suite("Weights of BM25")
struct BM25Tests {
  @Test("one document by hand")
  func hand() throws {
    // terms: a in both documents, b in the first only; lengths 3 and 1, mean 2
    let counts = SparseMatrix(
      rowCount: 2, columnCount: 2, starts: [0, 2, 3], columns: [0, 1, 0], values: [1, 2, 1])
    let weights = try BM25(k1: 1.5, b: 0.5).weights(ofCounts: counts)
    let common = log(1 + 0.5 / 2.5)
    let rare = log(1 + 1.5 / 1.5)
    let expected = [
      common * 1 / (1 + 1.5 * (0.5 + 0.5 * 1.5)), rare * 2 / (2 + 1.5 * (0.5 + 0.5 * 1.5)),
      common * 1 / (1 + 1.5 * (0.5 + 0.5 * 0.5)),
    ]
    #expect(zip(weights.values, expected).allSatisfy { abs($0 - $1) <= 4e-16 })
  }

  @Test("weights grow with the count, never beyond the rarity of the term")
  func saturation() throws {
    let counts = SparseMatrix(
      rowCount: 3, columnCount: 1, starts: [0, 1, 2, 3], columns: [0, 0, 0], values: [1, 5, 500])
    let weights = try BM25(k1: 1.2, b: 0).weights(ofCounts: counts).values
    #expect(weights == weights.sorted())
    #expect(weights.allSatisfy { $0 > 0 && $0 < log(1 + 0.5 / 3.5) })
  }

  @Test("a negative count is refused")
  func negative() {
    let counts = SparseMatrix(
      rowCount: 1, columnCount: 1, starts: [0, 1], columns: [0], values: [-1])
    #expect(throws: RepresentationError.self) { try BM25().weights(ofCounts: counts) }
  }

  @Test(
    "weights of a real collection are those of an independent program",
    .enabled(if: SharedData.isThere, SharedData.absence))
  func reference() throws {
    let vocabulary = try SharedData.lines("pydoc-minilm/vocab.txt")
    let columns = Dictionary(uniqueKeysWithValues: zip(vocabulary, vocabulary.indices))
    struct Document: Decodable { let text: String }
    var (starts, terms, values) = ([0], [Int32](), [Double]())
    for line in try SharedData.lines("pydoc-minilm/corpus.jsonl") {
      let text = try JSONDecoder().decode(Document.self, from: Data(line.utf8)).text.lowercased()
      var counts: [Int: Int] = [:]
      for word in text.split(whereSeparator: {
        !($0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber))
      }) {
        counts[try #require(columns[String(word)], "\(word)"), default: 0] += 1
      }
      for (column, count) in counts.sorted(by: { $0.key < $1.key }) {
        terms.append(Int32(column))
        values.append(Double(count))
      }
      starts.append(terms.count)
    }
    let counts = SparseMatrix(
      rowCount: starts.count - 1, columnCount: vocabulary.count, starts: starts, columns: terms,
      values: values)
    let weights = try BM25(k1: 0.9, b: 0.4).weights(ofCounts: counts)
    let expected = try SharedData.sparse("pydoc-minilm/docs_bm25.npz")
    #expect(weights.starts == expected.starts && weights.columns == expected.columns)
    // the file holds float32
    #expect(
      zip(weights.values, expected.values).allSatisfy { abs($0 - $1) <= 0x1p-24 * abs($1) })
  }
}
