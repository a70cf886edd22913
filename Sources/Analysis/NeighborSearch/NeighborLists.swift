/// Exact lists of nearest rows, with what queries and rows are called.
public struct NeighborLists: Sendable {
  /// The neighbours; its queries are numbered by their place in ``queryRows``.
  let table: NeighborTable
  /// Row number of each query in its own set, ascending.
  public let queryRows: [Int]
  /// Names of all rows of the set of queries, and of the set that is searched, where they have any.
  let queryNames: [String]?, names: [String]?

  /// What "near" means.
  public var metric: NeighborMetric { table.metric }
  /// k.
  public var neighborCount: Int { table.count }
  /// Row numbers of the neighbours, k for each query, nearest first, equally near ones by number.
  public var neighbors: [UInt32] { table.neighbors }

  /// The cosine, distance or product of each neighbour.
  public func values() -> [Double] { table.values.map(metric.shown) }

  /// What a query is called, by its place in ``queryRows``; nil where its set has no names.
  public func queryName(_ place: Int) -> String? { queryNames?[queryRows[place]] }

  /// What a row is called; nil where the set has no names.
  public func name(_ row: Int) -> String? { names?[row] }
}
