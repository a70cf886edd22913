import EmbeddingSets

/// How lists of several systems become one.
public enum FusionMethod: Sendable, Hashable {
  /// Reciprocal ranks: sum of w / (k + rank), ranks from 1, nothing for a document that is absent.
  ///
  /// - Source: Cormack, Clarke and Buettcher, SIGIR 2009. A k that is counted from rank 0 elsewhere
  ///   is one more here.
  case reciprocalRank(k: Double, weights: [Double])
  /// Weighted sum of normalised scores.
  ///
  /// - Source: Bruch, Gai and Ingber, ACM TOIS 42 (2023).
  case linear(Normalization, weights: [Double])

  /// How scores of one list are made comparable with those of another, query by query.
  public enum Normalization: String, Sendable, CaseIterable {
    /// (s - min) / (max - min) over the list; 0 where absent; 0.5 where all scores are equal.
    case minMax = "min-max"
    /// (s - mean) / sd over the list; the list's lowest where absent; 0 where all scores are equal.
    case zScore = "z-score"
    /// The score itself; the list's lowest where absent.
    case none = "none"
  }

  /// As reports write it: `rrf k=60`, `linear min-max 0.5/0.5`.
  public var label: String {
    switch self {
    case .reciprocalRank(let k, let weights):
      "rrf k=\(Self.short(k))" + (Set(weights).count > 1 ? " " + Self.list(weights) : "")
    case .linear(let normalization, let weights):
      "linear \(normalization.rawValue) " + Self.list(weights)
    }
  }

  private static func short(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String((value * 100).rounded() / 100)
  }

  private static func list(_ weights: [Double]) -> String {
    weights.map(short).joined(separator: "/")
  }

  /// The settings that tuning tries for a number of systems.
  static func grid(systems: Int) -> [FusionMethod] {
    let equal = Array(repeating: 1.0, count: systems)
    // Equal weights first: fewer knobs win among equals. Then each system counted twice.
    let weightings =
      [equal]
      + equal.indices.map { place in
        equal.indices.map { $0 == place ? 2 : 1 }
      }
    let reciprocal = weightings.flatMap { weights in
      [1.0, 2, 10, 60, 100].map { FusionMethod.reciprocalRank(k: $0, weights: weights) }
    }
    // Eleven mixtures of two systems, 21 of three; of more only the even one.
    let steps = systems == 2 ? 10 : systems == 3 ? 5 : 0
    let mixtures = steps == 0 ? [equal.map { $0 / Double(systems) }] : simplex(systems, steps)
    let linear = [Normalization.minMax, .zScore].flatMap { normalization in
      mixtures.map { FusionMethod.linear(normalization, weights: $0) }
    }
    return reciprocal + linear
  }

  private static func simplex(_ parts: Int, _ steps: Int) -> [[Double]] {
    func compositions(_ parts: Int, _ left: Int) -> [[Int]] {
      if parts == 1 { return [[left]] }
      return (0...left).flatMap { first in
        compositions(parts - 1, left - first).map { [first] + $0 }
      }
    }
    return compositions(parts, steps).map { $0.map { Double($0) / Double(steps) } }
  }
}

/// Runs of several systems in one numbering, ready to be fused in any way.
struct FusionInput: Sendable {
  /// One list: documents best first, with their scores.
  struct List: Sendable {
    var documents: [Int32] = []
    var scores: [Double] = []
  }

  let queries: IdentifierTable
  let documents: IdentifierTable
  /// `lists[q][s]` is the list of system `s` for query `q`.
  let lists: [[List]]

  /// The best `depth` documents of each run, by query.
  init(_ runs: [RetrievalRun], depth: Int) {
    var queries = IdentifierTable()
    var documents = IdentifierTable()
    var lists: [[List]] = []
    for (system, run) in runs.enumerated() {
      let numbers = run.documents.indices.map { Int32(documents.intern($0, of: run.documents)) }
      for query in run.queries.indices {
        let number = queries.intern(query, of: run.queries)
        if number == lists.count { lists.append(Array(repeating: List(), count: runs.count)) }
        for entry in run.entries(of: query).prefix(depth) {
          lists[number][system].documents.append(numbers[Int(run.ranked[entry])])
          lists[number][system].scores.append(run.scores[entry])
        }
      }
    }
    self.queries = queries
    self.documents = documents
    self.lists = lists
  }

  /// The fused run; documents with the same fused score are in order of identifiers, descending.
  ///
  /// Ties are frequent, because documents at one rank of one list each sum to the same. Other libraries
  /// leave their order to an unstable sort; ours is that of trec_eval, and `evaluate` bounds what another
  /// would give.
  func fused(_ method: FusionMethod, name: String) -> RetrievalRun {
    var starts = [0]
    var ranked: [Int32] = []
    var scores: [Double] = []
    var sums = Array(repeating: 0.0, count: documents.count)
    var isListed = Array(repeating: false, count: documents.count)
    for systems in lists {
      var listed: [Int32] = []
      for list in systems {
        for document in list.documents where !isListed[Int(document)] {
          isListed[Int(document)] = true
          listed.append(document)
        }
      }
      for (system, list) in systems.enumerated() { add(list, system, method, listed, to: &sums) }
      for document in listed {
        ranked.append(document)
        scores.append(sums[Int(document)])
        sums[Int(document)] = 0
        isListed[Int(document)] = false
      }
      starts.append(ranked.count)
    }
    return RetrievalRun(
      name: name, queries: queries, documents: documents, starts: starts, unordered: ranked,
      scores: scores)
  }

  private func add(
    _ list: List, _ system: Int, _ method: FusionMethod, _ listed: [Int32],
    to sums: inout [Double]
  ) {
    switch method {
    case .reciprocalRank(let k, let weights):
      for (offset, document) in list.documents.enumerated() {
        sums[Int(document)] += weights[system] / (k + Double(offset + 1))
      }
    case .linear(let normalization, let weights):
      guard !list.scores.isEmpty else { return }
      let (values, absent) = Self.normalized(list.scores, normalization)
      // What is absent gets the same everywhere, so it is added to all and corrected where present.
      if absent != 0 {
        for document in listed { sums[Int(document)] += weights[system] * absent }
      }
      for (document, value) in zip(list.documents, values) {
        sums[Int(document)] += weights[system] * (value - absent)
      }
    }
  }

  /// Normalised scores of a list, and what a document that is absent gets.
  static func normalized(
    _ scores: [Double], _ normalization: FusionMethod.Normalization
  ) -> (values: [Double], absent: Double) {
    let low = scores.min() ?? 0
    let high = scores.max() ?? 0
    switch normalization {
    case .none: return (scores, low)
    case .minMax:
      guard high > low else { return (scores.map { _ in 0.5 }, 0) }
      return (scores.map { ($0 - low) / (high - low) }, 0)
    case .zScore:
      let count = Double(scores.count)
      let mean = scores.reduce(0, +) / count
      let variance = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      guard high > low, variance > 0 else { return (scores.map { _ in 0 }, 0) }
      let deviation = variance.squareRoot()
      return (scores.map { ($0 - mean) / deviation }, (low - mean) / deviation)
    }
  }
}
