import EmbeddingSets

/// What a router may know of a query before it chooses: the lists of both systems, never the
/// judgments.
struct RoutingFeatures: Sendable {
  /// Names, as the explained tree prints them.
  let names: [String]
  /// `values[q][f]`, a row a query.
  let values: [[Double]]

  /// Features of queries from two runs, and of their texts where these are known.
  ///
  /// For each system: its highest score, the gap to the second and to the tenth, and the length of its
  /// list; for both: how many of their first ten documents they share. From a text: words, mean
  /// length of a word, whether it holds a digit, an underscore, a quote. From an export of terms: what
  /// ``TermFeatures`` says.
  init(
    _ queries: [String], _ runs: [RetrievalRun], texts: [String: String]?,
    terms: TermFeatures? = nil
  ) {
    var names = runs.flatMap { run in
      ["top score", "gap 1-2", "gap 1-10", "list length"].map { "\($0) of \(run.name)" }
    }
    names.append("shared in top 10")
    if texts != nil {
      names += ["words", "mean word length", "has a digit", "has an underscore", "has a quote"]
    }
    if terms != nil { names += TermFeatures.names }
    self.names = names
    values = queries.map { query in
      var row: [Double] = []
      var tops: [Set<String>] = []
      for run in runs {
        let entries = run.queries.index(of: query).map { run.entries(of: $0) } ?? 0..<0
        let scores = entries.map { run.scores[$0] }
        row.append(scores.first ?? 0)
        row.append(scores.count > 1 ? scores[0] - scores[1] : 0)
        row.append(scores.isEmpty ? 0 : scores[0] - scores[min(9, scores.count - 1)])
        row.append(Double(scores.count))
        tops.append(Set(entries.prefix(10).map { run.documents[Int(run.ranked[$0])] }))
      }
      row.append(Double(tops[0].intersection(tops[1]).count))
      if let texts { row += Self.features(ofText: texts[query] ?? "") }
      if let terms { row += terms.values(of: query) }
      return row
    }
  }

  private static func features(ofText text: String) -> [Double] {
    let words = text.split(whereSeparator: \.isWhitespace)
    let letters = words.reduce(0) { $0 + $1.count }
    func flag(_ isThere: Bool) -> Double { isThere ? 1 : 0 }
    return [
      Double(words.count), words.isEmpty ? 0 : Double(letters) / Double(words.count),
      flag(text.contains(where: \.isNumber)), flag(text.contains("_")),
      flag(text.contains("\"") || text.contains("'")),
    ]
  }
}
