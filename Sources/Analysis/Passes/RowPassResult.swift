/// What one read of the rows found, with the part of each block of rows where intervals need it.
struct RowPassResult: Sendable {
  /// The merged state.
  let state: RowPass
  /// Moments of the rows; nil where they were not asked for or the n × n route serves.
  let rawMoments: MomentSummary?
  /// Moments of the unit rows.
  let unitMoments: MomentSummary?
  /// Whether every row had norm 1 within the tolerance, so that unit views are the other views.
  let unitRowsAreRows: Bool
  /// Tallies of each block.
  let shardTallies: [RowTally]
  /// Columns of the unit rows of each block.
  let shardUnitColumns: [ColumnStatistics]
  /// What a reader should know of how it was done.
  let notes: [String]
}
