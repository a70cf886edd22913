public import EmbeddingSets
import Findings

extension SparseRepresentation {
  /// What the export holds and costs, and what may be cut from it.
  ///
  /// - Complexity: one sort of the entries, and a search for each variant.
  public func audit(_ options: AuditOptions) async throws -> Audit {
    let statistics = try await SparseStatistics(self, options)
    var audit = Audit()
    audit.metrics = SparseMetrics.all.map { $0.metric(prefix: "sparse.\(name)", of: statistics) }
    audit.series = [columnTable, lengthTable(statistics)]
    let rows = options.queries(of: queryCount, limit: options.variantQueries)
    let asked = queries.selecting(rows)
    let quality = try await VariantQuality(
      variant(documents, asked), rows: rows, options: options)
    audit.series.append(try await variantTable(asked, quality))
    audit.findings = findings(statistics)
    audit.highlights = [
      Highlight(
        label: name,
        value: "\(rounded(SparseStatistics.mean(statistics.documentActive))) active dimensions",
        remark: "a document, \(rounded(SparseStatistics.mean(statistics.queryActive))) a query; "
          + "\(rounded(statistics.scoredPostings)) postings a query")
    ]
    if rows.count < queryCount {
      audit.notes = ["\(name): variants tried with \(rows.count) sampled queries"]
    }
    return audit
  }

  private func rounded(_ value: Double?) -> String {
    value.map { NumberText.rounded($0, significantDigits: 3) } ?? "no"
  }

  private func variant(
    _ documents: SparseMatrix, _ queries: SparseMatrix
  ) throws -> SparseRepresentation {
    try SparseRepresentation(
      name: name, kind: kind, documents: documents, queries: queries, unmatched: unmatched)
  }

  /// The columns with the most documents.
  private var columnTable: Series {
    let frequent = (0..<postings.rowCount)
      .map { (column: $0, documents: postings.entries(of: $0).count) }
      .filter { $0.documents > 0 }
      .sorted { ($0.documents, $1.column) > ($1.documents, $0.column) }
      .prefix(20)
    return Series(
      id: "sparse.\(name).columns", columns: ["column", "documents", "share"],
      rows: frequent.map { entry in
        [
          .integer(entry.column), .integer(entry.documents),
          .number(Double(entry.documents) / Double(documentCount)),
        ]
      })
  }

  private func lengthTable(_ statistics: SparseStatistics) -> Series {
    let shares = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1]
    return Series(
      id: "sparse.\(name).quantiles",
      columns: ["quantile", "document_active", "query_active", "posting_length"],
      rows: shares.map { share in
        [.number(share)]
          + [statistics.documentActive, statistics.queryActive, statistics.postingLengths].map {
            SparseStatistics.quantile($0, share).map(Cell.number) ?? .empty
          }
      })
  }

  /// Documents cut to their largest weights, and weights rounded to whole steps.
  private func variantTable(
    _ asked: SparseMatrix, _ quality: VariantQuality
  ) async throws -> Series {
    let largest = (0..<documentCount).map { documents.entries(of: $0).count }.max() ?? 0
    var rows: [[Cell]] = []
    func add(_ kind: String, _ setting: Double, _ bits: Int?, _ matrix: SparseMatrix) async throws {
      let representation = try variant(matrix, asked)
      let valueBytes = bits.map { Double($0) / 8 } ?? Double(documents.storedAs.byteCount ?? 4)
      let point = try await quality.measure(representation)
      rows.append(
        [
          .text(kind), .number(setting),
          .number(Double(matrix.entryCount) * (4 + valueBytes) / Double(max(1, documentCount))),
          .number(representation.cost.multiplicationsPerQuery ?? 0),
        ] + point.cells)
    }
    try await add("uncut", Double(largest), nil, documents)
    for count in (2...10).map({ 1 << $0 }).reversed() where count < largest {
      try await add("pruning", Double(count), nil, documents.pruned(to: count))
    }
    try await add("times-100-rounded", 16, 16, documents.rounded(steps: 100))
    let top = documents.values.map(abs).max() ?? 0
    for bits in [8, 4] where top > 0 {
      let steps = Double(1 << bits - 1) / top
      try await add("quantised", Double(bits), bits, documents.rounded(steps: steps))
    }
    return Series(
      id: "sparse.\(name).variants",
      columns: ["variant", "setting", "bytes_per_document", "mults_per_query"]
        + VariantQuality.columns, rows: rows)
  }

  private func findings(_ statistics: SparseStatistics) -> [Finding] {
    let prefix = "sparse.\(name)"
    var findings = cautions
    if statistics.stopColumns > 0 {
      findings.append(
        Finding(
          id: "stop-columns", severity: .note,
          message: "\(name): \(NumberText.grouped(statistics.stopColumns)) columns are active in "
            + "more than half of the documents.",
          evidence: [MetricID("\(prefix).columns-stop")],
          advice: "Drop them from the index if pruning keeps quality: series \(prefix).columns."))
    }
    return findings
  }
}

extension SparseMatrix {
  /// Some rows, in the order given.
  public func selecting(_ rows: [Int]) -> SparseMatrix {
    keeping(rows) { Array(entries(of: $0)) }
  }

  /// The largest weights of each row, at most `count`; of equal ones those of the lower column.
  func pruned(to count: Int) -> SparseMatrix {
    keeping(Array(0..<rowCount)) { row in
      let all = entries(of: row)
      guard all.count > count else { return Array(all) }
      return all.sorted { (values[$0], $1) > (values[$1], $0) }.prefix(count).sorted()
    }
  }

  /// Weights rounded to whole numbers of steps; what becomes 0 is left out.
  func rounded(steps: Double) -> SparseMatrix {
    SparseMatrix(
      rowCount: rowCount, columnCount: columnCount, starts: starts, columns: columns,
      values: values.map { ($0 * steps).rounded() }, storedAs: storedAs)
  }

  private func keeping(_ rows: [Int], _ kept: (Int) -> [Int]) -> SparseMatrix {
    var (starts, columns, values) = ([0], [Int32](), [Double]())
    for row in rows {
      for entry in kept(row) {
        columns.append(self.columns[entry])
        values.append(self.values[entry])
      }
      starts.append(columns.count)
    }
    return SparseMatrix(
      rowCount: rows.count, columnCount: columnCount, starts: starts, columns: columns,
      values: values, storedAs: storedAs)
  }
}
