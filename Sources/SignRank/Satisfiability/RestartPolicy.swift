/// When to start over: when recent learned clauses are worse than those of the long run.
///
/// Exponential means of the LBD over some 32 and some 8,192 conflicts (Biere and Fröhlich 2015).
struct RestartPolicy {
  private var recent = 0.0
  private var longRun = 0.0
  private var conflicts = 0
  private var sinceRestart = 0
  private static let shortest = 50
  private static let margin = 1.2

  /// Takes in the LBD of a learned clause.
  mutating func note(lbd: Int) {
    conflicts += 1
    sinceRestart += 1
    // Early on the means are those of all that has been seen.
    recent += (Double(lbd) - recent) * max(1 / 32, 1 / Double(conflicts))
    longRun += (Double(lbd) - longRun) * max(1 / 8_192, 1 / Double(conflicts))
  }

  /// Whether it is time.
  var isDue: Bool { sinceRestart >= Self.shortest && recent > Self.margin * longRun }

  /// A new start is made.
  mutating func start() { sinceRestart = 0 }
}
