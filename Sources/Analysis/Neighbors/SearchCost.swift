import Findings
import LinearAlgebra

/// What searches are expected to take: said beforehand where it is long.
struct SearchCost: Sendable {
  /// Multiply-adds, counted with both factors.
  let multiplyAdds: Double
  /// Components of a row.
  let columnCount: Int
  let jobs: Int

  /// Below this nothing takes long, and the rate is not measured.
  private static let fewMultiplyAdds = 2e11
  /// What is long, in seconds.
  private static let longSeconds = 10.0

  /// Multiply-adds of the neighbours of a set within itself, as ``NeighborStage`` spends them: of a
  /// sample beyond the budget, of white noise too within it.
  static func ofNeighbors(
    rowCount: Int, columnCount: Int, budget: Double, withNoise: Bool
  ) -> Double {
    let whole = NeighborStage.cost(rowCount: rowCount, columnCount: columnCount)
    guard whole <= budget else { return budget }
    let noise = WhiteNoiseHubness(
      setRowCount: rowCount, setColumnCount: columnCount, jobs: 1, seed: 0)
    return whole + (withNoise ? noise.cost : 0)
  }

  /// Says how long the searches will take, where that is more than ten seconds.
  ///
  /// The rate is that of one product of two panels, timed here: it goes to whoever waits, never into a
  /// report.
  ///
  /// - Parameters:
  ///   - task: what takes the time: `nearest neighbours`.
  ///   - remedy: how to have it sooner, as a clause.
  func announce(
    _ task: String, remedy: String, to announce: @Sendable (String) -> Void
  ) {
    guard multiplyAdds > Self.fewMultiplyAdds else { return }
    let seconds = Self.secondsOfOnePanel(columnCount) * panels / Double(jobs)
    guard seconds > Self.longSeconds else { return }
    announce(
      "\(task) will take about \(NumberText.rounded(seconds, significantDigits: 2)) s; \(remedy)")
  }

  /// The same work in products of two panels.
  private var panels: Double {
    multiplyAdds / (2 * Double(UnitPanels.panelRows * UnitPanels.panelRows * columnCount))
  }

  private static func secondsOfOnePanel(_ columnCount: Int) -> Double {
    let panel = [Float](repeating: 1, count: UnitPanels.panelRows * columnCount)
    var products = [Float](repeating: 0, count: UnitPanels.panelRows * UnitPanels.panelRows)
    let clock = ContinuousClock()
    let elapsed = clock.measure {
      BLAS.singleProductTransposed(
        left: panel.span, leftRows: UnitPanels.panelRows, right: panel.span,
        rightRows: UnitPanels.panelRows, depth: columnCount, into: &products)
    }
    let (whole, parts) = elapsed.components
    return Double(whole) + Double(parts) * 1e-18
  }
}
