import EmbeddingSets
import Findings

/// How evenly the directions cover the sphere.
enum SphereUniformity: Analyzer {
  static let family = MetricFamily.uniformity

  private static func uniformity(_ temperature: Int) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("uniformity@t=\(temperature)"), family: "uniformity",
      title: "uniformity, t = \(temperature)",
      definition: "Logarithm of the mean Gaussian potential over all pairs i < j of unit rows.",
      formula: "ln mean_{i<j} exp(-\(temperature) |u_i - u_j|^2)", unit: .nats,
      range: "[-\(4 * temperature), 0]",
      reading:
        "Lower is more uniform, 0 is one point. Nearly a function of the mean and mean square "
        + "cosine on healthy sets, and no rank measure: read the gap, and the spectrum beside it. "
        + "The interval speaks of the population (Hajek) where all pairs were taken, of the sampling "
        + "alone where they were not; series uniformity.errors has both.",
      edgeCases: "Undefined with fewer than two rows that have a direction. Sampled beyond "
        + "--pair-budget, and said so.", source: "Wang and Isola 2020, arXiv 2005.10242")
  }

  private static func gap(_ temperature: Int) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("uniformity-gap@t=\(temperature)"), family: "uniformity",
      title: "distance to the floor of the sphere, t = \(temperature)",
      definition:
        "Uniformity minus its value for the uniform distribution on the sphere of the same "
        + "dimension.",
      formula: "uniformity - (ln 0F1(; d/2; t^2) - 2t), t = \(temperature)", unit: .nats,
      range: "about [0, \(4 * temperature)]",
      reading:
        "Comparable across dimensions, unlike uniformity itself. Above 1 the set is bunched.",
      edgeCases: "As uniformity. A little below 0 is possible for few rows.",
      source: "Wang and Isola 2020; floor in closed form")
  }

  static let descriptors =
    GaussianPotential.temperatures.map(uniformity) + GaussianPotential.temperatures.map(gap)

  static func measure(_ statistics: SetStatistics) -> [Metric] {
    switch statistics.uniformity {
    case .undefined(let reason): return descriptors.map { $0.metric(.undefined(reason: reason)) }
    case .skipped(let reason): return descriptors.map { $0.metric(.skipped(reason: reason)) }
    case .results(let results):
      let values = results.map { result in
        uniformity(result.temperature).measured(
          result.value, interval: interval(result, minus: 0))
      }
      let gaps = results.map { result in
        let floor = UniformityResult.floor(
          temperature: result.temperature, columnCount: statistics.shape.columnCount)
        return gap(result.temperature).measured(
          result.value - floor, interval: interval(result, minus: floor))
      }
      return values + gaps
    }
  }

  /// The interval of a value that `offset` is taken off.
  static func interval(_ result: UniformityResult, minus offset: Double) -> Interval? {
    let half = result.samplingError > 0 ? result.samplingError : result.populationError
    guard let half, half.isFinite, result.value.isFinite else { return nil }
    // the potential is at most 1
    let high = max(result.value, min(0, result.value + half))
    return Interval(low: result.value - half - offset, high: high - offset)
  }

  static func series(_ statistics: SetStatistics) -> [Series] {
    guard case .results(let results) = statistics.uniformity else { return [] }
    return [
      Series(
        id: "uniformity.errors",
        columns: ["t", "uniformity", "pairs", "sampling_half_width", "population_half_width"],
        rows: results.map { result in
          [
            .integer(result.temperature), .number(result.value), .number(result.pairCount),
            .number(result.samplingError),
            result.populationError.map(Cell.finite) ?? .empty,
          ]
        })
    ]
  }
}
