import EmbeddingSets
import Findings

/// How many rows and columns, and how many rows cannot be used.
enum RowCounts: Analyzer {
  static let family = MetricFamily.data

  private static let rows = descriptor(
    "data.rows", "rows", "Number of vectors in the set, n, before anything is left out.",
    formula: "n", reading: "Every other number depends on it: compare only sets of like size.")
  private static let dimensions = MetricDescriptor(
    id: "data.dimensions", family: "data", title: "dimensions",
    definition: "Number of components of each vector, d.", formula: "d", unit: .dimensions,
    range: "1, 2, ...", reading: "What is stored, not what is used: see participation-ratio.",
    edgeCases: "Always measured.", source: "header of the file")
  private static let nonfinite = descriptor(
    "data.rows-nonfinite", "rows with NaN or infinity",
    "Rows with at least one component that is NaN or infinite. They are left out of all else.",
    formula: "#{i : some x_ij is not finite}",
    reading: "Anything above 0 is a broken export; the first ten are listed in the finding.")
  private static let zero = descriptor(
    "data.rows-zero", "zero rows",
    "Finite rows whose components are all 0 (or whose norm is below 1e-308, so that it has no inverse). "
      + "They have no direction and are left out of unit views and cosines.",
    formula: "#{i : x_i = 0}",
    reading: "Usually empty texts or padding; they match everything or nothing in a search.")

  static let descriptors = [rows, dimensions, nonfinite, zero]

  static func measure(_ statistics: SetStatistics) -> [Metric] {
    [
      rows.measured(statistics.tally.rowCount),
      dimensions.measured(statistics.shape.columnCount),
      nonfinite.measured(statistics.tally.nonfiniteCount),
      zero.measured(statistics.tally.zeroCount),
    ]
  }

  private static func descriptor(
    _ id: MetricID, _ title: String, _ definition: String, formula: String, reading: String
  ) -> MetricDescriptor {
    MetricDescriptor(
      id: id, family: "data", title: title, definition: definition, formula: formula, unit: .rows,
      range: "[0, n]", reading: reading, edgeCases: "Always measured.",
      source: "count over the rows")
  }
}
