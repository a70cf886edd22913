public import SignRankProof

extension IntegerFactors: ExplicitWitness {
  /// The whole numbers, as Doubles.
  public func vectors(for problem: SignProblem) throws -> SignVectors {
    let length = rows.first?.count ?? columns.first?.count ?? 1
    return SignVectors(
      dimension: length, rows: rows.flatMap { $0.map(Double.init) },
      columns: columns.flatMap { $0.map(Double.init) })
  }
}
