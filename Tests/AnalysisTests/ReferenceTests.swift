import Analysis
import EmbeddingFormats
import EmbeddingSets
import Findings
import Foundation
import Testing

/// Values that numpy found in the committed sets, straight from the definitions.
private enum Reference {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let folder = root.appendingPathComponent("Tests/Reference")

  /// A number, or nil where the quantity does not exist.
  struct Expected: Decodable {
    let number: Double?
    private enum Key: CodingKey { case undefined }

    init(from decoder: any Decoder) throws {
      let single = try decoder.singleValueContainer()
      do {
        number = try single.decode(Double.self)
      } catch DecodingError.typeMismatch {
        let isUndefined = try decoder.container(keyedBy: Key.self)
          .decode(Bool.self, forKey: .undefined)
        guard isUndefined else {
          throw DecodingError.dataCorruptedError(
            in: single, debugDescription: "a number or {\"undefined\": true}")
        }
        number = nil
      }
    }
  }

  private struct Document: Decodable { let sets: [String: [String: Expected]] }

  static func load() throws -> [String: [String: Expected]] {
    let data = try Data(contentsOf: folder.appendingPathComponent("expected.json"))
    return try JSONDecoder().decode(Document.self, from: data).sets
  }

  static let names = [
    "all-equal", "all-equal-f8", "all-zero", "anisotropic", "anisotropic-big-endian-f4",
    "anisotropic-big-endian-f8", "anisotropic-fortran", "clusters", "collapsed-7-of-32",
    "condition-1e12", "dead-columns", "duplicates", "float16", "gaussian", "int8",
    "lognormal-norms", "nonfinite", "offset-1e4", "one-column", "one-row", "power-law", "rogue",
    "scale-1e-200", "scale-1e-30", "scale-1e20", "scale-1e200", "two-rows", "unit-norm", "wide",
    "zero-rows",
  ]

  /// The largest difference allowed, as Tests/Reference/README.md lists them.
  static func tolerance(_ id: String, _ expected: Double, _ set: [String: Expected]) -> Double {
    let spectral = 1e-6 * expected.magnitude
    if id == "data.norm-cv" { return spectral + 1e-9 }
    if id.hasPrefix("data.norm-") { return 1e-9 * expected.magnitude }
    if id.hasPrefix("data.") || id == "isotropy.rogue-dimension" || id.hasSuffix(".rank")
      || id.contains(".dims@")
    {
      return 0
    }
    if id == "isotropy.partition-log-ratio" { return spectral + 1e-8 }
    if id.hasPrefix("isotropy.") || id.hasPrefix("uniformity") { return 1e-8 }
    if id.hasSuffix("sigma-max") {
      // what centering leaves may be nothing but rounding of what was there before
      let before = set[id.replacingOccurrences(of: "centered", with: "raw")]?.number ?? 0
      return spectral + 1e-12 * before
    }
    return id.contains(".alpha-r2@") ? spectral + 1e-9 : spectral
  }
}

@Suite("Independent implementations find the same values")
struct ReferenceTests {
  @Test("every set with reference values is tested")
  func names() throws {
    #expect(try Reference.load().keys.sorted() == Reference.names)
  }

  @Test("every metric of a hostile or ordinary set", arguments: Reference.names)
  func set(name: String) async throws {
    let expected = try #require(try Reference.load()[name])
    let path = Reference.folder.appendingPathComponent("sets/\(name).npy").path
    let report = try await Samples.report(try EmbeddingSetReader.open(path))
    #expect(Set(report.metrics.map(\.id.rawValue)).isSuperset(of: expected.keys))
    for (id, wanted) in expected.sorted(by: { $0.key < $1.key }) {
      let metric = try #require(report[MetricID(id)], "\(id) is not reported")
      guard let number = wanted.number else {
        #expect(metric.value.status == "undefined", "\(id): \(metric.value)")
        #expect(metric.value.reason?.isEmpty == false, "\(id) needs a reason")
        continue
      }
      let found = try #require(metric.value.number, "\(id): \(metric.value), not \(number)")
      let error = (found - number).magnitude
      #expect(
        error <= Reference.tolerance(id, number, expected), "\(id): \(found), not \(number)")
    }
  }

  @Test("one set in four byte orders and layouts is one set")
  func layouts() async throws {
    func report(_ name: String) async throws -> Report {
      try await Samples.report(
        try EmbeddingSetReader.open(
          Reference.folder.appendingPathComponent("sets/\(name).npy").path))
    }
    let base = try await report("anisotropic")
    for name in ["anisotropic-big-endian-f4", "anisotropic-fortran"] {
      let copy = try await report(name)
      #expect(copy.metrics == base.metrics)
      #expect(copy.series == base.series)
      #expect(copy.subject.digest == base.subject.digest)
    }
  }

  /// Digits as they stand in Notebooks-data/wordnet-minilm/README.md: half a unit of the last.
  @Test("the real sentence embeddings read as their description says")
  func wordnet() async throws {
    let path = Reference.root.appendingPathComponent("Notebooks-data/wordnet-minilm/docs.npy").path
    // neighbours have reference values of their own
    let report = try await Samples.report(try EmbeddingSetReader.open(path)) {
      $0.families = [.data, .spectrum, .isotropy, .uniformity]
    }
    let views: [(String, [(String, Double)])] = [
      (
        "centered",
        [
          ("effective-rank", 308.815), ("entropy-rank", 187.179),
          ("participation-ratio", 112.060), ("stable-rank", 23.803),
        ]
      ),
      (
        "raw",
        [
          ("effective-rank", 304.020), ("entropy-rank", 160.076),
          ("participation-ratio", 66.886), ("stable-rank", 11.474),
        ]
      ),
    ]
    for (view, values) in views {
      #expect(report.number(MetricID("spectrum.\(view).rank")) == 381)
      for (name, value) in values {
        let id = MetricID("spectrum.\(view).\(name)")
        #expect(isNear(report.number(id), value, relative: 0, absolute: 5.01e-4), "\(id)")
      }
    }
    #expect(isNear(report.number("isotropy.mean-cosine"), 0.076249, relative: 0, absolute: 5.01e-7))
    #expect(isNear(report.number("uniformity@t=2"), -3.612164, relative: 0, absolute: 5.01e-7))
    let gap = try #require(report.number("uniformity-gap@t=2"))
    #expect(isNear(-3.612164 - gap, -3.979, relative: 0, absolute: 5.01e-4))
    #expect(report.number("data.columns-dead") == 3)
    #expect(report.number("data.duplicate-groups") == 2)
    #expect(report.number("data.duplicate-rows") == 2)
    #expect(
      report.verdict.hasSuffix(
        "5,000 vectors x 384, float32, unit norm. Healthy, with 3 dead dimensions."))
    let message = try #require(report.findings.first { $0.id == "dead-dimensions" }?.message)
    #expect(message.contains("127, 223, 319"))
  }
}
