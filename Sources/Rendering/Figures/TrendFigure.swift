import Findings

/// The best score so far over time, the best versions with their intervals, and where the rate changed.
enum TrendFigure: SingleFigure {
  static let id = "trend"

  static func chart(of reports: [Report]) -> Chart? {
    guard reports.count == 1, let report = reports.first,
      let frontier = report.series("trend.frontier"), let dates = frontier.texts("date"),
      let names = frontier.texts("id"), let scores = frontier.numbers("score")
    else { return nil }
    let steps = dates.indices.compactMap { row -> (day: Double, score: Double, name: String)? in
      guard let day = CalendarDay(dates[row]), let score = scores[row] else { return nil }
      return (Double(day.number), score, names[row])
    }
    guard let first = steps.first, let last = steps.last else { return nil }
    let end = max(last.day, lastDay(report) ?? last.day)
    var line: [Point] = [Point(x: first.day, y: first.score)]
    for (step, next) in zip(steps, steps.dropFirst()) {
      line += [Point(x: next.day, y: step.score), Point(x: next.day, y: next.score)]
    }
    line.append(Point(x: end, y: last.score))
    let onFrontier = Set(steps.map(\.name))
    let runners = top(of: report).filter { !onFrontier.contains($0.name) }
    var layers: [any ChartLayer] = []
    if let bend = breakpoint(of: report) {
      layers.append(
        RuleLayer(direction: .vertical, value: bend, label: "the rate changes", labels: .end))
    }
    layers.append(LineLayer(label: "best so far", pen: ChartStyle.pen(0), points: line))
    if !runners.isEmpty {
      layers.append(
        WhiskerLayer(
          label: "others at the top, 95 % about the best", pen: ChartStyle.pen(1),
          marks: runners.map { WhiskerLayer.Mark(place: $0.place, yInterval: $0.interval) }))
    }
    // the latest names first: they get the room there is
    let latest = steps.reversed()
    layers.append(
      PointLayer(
        label: nil, pen: ChartStyle.pen(0),
        points: latest.map { Point(x: $0.day, y: $0.score) },
        names: latest.map { shortened($0.name) }))
    let room = (last.score - first.score).magnitude / 12
    let best = NumberText.rounded(last.score, significantDigits: 4)
    return Chart(
      id: id, title: "The best so far",
      summary: "The running maximum rose \(steps.count - 1) times from "
        + "\(NumberText.rounded(first.score, significantDigits: 4)) to \(best), which "
        + "\(last.name) reached.",
      x: Chart.Axis(label: "date", kind: .dates),
      y: Chart.Axis(
        label: report.subject.storedAs, kind: .linear, including: [last.score + room]),
      layers: layers)
  }

  private static func lastDay(_ report: Report) -> Double? {
    let ends = report.series("trend.windows")?.texts("to") ?? []
    return ends.compactMap { CalendarDay($0) }.max().map { Double($0.number) }
  }

  private static func top(
    of report: Report
  ) -> [(place: Point, interval: ClosedRange<Double>?, name: String)] {
    guard let series = report.series("trend.top"), let dates = series.texts("date"),
      let names = series.texts("id"), let scores = series.numbers("score"),
      let low = series.numbers("low"), let high = series.numbers("high"),
      let leader = scores.first ?? nil
    else { return [] }
    return dates.indices.compactMap { row in
      guard let day = CalendarDay(dates[row]), let score = scores[row] else { return nil }
      // the interval is of how far the version is behind the leader
      let interval: ClosedRange<Double>? =
        if let low = low[row], let high = high[row], low <= high {
          leader - high...leader - low
        } else { nil }
      return (Point(x: Double(day.number), y: score), interval, names[row])
    }
  }

  private static func breakpoint(of report: Report) -> Double? {
    guard let series = report.series("trend.breakpoint"),
      let date = series.texts("date")?.first.flatMap({ CalendarDay($0) }),
      let probability = series.numbers("p")?.first ?? nil, probability < 0.05
    else { return nil }
    return Double(date.number)
  }

  /// The part of a name behind its last slash.
  private static func shortened(_ name: String) -> String {
    let last = name.split(separator: "/").last.map(String.init) ?? name
    return last.count > 24 ? last.prefix(23) + "…" : last
  }
}
