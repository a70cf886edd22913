public import Findings
import LinearAlgebra

/// What a study says, beside what was published and what is true.
public struct CriticalSizeReport {
  private let study: CriticalSizeStudy
  private let results: [CriticalSizeSearch.Result]

  /// A report on finished searches.
  public init(_ study: CriticalSizeStudy, _ results: [CriticalSizeSearch.Result]) {
    self.study = study
    self.results = results
  }

  /// The report.
  public func report(version: String, arguments: [String], stamp: String?) throws -> Report {
    let fits = try Self.fits(measured: study.subsetSize == 2 ? points : [])
    let runs = results.reduce(0) { $0 + $1.outcomes.count }
    return Report(
      command: "experiment critical-n",
      subject: Subject(
        name: "all \(study.subsetSize)-subsets", rows: runs,
        dimensions: study.dimensions.upperBound,
        storedAs: "float32", digest: nil),
      verdict: verdict,
      highlights: results.map(highlight),
      metrics: metrics(fits),
      series: [table, runTable, Self.fitTable(fits)],
      findings: findings(fits),
      provenance: Provenance(
        version: version, arguments: arguments, seed: study.seed,
        blas: Provenance.Library(
          name: BLASLibrary.name, core: BLASLibrary.coreName, threads: BLASLibrary.threadCount),
        notes: [
          "\(runs) runs of Adam at rate \(NumberText.rounded(Double(study.recipe.learningRate))),"
            + " temperature \(NumberText.rounded(Double(study.recipe.temperature))), float32;"
            + " a run ends when solved, or after \(study.recipe.patience) iterations without the"
            + " loss falling by \(NumberText.rounded(study.recipe.leastImprovement))."
        ], stamp: stamp))
  }

  private var points: [(x: Double, y: Double)] {
    results.map { (x: Double($0.dimension), y: Double($0.criticalSize)) }
  }

  private func published(_ dimension: Int) -> Int? {
    study.subsetSize == 2 ? PublishedCriticalSizes.size(dimension: dimension) : nil
  }

  private var verdict: String {
    let sizes = results.map(\.criticalSize)
    let (first, last) = (study.dimensions.lowerBound, study.dimensions.upperBound)
    var text =
      "Gradient descent places all \(study.subsetSize)-subsets of up to \(sizes[0])"
      + (first == last ? "" : " to \(sizes[sizes.count - 1])")
      + " documents in \(first)\(first == last ? "" : " to \(last)") dimensions."
    let enough = 2 * study.subsetSize
    if last >= enough {
      text += " Geometry sets no limit from \(enough) dimensions on: this measures an optimiser."
    }
    return text
  }

  private func highlight(_ result: CriticalSizeSearch.Result) -> Highlight {
    var remarks: [String] = []
    if let published = published(result.dimension) { remarks.append("published \(published)") }
    if let exact = exact(result.dimension)?.unit {
      remarks.append(exact == .none ? "no limit in truth" : "exactly \(exact) is possible")
    }
    return Highlight(
      label: "d = \(result.dimension)", value: "\(result.criticalSize) documents",
      remark: remarks.joined(separator: "; "))
  }

  private func exact(
    _ dimension: Int
  ) -> (inner: PublishedCriticalSizes.Limit, unit: PublishedCriticalSizes.Limit)? {
    if study.subsetSize == 2 {
      return (
        PublishedCriticalSizes.exactWithInnerProducts(dimension: dimension),
        PublishedCriticalSizes.exactWithUnitVectors(dimension: dimension)
      )
    }
    // 2k dimensions hold all k-subsets of any number of documents; below, only k = 2 is tabulated.
    return dimension >= 2 * study.subsetSize ? (.none, .none) : nil
  }

  // MARK: tables

  private var table: Series {
    Series(
      id: "critical-n.table",
      columns: [
        "dimension", "critical_n", "largest_solved", "smallest_failed", "published", "difference",
        "exact_inner_product", "exact_unit_norm",
      ],
      rows: results.map { result in
        let published = published(result.dimension)
        let exact = exact(result.dimension)
        return [
          .integer(result.dimension), .integer(result.criticalSize),
          result.largestSolved.map(Cell.integer) ?? .empty,
          result.smallestFailed.map(Cell.integer) ?? .empty,
          published.map(Cell.integer) ?? .empty,
          published.map { Cell.integer(result.criticalSize - $0) } ?? .empty,
          exact.map { Cell.text($0.inner.description) } ?? .empty,
          exact.map { Cell.text($0.unit.description) } ?? .empty,
        ]
      })
  }

  private var runTable: Series {
    Series(
      id: "critical-n.runs",
      columns: ["dimension", "documents", "ending", "accuracy", "iterations", "loss"],
      rows: results.flatMap(\.outcomes).map { run in
        [
          .integer(run.dimension), .integer(run.documentCount), .text(run.ending.rawValue),
          .number(run.accuracy), .integer(run.iterationCount), .number(run.loss),
        ]
      })
  }

  /// A fit with its name.
  struct NamedFit {
    let name: String
    let pointCount: Int
    let coefficients: [Double]
    let determination: Double?

    func value(at dimension: Double) -> Double {
      PolynomialFit.value(coefficients, at: dimension)
    }
  }

  /// The published cubic, our fits of the published points, and of the measured ones.
  static func fits(
    measured: [(x: Double, y: Double)]
  ) throws(LinearAlgebraError) -> [NamedFit] {
    let all = PublishedCriticalSizes.table.map { (x: Double($0.dimension), y: Double($0.size)) }
    let upTo40 = all.filter { $0.x <= 40 }
    let upTo42 = all.filter { $0.x <= 42 }
    var fits = [
      NamedFit(
        name: "published cubic, as printed", pointCount: all.count,
        coefficients: PublishedCriticalSizes.cubic, determination: nil)
    ]
    func add(_ name: String, _ points: [(x: Double, y: Double)], _ degree: Int)
      throws(LinearAlgebraError)
    {
      guard points.count > degree + 1 else { return }
      let fit = try PolynomialFit(points, degree: degree)
      fits.append(
        NamedFit(
          name: name, pointCount: points.count, coefficients: fit.coefficients,
          determination: fit.determination))
    }
    try add("published points, cubic", all, 3)
    try add("published points up to 42, cubic", upTo42, 3)
    try add("published points up to 42, quadratic", upTo42, 2)
    try add("published points up to 40, cubic", upTo40, 3)
    try add("published points up to 40, quadratic", upTo40, 2)
    try add("measured points, quadratic", measured, 2)
    try add("measured points, cubic", measured, 3)
    return fits
  }

  private static let extrapolated = [512, 768, 1024, 3072, 4096]

  private static func fitTable(_ fits: [NamedFit]) -> Series {
    Series(
      id: "critical-n.fits",
      columns: ["fit", "points", "c0", "c1", "c2", "c3", "r_squared"]
        + extrapolated.map { "at_\($0)" },
      rows: fits.map { fit in
        [.text(fit.name), .integer(fit.pointCount)]
          + (0..<4).map { $0 < fit.coefficients.count ? .number(fit.coefficients[$0]) : .empty }
          + [fit.determination.map(Cell.number) ?? .empty]
          + extrapolated.map { .number(fit.value(at: Double($0))) }
      })
  }

  // MARK: judgement

  private func metrics(_ fits: [NamedFit]) -> [Metric] {
    let differences = results.compactMap { result in
      published(result.dimension).map { (result.criticalSize - $0).magnitude }
    }
    let difference: MetricValue =
      differences.max().map { .measured(Double($0)) }
      ?? .undefined(reason: "the published table has none of these dimensions at this k")
    let values: [MetricValue] = [
      difference, .measured(fits[1].coefficients[3]), .measured(fits[2].coefficients[3]),
      .measured(fits[3].coefficients[2]), .measured(fits[0].value(at: 4096)),
      .measured(fits[3].value(at: 4096)),
    ]
    return zip(CriticalSizeMetrics.all, values).map { Metric($0.id, $1, unit: $0.unit) }
  }

  private func findings(_ fits: [NamedFit]) -> [Finding] {
    var findings: [Finding] = []
    let far = results.filter { result in
      published(result.dimension).map { (result.criticalSize - $0).magnitude > 2 } ?? false
    }
    if !far.isEmpty {
      let list = far.map { result in
        "d = \(result.dimension): \(result.criticalSize), published "
          + "\(published(result.dimension) ?? 0)"
      }
      findings.append(
        Finding(
          id: "differs-from-published", severity: .note,
          message: "\(list.joined(separator: "; ")): more than 2 apart.",
          evidence: ["critical-n.largest-difference"],
          advice: "Runs at the edge depend on the random start; try other seeds."))
    }
    let cubic = fits[0].value(at: 4096) / 1e6
    let parabola = fits[3].value(at: 4096) / 1e6
    findings.append(
      Finding(
        id: "cubic-artefact", severity: .note,
        message:
          "The published cubic is reproduced from its 42 points (c3 = "
          + "\(NumberText.rounded(fits[1].coefficients[3], significantDigits: 3))), but without the"
          + " last three of them c3 is "
          + "\(NumberText.rounded(fits[2].coefficients[3], significantDigits: 2)): a parabola fits as"
          + " well and says \(NumberText.rounded(parabola, significantDigits: 2)) million documents"
          + " at 4,096 dimensions, not \(NumberText.rounded(cubic, significantDigits: 3)) million.",
        evidence: [
          "critical-n.cubic-coefficient@dims=4-45", "critical-n.cubic-coefficient@dims=4-42",
          "critical-n.extrapolated@dims=4096,fit=quadratic",
        ],
        advice: "Do not extrapolate either curve to real dimensions."))
    return findings
  }
}
