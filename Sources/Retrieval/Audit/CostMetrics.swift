import Findings

/// A cost, and for how many documents.
struct Costed {
  let cost: RepresentationCost
  let documentCount: Int
}

/// What a representation costs to keep and to ask, with the formulas printed.
enum CostMetrics {
  private static let unknown = "a finished run does not tell"
  private static let source =
    "counted from the export; index structures (HNSW, IVF) are not modelled"

  static let all: [MeasuredQuantity<Costed>] = [
    MeasuredQuantity(
      name: "bytes-per-document", unit: .bytes, title: "Bytes of a document",
      definition: "Mean bytes that one document takes as exported, without any index.",
      formula: "dense: dimensions x bytes; tokens: mean tokens x dimensions x bytes; sparse: mean "
        + "active dimensions x (4 + bytes)", range: "[0, inf)",
      reading: "Times the documents it is the memory of an exhaustive search.",
      edgeCases: "Undefined for finished runs.", source: source
    ) { MetricValue($0.cost.bytesPerDocument, else: unknown) },
    MeasuredQuantity(
      name: "index-bytes", unit: .bytes, title: "Bytes of all documents",
      definition: "Bytes of a document times documents.", formula: "bytes x documents",
      range: "[0, inf)", reading: "A floor: index structures come on top.",
      edgeCases: "Undefined for finished runs.", source: source
    ) {
      let documents = Double($0.documentCount)
      return MetricValue($0.cost.bytesPerDocument.map { $0 * documents }, else: unknown)
    },
    MeasuredQuantity(
      name: "mults-per-query", unit: .operations, title: "Multiplications of a query",
      definition: "Mean multiplications that scoring every document for one query takes.",
      formula: "dense: documents x dimensions; tokens: mean query tokens x document tokens x "
        + "dimensions; sparse: mean postings of a query's columns", range: "[0, inf)",
      reading: "The work of an exhaustive search; an index does less and finds less.",
      edgeCases: "Undefined for finished runs.", source: source
    ) { MetricValue($0.cost.multiplicationsPerQuery, else: unknown) },
  ]

  static let descriptors = all.map { $0.descriptor(prefix: "cost.NAME", family: "cost") }
}

extension Representation {
  /// Its costs as metrics, and the formula behind them as a note.
  public var costAudit: Audit {
    var audit = Audit()
    audit.metrics = CostMetrics.all.map {
      $0.metric(prefix: "cost.\(name)", of: Costed(cost: cost, documentCount: documentCount))
    }
    audit.notes = ["cost of \(name): \(cost.formula)"]
    let bytes = cost.bytesPerDocument.map { NumberText.rounded($0, significantDigits: 4) }
    let operations = cost.multiplicationsPerQuery.map(NumberText.magnitude)
    audit.highlights = [
      Highlight(
        label: name, value: "\(bytes ?? "unknown") bytes a document",
        remark: "\(operations ?? "unknown") multiplications a query")
    ]
    return audit
  }
}
