import EmbeddingSets
import Findings

/// What fewer dimensions and fewer bits keep of the nearest neighbours.
enum Headroom: Analyzer {
  static let family = MetricFamily.headroom

  /// Every setting with the definition of its metric, in the order of reports.
  private static let settings: [(HeadroomResult.Setting, MetricDescriptor)] =
    HeadroomResult.dimensions.map { count in
      (
        .prefix(count),
        descriptor(
          "prefix-overlap@dims=\(count),k=10", "the first \(count) components",
          "with the first \(count) components, scaled to norm 1 again",
          reading:
            "Hold it against the random subset beside it: only what is clearly above that is "
            + "owed to training for truncation (Matryoshka).")
      )
    }
    + HeadroomResult.dimensions.map { count in
      (
        .random(count),
        descriptor(
          "random-overlap@dims=\(count),k=10", "\(count) random components",
          "with one seeded random choice of \(count) components",
          reading: "The null of prefix-overlap.")
      )
    }
    + HeadroomResult.dimensions.map { count in
      (
        .principal(count),
        descriptor(
          "pca-overlap@dims=\(count),k=10", "\(count) principal axes",
          "with the products of the rows and the \(count) leading eigenvectors of their covariance "
            + "(the mean is not taken off, so that all axes give the full cosines)",
          reading: "The honest competitor of any cut; costs one matrix for documents and queries.")
      )
    }
    + [
      (
        .bytes,
        descriptor(
          "int8-overlap@k=10", "int8, read back",
          "with 255 steps a column between its extremes, read back as start + step x code",
          reading: "What a database that stores int8 with its ranges keeps.")
      ),
      (
        .byteCodes,
        descriptor(
          "int8-codes-overlap@k=10", "int8 codes compared as they are",
          "with the cosine of the codes -128..127 themselves, as sentence-transformers makes them",
          reading:
            "Below int8-overlap: every column is stretched and shifted on its own. Where it is "
            + "much lower, read the codes back before comparing.")
      ),
      (
        .half,
        descriptor(
          "fp16-overlap@k=10", "half precision", "with components rounded to float16",
          reading: "Near 1 unless rows are bunched.")
      ),
      (
        .binary,
        descriptor(
          "binary-overlap@k=10", "one bit a component",
          "by the number of signs (x > 0) that agree, the mean over all orders of tied rows",
          reading: "Low by itself; read the pools.")
      ),
    ]
    + HeadroomResult.pools.map { pool in
      (
        .rescored(pool),
        descriptor(
          "binary-rescored-overlap@pool=\(pool),k=10", "one bit, \(pool) candidates ranked again",
          "in the \(pool) nearest by signs, which is what ranking them again with the full vectors "
            + "keeps",
          reading: "Needs the full vectors at hand, on disk for instance.")
      )
    }

  private static let gains: [(Int, MetricDescriptor)] = HeadroomResult.comparedDimensions.map {
    count in
    (
      count,
      MetricDescriptor(
        id: MetricID("headroom.prefix-gain@dims=\(count),k=10"), family: "headroom",
        title: "prefix over random, \(count) components",
        definition: "prefix-overlap minus random-overlap over the same queries.",
        formula: "mean_i (prefix share - random share)", unit: .ratio, range: "[-1, 1]",
        reading: "Clearly above 0 only where the model was trained for truncation. The interval is "
          + "over queries; another random choice of components moves it by a point or two.",
        edgeCases: "Undefined from d dimensions on.", source: "the null of geometry claims; ours")
    )
  }

  static let descriptors = settings.map(\.1) + gains.map(\.1)

  static func measure(_ statistics: SetStatistics) -> [Metric] {
    guard let found = statistics.headroom.value else {
      return descriptors.map { $0.metric(statistics.headroom.missing) }
    }
    let columnCount = statistics.shape.columnCount
    let tooWide = MetricValue.undefined(
      reason: "the set has \(columnCount) dimension\(columnCount == 1 ? "" : "s")")
    return settings.map { setting, descriptor in
      if let overlap = found.overlaps[setting] {
        return descriptor.measured(overlap.value, interval: overlap.interval)
      }
      return descriptor.metric(
        found.reasons[setting].map { .undefined(reason: $0) } ?? tooWide)
    }
      + gains.map { count, descriptor in
        found.gains[count].map { descriptor.measured($0.value, interval: $0.interval) }
          ?? descriptor.metric(tooWide)
      }
  }

  static func series(_ statistics: SetStatistics) -> [Series] {
    guard let found = statistics.headroom.value else { return [] }
    let shape = statistics.shape
    return [
      Series(
        id: "headroom.settings",
        columns: ["setting", "bytes_per_vector", "overlap"],
        rows: settings.compactMap { setting, descriptor in
          guard let overlap = found.overlaps[setting] else { return nil }
          return [
            .text(String(descriptor.id.rawValue.dropFirst("headroom.".count))),
            .integer(
              HeadroomResult.bytes(
                setting, columnCount: shape.columnCount, storedWidth: shape.storedAs.byteCount ?? 4
              )),
            .number(overlap.value),
          ]
        })
    ]
  }

  private static func descriptor(
    _ name: String, _ title: String, _ how: String, reading: String
  ) -> MetricDescriptor {
    MetricDescriptor(
      id: MetricID("headroom.\(name)"), family: "headroom", title: title,
      definition: "Share of the 10 nearest rows by cosine that are also nearest \(how).",
      formula: "mean_i |N_10(i) and N'_10(i)| / 10", unit: .ratio, range: "[0, 1]",
      reading: reading,
      edgeCases:
        "Undefined with fewer than 11 rows with a direction, and for cuts from d dimensions "
        + "on. On a seeded sample of queries against the whole set where all would exceed "
        + "--headroom-budget. The interval is over queries.",
      source: "definition; int8 and binary as sentence-transformers, util/quantization.py")
  }
}
