public import Findings

/// Definitions of what the free-embedding experiment reports besides its tables.
public enum CriticalSizeMetrics {
  private static let source =
    "Weller, Boratko, Naim, Lee, ICLR 2026 (arXiv 2508.21038), section 3 and table 6"

  /// All of them, in the order of reports.
  public static let all: [MetricDescriptor] = [
    descriptor(
      "critical-n.largest-difference", "largest distance to the published table",
      definition:
        "The largest absolute difference between a measured critical n and the published one, over the"
        + " dimensions that both have.",
      formula: "max over d of |n(d) - published n(d)|", unit: .rows, range: "[0, infinity)",
      reading:
        "Within 2 is a reproduction: the edge is where an optimiser stops, and moves with its seed.",
      edgeCases: "undefined where no dimension of the table was run, or k is not 2"),
    descriptor(
      "critical-n.cubic-coefficient@dims=4-45", "cubic coefficient through all published points",
      definition: "The coefficient of d^3 of the least-squares cubic through the published table.",
      formula: "argmin sum (n(d) - c0 - c1 d - c2 d^2 - c3 d^3)^2, c3", unit: .ratio,
      range: "any number", reading: "Published as 0.0037; what it rests on is the next metric.",
      edgeCases: "none"),
    descriptor(
      "critical-n.cubic-coefficient@dims=4-42", "cubic coefficient without the last three points",
      definition: "The same through the published points up to dimension 42.",
      formula: "as above over d <= 42", unit: .ratio, range: "any number",
      reading: "Nearly 0: the published cubic term comes from the last three points.",
      edgeCases: "none"),
    descriptor(
      "critical-n.quadratic-coefficient@dims=4-42", "quadratic coefficient up to dimension 42",
      definition: "The coefficient of d^2 of the least-squares parabola through d <= 42.",
      formula: "argmin sum (n(d) - c0 - c1 d - c2 d^2)^2, c2", unit: .ratio, range: "any number",
      reading: "What optimisation reaches grows like this times the square of the dimension.",
      edgeCases: "none"),
    descriptor(
      "critical-n.extrapolated@dims=4096,fit=cubic", "published cubic at 4,096 dimensions",
      definition: "The published cubic's value at d = 4096.",
      formula: "c0 + c1 d + c2 d^2 + c3 d^3",
      unit: .rows, range: "any number",
      reading: "An extrapolation by a factor of 90 in d; see the parabola beside it.",
      edgeCases: "none"),
    descriptor(
      "critical-n.extrapolated@dims=4096,fit=quadratic", "the parabola at 4,096 dimensions",
      definition: "The value at d = 4096 of the parabola through the published points up to 42.",
      formula: "c0 + c1 d + c2 d^2", unit: .rows, range: "any number",
      reading: "An extrapolation too; its distance from the cubic is what either is worth.",
      edgeCases: "none"),
  ]

  private static func descriptor(
    _ id: MetricID, _ title: String, definition: String, formula: String, unit: Unit,
    range: String, reading: String, edgeCases: String
  ) -> MetricDescriptor {
    MetricDescriptor(
      id: id, family: "critical-n", title: title, definition: definition, formula: formula,
      unit: unit, range: range, reading: reading, edgeCases: edgeCases, source: source)
  }
}
