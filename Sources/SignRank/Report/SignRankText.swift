import EmbeddingSets
import Findings
import SignRankProof

/// The answer in the words of retrieval.
struct SignRankText {
  private let report: SignRankReport
  private var bounds: SignRankBounds { report.bounds }

  init(_ report: SignRankReport) { self.report = report }

  /// The first line: size, both ranks, and what they mean for a model.
  var verdict: String {
    guard let rank = bounds.signRank, let order = bounds.orderingRank else {
      return "\(shape). No entry is judged: any model orders these queries."
    }
    return "\(shape)\(relevance). Ordering rank is \(Self.interval(order)), sign-rank "
      + "\(Self.interval(rank)). \(meaning(order))"
  }

  private var shape: String {
    Self.counted(bounds.matrix.rowCount, "query", "queries") + " x "
      + Self.counted(bounds.matrix.columnCount, "document", "documents")
  }

  private var relevance: String {
    let counts = bounds.matrix.relevant.map(\.count)
    guard let least = counts.min(), let most = counts.max() else { return "" }
    let holes = bounds.matrix.hasHoles ? ", unjudged pairs left open" : ""
    if least == most { return ", \(NumberText.grouped(most)) relevant each\(holes)" }
    return ", \(NumberText.grouped(least)) to \(NumberText.grouped(most)) relevant\(holes)"
  }

  private static func interval(_ bounds: SignRankBounds.Bounds) -> String {
    bounds.isExact
      ? "exactly \(bounds.lower.value)"
      : "between \(bounds.lower.value) and \(bounds.upper.value)"
  }

  private func meaning(_ order: SignRankBounds.Bounds) -> String {
    let (lower, upper) = (order.lower.value, order.upper.value)
    if upper == 0 { return "No query has a choice to make: any model orders these queries." }
    let enough =
      "\(Self.capitalized(Self.dimensions(upper))) \(upper == 1 ? "is" : "are") enough in principle"
    let impossible: String? =
      lower <= 1
      ? nil
      : "\(Self.word(lower - 1)) \(lower == 2 ? "is" : "are") not, for any model with one vector a text"
    guard let impossible else { return "\(enough)." }
    return lower == upper
      ? "\(enough); \(impossible)."
      : "\(enough); \(impossible). In between nothing is proved."
  }

  /// The lines under the answer.
  func highlights(_ antichain: RelevanceAntichain?) -> [Highlight] {
    var lines: [Highlight] = []
    if let order = bounds.orderingRank, let rank = bounds.signRank {
      lines.append(
        Highlight(
          label: "ordering rank", value: Self.interval(order),
          remark: "dimensions; sign-rank is \(Self.interval(rank))"))
    }
    if let order = bounds.orderingRank {
      if order.lower.value > 1 {
        lines.append(
          Highlight(
            label: "why not \(order.lower.value - 1)", value: order.lower.bound.methodTitle,
            remark: basis(of: order.lower)))
      }
      lines.append(
        Highlight(
          label: "why \(order.upper.value) \(order.upper.value == 1 ? "is" : "are") enough",
          value: order.upper.bound.methodTitle, remark: basis(of: order.upper)))
    }
    lines += precision
    if let antichain {
      let needed = MarginDimension.dimension(logCount: antichain.logCount, gap: 0.1)
      let order = bounds.orderingRank?.lower.value ?? 0
      lines.append(
        Highlight(
          label: "margin bound", value: "d >= \(needed) at half-gap 0.1",
          remark: needed > order
            ? "unit vectors with that gap need more than the signs do"
            : "not binding here: the signs need more"))
    }
    lines += vectors + wrongPairs
    lines.append(
      Highlight(
        label: "condensed",
        value: "\(NumberText.grouped(bounds.plain.rows.count)) x "
          + NumberText.grouped(bounds.plain.columns.count),
        remark: "rows and columns that differ, up to sign"))
    return lines
  }

  /// What a proof is about, in names where they are few.
  private func basis(of proved: SignRankBounds.Proved) -> String {
    switch proved.bound.frame {
    case .reduction:
      return "proved for all \(Self.counted(bounds.matrix.rowCount, "query", "queries"))"
    case .selection(let selection):
      let rows = Self.counted(selection.rows.count, "query", "queries")
      let count = selection.columns.count
      let names = selection.columns.map { report.names.document($0) }
      let isShort = count <= 8 && names.reduce(0) { $0 + $1.count } <= 60
      let columns =
        isShort
        ? "\(count == 1 ? "document" : "documents") \(Self.listed(names))"
        : Self.counted(count, "document", "documents")
      return "proved by \(columns) and \(rows)"
    }
  }

  private var precision: [Highlight] {
    guard let precision = report.witness.precision, let margin = precision.margin,
      let witness = report.witness.embeddings
    else {
      if case .none(let reason) = report.witness {
        return [Highlight(label: "precision", value: "not measured", remark: reason)]
      }
      return []
    }
    let least = precision.leastType
    let broken = precision.survivals.filter { $0.orderedQueries < precision.queryCount }
    let kept = least.map { "\($0.rawValue) keeps all queries" } ?? "no type keeps all queries"
    let lost = broken.filter { $0.type != .float64 }.map {
      "\($0.type.rawValue) \(Self.share($0.orderedQueries, of: precision.queryCount))"
    }
    return [
      Highlight(
        label: "precision", value: "margin \(NumberText.rounded(margin, significantDigits: 2))",
        remark: (["at d = \(witness.dimension): \(kept)"] + lost).joined(separator: ", "))
    ]
  }

  /// The greatest dimension in which a hundredth of the pairs, or else the greatest in which any pair,
  /// has to be wrong.
  private var wrongPairs: [Highlight] {
    let pairs = Double(bounds.matrix.rowCount) * Double(bounds.matrix.columnCount)
    let found = report.wrongPairs.least.filter { $1 > 0 }.sorted { $0.key < $1.key }
    guard
      let (dimension, count) = found.last(where: { Double($0.value) >= pairs / 100 }) ?? found.last
    else { return [] }
    return [
      Highlight(
        label: "wrong pairs", value: "at least \(NumberText.grouped(count))",
        remark:
          "of \(NumberText.grouped(Int(pairs))), for any model of \(Self.dimensions(dimension))")
    ]
  }

  private var vectors: [Highlight] {
    guard let audit = report.audit else { return [] }
    return [
      Highlight(
        label: "your vectors",
        value: "\(NumberText.grouped(audit.orderedCount)) of "
          + Self.counted(audit.queries.count, "query", "queries"),
        remark: audit.orderedCount == audit.queries.count
          ? "in order, in \(audit.dimension) dimensions"
          : "in order, in \(audit.dimension) dimensions; see: embedscope capacity")
    ]
  }

  /// The best value of each method, a sentence for each quantity, by the names that the tables use.
  var tried: [String] {
    BoundedQuantity.allCases.compactMap { quantity in
      let attempts = bounds.attempts.filter { $0.quantity == quantity && $0.outcome != .notTried }
      guard !attempts.isEmpty else { return nil }
      func list(_ side: BoundSide, _ words: String) -> String? {
        let proved = attempts.filter { $0.side == side && $0.value != nil }.map { attempt in
          "\(attempt.methodID) \(attempt.quantityValue ?? 0)"
        }
        return proved.isEmpty ? nil : "\(words) " + proved.joined(separator: ", ")
      }
      let without = attempts.count { $0.value == nil }
      let parts = [
        list(.lower, "at least"), list(.upper, "at most"),
        without == 0 ? nil : "\(without) \(without == 1 ? "method" : "methods") without a bound",
      ]
      return
        "Bounds tried, \(quantity.rawValue): \(parts.compactMap(\.self).joined(separator: "; "))."
    }
  }

  // MARK: - Words

  private static let words = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
  ]

  static func word(_ count: Int) -> String {
    words.indices.contains(count) ? words[count] : NumberText.grouped(count)
  }

  static func dimensions(_ count: Int) -> String {
    "\(word(count)) \(count == 1 ? "dimension" : "dimensions")"
  }

  static func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  static func counted(_ count: Int, _ one: String, _ many: String) -> String {
    "\(NumberText.grouped(count)) \(count == 1 ? one : many)"
  }

  static func listed(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  /// A share that is never rounded up to all.
  static func share(_ count: Int, of total: Int) -> String {
    let share = Double(count) / Double(max(total, 1))
    return NumberText.percent(min(share, count < total ? 0.999 : 1))
  }
}
