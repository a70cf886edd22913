import Findings

/// The metrics that `list` and `explain` show, until Analysis declares its own `MetricCatalog`.
enum MetricCatalog {
  static let all: [MetricDescriptor] = [
    MetricDescriptor(
      id: "data.rows", family: "data", title: "Rows",
      definition: "The number of vectors in the set, before any is left out.", formula: "n",
      unit: .rows, range: "[0, infinity)", reading: "What everything else is an average over.",
      edgeCases: "Always measured.", source: "a count"),
    MetricDescriptor(
      id: "uniformity@t=2", family: "uniformity", title: "Uniformity, t = 2",
      definition: "How evenly the rows, scaled to norm 1, cover the sphere, over pairs i < j.",
      formula: "log mean exp(-2 |u - v|^2)", unit: .nats, range: "[-8, 0]",
      reading: "Lower is more even; 0 means that all rows point the same way.",
      edgeCases: "Undefined for fewer than two rows that are not zero.",
      source: "Wang and Isola, Understanding contrastive representation learning through "
        + "alignment and uniformity on the hypersphere, ICML 2020"),
  ]
}
