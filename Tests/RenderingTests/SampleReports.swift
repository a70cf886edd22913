import Findings

/// Reports small enough to be read whole in a test.
enum SampleReports {
  /// One of everything: measured with and without interval, undefined, skipped, each severity.
  static let healthy = Report(
    command: "diagnose",
    subject: Subject(
      name: "docs.npy", rows: 5000, dimensions: 384, storedAs: "float32", digest: "ab12"),
    verdict: "docs.npy: 5,000 vectors x 384, float32, unit norm. Healthy, with 3 dead dimensions.",
    highlights: [
      Highlight(
        label: "lives along", value: "114 of 384 directions",
        remark: "participation ratio, debiased"),
      Highlight(label: "mean cosine", value: "0.076", remark: "0.000 after centering"),
    ],
    metrics: [
      Metric("data.rows", .measured(5000), unit: .rows),
      Metric(
        "spectrum.centered.participation-ratio-debiased", .measured(114.25), unit: .dimensions,
        interval: Interval(low: 112.5, high: 117)),
      Metric("uniformity@t=2", .undefined(reason: "one row"), unit: .nats),
      Metric("data.norm-cv", .skipped(reason: "ask for \"data\", please"), unit: .ratio),
    ],
    series: [
      Series(
        id: "spectrum.raw.singular-values", columns: ["index", "singular_value", "note"],
        rows: [
          [.integer(0), .number(19.5), .text("top")], [.integer(1), .number(0.1), .empty],
        ])
    ],
    findings: [
      Finding(
        id: "nonfinite-rows", severity: .failure, message: "2 rows hold NaN.",
        evidence: ["data.rows-nonfinite"], advice: "Find out which step made them."),
      Finding(
        id: "dead-dimensions", severity: .warning,
        message: "dimensions 127, 223, 319 are dead (below 1e-7 of the median spread).",
        evidence: ["data.columns-dead", "headroom.prefix-overlap@dims=64,k=10"],
        advice: "They carry nothing and waste int8 codes. Drop them, or check the last LayerNorm."),
      Finding(
        id: "duplicate-rows", severity: .note, message: "2 rows are exact duplicates.",
        evidence: [], advice: ""),
    ],
    provenance: Provenance(
      version: "0.1.0", arguments: ["diagnose", "docs.npy"], seed: 7,
      blas: Provenance.Library(name: "OpenBLAS 0.3.21", core: "Haswell", threads: 1),
      notes: ["one pass over the file"]))

  /// Texts that break careless renderers.
  static let hostileTexts = [
    "", " ", "a,b", "say \"hi\"", "two\nlines", "cr\r\nlf", "<script>alert(1)</script>", "a&b;c",
    "\u{1B}[2Jcleared", "nul\u{0}bell\u{7}del\u{7F}", "naïve café", "數據 の 埋め込み 벡터", "👩‍👩‍👧‍👦 🇩🇪",
    "e\u{301}", "\u{202E}txt.exe", "\u{2028}line", "tab\there", "=SUM(A1)", "back\\slash",
    String(repeating: "long", count: 60), String(repeating: "數", count: 90), "{{x}} %s $y `z`",
    "snake_case 50 % #1 ~ ^ {a} 'q' --", "</style><svg onload=alert(1)>", "]]> <!-- -->",
    "| a | b |\n| --- | --- |", "[x](javascript:alert(1)) @all", "\\input{/etc/passwd}",
    "../../etc/passwd", "null", "NaN",
  ]

  /// A report with a text in every place that takes one.
  static func holding(_ text: String) -> Report {
    Report(
      command: text,
      subject: Subject(name: text, rows: 1, dimensions: 1, storedAs: text, digest: text),
      verdict: text,
      highlights: [Highlight(label: text, value: text, remark: text)],
      metrics: [Metric(MetricID(text), .undefined(reason: text), unit: .ratio)],
      series: [
        Series(id: text, columns: [text], rows: [[.text(text)], [.empty]]),
        Series(id: text, columns: ["a", text], rows: [[.text(text), .text(text)]]),
      ],
      findings: Severity.allCases.map {
        Finding(id: text, severity: $0, message: text, evidence: [MetricID(text)], advice: text)
      },
      provenance: Provenance(
        version: text, arguments: [text], seed: .max,
        blas: Provenance.Library(name: text, core: text, threads: 1), notes: [text], stamp: text))
  }

  /// A report about nothing.
  static let empty = Report(
    command: "diagnose",
    subject: Subject(name: "x", rows: 0, dimensions: 0, storedAs: "float32", digest: nil),
    verdict: "x: no vectors.", highlights: [], metrics: [], series: [], findings: [],
    provenance: Provenance(
      version: "0", arguments: [], seed: 0,
      blas: Provenance.Library(name: "b", core: "c", threads: 1)))
}
