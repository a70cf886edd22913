import EmbeddingSets
import Findings
import LinearAlgebra

extension TokenRepresentation {
  /// What the export holds and costs, how its scores behave, and what may be cut from it.
  ///
  /// - Complexity: a search for each variant, and the eigenvalues of each document's tokens.
  public func audit(_ options: AuditOptions) async throws -> Audit {
    let statistics = try await TokenStatistics(self, options)
    let prefix = "late-interaction.\(name)"
    var audit = Audit()
    audit.metrics = TokenMetrics.all.map { $0.metric(prefix: prefix, of: statistics) }
    audit.findings = findings(statistics)
    let rows = options.queries(of: queryCount, limit: options.variantQueries)
    if let variants = try TokenVariants(documents, isUnit: documentNorms.isUnit) {
      audit.series.append(try await variantTable(variants, rows, options))
    } else {
      audit.notes.append("\(name): too many tokens to try variants of them in memory")
    }
    audit.series.append(try await PoolingAudit(self, options).table(id: "\(prefix).pooling"))
    if rows.count < queryCount {
      audit.notes.append("\(name): variants tried with \(rows.count) sampled queries")
    }
    let rank = statistics.documentRanks
    audit.highlights = [
      Highlight(
        label: name,
        value: "\(rounded(Double(documents.tokens.shape.rowCount) / Double(documentCount))) tokens",
        remark: "a document, effective rank "
          + rounded(rank.isEmpty ? nil : rank.reduce(0, +) / Double(rank.count))
          + " of \(documents.columnCount); that of the scores "
          + rounded(statistics.scoreSpectrum.effectiveRank))
    ]
    return audit
  }

  private func rounded(_ value: Double?) -> String {
    value.map { NumberText.rounded($0, significantDigits: 3) } ?? "undefined"
  }

  private func variantTable(
    _ variants: TokenVariants, _ rows: [Int], _ options: AuditOptions
  ) async throws -> Series {
    let asked = try queries.selecting(rows)
    guard let own = try TokenVariants(asked, isUnit: queryNorms.isUnit) else {
      preconditionFailure("a sample of queries fits where all documents do")
    }
    func representation(_ documents: TokenSet, _ queries: TokenSet) throws -> TokenRepresentation {
      try TokenRepresentation(
        name: name, documents: documents, queries: queries, maximum: maximum)
    }
    let quality = try await VariantQuality(
      representation(documents, asked), rows: rows, options: options)
    let bytes = Double(documents.tokens.shape.storedAs.byteCount ?? 4)
    var table: [[Cell]] = []
    func add(
      _ kind: String, _ setting: Int, _ documents: TokenSet, _ queries: TokenSet, bits: Double
    ) async throws {
      let tokens = Double(documents.tokens.shape.rowCount) / Double(max(1, documentCount))
      let point = try await quality.measure(representation(documents, queries))
      table.append(
        [
          .text(kind), .integer(setting), .number(tokens),
          .number(tokens * Double(documents.columnCount) * bits / 8),
        ] + point.cells)
    }
    let width = documents.columnCount
    try await add("uncut", width, documents, asked, bits: 8 * bytes)
    let axes = try Self.axes(documents.tokens)
    for count in [256, 128, 64, 32, 16, 8, 4] where count < width {
      let leading = Matrix(
        rowCount: count, columnCount: width,
        elements: Array(axes.vectors.elements[..<(count * width)]))
      try await add(
        "pca", count, variants.projected(leading), own.projected(leading), bits: 8 * bytes)
      try await add("prefix", count, variants.prefix(count), own.prefix(count), bits: 8 * bytes)
    }
    for bits in [8, 4, 2, 1] {
      try await add("bits", bits, variants.quantised(bits: bits), asked, bits: Double(bits))
    }
    let factors = [2, 3, 4, 6]
    let pooled = try await variants.pooled(factors: factors, jobs: options.jobs)
    for (factor, tokens) in zip(factors, pooled) {
      try await add("token-pooling", factor, tokens, asked, bits: 8 * bytes)
    }
    return Series(
      id: "late-interaction.\(name).variants",
      columns: ["variant", "setting", "tokens_per_document", "bytes_per_document"]
        + VariantQuality.columns, rows: table)
  }

  /// Principal axes of all tokens, not centred: products of tokens are kept best.
  private static func axes(_ tokens: any EmbeddingSource) throws -> Eigensystem {
    var gram = SymmetricMatrix(zero: tokens.shape.columnCount)
    for rows in ranges(of: tokens.shape.rowCount, length: 4096) {
      gram.addGram(ofRows: try tokens.block(rows: rows).doubles.span, rowCount: rows.count)
    }
    return try gram.eigensystem()
  }

  private func findings(_ statistics: TokenStatistics) -> [Finding] {
    let prefix = "late-interaction.\(name)"
    var findings = cautions
    if let share = statistics.negativeShare, share > 0 {
      findings.append(
        Finding(
          id: "negative-maxima", severity: .note,
          message: "\(name): \(NumberText.percent(share, decimals: 2)) of maxima are negative; "
            + "implementations that pad with zeros score them 0.",
          evidence: [MetricID("\(prefix).negative-maxima-share")],
          advice: "Compare with --maxsim relu before trusting small differences."))
    }
    if let bias = statistics.lengthBias, abs(bias) > 0.3 {
      findings.append(
        Finding(
          id: "length-bias", severity: .warning,
          message: "\(name): scores of documents that are not relevant follow their length (rank "
            + "correlation \(NumberText.fixed(bias, decimals: 2))).",
          evidence: [MetricID("\(prefix).length-bias")],
          advice: "Cut long documents into passages of like length."))
    }
    return findings
  }
}
