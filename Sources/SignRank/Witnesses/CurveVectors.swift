import EmbeddingSets
import SignRankProof

/// Vectors out of points on a curve and functions on it: what sparse lines and sign changes share.
///
/// Points are the lines of one side (columns, say), functions those of the other. An exception is a
/// line without a function: it becomes one more coordinate of the points, its own signs.
struct CurveVectors {
  /// Coordinates of a point on the curve, for each point.
  var points: [[Double]]
  /// Coefficients of a function for each line; nil for an exception.
  var functions: [[Double]?]

  /// Scales coordinate c of the points by w_c and that of the functions by 1 / w_c, with w_c² in
  /// proportion to the mean size of the coefficients of its group.
  ///
  /// Inner products stay. Of all weights that keep the norm of a point, these make the norms of the
  /// functions least on average (Cauchy-Schwarz), and so the margins large.
  ///
  /// - Parameter groups: the group of each coordinate; coordinates of a harmonic belong together, so
  ///   that points keep one norm.
  mutating func balance(groups: [Int]) {
    var sizes = [Double](repeating: 0, count: (groups.max() ?? 0) + 1)
    for function in functions {
      guard let function else { continue }
      var squares = [Double](repeating: 0, count: sizes.count)
      for (coordinate, group) in groups.enumerated() {
        squares[group] += function[coordinate] * function[coordinate]
      }
      let norm = squares.reduce(0, +).squareRoot()
      guard norm > 0 else { continue }
      for group in sizes.indices { sizes[group] += squares[group].squareRoot() / norm }
    }
    // A coordinate that no function looks at stays as it is.
    let weights = groups.map { sizes[$0] > 0 ? sizes[$0].squareRoot() : 1 }
    for point in points.indices {
      for coordinate in groups.indices { points[point][coordinate] *= weights[coordinate] }
    }
    for line in functions.indices {
      for coordinate in groups.indices { functions[line]?[coordinate] /= weights[coordinate] }
    }
  }

  /// The vectors of a problem's rows and columns.
  ///
  /// - Parameter pointsAreColumns: whether the points are the columns.
  func vectors(of problem: SignProblem, pointsAreColumns: Bool) throws -> SignVectors {
    let base = points.first?.count ?? 1
    let exceptions = functions.indices.filter { functions[$0] == nil }
    let dimension = base + exceptions.count
    if !exceptions.isEmpty && problem.dense == nil { throw WitnessError.tooLarge }
    var places = points.map { $0 + [Double](repeating: 0, count: exceptions.count) }
    var lines = functions.map { ($0 ?? Array(repeating: 0, count: base)) }.map {
      $0 + [Double](repeating: 0, count: exceptions.count)
    }
    for (index, line) in exceptions.enumerated() {
      lines[line][base + index] = 1
      for point in places.indices {
        let sign =
          pointsAreColumns ? problem.dense?[line, point] : problem.dense?[point, line]
        places[point][base + index] = Double(sign ?? 0)
      }
    }
    let (flatPlaces, flatLines) = (places.flatMap { $0 }, lines.flatMap { $0 })
    return pointsAreColumns
      ? SignVectors(dimension: dimension, rows: flatLines, columns: flatPlaces)
      : SignVectors(dimension: dimension, rows: flatPlaces, columns: flatLines)
  }
}
