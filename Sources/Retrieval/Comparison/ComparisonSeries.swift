import EmbeddingSets
import Findings

extension Comparison {
  /// One row a contender: what it is, how good, how sure, what it costs.
  func summary(verdicts: [String], limits: [SystemLimits]) -> Series {
    let measures = options.evaluation.measures
    let columns =
      ["name", "kind", "queries", "queries_missing", "queries_without_relevant"]
      + measures.map(\.id)
      + [
        "measure", "low", "high", "tie_low", "tie_high", "tied_queries", "tie_sensitive_queries",
        "bytes_per_document", "multiplications_per_query", "index_bytes",
      ] + LimitMetrics.all.map { $0.name.replacing("-", with: "_") } + ["limit", "verdict"]
    let rows = evaluations.indices.map { index -> [Cell] in
      let evaluation = evaluations[index]
      let contender = contenders[index]
      let bounds = evaluation.tieBounds(primary)
      let interval = intervals[index][primary]
      var row: [Cell] = [
        .text(contender.name), .text(contender.kind), .integer(evaluation.queries.count),
        .integer(evaluation.counts.missing), .integer(evaluation.counts.withoutRelevant),
      ]
      row += measures.indices.map { Cell.optional(evaluation.mean($0)) }
      row += [
        .text(options.primary.id), .optional(interval?.low), .optional(interval?.high),
        .optional(bounds?.low), .optional(bounds?.high),
        .integer(evaluation.counts.tiedQueries), .integer(evaluation.counts.tieSensitiveQueries),
        .optional(contender.cost.bytesPerDocument),
        .optional(contender.cost.multiplicationsPerQuery),
        .optional(
          contender.cost.bytesPerDocument.flatMap { bytes in
            contender.representation.map { bytes * Double($0.documentCount) }
          }),
      ]
      row += LimitMetrics.all.map { quantity in
        limits.isEmpty ? .empty : .optional(quantity.value(limits[index]).number)
      }
      row += [
        limits.isEmpty ? .empty : .text(limits[index].limit.rawValue), .text(verdicts[index]),
      ]
      return row
    }
    return Series(id: "retrieval.summary", columns: columns, rows: rows)
  }

  /// One row a contender and query, a column a measure.
  func perQuery() -> Series {
    var rows: [[Cell]] = []
    for evaluation in evaluations {
      for (place, query) in evaluation.queries.enumerated() {
        var row: [Cell] = [.text(evaluation.name), .text(judgments.queryIDs[query])]
        row.append(groups.map { .text($0.names[$0.groups[query]]) } ?? .empty)
        row += evaluation.values.map { .number($0[place]) }
        rows.append(row)
      }
    }
    return Series(
      id: "retrieval.per-query",
      columns: ["name", "query", "group"] + options.evaluation.measures.map(\.id), rows: rows)
  }

  /// One row a contender and measure: the value, its interval, and what ties can make of it.
  func measureTable() -> Series {
    var rows: [[Cell]] = []
    for (index, evaluation) in evaluations.enumerated() {
      for (place, measure) in evaluation.measures.enumerated() {
        let interval = intervals[index][place]
        let bounds = evaluation.tieBounds(place)
        rows.append([
          .text(evaluation.name), .text(measure.id), .optional(evaluation.mean(place)),
          .optional(interval?.low), .optional(interval?.high), .optional(bounds?.low),
          .optional(bounds?.high),
        ])
      }
    }
    return Series(
      id: "retrieval.measures",
      columns: ["name", "measure", "value", "low", "high", "tie_low", "tie_high"], rows: rows)
  }

  /// One row a contender and group of queries, a column a measure; nil without groups.
  func groupTable() -> Series? {
    guard let groups else { return nil }
    var rows: [[Cell]] = []
    for evaluation in evaluations {
      for (number, name) in groups.names.enumerated() {
        let places = evaluation.queries.indices.filter {
          groups.groups[evaluation.queries[$0]] == number
        }
        var row: [Cell] = [.text(evaluation.name), .text(name), .integer(places.count)]
        row += evaluation.values.map { values in
          places.isEmpty
            ? .empty
            : .number(places.reduce(0.0) { $0 + values[$1] } / Double(places.count))
        }
        rows.append(row)
      }
    }
    return Series(
      id: "retrieval.groups",
      columns: ["name", "group", "queries"] + options.evaluation.measures.map(\.id), rows: rows)
  }

  /// One row a pair, with everything its tests found.
  func pairTable() -> Series {
    let rows = pairs.map { pair -> [Cell] in
      [
        .text(pair.first), .text(pair.second), .text(options.primary.id),
        .integer(pair.differences.count), .number(pair.mean), .optional(pair.interval?.low),
        .optional(pair.interval?.high), .optional(pair.t), .optional(pair.pT),
        .optional(pair.pHolm), .optional(pair.randomisation?.p),
        .text(pair.randomisation?.isExact == true ? "exact" : "drawn"),
        .optional(pair.pRandomisationHolm), .optional(pair.effectSize), .integer(pair.wins),
        .integer(pair.ties), .integer(pair.losses), .optional(pair.minimumDetectable),
        .text(
          pair.isIdentical ? "identical" : pair.isSignificant ? "beyond noise" : "inside noise"),
      ]
    }
    return Series(
      id: "significance.pairs",
      columns: [
        "a", "b", "measure", "queries", "mean_difference", "low", "high", "t", "p_t", "p_t_holm",
        "p_randomisation", "patterns", "p_randomisation_holm", "effect_size", "wins", "ties",
        "losses", "minimum_detectable", "verdict",
      ], rows: rows)
  }

  /// The queries that speak most for either side of each pair, at most ten each.
  func decisiveQueries() -> Series {
    var rows: [[Cell]] = []
    for pair in pairs {
      guard
        let first = evaluations.first(where: { $0.name == pair.first }),
        let second = evaluations.first(where: { $0.name == pair.second })
      else { continue }
      let shared =
        first.queries == second.queries
        ? first.queries : first.queries.filter(Set(second.queries).contains)
      let order = pair.differences.indices.sorted {
        (pair.differences[$1], $0) < (pair.differences[$0], $1)
      }
      let best = order.prefix(10).filter { pair.differences[$0] > 0 }
      let worst = order.suffix(10).reversed().filter { pair.differences[$0] < 0 }
      for place in best + worst {
        rows.append([
          .text(pair.first), .text(pair.second), .text(judgments.queryIDs[shared[place]]),
          .number(pair.differences[place]),
        ])
      }
    }
    return Series(
      id: "significance.queries", columns: ["a", "b", "query", "difference"], rows: rows)
  }
}

extension Cell {
  /// A number, or nothing.
  static func optional(_ value: Double?) -> Cell { value.map(Cell.number) ?? .empty }
}
