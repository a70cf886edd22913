import EmbeddingSets
import Findings
import RealModule

/// InfoNCE with all rows as candidates, and the lower bound it gives.
enum ContrastiveLoss: PairAnalyzer {
  static let family = MetricFamily.contrastive

  private static let source =
    "van den Oord et al. 2018, arXiv 1807.03748; Poole et al. 2019, arXiv 1905.06922"
  private static let multiple =
    "A query with several positives takes the mean over them, the others left out of the denominator. "
  private static let edges =
    "Undefined without a pair of rows that have a direction. Within one set a row is no candidate for "
    + "itself."

  private static func text(_ temperature: Double) -> String { NumberText.shortest(temperature) }

  private static func loss(_ tau: Double) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("infonce-loss@tau=\(text(tau))"), family: "contrastive",
      title: "InfoNCE, temperature \(text(tau))",
      definition:
        "Mean over queries (rows of the first set in a pair) of the negative log softmax of "
        + "their positive among all rows of the second set, positive included. \(multiple)",
      formula: "-mean ln( e^(c_ii/tau) / sum_j e^(c_ij/tau) ), c cosines", unit: .nats,
      range: "[0, ln M + 2/tau]",
      reading: "Lower is better; comparable only at equal tau and equal candidates. Duplicates and "
        + "unmarked positives among the candidates raise it. The interval is a seeded bootstrap over "
        + "queries, candidates kept.", edgeCases: edges, source: source)
  }
  private static func reverse(_ tau: Double) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("infonce-loss-reverse@tau=\(text(tau))"), family: "contrastive",
      title: "InfoNCE the other way, temperature \(text(tau))",
      definition: "The same with rows of the second set as queries and all rows of the first as "
        + "candidates.", formula: "-mean ln( e^(c_jj/tau) / sum_i e^(c_ij/tau) )", unit: .nats,
      range: "[0, ln M + 2/tau]",
      reading: "Far from the forward loss where one side has hubs or the sides differ in size.",
      edgeCases: edges, source: source)
  }
  private static func symmetric(_ tau: Double) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("infonce-loss-symmetric@tau=\(text(tau))"), family: "contrastive",
      title: "symmetric InfoNCE, temperature \(text(tau))",
      definition: "Half the sum of both directions, as CLIP trains.",
      formula: "(forward + reverse) / 2", unit: .nats, range: "[0, ln M + 2/tau]",
      reading: "No bound is drawn from it: each direction has its own.", edgeCases: edges,
      source: "Radford et al. 2021, arXiv 2103.00020")
  }
  private static func bound(_ tau: Double) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("infonce-bound@tau=\(text(tau))"), family: "contrastive",
      title: "InfoNCE lower bound, temperature \(text(tau))",
      definition:
        "Logarithm of the number of candidates minus the loss: an estimate of a lower bound "
        + "on the information that both rows of a pair share.",
      formula: "ln M - infonce-loss@tau=\(text(tau))", unit: .nats, range: "(-inf, ln M]",
      reading:
        "A lower bound for the cosine critic at this temperature, never the information itself; "
        + "it can never exceed ln M and may be negative. tau is part of the critic: the largest bound "
        + "over tau is the one to quote.", edgeCases: edges, source: source)
  }
  private static func bits(_ tau: Double) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("infonce-bound-bits@tau=\(text(tau))"), family: "contrastive",
      title: "InfoNCE lower bound in bits, temperature \(text(tau))",
      definition: "The same bound in bits.", formula: "infonce-bound / ln 2", unit: .bits,
      range: "(-inf, log2 M]", reading: "As infonce-bound.", edgeCases: edges, source: source)
  }
  private static func share(_ tau: Double) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("infonce-bound-share@tau=\(text(tau))"), family: "contrastive",
      title: "share of the ceiling, temperature \(text(tau))",
      definition: "The bound divided by its ceiling.", formula: "infonce-bound / infonce-ceiling",
      unit: .ratio, range: "(-inf, 1]",
      reading:
        "Near 1 the bound is as large as so many candidates allow, and says nothing of how much "
        + "more there is.", edgeCases: "Also undefined for a single candidate.", source: source)
  }
  private static let ceiling = MetricDescriptor(
    id: "infonce-ceiling", family: "contrastive", title: "ceiling of the bound",
    definition:
      "Logarithm of the number of candidates of a query, its positive included (mean over "
      + "queries where they differ).", formula: "ln M", unit: .nats, range: "[0, inf)",
    reading: "No bound at this number of candidates can exceed it, whatever the embeddings.",
    edgeCases: edges, source: "Poole et al. 2019; McAllester and Stratos 2020, arXiv 1811.04251")
  private static func pairedLoss(_ tau: Double) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("infonce-loss@tau=\(text(tau)),candidates=paired"), family: "contrastive",
      title: "InfoNCE among paired rows, temperature \(text(tau))",
      definition: "infonce-loss with the rows of the second set that are in a pair as the only "
        + "candidates.", formula: "as infonce-loss", unit: .nats, range: "[0, ln M + 2/tau]",
      reading:
        "What a batch of all pairs would show; equal to infonce-loss where every row is in a "
        + "pair.", edgeCases: edges, source: source)
  }
  private static func pairedBound(_ tau: Double) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("infonce-bound@tau=\(text(tau)),candidates=paired"), family: "contrastive",
      title: "InfoNCE lower bound among paired rows, temperature \(text(tau))",
      definition: "infonce-bound with the rows of the second set that are in a pair as the only "
        + "candidates.", formula: "ln M - loss", unit: .nats, range: "(-inf, ln M]",
      reading: "As infonce-bound.", edgeCases: edges, source: source)
  }
  private static let pairedCeiling = MetricDescriptor(
    id: "infonce-ceiling@candidates=paired", family: "contrastive",
    title: "ceiling of the bound among paired rows",
    definition: "Logarithm of the number of candidates that are in a pair.", formula: "ln M",
    unit: .nats, range: "[0, inf)", reading: "As infonce-ceiling.", edgeCases: edges,
    source: "Poole et al. 2019")

  static let descriptors = definitions(at: PairOptions.standardTemperatures)

  /// The definitions at some temperatures.
  static func definitions(at temperatures: [Double]) -> [MetricDescriptor] {
    let all = [loss, reverse, symmetric, bound, bits, share].flatMap { temperatures.map($0) }
    return all + [ceiling] + temperatures.map(pairedLoss) + temperatures.map(pairedBound)
      + [pairedCeiling]
  }

  static func measure(_ statistics: PairStatistics) -> [Metric] {
    let found: PairStatistics.Contrastive
    switch statistics.contrastive {
    case .undefined(let reason): return descriptors.map { $0.metric(.undefined(reason: reason)) }
    case .skipped(let reason): return descriptors.map { $0.metric(.skipped(reason: reason)) }
    case .result(let result): found = result
    }
    let results = Array(zip(found.results, found.intervals))
    let top = found.results.first?.forward.ceiling ?? 0
    let pairedTop = found.results.first?.amongPaired.ceiling ?? 0
    var metrics = results.map {
      loss($0.temperature).measured($0.forward.loss, interval: $1.forward)
    }
    metrics += results.map {
      reverse($0.temperature).measured($0.reverse.loss, interval: $1.reverse)
    }
    metrics += results.map {
      symmetric($0.temperature).measured($0.symmetricLoss, interval: $1.symmetric)
    }
    metrics += results.map {
      bound($0.temperature).measured(
        $0.forward.bound, interval: below(top, $1.forward, unit: 1))
    }
    metrics += results.map {
      bits($0.temperature).measured(
        $0.forward.bound / .log(2), interval: below(top, $1.forward, unit: .log(2)))
    }
    metrics += results.map { result, interval in
      top > 0
        ? share(result.temperature).measured(
          result.forward.bound / top, interval: below(top, interval.forward, unit: top))
        : share(result.temperature).metric(
          .undefined(reason: "a single candidate has nothing to be told from"))
    }
    metrics.append(ceiling.measured(top))
    metrics += results.map { result, _ in
      pairedLoss(result.temperature).measured(result.amongPaired.loss)
    }
    metrics += results.map { result, _ in
      pairedBound(result.temperature).measured(result.amongPaired.bound)
    }
    metrics.append(pairedCeiling.measured(pairedTop))
    return metrics
  }

  /// (ceiling - loss) / unit of an interval of the loss.
  private static func below(_ ceiling: Double, _ loss: Interval?, unit: Double) -> Interval? {
    loss.map { Interval(low: (ceiling - $0.high) / unit, high: (ceiling - $0.low) / unit) }
  }

  static func series(_ statistics: PairStatistics) -> [Series] {
    guard case .result(let found) = statistics.contrastive else { return [] }
    let ln2 = Double.log(2)
    let table = Series(
      id: "infonce.temperatures",
      columns: [
        "tau", "loss", "loss_reverse", "loss_symmetric", "bound_nats", "bound_bits",
        "ceiling_nats", "ceiling_bits", "share_of_ceiling",
      ],
      rows: found.results.map { result in
        let forward = result.forward
        return [
          .number(result.temperature), .number(forward.loss), .number(result.reverse.loss),
          .number(result.symmetricLoss), .number(forward.bound), .number(forward.bound / ln2),
          .number(forward.ceiling), .number(forward.ceiling / ln2),
          forward.ceiling > 0 ? .number(forward.bound / forward.ceiling) : .empty,
        ]
      })
    let curve = Series(
      id: "infonce.curve",
      columns: [
        "candidates", "ln_candidates", "tau", "loss", "bound_nats", "share_of_ceiling",
        "standard_error", "batches",
      ],
      rows: found.curve.map { point in
        let top = Double.log(Double(point.candidates))
        return [
          .integer(point.candidates), .number(top), .number(point.temperature),
          .number(point.loss), .number(top - point.loss), .number(1 - point.loss / top),
          point.standardError.map(Cell.number) ?? .empty, .integer(point.batches),
        ]
      })
    return [table, curve]
  }
}
