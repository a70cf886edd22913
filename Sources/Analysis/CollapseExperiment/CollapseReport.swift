import EmbeddingSets
import Findings
import RealModule

/// Trajectories of the toy as metrics, tables and words.
struct CollapseReport {
  let published: [CollapseTrajectory]
  let swept: [CollapseTrajectory]
  let options: CollapseExperiment.Options

  func report(_ provenance: Provenance) -> Report {
    Report(
      command: "experiment collapse",
      subject: Subject(
        name: "linear networks trained with InfoNCE", rows: CollapseRun.probeCount,
        dimensions: CollapseRun.width, storedAs: "float64", digest: nil),
      verdict: verdict, highlights: highlights,
      metrics: CollapseCatalog.all.map(metric),
      series: [spectra, training, predictions, growth] + (swept.isEmpty ? [] : [sweep]),
      findings: findings, provenance: provenance)
  }

  // MARK: Metrics

  private func values(_ entry: CollapseCatalog.Entry) -> [Double] {
    published.filter { $0.run.name == entry.run.name }.compactMap(entry.value)
  }

  /// The mean over seeds, with their range as interval.
  private func metric(_ entry: CollapseCatalog.Entry) -> Metric {
    let values = values(entry)
    guard let low = values.min(), let high = values.max(),
      low.isFinite, high.isFinite
    else {
      return entry.descriptor.metric(.undefined(reason: "no output of the network has any spread"))
    }
    let mean = values.reduce(0, +) / Double(values.count)
    return entry.descriptor.measured(
      mean, interval: values.count > 1 ? Interval(low: low, high: high) : nil)
  }

  private func number(_ run: String, _ quantity: CollapseCatalog.Quantity) -> Double? {
    CollapseCatalog.all.first { $0.run.name == run && $0.quantity == quantity }
      .flatMap { metric($0).value.number }
  }

  // MARK: Words

  private var verdict: String {
    func text(_ run: String, _ quantity: CollapseCatalog.Quantity) -> String {
      number(run, quantity).map { NumberText.fixed($0, decimals: 1) } ?? "nothing"
    }
    return "Noise of 1.5 on 8 of 16 inputs leaves \(text("noise-1.5", .participationRatio)) of 16 "
      + "directions; two layers lose "
      + "\(number("two-layers", .collapsed).map { NumberText.rounded($0, significantDigits: 2) } ?? "none") "
      + "without it (participation ratio \(text("two-layers", .participationRatio))), by "
      + "slow growth. \(NumberText.grouped(options.steps)) steps, "
      + "\(Wording.count(options.seedCount, "seed"))."
  }

  private var highlights: [Highlight] {
    CollapseRun.published.map { run in
      func text(_ quantity: CollapseCatalog.Quantity, _ digits: Int) -> String {
        number(run.name, quantity).map { NumberText.fixed($0, decimals: digits) } ?? "undefined"
      }
      func count(_ quantity: CollapseCatalog.Quantity) -> String {
        number(run.name, quantity).map { NumberText.rounded($0, significantDigits: 2) } ?? "none"
      }
      let prediction =
        run.start == .decaying
        ? "theory: \(CollapsePredictions.grownDirections(prepared(run))) have grown up"
        : "theory: \(count(.negative)) with a negative eigenvalue before training"
      return Highlight(
        label: run.name,
        value: "PR \(text(.participationRatio, 1)), erank \(text(.effectiveRank, 1))",
        remark: "\(count(.collapsed)) below a tenth of the largest; \(prediction)")
    }
  }

  private func prepared(_ run: CollapseRun) -> CollapseRun {
    var run = run
    run.steps = options.steps
    return run
  }

  private var findings: [Finding] {
    [
      Finding(
        id: "effective-rank-forgives", severity: .note,
        message: "effective rank forgives collapse: at noise 1.5 it reads "
          + "\(number("noise-1.5", .effectiveRank).map { NumberText.fixed($0, decimals: 1) } ?? "nothing") "
          + "where the participation ratio reads "
          + "\(number("noise-1.5", .participationRatio).map { NumberText.fixed($0, decimals: 1) } ?? "nothing").",
        evidence: ["collapse.noise-1.5.effective-rank", "collapse.noise-1.5.participation-ratio"],
        advice: "Judge collapse by participation ratio, and by the spectrum itself."),
      Finding(
        id: "transient-collapse", severity: .note,
        message:
          "the collapse of two layers is slow growth, not a fixed point: each singular value "
          + "grows in proportion to itself, and the small ones have not had the time.",
        evidence: ["collapse.two-layers.collapsed-directions"],
        advice: "Compare with more steps: --steps 100000."),
    ] + biasFinding
  }

  /// Said where a bias cost a direction that noise had left: one more than the theory of W x has.
  private var biasFinding: [Finding] {
    func ranks(_ run: String) -> [Double] {
      published.filter { $0.run.name == run }.compactMap(\.last.effectiveRank)
    }
    let biased = ranks("noise-1.5-with-bias")
    guard let low = biased.min(), let high = biased.max(), let least = ranks("noise-1.5").min(),
      low < least - 0.3
    else { return [] }
    func text(_ value: Double) -> String { NumberText.fixed(value, decimals: 1) }
    return [
      Finding(
        id: "bias-takes-a-direction", severity: .note,
        message:
          "the layer of the published script has a bias, which the theory has not, and the bias can "
          + "swallow a direction: at noise 1.5 effective rank ends at \(text(low)) to \(text(high)) with it "
          + "and at \(text(least)) or more without.",
        evidence: [
          "collapse.noise-1.5-with-bias.effective-rank", "collapse.noise-1.5.effective-rank",
        ],
        advice: "Compare runs of several seeds before a difference of half a dimension is believed."
      )
    ]
  }

  // MARK: Tables

  private var spectra: Series {
    Series(
      id: "collapse.spectra", columns: ["run", "seed", "step", "index", "ln_eigenvalue"],
      rows: published.flatMap { trajectory in
        trajectory.checkpoints.filter { $0.step == 0 || $0.step >= 100 }.flatMap { checkpoint in
          checkpoint.logarithms.enumerated().map { index, value in
            [
              .text(trajectory.run.name), .integer(Int(trajectory.seed)),
              .integer(checkpoint.step), .integer(index + 1), Self.rounded(value),
            ]
          }
        }
      })
  }

  private var training: Series {
    Series(
      id: "collapse.training",
      columns: [
        "run", "seed", "step", "loss", "effective_rank", "participation_ratio",
        "collapsed_directions", "negative_eigenvalues",
      ],
      rows: published.flatMap { trajectory in
        trajectory.checkpoints.map { checkpoint in
          [
            .text(trajectory.run.name), .integer(Int(trajectory.seed)), .integer(checkpoint.step),
            checkpoint.loss.map(Self.rounded) ?? .empty,
            checkpoint.effectiveRank.map(Self.rounded) ?? .empty,
            checkpoint.participationRatio.map(Self.rounded) ?? .empty,
            .integer(checkpoint.collapsedCount), .integer(checkpoint.negativeCount),
          ]
        }
      })
  }

  /// Measured spectra at the end beside closed forms.
  private var predictions: Series {
    Series(
      id: "collapse.predictions",
      columns: [
        "run", "seed", "index", "initial_eigenvalue", "share_in_noisy_inputs", "ln_eigenvalue",
        "ln_settled_infinite_batch",
      ],
      rows: published.flatMap { trajectory in
        let settled = CollapsePredictions.settledSpectrum(trajectory.run)
        let isOneLayer = trajectory.run.depth == 1
        return trajectory.last.logarithms.enumerated().map { index, value in
          // descending, as the spectra are
          let drive = trajectory.initialDrive[trajectory.initialDrive.count - 1 - index]
          return [
            .text(trajectory.run.name), .integer(Int(trajectory.seed)), .integer(index + 1),
            Self.rounded(drive.value), Self.rounded(drive.noisyShare), Self.rounded(value),
            isOneLayer ? Self.rounded(settled[index]) : .empty,
          ]
        }
      })
  }

  /// Growth of the singular values of the first of two layers.
  private var growth: Series {
    Series(
      id: "collapse.growth",
      columns: [
        "run", "seed", "step", "index", "singular_value", "measured_rate", "predicted_rate",
      ],
      rows: published.filter { $0.run.depth > 1 }.flatMap { trajectory in
        trajectory.checkpoints.compactMap { checkpoint -> [[Cell]]? in
          guard let measured = checkpoint.measuredRates else { return nil }
          return checkpoint.singularValues.enumerated().map { index, value in
            [
              .text(trajectory.run.name), .integer(Int(trajectory.seed)),
              .integer(checkpoint.step), .integer(index + 1), Self.rounded(value),
              Self.rounded(measured[index]), Self.rounded(checkpoint.predictedRates[index]),
            ]
          }
        }.flatMap { $0 }
      })
  }

  private var sweep: Series {
    Series(
      id: "collapse.sweep",
      columns: [
        "depth", "noise", "effective_rank", "participation_ratio", "collapsed_directions",
        "negative_eigenvalues_at_start",
      ],
      rows: swept.map { trajectory in
        [
          .integer(trajectory.run.depth), .number(trajectory.run.noise),
          trajectory.last.effectiveRank.map(Self.rounded) ?? .empty,
          trajectory.last.participationRatio.map(Self.rounded) ?? .empty,
          .integer(trajectory.last.collapsedCount),
          .integer(trajectory.checkpoints[0].negativeCount),
        ]
      })
  }

  /// Six digits: more are noise of the training.
  private static func rounded(_ value: Double) -> Cell {
    guard value.isFinite else { return .empty }
    guard value != 0 else { return .number(0) }
    let exponent = Double.log10(value.magnitude).rounded(.down)
    let unit = Double.pow(10, 5 - exponent)
    let rounded = (value * unit).rounded() / unit
    return .number(rounded.isFinite ? rounded : value)
  }
}
