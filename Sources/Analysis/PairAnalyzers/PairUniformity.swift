import EmbeddingSets
import Findings

/// How evenly the rows of each side cover the sphere.
enum PairUniformity: PairAnalyzer {
  static let family = MetricFamily.alignment
  private static let sides = ["first", "second"]
  private static let temperature = 2

  private static func uniformity(_ side: String) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("pairs.uniformity@side=\(side),t=\(temperature)"), family: "alignment",
      title: "uniformity of the \(side) set",
      definition: "Uniformity (t = 2) of all rows of the \(side) set, in a pair or not.",
      formula: "ln mean_{i<j} exp(-2 |u_i - u_j|^2)", unit: .nats, range: "[-8, 0]",
      reading:
        "Lower is more spread out. Alignment without it is half the story: both are 0 for an "
        + "encoder that maps everything to one point. Of one set, both sides are the same rows.",
      edgeCases: "As uniformity@t=2.", source: "Wang and Isola 2020, arXiv 2005.10242")
  }
  private static func gap(_ side: String) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("pairs.uniformity-gap@side=\(side),t=\(temperature)"), family: "alignment",
      title: "distance of the \(side) set to the floor of the sphere",
      definition: "Its uniformity minus that of the uniform distribution on the sphere.",
      formula: "uniformity - (ln 0F1(; d/2; 4) - 4)", unit: .nats, range: "about [0, 8]",
      reading: "Comparable across dimensions. Above 1 the rows are bunched.",
      edgeCases: "As uniformity@t=2.", source: "Wang and Isola 2020; floor in closed form")
  }

  static let descriptors = sides.map(uniformity) + sides.map(gap)

  static func measure(_ statistics: PairStatistics) -> [Metric] {
    let found = [statistics.uniformity.first, statistics.uniformity.second]
    let floor = UniformityResult.floor(
      temperature: temperature, columnCount: statistics.columnCount)
    return zip(sides, found).map { metric(uniformity($0), $1, minus: 0) }
      + zip(sides, found).map { metric(gap($0), $1, minus: floor) }
  }

  private static func metric(
    _ descriptor: MetricDescriptor, _ found: SetStatistics.Uniformity, minus offset: Double
  ) -> Metric {
    switch found {
    case .undefined(let reason): return descriptor.metric(.undefined(reason: reason))
    case .skipped(let reason): return descriptor.metric(.skipped(reason: reason))
    case .results(let results):
      guard let result = results.first(where: { $0.temperature == temperature }) else {
        preconditionFailure("uniformity has t = 2")
      }
      return descriptor.measured(
        result.value - offset, interval: SphereUniformity.interval(result, minus: offset))
    }
  }
}
